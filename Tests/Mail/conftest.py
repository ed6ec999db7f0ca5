"""Fixtures: a Postfix of the tests' own, and sites that send through it."""

import os
import signal
import tempfile
from pathlib import Path

import certificates
import pytest
from harness import Site
from postbox import Postbox
from postfix import Postfix

# Asked to end, pytest would leave what it started; as after Ctrl-C, fixtures end it.
signal.signal(signal.SIGTERM, signal.default_int_handler)

pytestmark = pytest.mark.skipif(not Postfix.is_possible(), reason="Postfix needs root")

# As fast as it goes, and no limit that a test alone would meet.
UNLIMITED = {"mail_per_second": "100000", "mail_per_second_domain": "100000", "sign_burst": "1000000",
             "mail_request_burst": "1000", "page_lifetime": "0"}


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> Path:
    """A folder with certificates and a key for signing mails."""
    folder = tmp_path_factory.mktemp("certificates")
    certificates.make(folder)
    folder.chmod(0o755)
    return folder


@pytest.fixture
def postfix(keys):
    """One that is not started yet; its queue and its mailbox are in memory where that is possible."""
    if not Postfix.is_possible():
        pytest.skip("Postfix needs root")
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="postfix-", dir=memory, ignore_cleanup_errors=True) as folder:
        # Its processes read the certificates as users of their own.
        for path in [keys, *keys.parents][:-1]:
            path.chmod(path.stat().st_mode | 0o055)
        server = Postfix(Path(folder), keys)
        yield server
        server.stop()


@pytest.fixture
def postbox(postfix) -> Postbox:
    return Postbox(postfix.maildir)


@pytest.fixture
def sites(tmp_path, postfix, keys):
    """Makes sites that send through Postfix; what a failed test leaves is killed."""
    made = []

    def make(**settings: str) -> Site:
        folder = tmp_path / f"site{len(made)}"
        folder.mkdir()
        own = {"mail": f"smtp://localhost:{postfix.plain}?ca={keys}/ca.pem", "mail_from": "petitions@example.org",
               "dkim_key": f"{keys}/dkim.pem", **UNLIMITED, **settings}
        made.append(Site(folder, **own))
        return made[-1]

    yield make
    for site in made:
        site.kill()
