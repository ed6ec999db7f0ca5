"""Somebody reads and signs in German; a page runs from right to left."""

import re

import pytest
from harness import Site, get
from steps import TITLE, count, fill, heading, press, press_confirm, slug_of


def test_german_all_the_way(site, slug, page, view):
    """Who once chose German gets every page and the mail in German."""
    before = count(site, slug)
    address = f"jürgen-{view}@example.org".replace("ü", "ue")

    page.goto(site.url)
    page.get_by_role("link", name="Deutsch").click()

    def is_german() -> None:
        assert "lang=de" in page.url, page.url
        assert page.locator("html").get_attribute("lang") == "de"
        own_links = page.locator("main a[href^='/'], header a[href^='/']").all()
        assert own_links and all("lang=de" in link.get_attribute("href") for link in own_links)

    is_german()
    page.get_by_role("link", name=TITLE).first.click()
    is_german()
    assert page.locator("h1").get_attribute("lang") == "en", "the petition's own words are English"
    assert page.locator(".name-slot").inner_text() == "[Hier steht Ihr Name]"

    press(page, f"/petitions/{slug}/signatures")
    is_german_after_a_mistake = page.locator("html").get_attribute("lang")
    assert is_german_after_a_mistake == "de" and page.title().startswith("Fehler:")
    fill(page, f"Jürgen Groß {view}", address)
    page.locator("details summary").click()
    assert page.locator("#country option[value=DE]").inner_text() == "Deutschland"
    page.select_option("#country", "DE")
    press(page, f"/petitions/{slug}/signatures")
    is_german()
    assert heading(page) == "Sehen Sie in Ihrem Postfach nach"

    mail = site.wait_for_mail(address)
    assert mail["Subject"] == "Bestätigen Sie Ihre Unterschrift"
    for kind in ("plain", "html"):
        text = mail.get_body((kind,)).get_content()
        assert "Guten Tag," in text
        assert "Weiter zur Bestätigung" in text or kind == "plain"
        assert "Hello" not in text
    page.goto(site.link_in(mail, "/confirm/"))
    is_german()
    assert heading(page) == "Letzter Schritt: Bestätigen Sie Ihre Unterschrift"
    press_confirm(page)
    is_german()
    assert re.fullmatch(r"Ihre Unterschrift hat die Nummer\s\d+", heading(page))
    assert count(site, slug) == before + 1

    page.locator(".changes a.danger").click()
    is_german()
    press(page, "/withdraw")
    is_german()
    assert heading(page) == "Ihre Unterschrift ist zurückgezogen"
    assert count(site, slug) == before


def test_the_browser_prefers_german(site, chromium):
    context = chromium.new_context(locale="de-AT")
    page = context.new_page()
    page.goto(site.url)
    assert page.locator("html").get_attribute("lang") == "de"
    context.close()


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory):
    """A site with the made-up language that runs from right to left."""
    site = Site(tmp_path_factory.mktemp("mirrored"), page_lifetime="0", test_language="1")
    site.import_page()
    site.start()
    yield site
    site.stop()


CUT_OFF_OR_OVERLAPPING = """() => {
  const faults = [], wide = document.documentElement.clientWidth;
  const isSeen = (e) => e.checkVisibility() && !e.closest('.website, .skip-link, option, .jump');
  const texts = [...document.querySelectorAll('body *')].filter(e => isSeen(e)
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
  const fields = [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, img, progress')]
    .filter(isSeen);
  const what = (e) => e.tagName + '.' + e.className + ' ' + (e.textContent || e.id).trim().slice(0, 30);
  const boxes = [];
  for (const e of new Set([...texts, ...fields])) {
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (box.left < -1 || box.right > wide + 1) faults.push('beyond the edge: ' + what(e));
    const style = getComputedStyle(e);
    if (style.display !== 'inline' && style.overflowX !== 'visible' && e.tagName !== 'SELECT'
        && !e.matches('input, textarea') && e.scrollWidth > e.clientWidth + 1)
      faults.push('cut off: ' + what(e));
    if (style.display !== 'inline') boxes.push([e, box]);
  }
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const [a, p] = boxes[i], [b, q] = boxes[j];
    if (a.contains(b) || b.contains(a)) continue;
    const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (across > 1 && down > 1) faults.push('overlap: ' + what(a) + ' and ' + what(b));
  }
  return faults;
}"""


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_nothing_overlaps_or_is_cut_off(mirrored, page, language):
    """Every page of a signature, mirrored and not: the direction, the edges, no box on another."""
    slug = slug_of(mirrored)

    def look() -> None:
        html = page.locator("html")
        assert html.get_attribute("lang") == language
        direction = "rtl" if language == "ar-XB" else "ltr"
        assert html.evaluate("e => getComputedStyle(e).direction") == direction
        faults = page.evaluate(CUT_OFF_OR_OVERLAPPING)
        assert not faults, page.url + "\n" + "\n".join(faults)
        if language == "ar-XB":
            assert page.locator("h1").evaluate("e => e.dir === 'auto' || e.textContent.includes('ب')")

    for path in ("/", "/petitions", f"/petitions/{slug}", f"/petitions/{slug}/signatures", "/nothing"):
        page.goto(f"{mirrored.url}{path}?lang={language}")
        look()
    page.goto(f"{mirrored.url}/petitions/{slug}?lang={language}")
    press(page, f"/petitions/{slug}/signatures")
    look()
    address = f"{page.viewport_size['width']}-{re.sub('[^a-z]', '', language.lower())}-{id(page)}@example.org"
    fill(page, "ليلى Layla", address)
    press(page, f"/petitions/{slug}/signatures")
    look()
    page.goto(mirrored.link_in(mirrored.wait_for_mail(address), "/confirm/"))
    look()
    press_confirm(page)
    look()
    page.locator(".changes a.danger").click()
    look()


def test_the_form_is_on_the_other_side(mirrored, chromium):
    """On a wide screen the form stands left of the text where text runs from right to left."""
    slug = slug_of(mirrored)
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    sides = {}
    for language in ("en", "ar-XB"):
        page.goto(f"{mirrored.url}/petitions/{slug}?lang={language}")
        form, text = (page.locator(part).bounding_box()["x"] for part in (".sign", ".reading"))
        sides[language] = "left" if form < text else "right"
    page.close()
    assert sides == {"en": "right", "ar-XB": "left"}


def test_a_language_that_is_not_there(site, slug):
    assert get(f"{site.url}/petitions/{slug}?lang=xx").status == 200
