"""An administrator begins by the printed link, protects the account, and looks after people."""

import pytest
from accounts import PASSWORD, ask_for_link, first_link, follow, set_password, sign_out
from conftest import View, visitor
from harness import check_axe, check_fits, check_html
from steps import heading, press


@pytest.fixture
def person(chromium, view):
    """A page of somebody who may get a cookie."""
    with visitor(chromium, view) as page:
        yield page
        page.context.clear_cookies()


def check(page, title: str) -> None:
    assert heading(page) == title
    check_axe(page)
    check_fits(page)


def test_first_administrator(site, person, view):
    page, address = person, f"ada-{view}@example.org"
    page.goto(first_link(site, address, "administrator", "Ada"))
    check(page, "Welcome, Ada")
    press(page, "/desk/sign-in/")

    # A link is not enough for this role.
    check(page, "Sign-in and security")
    page.goto(f"{site.url}/desk/people")
    assert heading(page) == "Sign-in and security"
    page.get_by_role("link", name="Set a password with an authenticator app").click()
    check(page, "Set a password with an authenticator app")
    page.fill("[name=password]", "short")
    press(page, "/desk/security/password")
    check(page, "Set a password with an authenticator app")
    page.get_by_role("alert").get_by_role("link", name="too short").click()
    assert page.evaluate("document.activeElement.id") == "password" or "#password" in page.url
    codes = set_password(page, site)
    check(page, "Your recovery codes")
    page.get_by_role("link", name="I have kept them").click()
    check(page, "Your desk")
    sign_out(page)

    follow(page, ask_for_link(page, site, address))
    check(page, "Show that it is you")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", "000000")
    press(page, "/desk/prove")
    check(page, "Show that it is you")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=code]", codes[0])
    press(page, "/desk/prove")
    assert heading(page) == "Your desk"

    page.goto(f"{site.url}/desk/sessions")
    check(page, "Where you are signed in")
    assert page.locator(".rows > li").count() == 1


def test_people(site, person, view):
    page = person
    follow(page, first_link(site, f"boss-{view}@example.org", "administrator", "Boss"))
    set_password(page, site)
    page.goto(f"{site.url}/desk/people")
    check(page, "People")
    page.get_by_role("button", name="Send the invitation").click()
    check(page, "People")
    address = f"nadia-{view}@example.org"
    page.fill("#email", address)
    page.fill("#name", "Nadia")
    page.select_option("#role", "moderator")
    page.fill("#reason", "Joins the team")
    page.get_by_role("button", name="Send the invitation").click()
    assert heading(page) == "People"
    link = site.link_in(site.wait_for_mail(address, kind="desk"), "/desk/sign-in/")

    page.fill("#find", address)
    page.get_by_role("button", name="Find").click()
    check(page, "Nadia")
    page.fill("#suspend-reason", "Has left")
    page.get_by_role("button", name="Suspend").click()
    check(page, "Nadia")
    assert "suspended" in page.locator(".given").inner_text()
    sign_out(page)
    assert page.goto(link).status == 410


def test_signing_in_by_keyboard(site, chromium):
    """Nothing of it needs a mouse."""
    with visitor(chromium, View(False, 1280, "light")) as page:
        page.goto(first_link(site, "keys@example.org", "moderator", "Kai"))
        tab_to(page, "Sign in")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/security*")
        tab_to(page, "Set a password with an authenticator app")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/security/password*")
        seen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            name = page.locator(":focus").get_attribute("name")
            if name:
                seen.append(name)
            if page.locator(":focus").inner_text() == "Set the password":
                break
        assert seen == ["password", "again", "code"]
        page.context.clear_cookies()


def tab_to(page, text: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == text:
            return
    raise AssertionError(f"the keyboard does not reach {text}")


@pytest.mark.parametrize("width", [390, 1280])
def test_in_the_dark(site, chromium, width):
    with visitor(chromium, View(False, width, "dark")) as page:
        follow(page, first_link(site, f"dark-{width}@example.org", "administrator", "Dora"))
        check(page, "Sign-in and security")
        set_password(page, site)
        check(page, "Your recovery codes")
        for path, title in [
            ("/desk/security", "Sign-in and security"), ("/desk/sessions", "Where you are signed in"),
            ("/desk/people", "People"), ("/desk/prove", "Show that it is you"),
            ("/desk/security/app", "Use another authenticator app"),
        ]:
            page.goto(site.url + path)
            check(page, title)
        page.context.clear_cookies()


def test_commands(site, chromium):
    """What an operator does about people, without a browser."""
    first_link(site, "olga@example.org", "moderator", "Olga")
    said = site.run("user", "list")
    assert "moderator\tolga@example.org\tOlga\n" in said
    site.run("user", "suspend", "olga@example.org")
    assert "olga@example.org\tOlga (suspended)" in site.run("user", "list")
    with pytest.raises(AssertionError, match="undersigned user resume olga@example.org"):
        first_link(site, "olga@example.org", "administrator", "Olga")
    assert "moderator\tolga@example.org" in site.run("user", "list")
    site.run("user", "resume", "olga@example.org")
    site.run("user", "reset", "olga@example.org")
    for wrong in [
        ("user",), ("user", "add", "olga@example.org"), ("user", "add", "--role", "king", "olga@example.org"),
        ("user", "suspend"), ("user", "suspend", "nobody@example.org"),
    ]:
        with pytest.raises(AssertionError):
            site.run(*wrong)
    with visitor(chromium, View(False, 1280, "light")) as page:
        follow(page, first_link(site, "olga@example.org", "reviewer", "Olga"))
        assert heading(page) == "Sign-in and security"
        assert "reviewer\tolga@example.org" in site.run("user", "list")
        page.context.clear_cookies()


def test_valid_html(site, chromium, tmp_path):
    with visitor(chromium, View(False, 1280, "light")) as page:
        pages = {}

        def keep(path: str) -> None:
            pages[path] = page.request.get(site.url + path).body()

        keep("/desk/sign-in")
        link = first_link(site, "html@example.org", "administrator", "Hilda")
        keep(link.removeprefix(site.url))
        follow(page, link)
        keep("/desk/security")
        keep("/desk/security/password")
        set_password(page, site)
        for path in ["", "/security", "/security/app", "/prove", "/sessions", "/people", "/people/1"]:
            keep("/desk" + path)
        check_html(pages, tmp_path / "html")
        page.context.clear_cookies()
