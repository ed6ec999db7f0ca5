"""Every kind of page: for assistive technology, on narrow screens, in the dark, on paper, as valid HTML."""

import json
from dataclasses import dataclass
from typing import Callable

import pytest
from conftest import View, visitor
from harness import SAMPLE_PAGE, SAMPLE_PHOTO, Site, check_axe, check_fits, check_html, fetch
from steps import code_in, confirm, fill, press, send_form, sign_many
from tokens import unsubscribe_token

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Karl-Friedrich-Anastasia"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """One site with an open, a closed and a brought petition, a long list, and a signer for each state."""
    folder = tmp_path_factory.mktemp("world")
    site = Site(
        folder, page_lifetime="0", sign_burst="10000", mail_request_burst="10000", test_language="1", development="1")
    pages = {"open": SAMPLE_PAGE.read_text()}
    pages["closed"] = pages["open"].replace("Reopen the Riverside", "Close the Riverside", 1)
    names = "\n".join(f"  • Former {letter}" for letter in "ABCDEFGHIJ")
    pages["brought"] = pages["open"].replace("Reopen the Riverside", "Bring the Riverside", 1) + (
        f"\n\n\n676 Signatures\n\n{names}\n1 of 68123...68\n")
    slugs = {}
    for kind, text in pages.items():
        (folder / f"{kind}.txt").write_text(text)
        said = site.import_page(folder / f"{kind}.txt", SAMPLE_PHOTO if kind != "closed" else None)
        slugs[kind] = said.split("/petitions/")[1].split(",")[0]
    site.start()
    sign_many(site, slugs["open"], [*(f"Signer {n}" for n in range(1, 11)), LONG_NAME])
    sign_many(site, slugs["closed"], ["Before Closing"])
    send_form(site, slugs["closed"], "Never Confirmed", "never@example.org")
    site.wait_for_mail("never@example.org")
    site.run("close", slugs["closed"])
    yield World(site, slugs)
    site.stop()


@dataclass
class World:
    site: Site
    slugs: dict[str, str]
    asked = 0

    def petition(self, kind: str = "open") -> str:
        return f"{self.site.url}/petitions/{self.slugs[kind]}"

    def own(self, confirmed: bool) -> str:
        """A new signer's link: to the own page, or to the page with the button."""
        self.asked += 1
        address = f"visitor-{self.asked}@example.org"
        send_form(self.site, self.slugs["open"], f"Visitor {LONG_NAME}", address)
        link = self.site.link_in(self.site.wait_for_mail(address), "/confirm/")
        if confirmed:
            confirm(self.site, address)
            link = self.site.link_in(self.site.wait_for_mail(address), "/signatures/")
        return link.split("?")[0]


def with_errors(page, world, language=""):
    page.goto(f"{world.petition()}{language}")
    fill(page, "<b>", "nobody@", reason="https://example.org/")
    press(page, "/signatures")


def saved(page, world, name="Corrected"):
    page.goto(world.own(confirmed=True))
    page.fill("[name=name]", name)
    press(page, "/signatures/")


def withdrawn(page, world):
    page.goto(f"{world.own(confirmed=True)}/withdraw")
    press(page, "/withdraw")


def waiting(page, world, language="") -> str:
    """Sends the form, and returns the code of the mail that follows."""
    world.asked += 1
    address = f"waiting-{world.asked}@example.org"
    page.goto(f"{world.petition()}{language}")
    fill(page, "Wanda Waiting", address)
    press(page, "/signatures")
    return code_in(world.site.wait_for_mail(address))


def typed_code(page, world, right: bool, language=""):
    code = waiting(page, world, language)
    page.fill("[name=code]", code if right else "00000000" if code != "0000 0000" else "11111111")
    page.locator("button[value=code]").click()


def counted_by_code(page, world):
    typed_code(page, world, right=True)
    page.locator("button[value=confirm]").click()


def sent_again(page, world):
    waiting(page, world)
    page.locator("button[value=resend]").click()


def news(page, world, ended: bool, language=""):
    """The page that ends the news to somebody who asked for it."""
    world.asked += 1
    address = f"news-{world.asked}@example.org"
    send_form(world.site, world.slugs["open"], "Nora News", address, updates="yes")
    confirm(world.site, address)
    answer = fetch(f"{world.petition()}/count.json")
    page.goto(f"{world.site.url}/unsubscribe/{unsubscribe_token(world.site, 1, json.loads(answer)['confirmed'])}{language}")
    if ended:
        press(page, "/unsubscribe/")


def dead_link(page, world):
    link = world.own(confirmed=False)
    world.site.expire_links()
    page.goto(link)


def from_elsewhere(page, world):
    trap = world.site.url.replace("127.0.0.1", "localhost") + "/trap"
    page.route(trap, lambda route: route.fulfill(content_type="text/html", body=f"""<!doctype html>
        <form method="post" action="{world.petition()}/signatures"><button>Win</button></form>"""))
    page.goto(trap)
    page.get_by_role("button").click()


def too_late(page, world):
    link = world.site.link_in(world.site.wait_for_mail("never@example.org"), "/confirm/")
    page.goto(link)


def at(path: str) -> Callable:
    def open_it(page, world):
        slugs = {f"{{{kind}}}": slug for kind, slug in world.slugs.items()}
        address = path
        for place, slug in slugs.items():
            address = address.replace(place, slug)
        page.goto(world.site.url + address)
    return open_it


# How a visitor gets to see each kind of page, and the status it comes with.
KINDS: dict[str, tuple[int, Callable]] = {
    "home": (200, at("/")),
    "all petitions": (200, at("/petitions")),
    "most signed": (200, at("/petitions?sort=most-signed")),
    "petition": (200, at("/petitions/{open}")),
    "petition, German": (200, at("/petitions/{open}?lang=de")),
    "petition, right to left": (200, at("/petitions/{open}?lang=ar-XB")),
    "petition, closed": (200, at("/petitions/{closed}")),
    "petition, brought": (200, at("/petitions/{brought}")),
    "petition, with errors": (422, with_errors),
    "petition, with errors, right to left": (422, lambda page, world: with_errors(page, world, "?lang=ar-XB")),
    "list, page 2": (200, at("/petitions/{open}/signatures?page=2")),
    "list of brought names": (200, at("/petitions/{brought}/signatures?list=imported")),
    "check your mail": (200, at("/petitions/{open}/check-your-mail")),
    "check your mail, right to left": (200, at("/petitions/{open}/check-your-mail?lang=ar-XB")),
    "mail sent": (200, waiting),
    "mail sent, right to left": (200, lambda page, world: waiting(page, world, "?lang=ar-XB")),
    "mail sent again": (200, sent_again),
    "code accepted": (200, lambda page, world: typed_code(page, world, right=True)),
    "code confirmed": (200, counted_by_code),
    "code refused": (422, lambda page, world: typed_code(page, world, right=False)),
    "code refused, right to left": (422, lambda page, world: typed_code(page, world, right=False, language="?lang=ar-XB")),
    "unsubscribe": (200, lambda page, world: news(page, world, ended=False)),
    "unsubscribe, right to left": (200, lambda page, world: news(page, world, ended=False, language="?lang=ar-XB")),
    "unsubscribed": (200, lambda page, world: news(page, world, ended=True)),
    "unsubscribe, unknown": (404, at("/unsubscribe/abc")),
    "previews of mails": (200, at("/desk/mails")),
    "confirm": (200, lambda page, world: page.goto(world.own(confirmed=False))),
    "confirm, right to left": (200, lambda page, world: page.goto(world.own(confirmed=False) + "?lang=ar-XB")),
    "own page": (200, lambda page, world: page.goto(world.own(confirmed=True))),
    "own page, right to left": (200, lambda page, world: page.goto(world.own(confirmed=True) + "?lang=ar-XB")),
    "changes saved": (200, saved),
    "change refused": (422, lambda page, world: saved(page, world, name="<b>")),
    "withdraw?": (200, lambda page, world: page.goto(world.own(confirmed=True) + "/withdraw")),
    "withdrawn": (200, withdrawn),
    "not found": (404, at("/nothing-here")),
    "broken link": (404, at("/confirm/abc")),
    "closed, too late": (409, too_late),
    # After that, nobody waits any more.
    "dead link": (410, dead_link),
    "from another site": (403, from_elsewhere),
}


@pytest.fixture(scope="module")
def shown() -> dict[str, bytes]:
    """What the server sent for each kind of page, for the checker of HTML."""
    return {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_page(world, shown, chromium, kind):
    """In light and dark: no fault for axe, nothing sticks out at any width, no script, nothing from elsewhere."""
    expected, open_it = KINDS[kind]
    with visitor(chromium, View(True, 390, "light")) as page:
        answers = []
        page.on("response", lambda answer: answers.append(answer)
                if answer.request.is_navigation_request() and answer.status not in (302, 303) else None)
        open_it(page, world)
        assert answers[-1].status == expected
        shown[kind] = page.content().encode() if answers[-1].request.method == "POST" else answers[-1].body()

        assert page.locator("script:not([type='application/ld+json'])").count() == 0
        assert page.locator("h1").count() == 1
        assert page.locator("[onclick], [style], iframe, object, embed").count() == 0
        right_to_left = page.locator("html").get_attribute("lang") == "ar-XB"
        assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if right_to_left else "ltr")
        check_axe(page)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            check_fits(page)
        page.emulate_media(color_scheme="dark")
        check_axe(page)


def test_every_page_is_valid_html(world, shown, tmp_path):
    assert set(shown) == set(KINDS), "the pages are collected by the tests before this one"
    check_html(shown, tmp_path)


def test_on_paper(world, chromium):
    """The letter and the list are printed; forms and links to click are not."""
    with visitor(chromium, View(False, 1280, "dark")) as page:
        page.emulate_media(media="print", color_scheme="dark")
        page.goto(world.petition())
        for printed in ("h1", ".target", ".goal", ".story", ".letter", ".name-slot", ".signatures"):
            assert page.locator(printed).first.is_visible(), printed
        for left_out in (".sign", ".share", ".pager", ".jump", ".site-header nav", ".site-footer"):
            assert not page.locator(left_out).is_visible(), left_out
        assert page.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
        page.goto(world.own(confirmed=True))
        assert page.locator(".letter").is_visible() and not page.locator(".changes").is_visible()
