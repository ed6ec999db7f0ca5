"""From the form to a real mailbox and onto the list."""

import re

import dkim
from harness import get, post
from postbox import text_of, wait_until
from steps import count, form_token, send_form, slug_of


def link_in(site, mail, path: str) -> str:
    links = re.findall(re.escape(site.url + path) + r"[^\s<>\"]*", text_of(mail))
    assert len(set(links)) == 1, links
    return links[0]


def started(sites, postfix, **settings):
    postfix.start()
    site = sites(**settings)
    site.import_page()
    site.start()
    return site, slug_of(site)


def test_the_button(sites, postfix, postbox):
    """Sign, open the mail, press the button, stand on the list; then a mail of thanks brings the own link."""
    site, slug = started(sites, postfix)
    assert send_form(site, slug, "Bea Button", "bea@example.org").status == 200
    mail = postbox.wait("bea@example.org", "confirm")
    assert get(link_in(site, mail, "/confirm/")).status == 200
    assert count(site, slug) == 0, "opening the link confirmed"
    answer = post(link_in(site, mail, "/confirm/"), {})
    assert answer.status == 200 and "/signatures/" in answer.url
    assert count(site, slug) == 1
    assert b"Bea Button" in get(f"{site.url}/petitions/{slug}/signatures").body
    thanks = postbox.wait("bea@example.org", "thanks")
    assert get(link_in(site, thanks, "/signatures/")).status == 200
    site.stop()


def test_the_code(sites, postfix, postbox):
    """The eight digits of the mail, typed on the page after the form."""
    site, slug = started(sites, postfix)
    page = send_form(site, slug, "Cody Code", "cody@example.org")
    ticket = re.search(rb'name="for" value="([^"]+)"', page.body)
    assert ticket, "the page after the form does not know the form"
    code = re.search(r"^\d{4} \d{4}$", text_of(postbox.wait("cody@example.org", "confirm")), re.MULTILINE)
    address = f"{site.url}/petitions/{slug}/check-your-mail"
    wrong = post(address, {"for": ticket.group(1).decode(), "action": "code", "code": "00000000"})
    assert wrong.status == 422 and count(site, slug) == 0
    right = post(address, {"for": ticket.group(1).decode(), "action": "code", "code": code.group()})
    assert right.status == 200 and b"Cody Code" in right.body and count(site, slug) == 0
    button = re.search(rb'name="ticket" value="([^"]+)"', right.body)
    assert button, "the page after the code has no button"
    counted = post(address, {"ticket": button.group(1).decode(), "action": "confirm"})
    assert counted.status == 200 and b"Your signature is number 1" in counted.body
    assert count(site, slug) == 1
    site.stop()


def test_mails_are_signed(sites, postfix, postbox):
    """An independent verifier believes the signature of every kind of mail, and not of one that was changed."""
    site, slug = started(sites, postfix)
    record = re.search(r"undersigned\._domainkey\.example\.org TXT (v=DKIM1.*)", doctor(site))
    assert record, "the doctor does not say which record is needed"

    def dns(name, timeout=5):
        return record.group(1).encode() if name == b"undersigned._domainkey.example.org." else b""

    send_form(site, slug, "Dana Signed", "dana@example.org")
    post(link_in(site, postbox.wait("dana@example.org", "confirm"), "/confirm/"), {})
    postbox.wait("dana@example.org", "thanks")
    contents = postbox.by_recipient["dana@example.org"]
    assert len(contents) == 2
    for content in contents:
        assert dkim.verify(content, dnsfunc=dns)
        assert not dkim.verify(content.replace(b"petitions@", b"petitionz@"), dnsfunc=dns)
        assert not dkim.verify(content.replace(b"Hello", b"Hallo"), dnsfunc=dns)
    site.stop()


def doctor(site) -> str:
    """What the doctor says, who finds no records for example.org."""
    try:
        return site.run("doctor", "mail")
    except AssertionError as failed:
        return str(failed)


def test_an_address_that_does_not_exist(sites, postfix, postbox):
    """The report comes back, is read, and nothing is sent there any more; others cannot be silenced by forging one."""
    site, slug = started(sites, postfix, bounces="bounces@example.org", mail=f"smtp://127.0.0.1:{postfix.late}")
    send_form(site, slug, "Uma Unknown", "unknown-uma@example.org")
    send_form(site, slug, "Vera Victim", "vera@example.org")
    postbox.wait("vera@example.org", "confirm")
    report = wait_for_report(postbox)
    said = site.run("bounces", str(postfix.maildir))
    assert "1 addresses do not exist" in said, said
    # Sent to nobody: not tried again, and so no second report.
    send_form(site, slug, "Uma Again", "unknown-uma@example.org", token=form_token(site, slug))

    forged = postfix.folder / "forged"
    forged.write_bytes(report.replace(b"unknown-uma@example.org", b"vera@example.org"))
    said = site.run("bounces", str(forged))
    assert "0 addresses do not exist" in said and "1 were not about" in said, said
    send_form(site, slug, "Vera Again", "vera@example.org", token=form_token(site, slug))
    wait_until(lambda: len(postbox.mails("vera@example.org")) == 2, "the victim gets no mail any more")
    assert len(postbox.mails("bounces@example.org")) == 1
    site.stop()


def wait_for_report(postbox) -> bytes:
    wait_until(lambda: postbox.mails("bounces@example.org"), "no report came back")
    return postbox.by_recipient["bounces@example.org"][0]
