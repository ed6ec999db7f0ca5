"""People who sign, confirm and read at the same time, and remember what they were told."""

import email
import email.policy
import itertools
import queue
import re
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

from nodes import AGREED, CONFIRMATION, Nodes, end_leases, message_ids, ordinals_and_names
from postgres import PostgreSQL
from processes import wait_for
from web import Address, Reply

# What signing may take to say no: three seconds are promised, and the two cores of the machine are shared.
REFUSAL_SECONDS = 4
PAUSE_BEFORE_TRYING_AGAIN = 0.2
# Of all crowds of a run: each person signs once.
NUMBERS = itertools.count(1)
FINISH_SECONDS = 45


@dataclass
class Memory:
    """What the crowd was told."""

    signed: dict[int, float] = field(default_factory=dict)
    confirmed: dict[int, float] = field(default_factory=dict)
    changes: list[Reply] = field(default_factory=list)
    pages: list[tuple[str, Reply]] = field(default_factory=list)

    def first_change_after(self, moment: float) -> float | None:
        """When the first form that was sent after a moment was acknowledged."""
        done = [reply.asked_at + reply.seconds for reply in self.changes
                if reply.asked_at > moment and reply.status == 303]
        return min(done, default=None)


class Crowd:
    """Forms go to the places in `at` in turn, page views to each of `readers_at`; both are the nodes by default.

    `primary()` is the database that is written to by the end.
    """

    def __init__(self, nodes: Nodes, primary: Callable[[], PostgreSQL], at: list[Address] | None = None,
                 readers_at: list[Address] | None = None):
        self.nodes = nodes
        self.primary = primary
        self.at = at or nodes.addresses
        self.readers_at = readers_at or self.at
        self.memory = Memory()
        self.signing = threading.Event()
        self.ending = threading.Event()
        self.mails: queue.Queue[tuple[int, str]] = queue.Queue()
        self.lock = threading.Lock()
        self.faults: list[BaseException] = []

    @contextmanager
    def gathered(self, signers: int = 4, confirmers: int = 2):
        """People come; when the block ends nobody new signs, whoever signed confirms, and all go."""
        turns = [(self._sign, ()) for _ in range(signers)] + [(self._confirm, ()) for _ in range(confirmers)]
        turns += [(self._read, (address,)) for address in self.readers_at] + [(self._open_mail, ())]
        threads = [threading.Thread(target=self._watch, args=(work, *given), daemon=True) for work, given in turns]
        self.signing.set()
        for thread in threads:
            thread.start()
        try:
            yield self
            self.signing.clear()
            self._finish()
        finally:
            self.signing.clear()
            self.ending.set()
            for thread in threads:
                thread.join(30)
        assert not self.faults, self.faults
        assert not any(thread.is_alive() for thread in threads)

    def _watch(self, work, *given) -> None:
        try:
            work(*given)
        except BaseException as fault:
            self.faults.append(fault)

    def _finish(self) -> None:
        """Everybody who was told to look for a mail finds it and presses the button."""
        # Forms that are under way are answered first.
        time.sleep(REFUSAL_SECONDS / 2)
        # Nobody waits five minutes for the mails that a node took and lost.
        end_leases(self.primary())
        wait_for(lambda: self.faults or self.memory.signed.keys() <= self.memory.confirmed.keys(), FINISH_SECONDS,
                 "everybody who was told to look for a mail could confirm")

    # What people do

    def _sign(self) -> None:
        while self.signing.is_set():
            number = next(NUMBERS)
            form = {"name": f"Signer {number}", "email": f"signer-{number}@example.org", "audience": "public",
                    "token": self.nodes.token}
            where = self.at[number % len(self.at)]
            # Whoever is told to come back sends the same form again.
            while self.signing.is_set():
                reply = self._change(where, f"/petitions/{self.nodes.slug}/signatures", form)
                if reply.status == 303:
                    self.memory.signed[number] = reply.asked_at + reply.seconds
                    break
                time.sleep(PAUSE_BEFORE_TRYING_AGAIN)
            time.sleep(0.01)

    def _confirm(self) -> None:
        while not self.ending.is_set():
            try:
                number, link = self.mails.get(timeout=0.1)
            except queue.Empty:
                continue
            where = self.at[number % len(self.at)]
            while not self.ending.is_set():
                reply = self._change(where, link, {})
                # Who sent a form again ten minutes later, by the clock on the wall, has two mails; the other counted.
                has_two = reply.status == 410 and number in self.memory.confirmed
                if has_two or reply.status == 303 and "/signatures/" in reply.headers["location"]:
                    self.memory.confirmed[number] = reply.asked_at + reply.seconds
                    break
                time.sleep(PAUSE_BEFORE_TRYING_AGAIN)

    def _change(self, where: Address, path: str, form: dict[str, str]) -> Reply:
        reply = where.post(path, form)
        with self.lock:
            self.memory.changes.append(reply)
        return reply

    def _read(self, address: Address) -> None:
        slug = self.nodes.slug
        for path in itertools.cycle(["/", f"/petitions/{slug}", f"/petitions/{slug}/count.json"]):
            if self.ending.is_set():
                return
            reply = address.get(path)
            with self.lock:
                self.memory.pages.append((f"{address.url}{path}", reply))
            time.sleep(0.03)

    def _open_mail(self) -> None:
        seen = set()
        while not self.ending.is_set():
            for outbox in self.nodes.outboxes():
                for path in outbox.glob("*.eml") if outbox.exists() else []:
                    # The same mail from another node is the same mail.
                    if path.name in seen:
                        continue
                    seen.add(path.name)
                    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                    text = message.get_body(("plain",)).get_content()
                    found, number = CONFIRMATION.search(text), re.search(r"signer-(\d+)@", str(message["To"]))
                    if found and number:
                        self.mails.put((int(number.group(1)), found.group()))
            time.sleep(0.1)


# What must hold afterwards


def check_pages(crowd: Crowd) -> None:
    """Every page that anybody asked for was served."""
    pages = crowd.memory.pages
    missing = [(where, reply.status, reply.error) for where, reply in pages if reply.status != 200]
    assert not missing, f"{len(missing)} of {len(pages)} pages were not served: {missing[:5]}"
    assert len(pages) > 50


def check_changes(crowd: Crowd) -> None:
    """Every form was acknowledged, or turned down quickly and with a word about when to come back."""
    changes = crowd.memory.changes
    wrong = [(reply.status, reply.error, reply.headers.get("location")) for reply in changes
             if reply.status != 303 and not reply.says_when_to_come_back]
    assert not wrong, f"{len(wrong)} of {len(changes)} forms: {wrong[:5]}"
    slow = sorted((reply.seconds, reply.status) for reply in changes if reply.seconds >= REFUSAL_SECONDS)
    assert not slow, f"{len(slow)} of {len(changes)} forms took long: {slow[-5:]}"


def check_signatures(crowd: Crowd, database: PostgreSQL) -> None:
    """Nothing acknowledged is missing, nobody is there twice, and every number agrees everywhere."""
    rows = ordinals_and_names(database)
    assert [ordinal for ordinal, _ in rows] == list(range(1, len(rows) + 1))
    names = [name for _, name in rows]
    assert len(set(names)) == len(names)
    told = {f"Signer {number}" for number in crowd.memory.signed.keys() | crowd.memory.confirmed.keys()}
    assert told <= set(names), sorted(told - set(names))[:5]
    assert len(told) > 20, "hardly anybody signed"
    nodes = crowd.nodes
    wait_for(lambda: nodes.counts() == {len(rows)}, 5, f"all nodes say {len(rows)}")
    assert nodes.sites[-1].run("recount").strip() == AGREED


def check_mails(crowd: Crowd, database: PostgreSQL) -> int:
    """One mail for each form, whoever wrote it; the number of mails that two nodes wrote.

    Such a mail has the same Message-ID both times, so that whoever gets it twice can tell. Somebody has two when the
    same form was sent again before the first was committed, and the clock passed ten minutes in between.
    """
    wait_for(lambda: database.query("SELECT COUNT(*) FROM outbox WHERE sealed IS NOT NULL") == "0", 20, "mails go out")
    written = [name for outbox in crowd.nodes.outboxes() for name in message_ids(outbox)]
    forms = int(database.query("SELECT COUNT(DISTINCT address_tag) FROM outbox WHERE kind = 'confirm'"))
    mails = int(database.query("SELECT COUNT(*) FROM outbox WHERE kind = 'confirm'"))
    assert forms <= mails <= forms + 2, f"{mails} mails for {forms} forms"
    assert len([name for name in set(written) if name.endswith("confirm")]) == mails
    return len(written) - len(set(written))
