"""A petition on its way through moderation, from both sides, without JavaScript and with."""

from contextlib import contextmanager

import pytest

from conftest import WIDTHS
from harness import check_axe, check_fits, get
from staff import signed_in
from steps import heading, press


@contextmanager
def desk(chromium, view, site, role, name):
    """A page of somebody who is signed in."""
    context = chromium.new_context(
        java_script_enabled=view.scripts, color_scheme=view.colours, reduced_motion="reduce",
        viewport={"width": view.width, "height": WIDTHS[view.width]})
    context.add_cookies([signed_in(site, role, name)])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def go_on(page, **fields):
    for name, value in fields.items():
        control = page.locator(f"[name={name.replace('_', '-')}]").first
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.locator("main button.primary").first.click()


def start(page, site, title) -> str:
    """Writes a petition and sends it from the account; the address of its draft."""
    page.goto(f"{site.url}/petitions/new")
    go_on(page, title=title, goal="Put lamps along it.", target_1_name="Ines Okafor")
    go_on(page, story="The path is **dark** from five.")
    go_on(page, salutation="Dear Ms Okafor,", letter="People walk home in the dark.\n\nPlease light it.")
    page.locator("[name=audience]").first.check() if page.locator("[name=audience][type=radio]").count() else None
    go_on(page, language="en", category="traffic")
    email = page.locator("[name=email]").input_value() if page.locator("[name=email]").count() else ""
    go_on(page, name="Runa Lindqvist", **({} if email else {"email": "organiser-1@example.org"}))
    return page.url


def send_again(page, draft):
    page.goto(draft.rsplit("/", 1)[0] + "/review")
    page.locator("main button.primary").first.click()


@pytest.fixture
def people(chromium, view, site):
    with desk(chromium, view, site, "organiser", "Runa Lindqvist") as organiser:
        with desk(chromium, view, site, "moderator", "Mo") as moderator:
            yield organiser, moderator


def look(page):
    check_axe(page)
    check_fits(page)


def test_a_petition_is_returned_rewritten_and_published(people, view, site):
    organiser, moderator = people
    title = f"Light the path {view}"
    draft = start(organiser, site, title)
    # Whoever is signed in and typed another address gets a mail; the desk's own names one without.
    organiser.locator("main button.primary").first.click()
    if "/sent" in organiser.url:
        address = f"organiser-1@example.org"
        link = site.link_in(site.wait_for_mail(address, len(site.mails(address, "desk")) or 1, kind="desk"), "/submit/")
        organiser.goto(link)
        press(organiser, "/submit/")
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

    organiser.goto(draft.rsplit("/", 1)[0])
    assert "Which path?" in organiser.inner_text("main")
    send_again(organiser, draft)

    # By keyboard alone.
    moderator.goto(case)
    assert "Which path?" in moderator.inner_text("main")
    moderator.get_by_label("Publish it now").focus()
    moderator.keyboard.press("Space")
    moderator.get_by_role("button", name="Carry out").focus()
    moderator.keyboard.press("Enter")
    assert heading(moderator) == "Moderation"
    slug = title.lower().replace(" ", "-")
    assert get(f"{site.url}/petitions/{slug}").status == 200


def test_a_reader_reports_and_a_moderator_takes_the_petition_down(chromium, page, view, site, tmp_path):
    text = (tmp_path / "page.txt")
    sample = __import__("harness").SAMPLE_PAGE.read_text()
    title = f"Take me down {view}"
    text.write_text(title + "\n" + sample.split("\n", 1)[1])
    site.import_page(text, None)
    slug = title.lower().replace(" ", "-")
    page.goto(f"{site.url}/petitions/{slug}/report")
    look(page)
    page.get_by_role("button", name="Send the report").click()
    page.locator("[role=alert] a").first.click()
    assert page.url.endswith("#kind")
    look(page)
    page.get_by_label("It exposes a private person").check()
    page.get_by_label("What exactly?").fill("The third name.")
    page.get_by_role("button", name="Send the report").click()
    assert heading(page) == "Thank you"

    with desk(chromium, view, site, "moderator", "Mo") as moderator:
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
    with desk(chromium, view, site, "administrator", "Ada") as administrator:
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
