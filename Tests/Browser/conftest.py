"""Fixtures: one site for each test file, one browser for all, a page for each way of looking at it."""

import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import sync_playwright

from harness import Site
from steps import slug_of

# Asked to end, pytest would leave what it started; as after Ctrl-C, fixtures end it.
signal.signal(signal.SIGTERM, signal.default_int_handler)


@dataclass(frozen=True)
class View:
    """One way of looking at the site."""

    scripts: bool
    width: int
    colours: str

    def __str__(self) -> str:
        return f"{'scripts' if self.scripts else 'no-scripts'}-{self.width}-{self.colours}"


WIDTHS = {390: 844, 1280: 800}
# Journeys are the same in the dark; test_every_page looks at all pages in both.
VIEWS = [View(scripts, width, "light") for scripts in (False, True) for width in WIDTHS]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The real program with the sample petition, running until the last test of the file."""
    # Tests look right after they act, and all of them sign from one network.
    site = Site(
        tmp_path_factory.mktemp("site"), page_lifetime="0", sign_burst="10000", mail_request_burst="10000",
        start_burst="10000")
    site.import_page()
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def slug(site) -> str:
    return slug_of(site)


@pytest.fixture(scope="session")
def chromium():
    # As root, Chromium has no sandbox to start; the pages are our own.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags)
        yield browser
        browser.close()


@pytest.fixture(params=VIEWS, ids=str)
def view(request) -> View:
    return request.param


@contextmanager
def visitor(chromium, view: View, **options):
    """A fresh visitor's page. Another host, a cookie, or an error in the console fails the test."""
    context = chromium.new_context(
        java_script_enabled=view.scripts, color_scheme=view.colours,
        viewport={"width": view.width, "height": WIDTHS.get(view.width, 800)},
        # Without motion, a place that a link leads to is there at once.
        reduced_motion="reduce", has_touch=view.width < 600, **options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda said: faults.append(f"console: {said.text}") if is_fault(said) else None)
    page.on("request", lambda request: faults.append(f"asks another host: {request.url}")
            if not request.url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "file:")) else None)
    yield page
    cookies = context.cookies()
    context.close()
    assert not faults, "\n".join(faults)
    assert not cookies, f"a signer got a cookie: {[cookie['name'] for cookie in cookies]}"


def is_fault(said) -> bool:
    # That a page itself has the status of an error is what its visitor is told, and no fault.
    return said.type == "error" and not (
        said.text.startswith("Failed to load resource: the server responded with a status of 4")
        and said.location["url"] == said.page.url)


@pytest.fixture
def page(chromium, view):
    """A fresh visitor with one way of looking at the site."""
    with visitor(chromium, view) as page:
        yield page
