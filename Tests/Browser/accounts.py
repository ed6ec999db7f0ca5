"""What people with accounts do, in the words of a journey."""

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode

from steps import heading, press

PASSWORD = "correct horse battery staple"


def code(key: str, step: int | None = None) -> str:
    """The six digits that an authenticator app shows for a key (RFC 6238)."""
    step = int(time.time()) // 30 if step is None else step
    padded = key.replace(" ", "") + "=" * (-len(key.replace(" ", "")) % 8)
    digest = hmac.new(b32decode(padded), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start:start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def first_link(site, address: str, role: str, name: str) -> str:
    """The link that the command prints for a new account."""
    said = site.run("user", "add", "--role", role, address, "--name", name)
    links = re.findall(re.escape(site.url) + r"/desk/sign-in/\S+", said)
    assert len(links) == 1, said
    return links[0]


def follow(page, link: str) -> None:
    """Opens a link that signs in, and presses its button."""
    page.goto(link)
    press(page, "/desk/sign-in/")


def set_password(page, site) -> list[str]:
    """Sets a password with an app; the recovery codes."""
    page.goto(f"{site.url}/desk/security/password")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.fill("[name=code]", code(page.locator("#app-key").inner_text()))
    press(page, "/desk/security/password")
    assert heading(page) == "Your recovery codes"
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == len(set(codes)) == 10
    return codes


def sign_out(page) -> None:
    press(page, "/desk/sign-out")


def ask_for_link(page, site, address: str, mail: int = 1) -> str:
    """Has a link sent from the page that signs in."""
    page.goto(f"{site.url}/desk/sign-in")
    page.fill("[name=email]", address)
    page.get_by_role("button", name="Send me the link").click()
    assert heading(page) == "Look into your mailbox"
    return site.link_in(site.wait_for_mail(address, mail, kind="desk"), "/desk/sign-in/")
