#!/usr/bin/env python3
"""Measures the site beside what bounds it, in one run on one machine, and prints one table.

docs/performance.md says what each row means. Needs the release builds and what Scripts/setup bench
installs; starts everything on the loopback address and removes it in the end.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import machine
from load import OpenLoop
from places import ROOT, Size, SQLite
from postgresql import PostgreSQL
from processes import Failed, run
from reading import Reading
from rows import rows
from samples import Samples
from signing import Signing
from table import markdown

HERE = Path(__file__).resolve().parent
LOOPS = {"sqlite_loop": ["-pthread", "-lsqlite3"], "postgresql_loop": ["-pthread", "-lpq"],
         "open_loop": ["-lm"]}


class Bench:
    """Everything that the measurements share."""

    def __init__(self, options, folder):
        self.folder, self.rounds = folder, options.rounds
        self.seconds = 1 if options.quick else options.seconds
        self.confirm_seconds = min(self.seconds, 2)
        self.size = Size(200_000, 500) if options.quick else Size(options.signatures, 2_000)
        self.programs = Path(run(["swift", "build", "-c", "release", "--show-bin-path"], cwd=ROOT).strip())
        self.loops = folder / "loops"
        self.path = "/petitions/" + options.petition
        self.samples = Samples()
        self.sqlite = SQLite(self.programs, folder, self.size)
        self.engines = [self.sqlite]
        if options.postgresql:
            self.engines.append(PostgreSQL(self.programs, folder, self.size))

    def compile(self):
        self.loops.mkdir()
        include = run(["pkg-config", "--cflags", "libpq"]).split()
        for name, libraries in LOOPS.items():
            run(["cc", "-O2", *include, "-o", str(self.loops / name), str(HERE / f"{name}.c"), *libraries])
        self.open_loop = OpenLoop(self.loops / "open_loop", self.folder)

    def measure(self):
        self.compile()
        for engine in self.engines:
            say(f"data set of {self.size.signatures:,} signatures, {engine.name}")
            engine.prepare()
            self.samples.add(f"bytes {engine.name}", engine.bytes_per_signature())
        say("links to confirm")
        signing, reading = Signing(self), Reading(self)
        try:
            for number in range(1, self.rounds + 1):
                say(f"round {number} of {self.rounds}")
                reading.round()
                signing.round()
        finally:
            reading.close()
            signing.close()

    def close(self):
        for engine in self.engines:
            engine.close()


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small data set and short runs: under three minutes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of each run in each round")
    parser.add_argument("--signatures", type=int, default=10_000_000, help="of the large data set")
    parser.add_argument("--json", metavar="FILE", help="the figures of every round, for programs")
    parser.add_argument("--without-postgresql", dest="postgresql", action="store_false")
    parser.add_argument("--petition", default="reopen-the-riverside-footpath-before-spring", help=argparse.SUPPRESS)
    return parser.parse_args()


def end(*_):
    raise KeyboardInterrupt


def main():
    options = parsed_options()
    signal.signal(signal.SIGTERM, end)
    started = time.monotonic()
    # Others, such as the user that PostgreSQL runs as, have to reach what is theirs in it.
    folder = Path(tempfile.mkdtemp(prefix="undersigned-bench-"))
    folder.chmod(0o711)
    bench = None
    try:
        described = machine.describe(folder)
        bench = Bench(options, folder)
        bench.measure()
    except (Failed, subprocess.TimeoutExpired) as failure:
        sys.exit(f"bench: {failure}")
    except KeyboardInterrupt:
        sys.exit("bench: stopped")
    finally:
        # A second Ctrl-C must not leave servers and folders behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if bench:
            bench.close()
        shutil.rmtree(folder, ignore_errors=True)
    lines = [line for row in rows(bench.size) if (line := row.evaluated(bench.samples))]
    minutes = (time.monotonic() - started) / 60
    print(f"{described['cpu']}, {described['cores']} cores, {described['memory_gib']} GiB, "
          f"Linux {described['kernel']}, fdatasync {described['fdatasync_ms']} ms, "
          f"load before {described['load_before']}")
    print(f"{', '.join(described['versions'].values())}; medians of {bench.rounds} rounds of "
          f"{bench.seconds} s; {minutes:.1f} minutes\n")
    print(markdown(lines))
    if options.json:
        report = {"machine": described, "rounds": bench.rounds, "seconds": bench.seconds,
                  "signatures": bench.size.signatures, "rows": [line.json() for line in lines]}
        Path(options.json).write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
