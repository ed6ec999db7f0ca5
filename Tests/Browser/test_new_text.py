"""The text of a petition is changed, signers are asked, and one signs the new text."""

import pytest

from harness import check_axe, check_fits, fetch, get
from staff import signed_in
from steps import count, heading, sign, sign_for_news
from test_moderating import desk


def look(page):
    check_axe(page)
    check_fits(page)


@pytest.fixture
def moderator(chromium, view, site):
    with desk(chromium, view, signed_in(site, "moderator", "Mo")) as moderator:
        yield moderator


def reader(page, site, slug, address: str) -> str:
    """Signs, asking for news; the address of the own page."""
    return site.link_in(sign_for_news(page, site, slug, address), "/signatures/")


def change(organiser, moderator, site, slug, line: str) -> None:
    """The organiser asks for it with the box ticked, and the moderator agrees."""
    organiser.goto(f"{site.url}/desk/petitions/{slug}/text")
    letter = organiser.locator("[name=letter]")
    letter.fill(letter.input_value() + f"\n\n{line}")
    organiser.get_by_label("Ask the signers whether they sign the new text").check()
    look(organiser)
    organiser.get_by_role("button", name="Send the change to the moderators").click()
    assert "A change waits for a moderator" in organiser.inner_text("main")
    moderator.goto(f"{site.url}/desk/queue")
    moderator.locator("a[href*='/amendment/']").first.click()
    assert moderator.get_by_label("Ask the signers whether they sign the new text").is_checked()
    moderator.get_by_label("Accept it").check()
    look(moderator)
    moderator.get_by_role("button", name="Carry out").click()
    assert heading(moderator) == "Moderation"


def test_a_changed_text_is_signed_by_who_wants_to(chromium, page, view, site, slug, moderator):
    asked, quiet = f"asked-{view}@example.org", f"quiet-{view}@example.org"
    own = reader(page, site, slug, asked)
    sign(page, site, slug, "Quinn Quiet", quiet)
    signed = count(site, slug)
    line = f"And before spring, {view}."
    with desk(chromium, view, signed_in(site, "organiser", "Ola Organiser")) as organiser:
        site.change("UPDATE petition SET owner_id = (SELECT MAX(id) FROM account)")
        change(organiser, moderator, site, slug, line)

    mail = site.wait_for_mail(asked, kind="news")
    assert mail["Subject"] == "The text that you signed was changed"
    assert not site.mails(quiet, "news")
    link = site.link_in(mail, "/new-text/")
    for _ in range(2):
        page.goto(link)
        assert heading(page) == "Do you sign the new text?"
        assert line in page.locator(".difference ins").first.inner_text()
    look(page)
    page.goto(own)
    assert "The text was changed after you signed." in page.inner_text("main")
    look(page)

    # By keyboard alone.
    page.goto(link)
    page.get_by_role("button", name="Sign the new text").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert heading(page) == "Your signature stands for the text as it is now"
    look(page)
    page.goto(own)
    assert line in page.locator(".letter").inner_text()
    assert "The text was changed after you signed." not in page.inner_text("main")
    assert count(site, slug) == signed
    versions = f"{site.url}/petitions/{slug}/versions"
    assert get(versions).status == 200
    assert b"signed this text since" in fetch(versions)
