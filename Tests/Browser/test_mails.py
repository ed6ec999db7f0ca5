"""What mail scanners and mail programs do with a mail."""

import re

import pytest
from conftest import View, visitor
from harness import WCAG, Site, check_axe, check_fits, check_html, fetch, post
from steps import confirm, count, heading, press_confirm, rows, send_form

KINDS = ["confirm", "already-signed", "reminder", "thanks", "withdrawn"]


def links_of(mail) -> list[str]:
    """Every address in the text and in the HTML part."""
    found = []
    for kind in ("plain", "html"):
        found += re.findall(r"https?://[^\s<>\"']+", mail.get_body((kind,)).get_content())
    return sorted(set(found))


def mail_of(site, slug, kind: str, address: str):
    """Does what causes a mail of a kind, and waits for it."""
    more = {"reminder": {"remind": "yes"}, "withdrawn": {"updates": "yes"}}.get(kind, {})
    send_form(site, slug, "Ria Reader", address, **more)
    first = site.wait_for_mail(address)
    if kind in ("already-signed", "thanks", "withdrawn"):
        confirm(site, address)
    if kind == "already-signed":
        send_form(site, slug, "Ria Again", address)
    if kind == "withdrawn":
        post(site.link_in(first, "/signatures/").split("?")[0] + "/withdraw", {})
    if kind == "reminder":
        site.change("UPDATE outbox SET due_at = 1 WHERE kind = 'reminder'")
    return site.wait_for_mail(address, kind=kind)


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


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_of_every_mail_changes_nothing(site, slug, chromium, kind):
    """Opened twice in a browser with scripts, with all that is linked from there: not a byte is different."""
    mail = mail_of(site, slug, kind, f"links-{kind}@example.org")
    links = links_of(mail)
    assert links and all(link.startswith(site.url) for link in links), links
    before = site.settled_rows()
    with visitor(chromium, View(True, 1280, "light")) as page:
        for link in links * 2:
            page.goto(link, wait_until="networkidle")
            for deeper in page.locator("a").evaluate_all("all => all.map(a => a.href)"):
                if deeper.startswith(site.url):
                    page.request.get(deeper)
    assert site.rows() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_holds_nothing_that_was_typed(site, slug, kind):
    """Nobody can have the site send their words to a stranger."""
    address = f"typed-{kind}@example.org"
    mail = mail_of(site, slug, kind, address)
    assert mail["From"] and mail["Auto-Submitted"] == "auto-generated"
    for part in ("plain", "html"):
        for personal in ("Ria", address):
            assert personal not in mail.get_body((part,)).get_content()


# The previews: the same bytes, of every kind and in every language.


@pytest.fixture(scope="module")
def previews(tmp_path_factory):
    """The addresses of the HTML of every mail, by name."""
    site = Site(tmp_path_factory.mktemp("previews"), development="1", test_language="1")
    # No command but this one makes a site.
    site.import_page()
    site.start()
    links = re.findall(r'href="(/desk/mails/[^"]+\.html\?lang=([^"]+))"', fetch(f"{site.url}/desk/mails").decode())
    # Those to signers come in two forms, those to people with accounts in one.
    assert len(links) == (9 * 2 + 11) * 3
    yield {f"{path.split('/')[-1].split('.')[0]}-{language}": site.url + path for path, language in links}
    site.stop()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_mail_reads_well(previews, chromium, width, colours):
    """It fits a phone and a desk, axe finds nothing in light and dark, and it loads nothing."""
    with visitor(chromium, View(True, width, colours)) as page:
        requests = []
        page.on("request", lambda request: requests.append(request.url))
        for name, address in previews.items():
            requests.clear()
            page.goto(address)
            assert [url for url in requests if not url.endswith("/favicon.ico")] == [address], name
            assert page.locator("script, img, link").count() == 0, name
            # The style is the mail's own, and its policy lets it through.
            assert page.locator(".mail").evaluate("e => getComputedStyle(e).maxWidth") != "none", name
            assert not page.locator(".preview:visible").count(), name
            right_to_left = name.endswith("-ar-XB")
            assert page.locator(".mail").evaluate("e => getComputedStyle(e).direction") == (
                "rtl" if right_to_left else "ltr"), name
            # A mail is shown inside a page of the mail program, which has the landmarks and the heading.
            check_axe(page, [rules for rules in WCAG if rules != "best-practice"])
            check_fits(page)
            if width == 390:
                page.set_viewport_size({"width": 320, "height": 640})
                check_fits(page)
                page.set_viewport_size({"width": 390, "height": 844})


def test_a_mail_without_its_style_is_still_a_letter(previews, chromium):
    """Programs that drop the style show paragraphs, a link that says what it does, and its address."""
    with visitor(chromium, View(False, 390, "light")) as page:
        page.route("**/confirm.html*", lambda route: route.fulfill(
            body=re.sub(r"(?s)<style>.*?</style>", "", fetch(route.request.url).decode()),
            content_type="text/html; charset=utf-8"))
        page.goto(previews["confirm-en"])
        assert page.get_by_role("link", name="Continue to confirm").is_visible()
        assert page.locator(".code").inner_text() == "0123 4567"


def test_every_mail_is_valid_html(previews, tmp_path):
    check_html({name: fetch(address) for name, address in previews.items()}, tmp_path)
