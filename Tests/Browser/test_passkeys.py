"""Passkeys, with the virtual authenticator of the browser."""

import re

import pytest
from accounts import ask_for_link, first_link, follow, sign_out
from conftest import View, visitor
from harness import Site, check_axe, check_fits, check_html
from steps import heading


@pytest.fixture(scope="module")
def named_site(tmp_path_factory):
    """A site whose address has a name: browsers make no passkeys for a number."""
    site = Site(tmp_path_factory.mktemp("named"), page_lifetime="0", mail_request_burst="10000")
    site.url = f"http://localhost:{site.port}"
    site.environment["UNDERSIGNED_URL"] = site.url
    site.import_page()
    site.start()
    yield site
    site.stop()


def add_authenticator(page):
    """A device that holds passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    authenticator = session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }})["authenticatorId"]
    return lambda verified: session.send(
        "WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": verified})


@pytest.mark.parametrize("width", [390, 1280])
def test_passkeys(named_site, chromium, width, tmp_path):
    site, address = named_site, f"pia-{width}@example.org"
    with visitor(chromium, View(True, width, "light")) as page:
        verify = add_authenticator(page)
        follow(page, first_link(site, address, "moderator", "Pia"))
        page.get_by_role("link", name="Add a passkey").click()
        assert heading(page) == "Passkeys"
        check_axe(page)
        page.fill("#name", "Pia's phone")
        page.get_by_role("button", name="Add a passkey").click()
        page.get_by_text("Pia's phone").first.wait_for()
        check_axe(page)
        check_fits(page)

        # The device has one already.
        page.get_by_role("button", name="Add a passkey").click()
        page.get_by_text("No passkey was made.").wait_for()
        check_axe(page)

        page.locator("summary").click()
        check_axe(page)
        page.fill("#name-0", "Old phone")
        page.get_by_role("button", name="Rename").click()
        page.get_by_text("Old phone").first.wait_for()

        check_html({"passkeys": page.request.get(f"{site.url}/desk/security/passkeys").body()}, tmp_path / "html")

        # The passkey alone signs in.
        sign_out(page)
        page.goto(f"{site.url}/desk/sign-in")
        check_axe(page)
        verify(False)
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_text("No passkey was used.").wait_for()
        check_axe(page)
        verify(True)
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(re.compile(r"/desk(\?lang=en)?$"))
        assert heading(page) == "Your desk"
        sign_out(page)

        # A link is not enough, and the passkey completes it.
        follow(page, ask_for_link(page, site, address))
        assert heading(page) == "Show that it is you"
        check_axe(page)
        check_fits(page)
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(re.compile(r"/desk(\?lang=en)?$"))
        page.context.clear_cookies()


def test_without_scripts_nothing_is_offered_that_cannot_work(named_site, chromium):
    with visitor(chromium, View(False, 390, "light")) as page:
        page.goto(f"{named_site.url}/desk/sign-in")
        assert not page.get_by_role("button", name="Use a passkey").is_visible()
        assert page.get_by_role("button", name="Send me the link").is_visible()
