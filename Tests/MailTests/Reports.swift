/// Delivery reports in the shape of those that well-known servers write; every name is an example.
enum Reports {
  static let postfix = """
    Return-Path: <>
    Received: by mail.example.org (Postfix)
    \tid AA48FF960FB; Tue, 24 Nov 2026 22:27:14 +0000 (UTC)
    From: Mail Delivery System <MAILER-DAEMON@mail.example.org>
    Subject: Undelivered Mail Returned to Sender
    To: bounces@example.org
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="A7DD1F960F9.1795559234/mail.example.org"

    This is a MIME-encapsulated message.

    --A7DD1F960F9.1795559234/mail.example.org
    Content-Description: Notification
    Content-Type: text/plain; charset=utf-8

    <ann@example.com>: host mx.example.com[192.0.2.7] said: 550 5.1.1
        <ann@example.com>: Recipient address rejected: User unknown (in reply to
        RCPT TO command)

    --A7DD1F960F9.1795559234/mail.example.org
    Content-Description: Delivery report
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mail.example.org
    X-Postfix-Queue-ID: A7DD1F960F9
    X-Postfix-Sender: rfc822; bounces@example.org
    Arrival-Date: Tue, 24 Nov 2026 22:27:14 +0000 (UTC)

    Final-Recipient: rfc822; ann@example.com
    Original-Recipient: rfc822;ann+petitions@example.com
    Action: failed
    Status: 5.1.1
    Remote-MTA: dns; mx.example.com
    Diagnostic-Code: smtp; 550 5.1.1 <ann@example.com>: Recipient address rejected:
        User unknown

    Final-Recipient: rfc822; bob@example.net
    Action: failed
    Status: 4.4.1
    Diagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.8]:25: Connection
        timed out

    --A7DD1F960F9.1795559234/mail.example.org
    Content-Description: Undelivered Message
    Content-Type: message/rfc822

    Return-Path: <bounces@example.org>
    From: <site@example.org>
    Message-ID: <20261124T222714000Z.token@example.org>

    Hello
    --A7DD1F960F9.1795559234/mail.example.org--
    """

  static let exim = """
    Return-path: <>
    Received: from Debian-exim by mx.example.com with local (Exim 4.96)
    Auto-Submitted: auto-replied
    From: Mail Delivery System <Mailer-Daemon@mx.example.com>
    To: bounces@example.org
    References: <20261124T222714000Z.token@example.org>
    Content-Type: multipart/report; report-type=delivery-status; boundary=1700000000-eximdsn-804289383
    MIME-Version: 1.0
    Subject: Mail delivery failed: returning message to sender
    X-Failed-Recipients: ann@example.com

    --1700000000-eximdsn-804289383
    Content-type: text/plain; charset=us-ascii

    A message that you sent could not be delivered to one or more of its
    recipients. This is a permanent error. The following address(es) failed:

      ann@example.com

    --1700000000-eximdsn-804289383
    Content-type: message/delivery-status

    Reporting-MTA: dns; mx.example.com

    Action: failed
    Final-Recipient: rfc822;ann@example.com
    Status: 5.0.0
    Remote-MTA: dns; inner.example.com
    Diagnostic-Code: smtp; 550 5.1.1 The mailbox does not exist

    --1700000000-eximdsn-804289383
    Content-type: text/rfc822-headers

    Message-ID: <20261124T222714000Z.token@example.org>
    Subject: Hello

    --1700000000-eximdsn-804289383--
    """

  static let exchange = """
    From: <postmaster@example.onmicrosoft.example.org>
    To: <bounces@example.org>
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="e6b8a2b1-4a4b-4c53-a8a8-3d1d7e2a6a11"
    X-MS-Exchange-Message-Is-Ndr:
    Content-Language: en-US
    Subject: Undeliverable: Hello

    --e6b8a2b1-4a4b-4c53-a8a8-3d1d7e2a6a11
    Content-Type: multipart/alternative; differences=Content-Type;
    \tboundary="e6b8a2b1-inner"

    --e6b8a2b1-inner
    Content-Type: text/plain; charset="us-ascii"
    Content-Transfer-Encoding: quoted-printable

    Your message to ann@example.com couldn't be delivered.=20

    --e6b8a2b1-inner
    Content-Type: text/html; charset="us-ascii"
    Content-Transfer-Encoding: quoted-printable

    <html><body>ann wasn't found at example.com.</body></html>
    --e6b8a2b1-inner--

    --e6b8a2b1-4a4b-4c53-a8a8-3d1d7e2a6a11
    Content-Type: message/delivery-status

    Reporting-MTA: dns;AM0PR01MB0001.example.org
    Received-From-MTA: dns;mail.example.org
    Arrival-Date: Tue, 24 Nov 2026 22:27:14 +0000

    Final-Recipient: rfc822;ann@example.com
    Action: failed
    Status: 5.1.10
    Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ann@example.com not found by SMTP address lookup
    X-Display-Name: ann

    --e6b8a2b1-4a4b-4c53-a8a8-3d1d7e2a6a11
    Content-Type: message/rfc822

    Received: from mail.example.org (192.0.2.1)
    MESSAGE-ID:
     <20261124T222714000Z.token@example.org>
    Subject: Hello

    Hello
    --e6b8a2b1-4a4b-4c53-a8a8-3d1d7e2a6a11--
    """

  static let gmail = """
    Delivered-To: bounces@example.org
    Return-Path: <>
    Content-Type: multipart/report; boundary="000000000000c0ffee06"; report-type=delivery-status
    To: bounces@example.org
    Auto-Submitted: auto-replied
    Subject: Delivery Status Notification (Failure)
    From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>

    --000000000000c0ffee06
    Content-Type: multipart/related; boundary="000000000000beef06"

    --000000000000beef06
    Content-Type: multipart/alternative; boundary="000000000000feed06"

    --000000000000feed06
    Content-Type: text/plain; charset="UTF-8"

    ** Message blocked **

    --000000000000feed06--
    --000000000000beef06
    Content-Type: image/png; name="icon.png"
    Content-Transfer-Encoding: base64
    Content-ID: <icon.png>

    iVBORw0KGgo=
    --000000000000beef06--
    --000000000000c0ffee06
    Content-Type: message/delivery-status

    Reporting-MTA: dns; googlemail.com
    Received-From-MTA: dns; bounces@example.org
    Arrival-Date: Tue, 24 Nov 2026 14:27:14 -0800 (PST)
    X-Original-Message-ID: <20261124T222714000Z.token@example.org>

    Final-Recipient: rfc822; ann@example.com
    Action: failed
    Status: 5.7.1
    Remote-MTA: dns; mx.example.com. (192.0.2.7, the server for the domain example.com.)
    Diagnostic-Code: smtp; 550-5.7.1 This message is likely unsolicited mail. To reduce the
     amount of spam it has been blocked.
    Last-Attempt-Date: Tue, 24 Nov 2026 14:27:15 -0800 (PST)

    --000000000000c0ffee06
    Content-Type: message/rfc822

    Message-ID: <20261124T222714000Z.token@example.org>

    Hello
    --000000000000c0ffee06--
    """

  /// A report for the time being, with other spellings that RFC 3464 and RFC 2045 allow.
  static let delayed = """
    content-type: MULTIPART/Report; Boundary = "a \\"b\\"; c" ; report-type="delivery-status"

    --a "b"; c\u{20}
    Content-Type: Message/Delivery-Status
    Content-Transfer-Encoding: quoted-printable

    Reporting-MTA: dns; x.example.org

    FINAL-RECIPIENT: RFC822; <ann=
    @example.com>
    ACTION: Delayed (will be tried)
    STATUS: 4.2.2 (mailbox full)
    Will-Retry-Until: Sat, 28 Nov 2026 22:27:14 +0000

    --a "b"; c--
    """

  static let complaint = """
    From: <abuse@provider.example.net>
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=feedback-report; boundary="part"

    --part
    Content-Type: text/plain

    This is an abuse report.
    --part
    Content-Type: message/feedback-report

    Feedback-Type: abuse
    User-Agent: SomeGenerator/1.0
    Version: 1
    Original-Mail-From: <bounces@example.org>
    Original-Rcpt-To: <ann@example.com>

    --part
    Content-Type: message/rfc822

    From: <site@example.org>
    Message-ID: <20261124T222714000Z.token@example.org>

    Hello
    --part--
    """
}
