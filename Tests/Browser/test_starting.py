"""Somebody without an account writes a petition, step by step, and sends it."""

import re

from harness import SAMPLE_PHOTO, check_axe, check_fits
from steps import heading, press


def go_on(page) -> None:
    page.click("button[name=do][value=continue]")


def look(page) -> None:
    check_axe(page)
    check_fits(page)


def write(page, site, title: str, address: str, photo: bool = True) -> str:
    """All steps up to the last one; the address of the draft."""
    page.goto(f"{site.url}/petitions/new")
    look(page)
    page.fill("#title", title)
    page.fill("#goal", "Plant forty trees before next summer.")
    page.fill("#target-1-name", "Ann Lee")
    page.fill("#target-1-office", "Mayor of Kilnworth")
    page.locator("details summary").first.click()
    page.fill("#target-1-address", "Town Hall\nKilnworth")
    go_on(page)

    draft = re.match(r"(.*/drafts/[^/]+)/story", page.url).group(1)
    look(page)
    page.fill("#story", "It is **hot** on Kiln Street.\n\nTrees would help.")
    go_on(page)

    look(page)
    assert page.input_value("#salutation") == "Dear Ann Lee,"
    page.fill("#letter", "Please plant trees.\n\nWe need shade.")
    if page.evaluate("!matchMedia('(scripting: none)').matches"):
        assert page.locator("#letter-preview p").all_inner_texts()[:3] == [
            "Dear Ann Lee,", "Please plant trees.", "We need shade."]
    go_on(page)

    look(page)
    if photo:
        page.set_input_files("#photo", SAMPLE_PHOTO)
        page.fill("#photo-credit", "Bo Berg")
        page.fill("#photo-description", "A street without a tree")
    page.select_option("#language", "en")
    page.select_option("#category", "environment")
    page.select_option("#audience", "public")
    page.fill("#milestones", "100, 500")
    go_on(page)

    look(page)
    page.fill("#name", "Bo Berg")
    page.fill("#email", address)
    go_on(page)
    assert page.url.startswith(f"{draft}/review")
    look(page)
    return draft


def test_starting(site, page, view):
    """From an empty page to the moderators; the same with and without scripts, on a phone and on a desk."""
    title, address = f"Plant trees on Kiln Street {view}", f"bo-{view}@example.org"
    draft = write(page, site, title, address)
    assert page.get_by_text(title).count() >= 1

    page.goto(f"{draft}/preview")
    assert heading(page) == title
    photo = page.get_by_alt_text("A street without a tree")
    assert photo.evaluate("image => image.complete && image.naturalWidth > 0")
    assert page.locator("main form").count() == 0, "a preview that can be signed"
    look(page)

    page.goto(f"{draft}/review")
    press(page, "/review")
    assert heading(page) == "Look into your mailbox"
    look(page)
    link = site.link_in(site.wait_for_mail(address, kind="desk"), "/submit/")
    page.goto(link)
    assert page.get_by_text(title).count() == 1
    look(page)
    press(page, "/submit/")
    assert heading(page) == "Your petition waits for a moderator"
    look(page)
    page.goto(f"{site.url}/desk/drafts")
    assert page.get_by_role("link", name=title).count() == 1
    look(page)
    page.context.clear_cookies()
    page.goto(draft)
    assert "/desk/sign-in" in page.url, "a draft of somebody's is open to all"


def test_mistakes_are_kept_and_told(site, page, view):
    """What was typed stays, each message leads to its field, and the review leads back to the step."""
    page.goto(f"{site.url}/petitions/new")
    page.fill("#title", "T" * 81)
    page.fill("#target-1-name", "Ann Lee")
    go_on(page)
    assert page.input_value("#title") == "T" * 81
    assert page.input_value("#target-1-name") == "Ann Lee"
    look(page)
    page.locator(".notice a", has_text="too long").click()
    assert page.evaluate("document.activeElement.id") in ("title", "main", "")
    assert page.url.endswith("#title")
    page.fill("#title", "Trees")
    page.fill("#goal", "Plant them.")
    go_on(page)
    page.goto(re.sub(r"/story.*", "/review", page.url))
    look(page)
    page.locator(".notice a", has_text="Tell the story").click()
    assert page.url.endswith("/story?lang=en#story") or page.url.endswith("/story#story")


def test_saving_for_later(site, page, view):
    """A draft is found again under its address, and is gone when it was deleted."""
    page.goto(f"{site.url}/petitions/new")
    page.fill("#title", "Half a petition")
    page.click("button[name=do][value=later]")
    assert page.get_by_text("Your draft is saved").count() == 1
    look(page)
    page.get_by_role("link", name="Delete this draft").click()
    look(page)
    address = page.url
    press(page, "/delete")
    page.goto(address)
    assert heading(page) == "There is no such draft"


def test_similar_petitions_are_shown(site, slug, page, view):
    """Who asks the same is shown what there is."""
    page.goto(f"{site.url}/petitions/new")
    page.fill("#title", "Open the riverside footpath again")
    page.fill("#goal", "Reopen it before spring.")
    page.fill("#target-1-name", "Mayor")
    go_on(page)
    assert page.locator(f".similar a[href*='/petitions/{slug}']").count() == 1
    look(page)


def test_by_keyboard_alone(site, page, view):
    """The first step without a pointer: every field in its order, and the Enter key goes on."""
    page.goto(f"{site.url}/petitions/new")
    page.focus("#title")
    page.keyboard.type("Trees for Kiln Street")
    page.keyboard.press("Tab")
    page.keyboard.type("Plant forty of them.")
    page.keyboard.press("Tab")
    page.keyboard.type("Ann Lee")
    page.keyboard.press("Enter")
    page.wait_for_url("**/story*")


def test_what_is_typed_is_counted(site, page, view):
    """Where scripts run, what is left of a limit is shown near its end."""
    page.goto(f"{site.url}/petitions/new")
    page.fill("#title", "x" * 75)
    counter = page.locator("[data-for=title]")
    if not view.scripts:
        assert not counter.is_visible()
        return
    assert counter.inner_text() == "5 characters left"
    page.fill("#title", "👩🏽‍🌾" * 81)
    assert counter.inner_text() == "1 characters too many"
    page.fill("#title", "short")
    assert not counter.is_visible()
