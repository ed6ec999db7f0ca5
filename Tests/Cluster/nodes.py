"""Several `undersigned serve` on one database, and the questions that a test asks of them."""

import json
import re
import shutil
from pathlib import Path

from harness import Site
from ports import free_port
from postgres import DATABASE, PostgreSQL
from processes import wait_for
from steps import form_token, slug_of
from web import Address

CONFIRMATION = re.compile(r"/confirm/[A-Za-z0-9_-]+")
AGREED = "every number agrees with its rows"


class Nodes:
    """Nodes that share a database and a secret, each with a data folder and an outbox of its own."""

    def __init__(self, folder: Path, database: str, count: int = 3, url: str | None = None, **settings: str):
        self.sites = []
        for number in range(1, count + 1):
            home = folder / f"node{number}"
            home.mkdir(parents=True)
            own = {"url": url} if url else {}
            # Every signer of a test comes from one network.
            given = {"sign_burst": "1000000", "sign_per_minute": "1000000", **own, **settings}
            self.sites.append(Site(
                home, database=database, trusted_proxies="127.0.0.1/32", mail_from="petitions@example.org", **given))

    def start(self) -> "Nodes":
        """The first makes the site and its secret; the others get a copy of the secret, as operators do it."""
        first, *others = self.sites
        first.import_page()
        for site in others:
            site.data.mkdir(mode=0o700)
            shutil.copy2(first.data / "secret", site.data / "secret")
        for site in self.sites:
            site.start()
        self.slug = slug_of(first)
        self.token = form_token(first, self.slug)
        return self

    def stop(self) -> None:
        """Each ends well, however its database fared."""
        for site in self.sites:
            site.stop()

    def kill(self) -> None:
        for site in self.sites:
            site.kill()

    @property
    def addresses(self) -> list[Address]:
        return [Address(site.url) for site in self.sites]

    def outboxes(self) -> list[Path]:
        return [site.data / "outbox" for site in self.sites]

    def counts(self) -> set[int]:
        """What each node says that the count is."""
        path = f"/petitions/{self.slug}/count.json"
        return {json.loads(address.get(path).body)["count"] for address in self.addresses}

    def confirmation(self, mailbox: str) -> str:
        """The path behind the button of the mail that an address got, whichever node wrote it."""
        def find() -> str | None:
            for site in self.sites:
                for mail in site.mails(mailbox):
                    if found := CONFIRMATION.search(mail.get_body(("plain",)).get_content()):
                        return found.group()
            return None

        return wait_for(find, 10, "the mail comes")

    def ready(self) -> bool:
        return all(address.get("/readyz").status == 200 for address in self.addresses)

    def logged(self) -> str:
        return "\n".join(f"{site.folder.name}: {site.logged()[-1500:]}" for site in self.sites)

    # What a node holds of the system

    def resources(self) -> list[tuple[int, int]]:
        """Open files and threads of each node."""
        return [
            (len(list(Path(f"/proc/{site.process.pid}/fd").iterdir())),
             len(list(Path(f"/proc/{site.process.pid}/task").iterdir())))
            for site in self.sites
        ]

    def wait_for_resources(self, before: list[tuple[int, int]], seconds: float = 15) -> None:
        """No node keeps a file or a thread that it did not have before; a few come and go."""
        spare = 3

        def is_back() -> bool:
            return all(now <= then + spare for pair, earlier in zip(self.resources(), before)
                       for now, then in zip(pair, earlier))

        wait_for(is_back, seconds, f"files and threads go back to {before}, are {self.resources()}")


def message_ids(outbox: Path) -> list[str]:
    """The mails in a folder; a file is named after its message's id, and whole once it has that name."""
    return [path.stem for path in outbox.glob("*.eml")] if outbox.exists() else []


def ordinals_and_names(database: PostgreSQL) -> list[tuple[int, str]]:
    rows = database.query("SELECT ordinal, name FROM signature WHERE state = 'standing' ORDER BY ordinal")
    return [(int(row.split("|")[0]), row.split("|")[1]) for row in rows.splitlines()]


def free_url(host: str = "localhost") -> tuple[int, str]:
    """A port for a proxy, and the public address that it makes."""
    port = free_port()
    return port, f"https://{host}:{port}"


def end_leases(database: PostgreSQL) -> None:
    """The five minutes pass after which a mail that a node took and lost is due again."""
    database.query("UPDATE outbox SET due_at = 0 WHERE sealed IS NOT NULL", DATABASE)
