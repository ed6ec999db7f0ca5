"""Links that are broken, used, expired or too late, and a petition that is closed."""

import pytest
from harness import Site, post
from steps import confirm, count, form_token, heading, press_confirm, send_form, sign, slug_of


@pytest.mark.parametrize("path", ["/confirm/", "/signatures/"])
def test_a_broken_link(site, page, path):
    """A link cut in the mail program says so and tells what helps."""
    answer = page.goto(f"{site.url}{path}abc")
    assert answer.status == 404
    assert heading(page) == "This link is not complete"
    page.get_by_role("link", name="See the open petitions").click()
    assert page.url == f"{site.url}/"


def test_an_expired_link(site, slug, page, view):
    """After seven days neither the page nor a button kept open confirms, and signing again works."""
    before = count(site, slug)
    address = f"late-{view}@example.org"
    send_form(site, slug, "Lena Late", address)
    link = site.link_in(site.wait_for_mail(address), "/confirm/")
    page.goto(link)
    site.expire_links()
    press_confirm(page)
    assert heading(page) == "This link no longer works"
    assert page.goto(link).status == 410
    assert heading(page) == "This link no longer works"
    assert count(site, slug) == before
    sign(page, site, slug, "Lena Again", address, mail=2)
    assert count(site, slug) == before + 1


def test_a_used_link(site, slug, page, view):
    """The link goes on leading to the signer's own page; a second mail's link counts nobody twice."""
    before = count(site, slug)
    address = f"twice-{view}@example.org"
    for name in ("Toni Twice", "Antonia Twice"):
        send_form(site, slug, name, address)
    first, second = (site.link_in(site.wait_for_mail(address, mail), "/confirm/") for mail in (1, 2))
    page.goto(second)
    stale = page.context.new_page()
    stale.goto(first)
    press_confirm(page)
    assert heading(page) == f"Your signature is number {before + 1}"
    page.goto(second)
    assert heading(page) == f"Your signature is number {before + 1}"

    press_confirm(stale)
    assert heading(stale) in ("This link no longer works", "Your signature is already on the list")
    assert count(site, slug) == before + 1


@pytest.fixture(scope="module")
def closing(tmp_path_factory):
    """A site whose petition is closed when the test asks for it, and its petition."""
    site = Site(tmp_path_factory.mktemp("closing"), page_lifetime="0")
    site.import_page()
    site.start()
    slug = slug_of(site)
    token = form_token(site, slug)
    for name in ("early", "waiting"):
        send_form(site, slug, f"{name} Signer", f"{name}@example.org")
    confirm(site, "early@example.org")
    site.wait_for_mail("waiting@example.org")
    site.run("close", slug)
    yield site, slug, token
    site.stop()


def test_a_closed_petition(closing, page, view):
    """It can still be read, says that it is closed, and neither forms nor links of before count."""
    site, slug, token = closing
    page.goto(f"{site.url}/petitions/{slug}")
    assert "This petition is closed" in page.get_by_role("status").inner_text()
    assert page.locator("form").count() == 0
    assert page.get_by_role("link", name="Sign this petition").count() == 0
    assert page.get_by_text("early Signer").count() == 1
    assert page.locator(".letter").is_visible()

    # Somebody had the page open since before.
    late = send_form(site, slug, "Too Late", f"too-late-{view}@example.org", token=token)
    assert late.status == 409 and b"This petition is closed" in late.body

    link = site.link_in(site.wait_for_mail("waiting@example.org"), "/confirm/")
    assert page.goto(link).status == 409
    assert heading(page) == "This petition is closed"
    assert post(link, {}).status == 409
    assert count(site, slug) == 1

    page.goto(site.link_in(site.wait_for_mail("early@example.org"), "/signatures/"))
    assert heading(page) == "Your signature is number 1"
    page.goto(site.url)
    assert page.get_by_text("There are no open petitions yet.").count() == 1


def test_a_form_from_another_site(site, slug, page):
    """Another site's form is turned away by the browser's own word for where it came from."""
    before = count(site, slug)
    token = form_token(site, slug)
    # The address differs only by its name, which is enough to be another site.
    elsewhere = site.url.replace("127.0.0.1", "localhost")
    page.route(f"{elsewhere}/trap", lambda route: route.fulfill(content_type="text/html", body=f"""<!doctype html>
        <form method="post" action="{site.url}/petitions/{slug}/signatures">
        <input name="name" value="Trapped Visitor"><input name="email" value="trapped@example.org">
        <input name="token" value="{token}"><button>Win a prize</button></form>"""))
    page.goto(f"{elsewhere}/trap")
    page.get_by_role("button").click()
    assert heading(page) == "This form came from another site"
    assert count(site, slug) == before and not site.mails("trapped@example.org")
