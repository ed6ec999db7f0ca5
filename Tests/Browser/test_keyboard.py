"""Somebody signs without a mouse, and finds a mistake without looking for it."""

import re

from harness import check_axe
from steps import count, heading


def focused(page):
    return page.locator(":focus")


def test_signing_by_keyboard(site, slug, page, view):
    """Skip link, fields, choice by arrows, Enter; the place of the keyboard can always be seen."""
    before = count(site, slug)
    address = f"keys-{view}@example.org"
    page.goto(f"{site.url}/petitions/{slug}")

    page.keyboard.press("Tab")
    assert focused(page).inner_text() == "Skip to main content"
    assert focused(page).bounding_box()["y"] >= 0, "the skip link stays out of sight"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")

    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name = focused(page).get_attribute("name")
        shown = focused(page).evaluate("""e => {
            const s = getComputedStyle(e), b = e.getBoundingClientRect();
            return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0
                && b.bottom > 0 && b.top < innerHeight }""")
        assert shown, f"the focus cannot be seen on {name or focused(page).inner_text()}"
        seen.append(name)
        if name == "name":
            page.keyboard.type(f"Kai Keys {view}")
        elif name == "email":
            page.keyboard.type(address)
        elif name == "audience":
            assert focused(page).get_attribute("value") == "public"
            page.keyboard.press("ArrowDown")
            assert focused(page).is_checked() and focused(page).get_attribute("value") != "public"
            page.keyboard.press("ArrowUp")
            assert focused(page).get_attribute("value") == "public"
        elif focused(page).inner_text() == "Sign":
            break
    fields = [name for name in seen if name]
    assert fields == ["name", "email", "audience", "remind", "updates"], "the order, or a field that people do not see"
    page.keyboard.press("Enter")
    page.wait_for_url("**/check-your-mail*")

    page.goto(site.link_in(site.wait_for_mail(address), "/confirm/"))
    for _ in range(10):
        page.keyboard.press("Tab")
        if focused(page).inner_text() == "Confirm my signature":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/signatures/*")
    assert heading(page) == f"Your signature is number {before + 1}"


def test_enter_in_a_field_signs(site, slug, page, view):
    page.goto(f"{site.url}/petitions/{slug}")
    page.fill("[name=name]", f"Enno Enter {view}")
    page.fill("[name=email]", f"enter-{view}@example.org")
    page.press("[name=email]", "Enter")
    page.wait_for_url("**/check-your-mail*")


def test_the_summary_leads_to_the_fields(site, slug, page):
    """Every message on top is a link to its field, and stands beside the field again."""
    page.goto(f"{site.url}/petitions/{slug}")
    page.locator("details summary").click()
    page.fill("[name=reason]", "Look at https://example.org/ for why.")
    page.locator(".sign button").click()
    assert page.title().startswith("Error:")
    links = page.get_by_role("alert").get_by_role("link").all()
    said = {link.get_attribute("href"): link.inner_text() for link in links}
    assert list(said) == ["#name", "#email", "#reason"]
    for target, message in said.items():
        page.get_by_role("alert").locator(f"a[href='{target}']").click()
        page.wait_for_url(re.compile(f"{target}$"))
        field = page.locator(target)
        assert field.evaluate("e => e === document.activeElement"), "the keyboard is elsewhere"
        assert field.evaluate("""e => { const b = e.getBoundingClientRect();
            return b.top >= 0 && b.bottom <= innerHeight }"""), "the field is out of sight"
        assert page.locator(f"{target}-error").inner_text() == message
        assert f"{target[1:]}-error" in field.get_attribute("aria-describedby")
    check_axe(page)
