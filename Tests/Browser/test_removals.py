"""Moderators find signatures that are not people's, remove them with a reason, and put them back."""

import re
from contextlib import contextmanager

import pytest
from conftest import VIEWS, WIDTHS, View
from harness import check_axe, check_fits
from staff import signed_in
from steps import heading, rows, sign_many

NAMES = [f"Bot {number}" for number in range(1, 13)] + ["Ada Able", "Ben Best", "Cleo Clear"]
DARK = View(scripts=False, width=390, colours="dark")


@contextmanager
def at_desk(chromium, site, view: View, role: str, name: str = "Mo Moderator"):
    """A browser in which somebody of the desk is signed in."""
    context = chromium.new_context(
        java_script_enabled=view.scripts, color_scheme=view.colours, reduced_motion="reduce",
        viewport={"width": view.width, "height": WIDTHS[view.width]})
    context.add_cookies([signed_in(site, role, name)])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture(scope="module")
def signed(site, slug):
    sign_many(site, slug, NAMES)
    return slug


def signatures(site, slug: str) -> str:
    return f"{site.url}/desk/petitions/{slug}/signatures"


def push(page, text: str) -> None:
    page.get_by_role("button", name=text, exact=True).click()


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_one_signature_goes_with_a_reason_and_comes_back(chromium, site, signed, page, view):
    before = rows(page, site, signed)
    assert before[15] == "Cleo Clear"
    with at_desk(chromium, site, view, "moderator") as desk:
        desk.goto(signatures(site, signed))
        check_axe(desk)
        check_fits(desk)
        push(desk, "Remove signature 15")
        assert heading(desk) == "1 signature fits"
        push(desk, "Remove 1 signature")
        assert desk.title().startswith("Error:")
        desk.get_by_role("alert").get_by_role("link", name="Choose a reason.").click()
        assert desk.locator(":focus").get_attribute("id") == "reason"
        check_axe(desk)
        desk.select_option("#reason", "court")
        push(desk, "Remove 1 signature")
        assert heading(desk) == "1 signature is removed"
        check_axe(desk)
        check_fits(desk)
        assert rows(page, site, signed)[15] == "removed by the site: a court ordered it"
        page.goto(f"{site.url}/petitions/{signed}/history")
        assert "1 signature was removed: a court ordered it." in page.inner_text("main")
        check_axe(page)
        check_fits(page)
        push(desk, "Put 1 signature back")
        assert heading(desk) == "1 signature was put back"
        assert rows(page, site, signed) == before


def test_many_signatures_need_a_second_person(chromium, site, signed):
    view = VIEWS[-1]
    with at_desk(chromium, site, view, "moderator", "First") as one:
        one.goto(signatures(site, signed))
        one.fill("#filter-name", "bot *")
        push(one, "Count the signatures that fit")
        assert heading(one) == "12 signatures fit"
        # Nothing of what was looked for stands in the address.
        assert re.fullmatch(rf"{site.url}/desk/removals/\d+", one.url)
        one.select_option("#reason", "program")
        push(one, "Ask for the removal")
        assert heading(one) == "12 signatures wait for a second person"
        assert one.get_by_role("button", name=re.compile("Agree")).count() == 0
        check_axe(one)
        with at_desk(chromium, site, view, "administrator", "Second") as two:
            two.goto(one.url)
            push(two, "Agree, and remove 12 signatures")
            assert heading(two) == "12 signatures are removed"
            push(two, "Put 12 signatures back")
            assert heading(two) == "12 signatures were put back"
            two.goto(f"{site.url}/desk/journal")
            said = two.inner_text("main")
            assert "agreed to remove signatures" in said and "Second" in said and "First" in said
            check_axe(two)
            check_fits(two)


def shown(page, title: str) -> None:
    """Waits for the page that a key has led to."""
    page.get_by_role("heading", name=title, exact=True, level=1).wait_for()


def test_a_removal_by_keyboard_alone(chromium, site, signed):
    with at_desk(chromium, site, VIEWS[0], "moderator") as desk:
        desk.goto(signatures(site, signed))
        desk.focus("#filter-ordinals")
        desk.keyboard.type("14")
        desk.keyboard.press("Enter")
        shown(desk, "1 signature fits")
        for _ in range(30):
            desk.keyboard.press("Tab")
            if desk.locator(":focus").get_attribute("id") == "reason":
                break
        desk.keyboard.type("the name")
        desk.keyboard.press("Tab")
        desk.keyboard.press("Enter")
        shown(desk, "1 signature is removed")
        for _ in range(30):
            desk.keyboard.press("Tab")
            if desk.locator(":focus").inner_text() == "Put 1 signature back":
                break
        desk.keyboard.press("Enter")
        shown(desk, "1 signature was put back")


def test_hidden_names_are_gone_at_once(chromium, site, signed, page):
    with at_desk(chromium, site, VIEWS[-1], "administrator") as desk:
        desk.goto(f"{site.url}/desk/switches")
        check_axe(desk)
        check_fits(desk)
        part = desk.locator(".switch").nth(2)
        part.get_by_label("Reason").fill("Signers are threatened.")
        part.get_by_role("button", name="Switch on").click()
        assert set(rows(page, site, signed).values()) == {"a signer who chose not to be named"}
        assert "Signers are threatened." in page.inner_text("main")
        check_axe(page)
        check_axe(desk)
        desk.get_by_role("button", name="Switch off").click()
        assert "Ada Able" in rows(page, site, signed).values()


@pytest.mark.parametrize("view", [*VIEWS[2:], DARK], ids=str)
@pytest.mark.parametrize("place", ["alarms", "removals", "journal", "switches", "petitions/{}/alarms"])
def test_pages_of_the_desk_are_for_everybody(chromium, site, signed, view, place):
    with at_desk(chromium, site, view, "administrator") as desk:
        desk.goto(f"{site.url}/desk/{place.format(signed)}")
        check_axe(desk)
        check_fits(desk)
