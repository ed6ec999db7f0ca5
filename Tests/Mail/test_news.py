"""News to everybody who asked for it: once each, whatever dies on the way."""

import os
import re
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from harness import ROOT, binary
from postbox import wait_until
from steps import slug_of

# `make test` sends to fewer; `make test-cluster` to as many as a large petition has.
SIGNATURES = int(os.environ.get("SIGNATURES_FOR_NEWS", "20000"))
CONNECTIONS = 4
NEWS = "The council votes on Thursday\n\nCome along.\n\n- **Bring** a light.\n"


def seed(site) -> None:
    """Signers, of whom every fifth asked for news and every hundredth took the signature back."""
    done = subprocess.run(
        [str(binary().with_name("undersigned-bench")), "seed", "--data", str(site.data),
         "--page", str(ROOT / "Samples" / "riverside-path.txt"), "--signatures", str(SIGNATURES)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def progress(site) -> tuple[int, int, int, int]:
    """Sent, wanted, refused, in doubt; read beside the site, since a command for each look would slow it down."""
    time.sleep(0.5)
    with closing(sqlite3.connect(f"file:{site.data}/site.sqlite?mode=ro", uri=True, timeout=20)) as database:
        return database.execute("SELECT accepted, recipients, failed, in_doubt FROM news").fetchone()


def resident(site) -> int:
    """The memory of the program, in MB."""
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE).group(1)) // 1024


def test_news_with_a_crash_half_way(sites, postfix, postbox):
    """Killed half way and started again: nobody gets it twice, and whoever does not get it is counted as in doubt."""
    postfix.start()
    site = sites(mail_connections=str(CONNECTIONS))
    seed(site)
    site.start()
    slug = slug_of(site)
    text = site.folder / "news.md"
    text.write_text(NEWS)
    said = site.run("news", "draft", slug, str(text))
    wanted = int(re.search(r"for (\d+) signers", said).group(1))
    assert wanted == SIGNATURES * 19 // 100
    site.run("news", "test", "1", "organiser@example.org")
    postbox.wait("organiser@example.org", "trial")

    sending = subprocess.Popen(
        [*site.command, "news", "send", "1"], env=site.environment, cwd=site.folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    before = resident(site)
    wait_until(lambda: progress(site)[0] >= wanted // 2, "half of it is sent", seconds=1800)
    assert resident(site) < before + 60, "memory grows with the number of recipients"
    site.kill()
    site.start()
    wait_until(lambda: sum(progress(site)[i] for i in (0, 2)) >= wanted - CONNECTIONS, "the rest is sent", seconds=1800)
    sending.send_signal(signal.SIGINT)
    sending.wait(30)
    # What was being handed over when the program died is given up when its lease ends, which is minutes.
    sent, of, refused, _ = progress(site)
    assert (of, refused) == (wanted, 0) and sent >= wanted - CONNECTIONS

    wait_until(lambda: len(postbox.message_ids("news")) >= sent, "the relay has delivered it", seconds=600)
    time.sleep(1)
    arrived = postbox.message_ids("news")
    repeated = [ids for ids in arrived.values() if list(ids.values()) != [1]]
    assert not repeated, f"{len(repeated)} got it more than once"
    assert sent <= len(arrived) <= wanted, f"{len(arrived)} of {wanted} got it"
    site.stop()
