"""What mail scanners and mail programs do with a mail."""

import re

import pytest
from conftest import View, visitor
from harness import WCAG, check_axe, check_fits
from steps import count, heading, press_confirm, rows, send_form


def links_of(mail) -> list[str]:
    """Every address in the text and in the HTML part."""
    found = []
    for kind in ("plain", "html"):
        found += re.findall(r"https?://[^\s<>\"']+", mail.get_body((kind,)).get_content())
    return sorted(set(found))


def test_a_scanner_that_opens_every_link(site, slug, chromium):
    """It runs scripts, follows redirects, opens each link twice; only the button confirms."""
    before = count(site, slug)
    address = "scanned@example.org"
    send_form(site, slug, "Sami Scanned", address)
    mail = site.wait_for_mail(address)
    links = links_of(mail)
    assert len(links) == 2 and all(link.startswith(site.url) for link in links), links
    with visitor(chromium, View(True, 1280, "light")) as page:
        for link in links * 2:
            page.goto(link, wait_until="networkidle")
            assert heading(page) == "Last step: confirm your signature"
            # Some follow what they find, too.
            for deeper in page.locator("a").evaluate_all("all => all.map(a => a.href)"):
                if deeper.startswith(site.url):
                    page.request.get(deeper)
            assert count(site, slug) == before
        page.goto(site.link_in(mail, "/confirm/"))
        press_confirm(page)
        assert count(site, slug) == before + 1
        ordinal = before + 1

        own = site.link_in(mail, "/signatures/")
        for link in [*links, f"{own.split('?')[0]}/withdraw"] * 2:
            page.goto(link, wait_until="networkidle")
        assert count(site, slug) == before + 1, "a link withdrew"
        assert rows(page, site, slug)[ordinal] == "Sami Scanned"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("kind", ["confirm", "already-signed"])
def test_the_mail_itself(site, slug, chromium, colours, kind):
    """The HTML part is a page like the others: it fits a phone, axe finds nothing, it loads nothing."""
    address = f"read-{kind}-{colours}@example.org"
    send_form(site, slug, "Ria Reader", address)
    mail = site.wait_for_mail(address)
    with visitor(chromium, View(True, 390, colours)) as page:
        if kind == "already-signed":
            page.goto(site.link_in(mail, "/confirm/"))
            press_confirm(page)
            send_form(site, slug, "Ria Again", address)
            mail = site.wait_for_mail(address, 2)
            assert mail["Subject"] == "You have already signed"
        html = mail.get_body(("html",)).get_content()
        page.goto("about:blank")
        page.route("http://127.0.0.1:1/mail", lambda route: route.fulfill(
            body=html, content_type="text/html; charset=utf-8"))
        requests = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto("http://127.0.0.1:1/mail")
        assert [url for url in requests if not url.endswith("/favicon.ico")] == ["http://127.0.0.1:1/mail"]
        assert page.locator("script, img, link").count() == 0
        for personal in ("Ria", address):
            assert personal not in html, "what somebody typed is sent on to a stranger"
        # A mail is shown inside a page of the mail program, which has the landmarks and the heading.
        check_axe(page, [rules for rules in WCAG if rules != "best-practice"])
        check_fits(page)
        page.set_viewport_size({"width": 320, "height": 640})
        check_fits(page)
