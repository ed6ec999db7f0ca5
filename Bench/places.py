"""Sites to measure: a data folder and, where it is not in that folder, a database."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from processes import Failed, prepare_child, run

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "Samples" / "riverside-path.txt"
KEPT = ROOT / ".build" / "bench-data"
# What a data set follows from besides its numbers: it is made anew when one of these changes.
SOURCES = ["Sources/PetitionStore/Migrations*.swift", "Sources/PetitionStore/Store+Bulk.swift",
           "Sources/undersigned-bench/MadeUpPeople.swift", "Samples/riverside-path.txt"]


@dataclass(frozen=True)
class Place:
    """Where a site's data lie."""

    data: Path
    database: str = None

    def options(self):
        return ["--data", str(self.data)] + (["--database", self.database] if self.database else [])


@dataclass(frozen=True)
class Size:
    """How large the large data set is."""

    signatures: int
    petitions: int


def key(engine, size):
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return f"{engine}-{size.signatures}-{size.petitions}-{digest.hexdigest()[:12]}"


def seed(programs, place, size):
    """Makes a data set; what it says of its progress goes to the terminal."""
    command = [str(programs / "undersigned-bench"), "seed", *place.options(), "--page", str(PAGE),
               "--petitions", str(size.petitions), "--signatures", str(size.signatures)]
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, preexec_fn=prepare_child, timeout=7200)
    if result.returncode != 0:
        raise Failed("the data set could not be made")


def write_links(programs, place, count, file):
    run([str(programs / "undersigned-bench"), "links", *place.options(), "--pending", str(count),
         "--output", str(file)], timeout=1800)


def copy(source, target):
    """Copies a folder with its owners, sharing the blocks where the file system can."""
    run(["cp", "--archive", "--reflink=auto", str(source), str(target)])


def keep(folder, name):
    """Keeps a finished data set for later runs, in the place of one that was made otherwise."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for outdated in KEPT.glob(name.rpartition("-")[0] + "-*"):
        shutil.rmtree(outdated)
    unfinished = KEPT / (name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    copy(folder, unfinished)
    os.rename(unfinished, KEPT / name)


class SQLite:
    """Sites whose database is a file."""

    name = "SQLite"

    def __init__(self, programs, folder, size):
        self.programs, self.folder, self.size = programs, Path(folder) / "sqlite", size
        self.count = 0
        self.folder.mkdir()

    def prepare(self):
        self.empty = Place(self.folder / "empty")
        seed(self.programs, self.empty, Size(0, 1))
        name = key("sqlite", self.size)
        if not (KEPT / name).exists():
            made = self.folder / "making"
            seed(self.programs, Place(made), self.size)
            keep(made, name)
            shutil.rmtree(made)
        copy(KEPT / name, self.folder / "large")
        self.large = Place(self.folder / "large")

    @contextmanager
    def fresh(self):
        """A site with one petition and no signature."""
        self.count += 1
        place = Place(self.folder / f"fresh-{self.count}")
        copy(self.empty.data, place.data)
        try:
            yield place
        finally:
            shutil.rmtree(place.data)

    def number(self, place, sql):
        connection = sqlite3.connect(f"file:{place.data}/site.sqlite?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def bytes_per_signature(self):
        """Pages of the table of signatures and its indexes."""
        try:
            size = self.number(
                # Pages rather than bytes: the bytes of a large tree do not fit into what dbstat adds up in.
                self.large, "SELECT SUM(pageno) * (SELECT page_size FROM pragma_page_size)"
                " FROM dbstat WHERE aggregate = TRUE"
                " AND (name = 'signature' OR name LIKE 'sqlite_autoindex_signature_%')")
        except sqlite3.Error:
            size = (self.large.data / "site.sqlite").stat().st_size
        return size / self.number(self.large, "SELECT COUNT(*) FROM signature")

    def close(self):
        pass
