"""What people do on the site, in the words of a journey."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

from harness import fetch, post

TITLE = "Reopen the Riverside Footpath Before Spring"


def slug_of(site, page: bytes | None = None) -> str:
    """Where the one petition of the site lies, from the link on the home page."""
    links = set(re.findall(rb'href="/petitions/([a-z0-9-]+)["?]', page or fetch(f"{site.url}/"))) - {b"new"}
    assert len(links) == 1, links
    return links.pop().decode()


def count(site, slug: str) -> int:
    return json.loads(fetch(f"{site.url}/petitions/{slug}/count.json"))["count"]


def fill(page, name: str, address: str, **more: str) -> None:
    page.fill("[name=name]", name)
    page.fill("[name=email]", address)
    if more:
        page.locator("details summary").click()
    for field, value in more.items():
        page.fill(f"[name={field}]", value)


def press(page, action: str) -> None:
    """Presses the one button of the form that goes to `action`."""
    page.locator(f"form[method=post][action*='{action}'] button:not([type=button])").click()


def press_confirm(page) -> None:
    press(page, "/confirm/")


def code_in(message) -> str:
    """The eight digits that confirm, as the mail shows them: 1234 5678."""
    codes = re.findall(r"^(\d{4} \d{4})\r?$", message.get_body(("plain",)).get_content(), re.M)
    assert len(codes) == 1, codes
    return codes[0]


def heading(page) -> str:
    headings = page.locator("h1")
    assert headings.count() == 1
    return headings.inner_text()


def sign(page, site, slug: str, name: str, address: str, mail: int = 1) -> tuple[int, str]:
    """Signs and confirms in the browser; the number, and the link to the signer's own page.

    `mail` says which mail to this address, from 1, brings the link.
    """
    page.goto(f"{site.url}/petitions/{slug}")
    fill(page, name, address)
    press(page, f"/petitions/{slug}/signatures")
    message = site.wait_for_mail(address, mail)
    page.goto(site.link_in(message, "/confirm/"))
    press_confirm(page)
    ordinal = re.search(r"number ([\d,]+)", heading(page))
    assert ordinal, heading(page)
    return int(ordinal.group(1).replace(",", "")), site.link_in(message, "/signatures/")


def sign_for_news(page, site, slug: str, address: str):
    """Signs and confirms in the browser, asking for news; the mail with the links."""
    page.goto(f"{site.url}/petitions/{slug}")
    page.get_by_label("Send me news about this petition by email").check()
    page.fill("[name=name]", "Nele News")
    page.fill("[name=email]", address)
    press(page, f"/petitions/{slug}/signatures")
    mail = site.wait_for_mail(address)
    page.goto(site.link_in(mail, "/confirm/"))
    press(page, "/confirm/")
    return mail


def rows(page, site, slug: str) -> dict[int, str]:
    """The first page of the public list: what stands beside each number."""
    page.goto(f"{site.url}/petitions/{slug}/signatures")
    # A public page may be a second old; a test looks sooner than that.
    page.reload()
    return {
        int(row.locator(".ordinal").inner_text().replace(",", "")): row.locator(".entry").inner_text()
        for row in page.locator(".signatures .names > li").all()
    }


# The same without a browser, for when many signers are needed at once.


def form_token(site, slug: str) -> str:
    found = re.search(rb'name="token" value="([^"]+)"', fetch(f"{site.url}/petitions/{slug}"))
    assert found, "the petition has no form"
    return found.group(1).decode()


def send_form(site, slug: str, name: str, address: str, token: str | None = None, **more: str):
    return post(f"{site.url}/petitions/{slug}/signatures", {
        "name": name, "email": address, "audience": "public", "token": token or form_token(site, slug), **more})


def confirm(site, address: str, mail: int = 1) -> None:
    """Presses the button behind the link of a mail."""
    answer = post(site.link_in(site.wait_for_mail(address, mail), "/confirm/"), {})
    assert answer.status == 200 and "/signatures/" in answer.url, answer.status


def sign_many(site, slug: str, names: list[str]) -> None:
    """Signatures that are confirmed in the order of the names."""
    token = form_token(site, slug)
    addresses = [f"{name.lower().replace(' ', '-')}@example.org" for name in names]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda who: send_form(site, slug, *who, token=token), zip(names, addresses)))
    assert {answer.status for answer in answers} == {200}
    for address in addresses:
        confirm(site, address)
