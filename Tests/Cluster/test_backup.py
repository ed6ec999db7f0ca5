"""A backup of a PostgreSQL site is what pg_dump writes, as docs/operating.md says, and the secret beside it."""

import shutil
import subprocess
import time

from crowd import Crowd
from nodes import AGREED, Nodes, ordinals_and_names
from postgres import program


def test_a_backup_made_while_people_sign_is_a_whole_site(databases, serving, tmp_path):
    database = databases().create()
    nodes = serving(database.address(), count=1)
    dump = tmp_path / "site.dump"
    with Crowd(nodes, lambda: database).gathered():
        time.sleep(1.5)
        run("pg_dump", "--format=custom", f"--file={dump}", database.address())
        time.sleep(0.5)
    now = ordinals_and_names(database)

    other = databases().create()
    run("pg_restore", "--no-owner", f"--dbname={other.address()}", str(dump))
    kept = ordinals_and_names(other)
    assert 0 < len(kept) < len(now) and kept == now[:len(kept)]
    restored = Nodes(tmp_path / "restored", other.address(), count=1).sites[0]
    restored.data.mkdir(mode=0o700)
    shutil.copy2(nodes.sites[0].data / "secret", restored.data / "secret")
    assert restored.run("recount").strip() == AGREED
    restored.start().stop()
    nodes.stop()


def run(name: str, *arguments: str) -> None:
    done = subprocess.run(
        [program(name), *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
