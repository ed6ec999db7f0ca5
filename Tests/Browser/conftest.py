"""Fixtures: one site for each test file, one browser for all, a page for each way of looking at it."""

import os
from dataclasses import dataclass

import pytest
from playwright.sync_api import sync_playwright

from harness import Site


@dataclass(frozen=True)
class View:
    """One way of looking at the site."""

    scripts: bool
    width: int
    colours: str

    def __str__(self) -> str:
        return f"{'scripts' if self.scripts else 'no-scripts'}-{self.width}-{self.colours}"


WIDTHS = {390: 844, 1280: 800}
VIEWS = [View(scripts, width, "light") for scripts in (False, True) for width in WIDTHS]
# Dark mode is looked at where people mostly have it: on the phone.
VIEWS.append(View(False, 390, "dark"))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The real program with the sample petition, running until the last test of the file."""
    # Tests look right after they act, and all of them sign from one network.
    site = Site(tmp_path_factory.mktemp("site"), page_lifetime="0", sign_burst="10000")
    site.import_page()
    site.start()
    yield site
    site.stop()


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


@pytest.fixture
def page(chromium, view):
    """A fresh visitor. Anything from another host, and any script error, fails the test."""
    context = chromium.new_context(
        java_script_enabled=view.scripts, color_scheme=view.colours,
        viewport={"width": view.width, "height": WIDTHS[view.width]}, has_touch=view.width < 600,
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("request", lambda request: faults.append(f"asks another host: {request.url}")
            if not request.url.startswith(("http://127.0.0.1:", "data:")) else None)
    yield page
    cookies = context.cookies()
    context.close()
    assert not faults, "\n".join(faults)
    assert not cookies, f"a signer got a cookie: {[cookie['name'] for cookie in cookies]}"
