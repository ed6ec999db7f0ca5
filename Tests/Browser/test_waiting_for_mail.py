"""What people do while they wait for the mail: type its code, have it sent again, be reminded."""

import pytest
from conftest import View, visitor
from harness import Site, check_axe, check_fits
from steps import code_in, confirm, count, fill, heading, press, press_confirm, send_form, slug_of


def sign_and_wait(page, site, slug, name: str, address: str) -> None:
    """Sends the form and stays on the page that follows."""
    page.goto(f"{site.url}/petitions/{slug}")
    fill(page, name, address)
    press(page, f"/petitions/{slug}/signatures")
    assert heading(page) == "Check your email"


def press_named(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def looks_right(page) -> None:
    check_axe(page)
    check_fits(page)


def test_the_code_instead_of_the_link(site, slug, page, view):
    """Signed on the desk, read on the phone: eight digits bring the two together."""
    before = count(site, slug)
    address = f"code-{view}@example.org"
    sign_and_wait(page, site, slug, "Cora Code", address)
    assert address not in page.content(), "the page shows the address to whoever looks at the screen"
    field = page.get_by_label("Code from the email")
    assert field.get_attribute("inputmode") == "numeric"
    assert field.get_attribute("autocomplete") == "one-time-code"
    assert field.get_attribute("type") == "text"
    looks_right(page)

    field.fill(code_in(site.wait_for_mail(address)))
    field.press("Enter")
    # What the code belongs to is seen before it counts.
    assert heading(page) == "Last step: confirm your signature"
    assert "Cora Code" in page.locator("main").inner_text()
    assert count(site, slug) == before
    looks_right(page)
    press_named(page, "Confirm my signature")
    assert heading(page) == f"Your signature is number {before + 1}"
    assert count(site, slug) == before + 1
    looks_right(page)
    # The link of the same mail is the signer's own from now on.
    page.goto(site.link_in(site.wait_for_mail(address), "/signatures/"))
    assert heading(page) == f"Your signature is number {before + 1}"
    thanks = site.wait_for_mail(address, kind="thanks")
    assert "/signatures/" not in thanks.get_body(("plain",)).get_content()


def test_the_code_on_a_page_opened_later(site, slug, page, view):
    """Whoever closed the page finds it again and types the address, too."""
    before = count(site, slug)
    address = f"later-{view}@example.org"
    send_form(site, slug, "Lara Later", address)
    code = code_in(site.wait_for_mail(address)).replace(" ", "-")
    page.goto(f"{site.url}/petitions/{slug}/check-your-mail")
    looks_right(page)
    page.get_by_label("Code from the email").fill(code)
    press_named(page, "Confirm my signature")
    assert page.get_by_text("Enter your email address.").count() == 1
    assert page.get_by_label("Code from the email").input_value() == code
    looks_right(page)
    page.get_by_label("Email", exact=True).first.fill(address.upper())
    press_named(page, "Confirm my signature")
    assert heading(page) == "Last step: confirm your signature"
    press_named(page, "Confirm my signature")
    assert heading(page) == f"Your signature is number {before + 1}"


def test_a_wrong_code(site, slug, page, view):
    """It is told beside the field, what was typed stays, and the right one still works."""
    before = count(site, slug)
    address = f"wrong-{view}@example.org"
    sign_and_wait(page, site, slug, "Willa Wrong", address)
    code = code_in(site.wait_for_mail(address))
    wrong = code[:-1] + ("1" if code[-1] == "0" else "0")
    page.get_by_label("Code from the email").fill(wrong)
    press_named(page, "Confirm my signature")
    field = page.get_by_label("Code from the email")
    assert field.input_value() == wrong and field.get_attribute("aria-invalid") == "true"
    described = [page.locator(f"#{id}").inner_text() for id in field.get_attribute("aria-describedby").split()]
    assert any("This code does not work" in text for text in described), described
    assert count(site, slug) == before
    looks_right(page)
    field.fill(code)
    press_named(page, "Confirm my signature")
    assert heading(page) == "Last step: confirm your signature"
    press_named(page, "Confirm my signature")
    assert count(site, slug) == before + 1


def test_the_mail_once_more(site, slug, page, view):
    """A second mail has another code and another link; each of the two confirms, and only once."""
    before = count(site, slug)
    address = f"more-{view}@example.org"
    sign_and_wait(page, site, slug, "Mona More", address)
    first = code_in(site.wait_for_mail(address))
    # Two minutes pass; within one, the site takes a second press for the first.
    site.let_minutes_pass()
    press_named(page, "Send the email again")
    assert heading(page) == "Check your email"
    assert "another email is on its way" in page.get_by_role("status").inner_text()
    looks_right(page)
    second = code_in(site.wait_for_mail(address, 2))
    assert second != first
    page.get_by_label("Code from the email").fill(second)
    press_named(page, "Confirm my signature")
    assert heading(page) == "Last step: confirm your signature"
    press_named(page, "Confirm my signature")
    assert count(site, slug) == before + 1
    page.goto(site.link_in(site.wait_for_mail(address), "/confirm/"))
    # The first mail's link leads nowhere any more, or to a button that counts nobody twice.
    if page.locator("form[action*='/confirm/']").count():
        press_confirm(page)
    assert count(site, slug) == before + 1


def test_nobody_is_flooded(site, slug, page, view):
    """However often the button is pressed, an address gets three mails a day."""
    address = f"flood-{view}@example.org"
    sign_and_wait(page, site, slug, "Flora Flood", address)
    site.wait_for_mail(address)
    for _ in range(5):
        site.let_minutes_pass()
        press_named(page, "Send the email again")
        assert "another email is on its way" in page.get_by_role("status").inner_text()
    site.wait_for_mail(address, 3)
    # Another address that signs later is served, so nothing more was on its way.
    send_form(site, slug, "After Flood", f"after-{address}")
    site.wait_for_mail(f"after-{address}")
    assert len(site.mails(address)) == 3


def test_a_stranger_is_told_the_same(site, slug, page, view):
    """Nobody learns from the page whether somebody signed."""
    page.goto(f"{site.url}/petitions/{slug}/check-your-mail")
    page.get_by_label("Email", exact=True).first.fill(f"stranger-{view}@example.org")
    press_named(page, "Send the email again")
    assert "another email is on its way" in page.get_by_role("status").inner_text()
    assert not site.mails(f"stranger-{view}@example.org")


def test_the_reminder(site, slug, page, view):
    """Who ticks the box is reminded once, and the button of that mail confirms."""
    before = count(site, slug)
    address = f"remind-{view}@example.org"
    page.goto(f"{site.url}/petitions/{slug}")
    box = page.get_by_label("Remind me once by email if I forget to confirm")
    assert not box.is_checked(), "nobody is reminded who did not ask for it"
    box.check()
    fill(page, "", address)
    press(page, f"/petitions/{slug}/signatures")
    box = page.get_by_label("Remind me once by email if I forget to confirm")
    assert box.is_checked(), "the box came back empty"
    page.fill("[name=name]", "Remo Reminded")
    press(page, f"/petitions/{slug}/signatures")
    site.wait_for_mail(address)
    assert not site.mails(address, "reminder")
    site.change("UPDATE outbox SET due_at = 1 WHERE kind = 'reminder'")
    page.goto(site.link_in(site.wait_for_mail(address, kind="reminder"), "/confirm/"))
    assert count(site, slug) == before
    press_confirm(page)
    assert heading(page) == f"Your signature is number {before + 1}"


def test_no_reminder_after_confirming(site, slug):
    """A reminder that waits goes away with the confirmation."""
    address = "confirmed-reminder@example.org"
    send_form(site, slug, "Connie Confirmed", address, remind="yes")
    confirm(site, address)
    site.wait_for_mail(address, kind="thanks")
    waiting = [row for row in site.rows() if row.startswith("INSERT") and "'reminder'" in row and "'queued'" in row]
    assert not waiting


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_late_mail(tmp_path, chromium, colours):
    """When mails wait for long, the page says so, and about how long."""
    # Nobody sends the mails of this site.
    site = Site(tmp_path, page_lifetime="0", jobs="0")
    site.import_page()
    site.start()
    try:
        slug = slug_of(site)
        send_form(site, slug, "Lotte Late", "late@example.org")
        site.change("UPDATE outbox SET created_at = created_at - 1500000, due_at = due_at - 1500000")
        # It asks only every few seconds how late mails are, but for the first time.
        site.stop()
        site.start()
        with visitor(chromium, View(True, 390, colours)) as page:
            sign_and_wait(page, site, slug, "Luis Late", "later@example.org")
            assert page.get_by_role("status").inner_text().startswith("Mail is slow today")
            assert "It may take up to 30 minutes" in page.get_by_role("status").inner_text()
            looks_right(page)
    finally:
        site.stop()


def test_no_log_line_names_a_signer(site):
    for personal in ("example.org", "/check-your-mail", "for=", "Cora", "Mona"):
        assert personal not in site.logged(), f"the log holds {personal}"
