"""A whole site moves from one database to another, and nothing opens the half of one."""

import os
import signal
import sqlite3
import subprocess
import uuid
from contextlib import closing

import pytest
from harness import Site
from steps import confirm, count, send_form, slug_of

SERVER = os.environ.get("POSTGRESQL_FOR_TESTS")
ENGINES = ["sqlite", *(["postgresql"] if SERVER else [])]


@pytest.fixture
def own(tmp_path):
    site = Site(tmp_path, page_lifetime="0", sign_burst="10000")
    site.import_page()
    site.start()
    yield site
    site.kill()


@pytest.fixture(params=ENGINES)
def target(request, tmp_path):
    """An empty database to move to."""
    if request.param == "sqlite":
        yield str(tmp_path / "target.sqlite")
        return
    name = f"moved_{uuid.uuid4().hex}"
    psql = ["psql", "--quiet", SERVER + "postgres", "--command"]
    subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True, timeout=20)
    yield SERVER + name
    subprocess.run([*psql, f"DROP DATABASE {name} WITH (FORCE)"], check=True, timeout=20)


def source_of(site: Site) -> str:
    return str(site.data / "site.sqlite")


def failure(site: Site, *command: str, code: int = 1) -> str:
    """What a command says that ends with a code other than 0."""
    done = subprocess.run(
        [*site.command, *command], env=site.environment, cwd=site.folder, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60)
    assert done.returncode == code, f"{done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_there_and_back(own, target, tmp_path):
    """Links mailed before the move confirm after it, on the other engine, from a backup, and back again."""
    slug = slug_of(own)
    for name in ("before", "there", "restored"):
        send_form(own, slug, name, f"{name}@example.org")
    confirm(own, "before@example.org")
    # Mails are in the folder before the site is stopped.
    for name in ("there", "restored"):
        own.wait_for_mail(f"{name}@example.org")
    own.stop()
    assert "moved" in own.run("move", "--from", source_of(own), "--to", target)

    own.environment["UNDERSIGNED_DATABASE"] = target
    own.start()
    confirm(own, "there@example.org")
    assert count(own, slug) == 2
    backup = tmp_path / "backup.sqlite"
    assert "wrote" in own.run("backup", str(backup))
    assert "already there" in failure(own, "backup", str(backup))
    assert not list(tmp_path.glob("*.partial*"))
    own.stop()

    back = str(tmp_path / "back.sqlite")
    own.run("move", "--from", str(backup), "--to", back)
    own.environment["UNDERSIGNED_DATABASE"] = back
    own.start()
    confirm(own, "restored@example.org")
    assert count(own, slug) == 3
    assert own.run("recount").strip() == "every number agrees with its rows"


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_stopped_half_way(own, target, end):
    """The old database is as it was byte for byte, the new one is refused, the next move succeeds."""
    slug = slug_of(own)
    send_form(own, slug, "Waiting", "waiting@example.org")
    own.wait_for_mail("waiting@example.org")
    own.stop()
    with closing(sqlite3.connect(source_of(own))) as database, database:
        database.executemany(
            "INSERT INTO imported_name SELECT id, ?, ? FROM petition",
            ((position, f"Name {position}") for position in range(1_000, 300_000)))
    with open(source_of(own), "rb") as file:
        before = file.read()

    move = subprocess.Popen(
        [*own.command, "move", "--from", source_of(own), "--to", target], env=own.environment,
        cwd=own.folder, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    # Said when the target is marked.
    assert move.stderr.readline().startswith("copying")
    move.send_signal(end)
    said = move.stderr.read()
    move.stderr.close()
    code = move.wait(20)
    assert code == (1 if end == signal.SIGINT else -signal.SIGKILL), said
    if end == signal.SIGINT:
        assert "stopped" in said
    with open(source_of(own), "rb") as file:
        assert file.read() == before

    own.environment["UNDERSIGNED_DATABASE"] = target
    for command in (["serve"], ["recount"], ["close", slug]):
        assert "stopped half way" in failure(own, *command)
    own.run("move", "--from", source_of(own), "--to", target)
    own.start()
    confirm(own, "waiting@example.org")
    assert count(own, slug) == 1


def test_what_cannot_be_moved(own, tmp_path):
    """A target with a site is refused, a source without one makes no target, and no password is shown."""
    own.stop()
    source, nothing = source_of(own), str(tmp_path / "nothing.sqlite")
    assert "holds a site already" in failure(own, "move", "--from", source, "--to", source)
    assert "no file" in failure(own, "move", "--from", nothing, "--to", nothing)
    sqlite3.connect(nothing).execute("VACUUM")
    target = tmp_path / "target.sqlite"
    assert "no site" in failure(own, "move", "--from", nothing, "--to", str(target))
    assert not target.exists()
    secret = "hemlig"
    server = f"postgres://somebody:{secret}@127.0.0.1:1/site"
    assert secret not in failure(own, "move", "--from", server, "--to", str(target))
    for words in (
        [], ["--from", source], ["--to"], ["--from", f"mysql://x:{secret}@y/z", "--to", source],
        [server, str(target)], ["--from", source, "--to", server, server],
    ):
        assert secret not in failure(own, "move", *words, code=2)
