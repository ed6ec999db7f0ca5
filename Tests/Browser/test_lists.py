"""A list of more than one page, and a page brought from another site."""

import json
import re

import pytest
from harness import ROOT, SAMPLE_PAGE, SAMPLE_PHOTO, Site, fetch, get
from steps import count, sign_many, slug_of

SIGNERS = [f"Signer {number:02}" for number in range(1, 26)]


@pytest.fixture(scope="module")
def signed(site, slug) -> str:
    sign_many(site, slug, SIGNERS)
    assert count(site, slug) == len(SIGNERS)
    return slug


def test_the_pages_of_the_list(site, signed, page):
    """Ten a page, newest first, 1 2 3, previous and next; nobody twice, nobody missing."""
    page.goto(f"{site.url}/petitions/{signed}")
    assert page.locator("#count-heading").inner_text() == "25 signatures"
    pager = page.locator(".signatures .pager")
    seen = []

    def look(number: int, links: list[str]) -> None:
        assert pager.locator("p").inner_text() == f"{number} of 3"
        assert pager.get_by_role("link").all_inner_texts() == links
        assert pager.locator("[aria-current=page]").all_inner_texts() == [str(number)]
        seen.extend(page.locator(".signatures .name").all_inner_texts())

    look(1, ["1", "2", "3", "Next page"])
    pager.get_by_role("link", name="Next page").click()
    look(2, ["Previous page", "1", "2", "3", "Next page"])
    pager.get_by_role("link", name="Page 3", exact=True).click()
    look(3, ["Previous page", "1", "2", "3"])
    assert page.url.endswith("?page=3")
    assert seen == SIGNERS[::-1]
    pager.get_by_role("link", name="Previous page").click()
    assert page.locator(".signatures .ordinal").all_inner_texts() == [str(n) for n in range(15, 5, -1)]


@pytest.mark.parametrize("number", ["0", "-1", "4", "abc", "99999999999", "1.5"])
def test_pages_that_there_are_not(site, signed, number):
    assert get(f"{site.url}/petitions/{signed}/signatures?page={number}").status == 404


def test_pages_and_programs_agree(site, signed):
    lists = [json.loads(fetch(f"{site.url}/petitions/{signed}/signatures.json?page={n}")) for n in (1, 2, 3)]
    names = [entry["name"] for part in lists for entry in part["signatures"]]
    assert names == SIGNERS[::-1]


# The seed of the project where it is there, and always a page of the same shape.
SEED = ROOT.parent / "shared" / "seed" / "petition-page.txt"
NAMES = ["Ada Former", "Béla Früher", "مريم السابقة", "Chi Zuvor", "Dorte Tidligere", "Émile d’Avant",
         "Fay O’Former", "GÜL ÖNCE", "h. lowercase", "Ines van Vroeger"]
BESIDE_THE_CONTENT = {
    "Leave a Reply", "Your email address will not be published. Required fields are marked *", "Skip to toolbar"}


@pytest.fixture(scope="module", params=["made", "seed"])
def brought(request, tmp_path_factory):
    """A site with one page from another site, the page's text, and the site's petition."""
    folder = tmp_path_factory.mktemp("brought")
    text = folder / "page.txt"
    if request.param == "seed":
        if not SEED.exists():
            pytest.skip("the seed page is not here")
        text.write_text(SEED.read_text())
    else:
        names = "\n".join(f"  • {name}" for name in NAMES)
        text.write_text(
            f"{SAMPLE_PAGE.read_text().rstrip()}\n\n\n676 Signatures\n\n{names}\n1 of 68123...68\nSkip to toolbar\n")
    site = Site(folder, page_lifetime="0")
    site.import_page(text, SAMPLE_PHOTO)
    site.start()
    yield site, text.read_text(), slug_of(site)
    site.stop()


def test_every_piece_of_a_former_page(brought, page):
    """Each line of the page that was brought can be seen, and its count stands apart from the confirmed one."""
    site, text, slug = brought
    page.goto(f"{site.url}/petitions/{slug}")
    seen = " ".join(page.locator("main").inner_text().split())
    lines = [" ".join(line.split()) for line in text.splitlines()]
    content = [line for line in lines if line and line not in BESIDE_THE_CONTENT]
    assert len(content) > 20
    for line in content:
        if re.fullmatch(r"\d+ of \d+[\d.]*", line):
            continue
        if found := re.fullmatch(r"(\d+) Signatures", line):
            line = f"{found.group(1)} signatures from another site, not confirmed here"
        assert line.removeprefix("• ") in seen, line
    names = [line.removeprefix("• ") for line in content if line.startswith("• ")]
    assert page.locator(".imported .names li").all_inner_texts() == names and len(names) == 10
    assert page.locator(".photo img").evaluate("i => i.complete && i.naturalWidth > 0 && i.alt !== ''")
    assert page.locator(".photo figcaption").inner_text().startswith("Photo Credit: ")

    assert page.locator("#count-heading").inner_text() == "0 signatures"
    assert page.locator(".count-number").inner_text() == "Be the first to sign"
    assert count(site, slug) == 0
    page.locator(".reading a[href='#imported-heading']").click()
    assert page.locator("#imported-heading").evaluate("e => e.getBoundingClientRect().top < innerHeight")


def test_a_former_page_brought_twice(brought):
    site, text, slug = brought
    before = fetch(f"{site.url}/petitions/{slug}/signatures?list=imported")
    assert "known already" in site.import_page(site.folder / "page.txt", SAMPLE_PHOTO)
    assert fetch(f"{site.url}/petitions/{slug}/signatures?list=imported") == before
    assert slug_of(site) == slug
