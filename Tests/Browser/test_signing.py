"""Somebody reads a petition, signs it, and finds themselves on the list."""

import re

from harness import check_axe, check_fits, fetch
from steps import TITLE, count, fill, heading, press


def test_signing(site, slug, page, view):
    """From the home page to the public list; the same with and without scripts, on a phone and on a desk."""
    before = count(site, slug)
    name, address = f"Mira Østergård {view}", f"mira-{view}@example.org"

    page.goto(site.url)
    page.get_by_role("link", name=TITLE).first.click()
    assert page.url == f"{site.url}/petitions/{slug}"
    assert heading(page) == TITLE
    for words in ("Henrike Aldous", "Mayor of Wexcombe Mill", "Dear Mayor Aldous,", "Friends of the Riverside Path"):
        assert page.get_by_text(words).count() >= 1, words
    assert page.locator("img[alt]").first.evaluate("image => image.complete && image.naturalWidth > 0")
    check_axe(page)
    check_fits(page)

    fill(page, name, address, reason="My daughter walks this way to school.")
    page.check("[name=audience][value=public]")
    press(page, f"/petitions/{slug}/signatures")
    assert re.search("mail", heading(page), re.I), heading(page)
    assert count(site, slug) == before, "counted before it was confirmed"
    check_axe(page)
    check_fits(page)

    link = site.link_in(site.wait_for_mail(address), "/confirm/")
    for _ in range(2):
        # Mail scanners open links, some more than once: nothing may change.
        page.goto(link)
        assert page.locator("main form button").count() == 1
        assert count(site, slug) == before
    check_axe(page)
    check_fits(page)
    press(page, "/confirm/")

    assert re.fullmatch(re.escape(site.url) + r"/signatures/[^/?]+\?lang=en", page.url), "not the signer's own page"
    ordinal = before + 1
    assert re.search(rf"\b{ordinal}\b", page.locator("main").inner_text())
    assert count(site, slug) == ordinal
    check_axe(page)
    check_fits(page)

    page.goto(f"{site.url}/petitions/{slug}/signatures")
    assert page.get_by_text(name).count() == 1
    check_axe(page)
    check_fits(page)

    page.goto(link)
    if page.locator("form[action*='/confirm/'] button").count():
        press(page, "/confirm/")
    assert count(site, slug) == ordinal, "confirming twice counted twice"


def test_signing_again(site, slug, page, view):
    """Who signs a second time sees the same page as the first time, and counts once."""
    address = f"again-{view}@example.org"
    answers = []
    for turn in (1, 2):
        page.goto(f"{site.url}/petitions/{slug}")
        fill(page, "Tomas Again", address)
        press(page, f"/petitions/{slug}/signatures")
        # The address itself, sealed under other random bytes each time, is all that differs.
        answers.append((re.sub(r"for=[\w-]+", "for=", page.url), page.locator("main").inner_text()))
        mail = site.wait_for_mail(address, kind="confirm" if turn == 1 else "already-signed")
        if turn == 1:
            page.goto(site.link_in(mail, "/confirm/"))
            press(page, "/confirm/")
            after_first = count(site, slug)
    assert answers[0] == answers[1]
    assert count(site, slug) == after_first


def test_a_mistake_keeps_what_was_typed(site, slug, page, view):
    """A wrong address is said beside its field, and nothing typed is lost."""
    before = count(site, slug)
    page.goto(f"{site.url}/petitions/{slug}")
    # The browser's own check must not be what catches it.
    page.locator("form[method=post]").first.evaluate("form => form.noValidate = true")
    fill(page, "Ada Mistake", "ada@", reason="It is the level way to town.")
    press(page, f"/petitions/{slug}/signatures")
    assert page.input_value("[name=name]") == "Ada Mistake"
    assert page.input_value("[name=email]") == "ada@"
    assert page.input_value("[name=reason]") == "It is the level way to town."
    field = page.locator("[name=email]")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby") or ""
    assert any(page.locator(f"#{id}").inner_text().strip() for id in described.split())
    check_axe(page)
    check_fits(page)
    assert count(site, slug) == before


def test_a_signer_who_is_not_public(site, slug, page, view):
    """Who chose nobody is counted and never named."""
    address, name = f"hidden-{view}@example.org", f"Hidden {view}"
    before = count(site, slug)
    page.goto(f"{site.url}/petitions/{slug}")
    fill(page, name, address)
    page.check("[name=audience][value=nobody]")
    press(page, f"/petitions/{slug}/signatures")
    page.goto(site.link_in(site.wait_for_mail(address), "/confirm/"))
    press(page, "/confirm/")
    assert count(site, slug) == before + 1
    for public in (f"/petitions/{slug}", f"/petitions/{slug}/signatures"):
        assert name.encode() not in fetch(site.url + public)


def test_no_log_line_names_a_signer(site):
    """Runs last in this file: what the server wrote while all the others signed."""
    for personal in ("example.org", "Mira", "Tomas", "Ada", "Hidden", "/confirm/"):
        assert personal not in site.logged(), f"the log holds {personal}"
