"""How news is ended: with the button behind the link, or by a mail provider that was asked to."""

import pytest
from harness import check_axe, check_fits, post
from steps import count, heading, press, sign_for_news
from tokens import unsubscribe_token


@pytest.fixture
def news_reader(site, slug, page, view):
    """A signer who asked for news: the own page, and the address that ends it."""
    address = f"news-{view}-{count(site, slug)}@example.org"
    mail = sign_for_news(page, site, slug, address)
    ordinal = count(site, slug)
    return site.link_in(mail, "/signatures/"), f"{site.url}/unsubscribe/{unsubscribe_token(site, 1, ordinal)}"


def wants_news(page, own: str) -> bool:
    page.goto(own)
    return page.get_by_label("Send me news about this petition by email").count() == 1


def test_the_button(site, slug, page, news_reader):
    """Opening the link changes nothing, however often; the button ends news and keeps the signature."""
    own, link = news_reader
    before, signed = site.settled_rows(), count(site, slug)
    for _ in range(3):
        page.goto(link)
        assert heading(page) == "Stop news about this petition?"
    check_axe(page)
    check_fits(page)
    assert site.rows() == before
    assert wants_news(page, own)
    page.goto(link)
    press(page, "/unsubscribe/")
    assert heading(page) == "You will get no more news"
    check_axe(page)
    check_fits(page)
    page.reload()
    assert heading(page) == "You will get no more news"
    assert not wants_news(page, own)
    assert count(site, slug) == signed


def test_one_click(site, slug, page, news_reader):
    """The provider posts without cookies, Origin or Fetch Metadata, and is not led elsewhere (RFC 8058)."""
    own, link = news_reader
    for _ in range(2):
        answer = post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status == 200 and answer.url == link
        assert b"<html" not in answer.body
    assert not wants_news(page, own)


def test_another_site_cannot_press_the_button(site, page, news_reader):
    own, link = news_reader
    assert post(link, {}, sec_fetch_site="cross-site").status == 403
    assert wants_news(page, own)


def test_an_unknown_link(site, page):
    answer = page.goto(f"{site.url}/unsubscribe/abc")
    assert answer.status == 404 and heading(page) == "This link is not known here"
    check_axe(page)
    check_fits(page)


def test_no_log_line_holds_a_token(site):
    assert "unsubscribe" in site.logged()
    assert "/unsubscribe/" not in site.logged()
