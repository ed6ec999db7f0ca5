"""Nothing is forgotten and hardly anything repeated, whatever dies while mails are sent."""

import os
import re
import shutil
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from harness import Site, fetch
from postbox import wait_until
from steps import form_token, send_form, slug_of

CONNECTIONS = 2
KILLS = 6
SLOW = b"Mail is slow today"


def prepared(sites, **settings):
    site = sites(mail_connections=str(CONNECTIONS), **settings)
    site.import_page()
    site.start()
    return site, slug_of(site)


def sign(site, slug: str, addresses: list[str]) -> None:
    token = form_token(site, slug)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda to: send_form(site, slug, "Many People", to, token=token).status, addresses))
    assert set(answers) == {200}


def addresses(prefix: str, count: int) -> list[str]:
    return [f"{prefix}-{number}@mail{number % 7}.example.org" for number in range(count)]


def figure(site, name: str) -> int:
    found = re.search(rf"^undersigned_{name} (\d+)$", fetch(f"{site.url}/metrics").decode(), re.MULTILINE)
    assert found, name
    return int(found.group(1))


def execute(site, sql: str) -> None:
    with closing(sqlite3.connect(site.data / "site.sqlite", timeout=20)) as database, database:
        database.execute(sql)


def end_leases(site) -> None:
    """The minutes pass after which a mail that a program took and lost is due again."""
    execute(site, "UPDATE outbox SET due_at = 0 WHERE state IN ('sending', 'deferred')")


def test_a_relay_that_is_away(sites, postfix, postbox):
    """People go on signing, the page says that mail is late, and when the relay is back everything arrives once."""
    site, slug = prepared(sites)
    people = addresses("away", 60)
    sign(site, slug, people)
    wait_until(lambda: figure(site, "mail_waiting") == 60, "mails wait")
    page = send_form(site, slug, "Late Comer", "late@example.org").url
    assert SLOW not in fetch(page)
    execute(site, "UPDATE outbox SET created_at = created_at - 1200000")
    wait_until(lambda: SLOW in fetch(page), "the page says that mail is late")
    assert figure(site, "mail_oldest_seconds") >= 1200
    sign(site, slug, ["later@example.org"])
    postfix.start()
    end_leases(site)
    everybody = {*people, "late@example.org", "later@example.org"}
    wait_until(lambda: postbox.message_ids("confirm").keys() == everybody, "everybody gets the mail")
    wait_until(lambda: figure(site, "mail_waiting") == 0, "nothing waits any more")
    wait_until(lambda: SLOW not in fetch(page), "the page says nothing of late mail any more")
    assert all(list(ids.values()) == [1] for ids in postbox.message_ids("confirm").values())
    site.stop()


def test_kill_9_in_the_middle(sites, postfix, postbox):
    """Every mail arrives; those that arrive twice have one name, and are at most one a connection and kill."""
    postfix.start()
    site, slug = prepared(sites)
    people = addresses("killed", 240)
    for round_ in range(KILLS):
        sign(site, slug, people[round_ * 40:(round_ + 1) * 40])
        # At another moment each time, while some are sent and others are not.
        time.sleep(0.02 + 0.05 * round_)
        site.kill()
        end_leases(site)
        site.start()
    wait_until(lambda: postbox.message_ids("confirm").keys() == set(people), "everybody gets the mail")
    wait_until(lambda: figure(site, "mail_waiting") == 0, "nothing waits any more")
    arrived = postbox.message_ids("confirm")
    assert all(len(ids) == 1 for ids in arrived.values()), "a mail was sent again under another name"
    repeated = sum(sum(ids.values()) - 1 for ids in arrived.values())
    assert repeated <= KILLS * CONNECTIONS, f"{repeated} mails were repeated"
    site.stop()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_two_workers(tmp_path, sites, postfix, postbox, engine):
    """Two workers empty one outbox, and nobody gets a mail twice."""
    database = {} if engine == "sqlite" else {"database": postgresql()}
    postfix.start()
    site, slug = prepared(sites, jobs="0", **database)
    people = addresses("shared", 200)
    sign(site, slug, people)
    workers = [worker(site, tmp_path / f"worker{number}", site.environment) for number in (1, 2)]
    try:
        wait_until(lambda: postbox.message_ids("confirm").keys() == set(people), "everybody gets the mail")
        wait_until(lambda: figure(site, "mail_waiting") == 0, "nothing waits any more")
    finally:
        for process in workers:
            process.terminate()
        codes = [process.wait(30) for process in workers]
    assert codes == [0, 0]
    assert all(list(ids.values()) == [1] for ids in postbox.message_ids("confirm").values())
    logs = [(tmp_path / f"worker{number}" / "log").read_text() for number in (1, 2)]
    shares = [sum(map(int, re.findall(r'"detail":"(\d+)","event":"mails delivered"', log))) for log in logs]
    assert sum(shares) == 200 and all(shares), f"one of them did nothing: {shares}"
    site.stop()


def worker(site: Site, folder: Path, environment: dict[str, str]) -> subprocess.Popen:
    """`undersigned work` beside a site, with a folder of its own unless the database lies in the site's."""
    folder.mkdir()
    own = dict(environment)
    if "UNDERSIGNED_DATABASE" in environment:
        own["UNDERSIGNED_DATA"] = str(folder / "data")
        (folder / "data").mkdir(mode=0o700)
        shutil.copy2(site.data / "secret", folder / "data" / "secret")
    with (folder / "log").open("wb") as log:
        return subprocess.Popen([*site.command, "work"], env=own, cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
                                stderr=log)


def postgresql() -> str:
    """A new database of the server that `make test` starts."""
    server = os.environ.get("POSTGRESQL_FOR_TESTS")
    if not server:
        pytest.skip("no PostgreSQL: run it by Scripts/with-postgresql")
    name = f"mail_{os.getpid()}_{time.monotonic_ns()}"
    done = subprocess.run(["psql", "-qc", f"CREATE DATABASE {name}", server + "postgres"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return server + name
