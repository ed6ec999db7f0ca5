"""The whole way of a petition: from a stranger's first step to its outcome, with the link of the first administrator."""

from contextlib import ExitStack, contextmanager

import pytest

from accounts import first_link, follow, set_password
from conftest import WIDTHS, View, visitor
from harness import Site, check_axe, check_fits, get
from steps import heading, press, rows, sign

TITLE = "Light the path along the canal"
SLUG = "light-the-path-along-the-canal"
AUTHOR = "runa@example.org"


@contextmanager
def person(chromium, view):
    """Somebody who will have an account, and so a cookie."""
    context = chromium.new_context(
        java_script_enabled=view.scripts, color_scheme=view.colours, reduced_motion="reduce",
        viewport={"width": view.width, "height": WIDTHS[view.width]})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def go_on(page, **fields) -> None:
    for name, value in fields.items():
        control = page.locator(f"[name={name.replace('_', '-')}]").first
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    page.locator("main button.primary").first.click()


def push(page, text: str) -> None:
    page.get_by_role("button", name=text, exact=True).click()


def write(page, site) -> str:
    """All steps of a petition; the address of its draft."""
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Start a petition").click()
    go_on(page, title=TITLE, goal="Put lamps along it.", target_1_name="Ines Okafor")
    go_on(page, story="The path is **dark** from five.")
    go_on(page, salutation="Dear Ms Okafor,", letter="Please do something.")
    go_on(page, language="en", category="traffic", audience="public")
    go_on(page, name="Runa Lindqvist", email=AUTHOR)
    return page.url.rsplit("/", 1)[0]


def send(page, site, draft: str, mail: int) -> None:
    """Sends the draft; by the link of a mail the first time, since then its author is signed in."""
    page.goto(f"{draft}/review")
    page.locator("main button.primary").first.click()
    if page.url.endswith("/sent"):
        page.goto(site.link_in(site.wait_for_mail(AUTHOR, mail, kind="desk"), "/submit/"))
        press(page, "/submit/")


def take(moderator, site) -> None:
    moderator.goto(f"{site.url}/desk/queue")
    moderator.get_by_role("link", name=TITLE).click()
    push(moderator, "Take this case")


def count(site) -> bytes:
    return get(f"{site.url}/petitions/{SLUG}/count.json").body


@pytest.mark.parametrize("view", [View(False, 390, "light"), View(True, 1280, "light")], ids=str)
def test_the_whole_way(chromium, tmp_path, view):
    with ExitStack() as stack:
        site = Site(tmp_path, page_lifetime="0", sign_burst="1000", mail_request_burst="1000", start_burst="1000")
        site.import_page()
        stack.callback(site.stop)
        site.start()
        organiser = stack.enter_context(person(chromium, view))
        administrator = stack.enter_context(person(chromium, view))
        public = f"{site.url}/petitions/{SLUG}"

        # The first administrator, by the link that the program prints.
        follow(administrator, first_link(site, "ada@example.org", "administrator", "Ada"))
        set_password(administrator, site)

        # A stranger starts a petition and sends it.
        draft = write(organiser, site)
        send(organiser, site, draft, mail=1)
        assert get(public).status == 404
        assert TITLE.encode() not in get(f"{site.url}/petitions").body

        # It is given back, written anew, and sent again.
        take(administrator, site)
        administrator.get_by_label("Return it to be rewritten").check()
        administrator.get_by_label("It cannot be understood without knowing the matter already").check()
        administrator.get_by_label("Message to the organiser (optional)").fill("What should be done?")
        push(administrator, "Carry out")
        assert "What should be done?" in site.wait_for_mail(AUTHOR, 2, kind="desk").get_body(("plain",)).get_content()
        organiser.goto(f"{draft}/letter")
        organiser.fill("#letter", "Please put twelve lamps along the path.")
        organiser.locator("main button.primary").first.click()
        send(organiser, site, draft, mail=3)

        # It is published.
        take(administrator, site)
        administrator.get_by_label("Publish it now").check()
        push(administrator, "Carry out")
        assert get(public).status == 200
        assert f"/petitions/{SLUG}" in site.wait_for_mail(AUTHOR, 3, kind="desk").get_body(("plain",)).get_content()

        # Three people sign, each in a browser of their own.
        for number, name in enumerate(["Ana One", "Ben Two", "Cleo Three"], 1):
            with visitor(chromium, view) as signer:
                assert sign(signer, site, SLUG, name, f"signer{number}@example.org")[0] == number
        assert b'"count":3' in count(site)

        # The organiser posts an update.
        organiser.goto(f"{site.url}/desk/petitions/{SLUG}/updates")
        organiser.fill("#update-title", "The council will vote")
        organiser.fill("#update-body", "On **3 May**, in the town hall.")
        push(organiser, "Post the update")
        assert b"The council will vote" in get(f"{public}/updates").body
        assert b"The council will vote" in get(public).body

        # One signature is removed with a reason, and put back.
        administrator.goto(f"{site.url}/desk/petitions/{SLUG}/signatures")
        push(administrator, "Remove signature 2")
        administrator.select_option("#reason", "court")
        push(administrator, "Remove 1 signature")
        assert heading(administrator) == "1 signature is removed"
        assert b'"count":2' in count(site)
        reader = stack.enter_context(visitor(chromium, view))
        assert rows(reader, site, SLUG)[2] == "removed by the site: a court ordered it"
        push(administrator, "Put 1 signature back")
        assert b'"count":3' in count(site)
        assert rows(reader, site, SLUG)[2] == "Ben Two"

        # It is closed with an outcome.
        organiser.goto(f"{site.url}/desk/petitions/{SLUG}/closing")
        organiser.check("#outcome-won")
        organiser.fill("#outcome-text", "Twelve lamps come **in June**.")
        push(organiser, "Close the petition")
        organiser.wait_for_url(f"**/petitions/{SLUG}*")
        reader.goto(public)
        assert reader.get_by_role("heading", name="This petition won").count() == 1
        assert reader.locator("#sign").count() == 0

        # What everybody may know stands in its history, and the rest in the journal alone.
        reader.goto(f"{public}/history")
        check_axe(reader)
        check_fits(reader)
        history = reader.inner_text("main")
        assert "1 signature was removed: a court ordered it." in history
        for secret in ("What should be done?", "Ada", AUTHOR):
            assert secret not in history
        administrator.goto(f"{site.url}/desk/journal")
        check_fits(administrator)
        assert "Ada" in administrator.inner_text("main")
        assert "every number agrees with its rows" in site.run("recount")
        # Neither the log nor an address of the site names anybody.
        for secret in (AUTHOR, "Runa", "Ben Two", "signer2@"):
            assert secret not in site.logged()
