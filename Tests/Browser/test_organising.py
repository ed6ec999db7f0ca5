"""Whoever runs a petition tells how it goes on, chooses reasons, takes the list of signers, and closes with an outcome."""

import csv
import io
import json
import re
import sqlite3
from contextlib import closing, contextmanager

import pytest
from conftest import VIEWS, WIDTHS, View
from harness import Site, check_axe, check_fits
from staff import signed_in
from steps import fill, heading, press, press_confirm, slug_of

DARK = View(scripts=False, width=390, colours="dark")
LOOKS = [*VIEWS, DARK]


@pytest.fixture(scope="module", params=LOOKS, ids=str)
def look(request):
    return request.param


@pytest.fixture(scope="module")
def site(tmp_path_factory, look):
    """A site of its own for each way of looking at it, since a closed petition stays closed."""
    site = Site(
        tmp_path_factory.mktemp("site"), page_lifetime="0", sign_burst="10000", mail_request_burst="10000")
    site.import_page()
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def slug(site):
    return slug_of(site)


@contextmanager
def window(chromium, site, look, cookie=None, **options):
    """A browser: somebody with a cookie of the desk, or anybody."""
    context = chromium.new_context(
        java_script_enabled=look.scripts, color_scheme=look.colours, reduced_motion="reduce",
        viewport={"width": look.width, "height": WIDTHS[look.width]}, **options)
    if cookie:
        context.add_cookies([cookie])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture(scope="module")
def cookie(site, slug):
    """The one who runs the petition."""
    cookie = signed_in(site, "organiser", "Ola Organiser")
    site.change("UPDATE petition SET owner_id = (SELECT MAX(id) FROM account)")
    return cookie


@pytest.fixture
def desk(chromium, site, look, cookie):
    with window(chromium, site, look, cookie) as page:
        yield page


def rows_of(site, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(site.data / "site.sqlite", timeout=10)) as database:
        return database.execute(sql).fetchall()


def looked_at(page):
    check_axe(page)
    check_fits(page)


def push(page, text: str) -> None:
    page.get_by_role("button", name=text, exact=True).click()


def test_a_code_comes_through_and_the_bar_is_for_one(chromium, site, slug, look, desk):
    """Somebody follows a link from a poster, makes a mistake, and signs; another's page is the same as ever."""
    with window(chromium, site, look) as page:
        page.goto(f"{site.url}/petitions/{slug}?from=poster")
        assert page.locator("nav.toolbar").count() == 0
        fill(page, "", "mira@example.org", reason="My daughter walks this way to school.")
        press(page, f"/petitions/{slug}/signatures")
        assert page.title().startswith("Error:")
        page.fill("[name=name]", "Mira Walker")
        press(page, f"/petitions/{slug}/signatures")
        page.goto(site.link_in(site.wait_for_mail("mira@example.org"), "/confirm/"))
        press_confirm(page)
        assert heading(page) == "Your signature is number 1"
    assert rows_of(site, "SELECT source, confirmed FROM confirmed_by_source") == [("poster", 1)]

    desk.goto(f"{site.url}/petitions/{slug}")
    bar = desk.get_by_role("navigation", name="Your tools")
    looked_at(desk)
    bar.get_by_role("link", name="How it goes").click()
    assert heading(desk) == "How it goes"
    assert desk.locator(".figures dd").first.inner_text() == "1"
    looked_at(desk)
    for summary in desk.locator("details summary").all():
        summary.click()
    # One signer is too few for a code to be named.
    assert desk.get_by_text("Others, with fewer than 10 each").count() >= 1
    assert "poster" not in desk.locator("#sources-title + p").inner_text()
    looked_at(desk)


def test_an_update_is_posted_by_keyboard_and_taken_off(chromium, site, slug, look, desk):
    address = f"{site.url}/petitions/{slug}"
    desk.goto(f"{address}/updates")
    assert desk.get_by_text("There are no updates yet.").count() == 1
    desk.goto(f"{site.url}/desk/petitions/{slug}/updates")
    looked_at(desk)
    desk.get_by_role("button", name="Post the update").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("[role=alert]")
    assert desk.title().startswith("Error:")
    looked_at(desk)
    desk.get_by_role("alert").get_by_role("link", name="Enter a title.").focus()
    desk.keyboard.press("Enter")
    assert desk.locator(":focus").get_attribute("id") == "update-title"
    desk.keyboard.type("The council will vote")
    desk.keyboard.press("Tab")
    assert desk.locator(":focus").get_attribute("id") == "update-body"
    desk.keyboard.type("On **3 May**, in the town hall.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#posted-heading")
    looked_at(desk)

    with window(chromium, site, look) as page:
        page.goto(address)
        page.reload()
        assert page.locator("#updates").get_by_text("The council will vote").count() == 1
        assert page.locator("#updates strong").inner_text() == "3 May"
        looked_at(page)
        page.get_by_role("link", name="1 update on its own page").click()
        assert heading(page) == "Updates"
        looked_at(page)
        feed = page.request.get(f"{address}/updates.atom").text()
        assert "The council will vote" in feed

    # It is changed in its place, by keyboard again, and says so.
    desk.get_by_role("link", name="Change: The council will vote").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#removal-heading")
    looked_at(desk)
    desk.fill("#update-title", "")
    push(desk, "Save the change")
    assert desk.title().startswith("Error:")
    assert "On **3 May**" in desk.input_value("#update-body")
    looked_at(desk)
    desk.fill("#update-title", "The council votes later")
    push(desk, "Save the change")
    desk.wait_for_url("**/updates*")
    with window(chromium, site, look) as page:
        page.goto(f"{address}/updates")
        assert page.get_by_text("The council votes later").count() == 1
        assert page.get_by_text("changed on").count() == 1
        looked_at(page)

    push(desk, "Take off: The council votes later")
    desk.wait_for_url("**/updates")
    assert desk.locator("#posted-heading").count() == 0


def test_a_reason_is_put_on_the_page(chromium, site, slug, look, desk):
    desk.goto(f"{site.url}/desk/petitions/{slug}/reasons")
    looked_at(desk)
    push(desk, "Put on the page: the reason of Mira Walker")
    assert desk.get_by_role("heading", name="On the page now").count() == 1
    looked_at(desk)
    with window(chromium, site, look) as page:
        page.goto(f"{site.url}/petitions/{slug}")
        page.reload()
        reasons = page.locator("section.reasons")
        assert "My daughter walks this way to school." in reasons.inner_text()
        assert "Mira Walker" in reasons.inner_text()
        looked_at(page)


def test_the_signers_come_as_a_file(chromium, site, slug, look, cookie, desk):
    desk.goto(f"{site.url}/desk/petitions/{slug}/downloads")
    looked_at(desk)
    push(desk, "Make a link to a table (CSV)")
    looked_at(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download the file").click()
    assert re.fullmatch(rf"{slug}-signers-\d{{4}}-\d\d-\d\d\.csv", download.value.suggested_filename)
    text = download.value.path().read_text(encoding="utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in table] == ["Mira Walker"]
    assert "example.org" not in text
    push(desk, "Make a link to JSON")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download the file").click()
    assert [entry["name"] for entry in json.loads(download.value.path().read_text())] == ["Mira Walker"]
    assert len(rows_of(site, "SELECT 1 FROM journal WHERE event = 'signers-exported'")) == 2
    # Whoever is not signed in is asked to.
    with window(chromium, site, look) as page:
        page.goto(f"{site.url}/desk/petitions/{slug}/downloads")
        assert heading(page) == "Sign in"


def test_the_petition_is_closed_with_an_outcome(chromium, site, slug, look, desk):
    desk.goto(f"{site.url}/desk/petitions/{slug}/closing")
    looked_at(desk)
    push(desk, "Close the petition")
    assert desk.title().startswith("Error:")
    looked_at(desk)
    desk.check("#outcome-won")
    desk.fill("#outcome-text", "The path opens **in March**.")
    push(desk, "Close the petition")
    desk.wait_for_url(f"**/petitions/{slug}")
    looked_at(desk)
    with window(chromium, site, look) as page:
        page.goto(f"{site.url}/petitions/{slug}")
        page.reload()
        assert page.get_by_role("heading", name="This petition won").count() == 1
        assert page.locator(".outcome strong").inner_text() == "in March"
        assert page.locator("#sign").count() == 0
        looked_at(page)
    desk.goto(f"{site.url}/desk/petitions")
    assert "Answered" in desk.locator("main").inner_text()
    looked_at(desk)
