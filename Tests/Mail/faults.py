"""A mail server that goes wrong as it is told: `faults.py CERTIFICATES [OPTION …]`.

Says its port in the first line of its output, and `waiting` in another when it first keeps somebody waiting. It
ends with its standard input, and then writes a line of JSON for every connection and for every mail that it took.

A fault is `STAGE=ANSWER`, where the stage is one of greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, content
(the answer after the last dot), QUIT and `cut` (in the middle of the content), and the answer is a line of SMTP,
`close`, or `wait SECONDS`, or `hold`, which waits for a line of standard input. `3*ANSWER` goes wrong three times only, `1+3*ANSWER` after going right once.
"""

import argparse
import asyncio
import base64
import json
import os
import re
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult


class Faults:
    def __init__(self, texts: list[str]):
        self.has_waited = False
        self.let_go = asyncio.Event()
        # For each stage the answer, how often it is still right before, and how often wrong then.
        self.left: dict[str, tuple[str, int, float]] = {}
        for text in texts:
            stage, answer, right, wrong = re.fullmatch(
                r"(?P<stage>\w+)=(?:(?:(?P<right>\d+)\+)?(?P<wrong>\d+)\*)?(?P<answer>.*)", text
            ).group("stage", "answer", "right", "wrong")
            self.left[stage] = answer, int(right or 0), float(wrong or "inf")

    async def wait(self, answer: str) -> None:
        # The one line beside the port that is written before the end.
        if not self.has_waited:
            self.has_waited = True
            print("waiting", flush=True)
        if answer == "hold":
            await self.let_go.wait()
        else:
            await asyncio.sleep(float(answer.removeprefix("wait ")))

    def take(self, stage: str) -> str | None:
        answer, right, wrong = self.left.get(stage, ("", 0, 0))
        if right > 0:
            self.left[stage] = answer, right - 1, wrong
            return None
        if wrong <= 0:
            return None
        self.left[stage] = answer, 0, wrong - 1
        return answer


class Server(SMTP):
    """One connection."""

    def __init__(self, options: argparse.Namespace, faults: Faults, context: ssl.SSLContext):
        self.faults, self.has_greeted, self.is_counted = faults, False, False
        super().__init__(
            Handler(faults), hostname="faults.example.org", ident="ESMTP", enable_SMTPUTF8=False,
            tls_context=context if options.tls == "starttls" else None,
            require_starttls=options.tls == "starttls",
            auth_required=bool(options.login), auth_require_tls=options.tls == "starttls",
            auth_exclude_mechanism=[] if options.login else ["LOGIN", "PLAIN"],
            authenticator=lambda server, session, envelope, mechanism, data: AuthResult(
                success=f"{data.login.decode()}:{data.password.decode()}" == options.login, handled=False))

    def connection_made(self, transport) -> None:
        # STARTTLS makes the same connection a second time.
        if not self.is_counted:
            self.is_counted = True
            say(connection=True)
        super().connection_made(transport)

    async def push(self, status) -> None:
        if not self.has_greeted:
            self.has_greeted = True
            if await self._goes_wrong("greeting"):
                return
        await super().push(status)

    async def _goes_wrong(self, stage: str) -> bool:
        """Whether the fault has taken the place of the answer."""
        answer = self.faults.take(stage)
        if answer is None:
            return False
        if answer.startswith(("wait ", "hold")):
            await self.faults.wait(answer)
            return False
        if answer == "close":
            self.transport.close()
        else:
            await super().push(answer)
        return True

    async def smtp_EHLO(self, hostname) -> None:
        if not await self._goes_wrong("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname) -> None:
        if not await self._goes_wrong("EHLO"):
            await super().smtp_HELO(hostname)

    async def smtp_STARTTLS(self, arg) -> None:
        if not await self._goes_wrong("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg) -> None:
        if not await self._goes_wrong("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg) -> None:
        if not await self._goes_wrong("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg) -> None:
        if not await self._goes_wrong("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg) -> None:
        if await self._goes_wrong("DATA"):
            return
        if self.faults.take("cut") is not None:
            await super().push("354 go on")
            await self._reader.read(100)
            self.transport.close()
            return
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg) -> None:
        if not await self._goes_wrong("QUIT"):
            await super().smtp_QUIT(arg)


class Handler:
    def __init__(self, faults: Faults):
        self.faults = faults

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = self.faults.take("content")
        if answer and answer.startswith(("wait ", "hold")):
            await self.faults.wait(answer)
        elif answer == "close":
            server.transport.close()
            return "250 nobody hears this"
        elif answer:
            return answer
        say(sender=envelope.mail_from, recipients=envelope.rcpt_tos, hello=session.host_name,
            isEncrypted=session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
            isAuthenticated=bool(session.authenticated),
            content=base64.b64encode(envelope.original_content).decode())
        return f"250 2.0.0 Ok: queued as FAULTS-1 for {envelope.rcpt_tos[0]}"


# Kept until the end: whoever started it reads nothing before, and a full pipe would hold the server up.
said: list[str] = []


def say(**what) -> None:
    said.append(json.dumps(what))


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("certificates", type=Path)
    parser.add_argument("--tls", choices=["none", "starttls", "first"], default="none")
    parser.add_argument("--certificate", default="good")
    parser.add_argument("--login", help="user:password, without which it takes nothing")
    parser.add_argument("--fault", action="append", default=[])
    options = parser.parse_args()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*(options.certificates / f"{options.certificate}.{kind}" for kind in ("pem", "key")))
    faults = Faults(options.fault)
    server = await asyncio.get_running_loop().create_server(
        lambda: Server(options, faults, context), "127.0.0.1", 0, ssl=context if options.tls == "first" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started it holds the other end.
    while await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        faults.let_go.set()
    print(*said, sep="\n", flush=True)
    # Without waiting for connections whose answers are late.
    os._exit(0)


asyncio.run(main())
