"""Somebody corrects the name, hides it, withdraws, and signs again."""

import re

from harness import fetch
from steps import count, heading, press, rows, sign


def test_correcting_and_hiding(site, slug, page, view):
    """The name is corrected, then hidden; number and count stay what they were."""
    ordinal, own = sign(page, site, slug, f"Jona Mispelt {view}", f"jona-{view}@example.org")
    before = count(site, slug)

    page.goto(own)
    page.fill("[name=name]", f"Jona Misspelled {view}")
    press(page, "/signatures/")
    assert page.get_by_role("status").inner_text() == "Your changes have been saved"
    assert page.locator(".letter .signature-line").inner_text() == f"Jona Misspelled {view}"
    assert rows(page, site, slug)[ordinal] == f"Jona Misspelled {view}"

    page.goto(own)
    page.check("[name=audience][value=nobody]")
    press(page, "/signatures/")
    assert page.locator("[name=audience][value=nobody]").is_checked()
    assert rows(page, site, slug)[ordinal] == "a signer who chose not to be named"
    for public in (f"/petitions/{slug}", f"/petitions/{slug}/signatures", f"/petitions/{slug}/signatures.json"):
        assert f"Misspelled {view}".encode() not in fetch(site.url + public)
    assert count(site, slug) == before

    page.goto(own)
    assert page.input_value("[name=name]") == f"Jona Misspelled {view}", "a hidden name is still the signer's"


def test_a_refused_correction(site, slug, page, view):
    """A name that cannot stand on the list is said beside its field, and the old one stays."""
    name = f"Kim Before {view}"
    ordinal, own = sign(page, site, slug, name, f"kim-{view}@example.org")
    page.goto(own)
    page.fill("[name=name]", "<b>Kim</b>")
    page.check("[name=audience][value=nobody]")
    press(page, "/signatures/")
    assert page.title().startswith("Error:")
    assert page.input_value("[name=name]") == "<b>Kim</b>"
    assert page.locator("[name=audience][value=nobody]").is_checked(), "the choice was lost"
    field = page.locator("[name=name]")
    assert field.get_attribute("aria-invalid") == "true"
    assert page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text().strip()
    assert rows(page, site, slug)[ordinal] == name, "a part of what was refused was saved"


def test_withdrawing(site, slug, page, view):
    """Asked once; then the list says so, the count falls, and nobody else's number moves."""
    address = f"noor-{view}@example.org"
    ordinal, own = sign(page, site, slug, f"Noor Leaving {view}", address)
    later, _ = sign(page, site, slug, f"Olga Staying {view}", f"olga-{view}@example.org")
    before, others = count(site, slug), rows(page, site, slug)

    page.goto(own)
    page.get_by_role("link", name="Withdraw my signature").click()
    assert heading(page) == "Withdraw your signature?"
    assert count(site, slug) == before, "asking withdrew"
    page.get_by_role("link", name="No, keep my signature").click()
    assert heading(page) == f"Your signature is number {ordinal}"
    assert count(site, slug) == before

    page.get_by_role("link", name="Withdraw my signature").click()
    press(page, "/withdraw")
    assert heading(page) == "Your signature has been withdrawn", "asked more than once"
    assert count(site, slug) == before - 1
    others[ordinal] = "withdrawn"
    assert rows(page, site, slug) == others
    assert page.locator("#count-heading").inner_text() == f"{before - 1} signature{'' if before == 2 else 's'}"
    assert re.search(r"\d+ withdrawn by their signers", page.locator(".signatures .note").inner_text())

    page.goto(own)
    assert heading(page) == "Your signature has been withdrawn", "the link forgot what it belongs to"
    again, _ = sign(page, site, slug, f"Noor Back {view}", address, mail=2)
    assert again == later + 1, "a withdrawn number was given again"
    assert count(site, slug) == before
    now = rows(page, site, slug)
    assert (now[ordinal], now[again]) == ("withdrawn", f"Noor Back {view}")
