"""What arrived in a Maildir, read as it comes."""

import email
import email.policy
import re
import time
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

MAIL_SECONDS = 60


class Postbox:
    """Everything in one Maildir, by recipient; each file is read once."""

    def __init__(self, maildir: Path):
        self.folder = maildir / "new"
        self.seen: set[str] = set()
        self.by_recipient: dict[str, list[bytes]] = {}

    def look(self) -> None:
        """Takes note of what has come since."""
        if not self.folder.exists():
            return
        for path in self.folder.iterdir():
            if path.name in self.seen:
                continue
            self.seen.add(path.name)
            content = path.read_bytes()
            recipient = re.search(rb"^Delivered-To: *(\S+)", content, re.MULTILINE)
            assert recipient, path
            self.by_recipient.setdefault(recipient.group(1).decode(), []).append(content)

    def mails(self, to: str) -> list[EmailMessage]:
        """The mails to one address, oldest first by their own date and then by name."""
        self.look()
        found = [email.message_from_bytes(content, policy=email.policy.default)
                 for content in self.by_recipient.get(to, [])]
        return sorted(found, key=lambda mail: mail["Message-ID"])

    def wait(self, to: str, kind: str) -> EmailMessage:
        """The first mail of a kind to an address, as soon as it is there."""
        end = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < end:
            for mail in self.mails(to):
                if kind_of(mail) == kind:
                    return mail
            time.sleep(0.05)
        raise AssertionError(f"no {kind} mail after {MAIL_SECONDS} s; there are {list(map(kind_of, self.mails(to)))}")

    def message_ids(self, kind: str) -> dict[str, Counter]:
        """For each recipient how often each mail of a kind arrived."""
        self.look()
        pattern = re.compile(rb"^Message-ID: *<([^>]*\." + kind.encode() + rb"@[^>]*)>", re.MULTILINE)
        found = {}
        for recipient, contents in self.by_recipient.items():
            ids = Counter(match.group(1).decode() for content in contents if (match := pattern.search(content)))
            if ids:
                found[recipient] = ids
        return found


def kind_of(mail: EmailMessage) -> str:
    """What a mail is, as its Message-ID says."""
    return mail["Message-ID"].strip("<>").split("@")[0].split(".")[-1]


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def wait_until(what, said: str, seconds: float = MAIL_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, f"{said}: not within {seconds} s"
        time.sleep(0.05)
