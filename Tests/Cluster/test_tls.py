"""Between a node and the database only a server is believed whose certificate the operator named."""

import subprocess

import pytest

from certificates import Authority
from harness import Site
from ports import free_port
from steps import slug_of


@pytest.fixture
def secured(databases):
    """A PostgreSQL that talks TLS with a certificate for localhost, and the authority that signed it."""
    database = databases()
    authority = Authority(database.folder / "authority")
    certificate, key = authority.issue("server", folder=database.folder, owner=(database.user, database.group))
    database.create("ssl = on", f"ssl_cert_file = '{certificate}'", f"ssl_key_file = '{key}'")
    return database, authority


def test_a_server_that_is_known(secured, serving):
    database, authority = secured
    nodes = serving(database.address(sslmode="verify-full", sslrootcert=str(authority.certificate)), count=1)
    sessions = database.query(
        "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'undersigned'")
    assert sessions == "t"
    assert slug_of(nodes.sites[0]) == nodes.slug
    nodes.stop()


@pytest.mark.parametrize("mode", ["verify-full", "verify-ca"])
def test_a_server_that_another_authority_vouches_for(secured, tmp_path, mode):
    database, _ = secured
    other = Authority(tmp_path / "other")
    site = Site(tmp_path, database=database.address(sslmode=mode, sslrootcert=str(other.certificate)))
    for command in ("serve", "recount"):
        done = subprocess.run(
            [*site.command, command], env=site.environment, cwd=tmp_path, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=30)
        print(f"\n{command}: {done.returncode} {done.stderr.strip()}")
        assert done.returncode == 1
        assert "certificate" in done.stderr and "Fatal error" not in done.stderr
        assert len(done.stderr.strip().splitlines()) <= 2, done.stderr


def test_a_server_without_tls(databases, tmp_path):
    database = databases().create()
    authority = Authority(tmp_path / "authority")
    site = Site(tmp_path, database=database.address(sslmode="verify-full", sslrootcert=str(authority.certificate)))
    with pytest.raises(AssertionError, match="(?i)ssl"):
        site.run("recount")


def test_a_server_that_is_not_there(tmp_path):
    """A site does not start on nothing; it says so at once."""
    site = Site(tmp_path, database=f"postgres://undersigned:hidden@127.0.0.1:{free_port()}/undersigned")
    with pytest.raises(AssertionError, match="(?i)refused") as failure:
        site.run("recount")
    assert "hidden" not in str(failure.value)
