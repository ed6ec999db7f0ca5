"""A petition on its way through moderation, from both sides, without JavaScript and with."""

from contextlib import contextmanager

import pytest

from conftest import WIDTHS
from harness import SAMPLE_PAGE, check_axe, check_fits, get
from staff import signed_in
from steps import heading, press


@contextmanager
def desk(chromium, view, cookie=None):
    """A page of somebody who signs in on the way, or is signed in."""
    context = chromium.new_context(
        java_script_enabled=view.scripts, color_scheme=view.colours, reduced_motion="reduce",
        viewport={"width": view.width, "height": WIDTHS[view.width]})
    context.add_cookies([cookie] if cookie else [])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def address(view) -> str:
    return f"runa-{view}@example.org"


def go_on(page, **fields):
    for name, value in fields.items():
        control = page.locator(f"[name={name.replace('_', '-')}]").first
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.locator("main button.primary").first.click()


def start(page, site, view, title) -> str:
    """Writes a petition as a stranger does; the address of its draft."""
    page.goto(f"{site.url}/petitions/new")
    go_on(page, title=title, goal="Put lamps along it.", target_1_name="Ines Okafor")
    go_on(page, story="The path is **dark** from five.")
    go_on(page, salutation="Dear Ms Okafor,", letter="People walk home in the dark.\n\nPlease light it.")
    go_on(page, language="en", category="traffic", audience="public")
    go_on(page, name="Runa Lindqvist", email=address(view))
    assert page.url.endswith("/review")
    return page.url.rsplit("/", 1)[0]


def send(page, site, view, draft):
    """Sends the draft by the link of a mail at first; afterwards its author is signed in."""
    before = len(site.mails(address(view), "desk"))
    page.goto(f"{draft}/review")
    page.locator("main button.primary").first.click()
    if page.url.endswith("/sent"):
        page.goto(site.link_in(site.wait_for_mail(address(view), before + 1, kind="desk"), "/submit/"))
        press(page, "/submit/")


@pytest.fixture
def people(chromium, view, site):
    with desk(chromium, view) as organiser, desk(chromium, view, signed_in(site, "moderator", "Mo")) as moderator:
        yield organiser, moderator


def look(page):
    check_axe(page)
    check_fits(page)


def test_a_petition_is_returned_rewritten_and_published(people, view, site):
    organiser, moderator = people
    title = f"Light the path {view}"
    draft = start(organiser, site, view, title)
    send(organiser, site, view, draft)
    moderator.goto(f"{site.url}/desk/queue")
    look(moderator)
    moderator.get_by_role("link", name=title).click()
    look(moderator)
    case = moderator.url
    moderator.get_by_role("button", name="Take this case").click()
    moderator.get_by_role("button", name="Carry out").click()
    assert heading(moderator) == title
    moderator.locator("[role=alert] a").first.click()
    assert moderator.url.endswith("#decision")
    look(moderator)
    moderator.get_by_label("Return it to be rewritten").check()
    moderator.get_by_label("It cannot be understood without knowing the matter already").check()
    moderator.get_by_label("Message to the organiser (optional)").fill("Which path?")
    moderator.get_by_role("button", name="Carry out").click()
    assert heading(moderator) == "Moderation"
    assert moderator.get_by_role("link", name=title).count() == 0

    organiser.goto(draft)
    assert "Which path?" in organiser.inner_text("main")
    send(organiser, site, view, draft)

    # By keyboard alone.
    moderator.goto(case)
    assert "Which path?" in moderator.inner_text("main")
    moderator.get_by_label("Publish it now").focus()
    moderator.keyboard.press("Space")
    moderator.get_by_role("button", name="Carry out").focus()
    with moderator.expect_navigation():
        moderator.keyboard.press("Enter")
    assert heading(moderator) == "Moderation"
    slug = title.lower().replace(" ", "-")
    assert get(f"{site.url}/petitions/{slug}").status == 200


def test_a_reader_reports_and_a_moderator_takes_the_petition_down(chromium, page, view, site, tmp_path):
    title = f"Take me down {view}"
    text = tmp_path / "page.txt"
    text.write_text(title + "\n" + SAMPLE_PAGE.read_text().split("\n", 1)[1])
    site.import_page(text, None)
    slug = title.lower().replace(" ", "-")
    page.goto(f"{site.url}/petitions/{slug}/report")
    look(page)
    # Once, since one network can send so many reports and no more.
    if str(view) == "no-scripts-390-light":
        page.get_by_role("button", name="Send the report").click()
        page.locator("[role=alert] a").first.click()
        assert page.url.endswith("#kind")
        look(page)
    page.get_by_label("It exposes a private person").check()
    page.get_by_label("What exactly?").fill("The third name.")
    page.get_by_role("button", name="Send the report").click()
    assert heading(page) == "Thank you"

    with desk(chromium, view, signed_in(site, "moderator", "Mo")) as moderator:
        moderator.goto(f"{site.url}/desk/reports")
        look(moderator)
        item = moderator.locator(".queue-item", has_text=title)
        assert "The third name." in item.inner_text()
        item.get_by_role("link", name="Take the petition down").click()
        look(moderator)
        moderator.get_by_label("It is about a private person").check()
        moderator.get_by_role("button", name="Take it down").click()
        assert heading(moderator) == "This petition was taken down"
        look(moderator)
    page.goto(f"{site.url}/petitions/{slug}/signatures")
    assert heading(page) == "This petition was taken down"
    assert title not in page.content()


def test_the_rules_are_changed_at_the_desk_and_read_by_everybody(chromium, page, view, site):
    with desk(chromium, view, signed_in(site, "administrator", "Ada")) as administrator:
        administrator.goto(f"{site.url}/desk/rules")
        look(administrator)
        administrator.get_by_role("link", name="Add a reason").click()
        look(administrator)
        administrator.get_by_label("Key").fill(f"topic-{view}".lower())
        administrator.get_by_label("The reason in a few words").fill(f"Off topic {view}")
        administrator.get_by_role("button", name="Save").click()
    page.goto(f"{site.url}/moderation-rules")
    look(page)
    assert f"Off topic {view}" in page.inner_text("main")
    page.get_by_role("link", name="Petitions that were rejected").click()
    look(page)
