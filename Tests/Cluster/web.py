"""What a visitor's program does: one request, one answer, and how long it took."""

import http.client
import ssl
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

# Longer than anything may take, so that what is too slow is measured and not guessed.
PATIENCE = 15


@dataclass(frozen=True)
class Reply:
    """What came back; `status` is 0 where nothing did, and `error` says how that was."""

    asked_at: float
    seconds: float
    status: int
    headers: dict[str, str]
    body: bytes
    error: str = ""

    @property
    def says_when_to_come_back(self) -> bool:
        return self.status == 503 and self.headers.get("retry-after", "").isdigit()


class Address:
    """Where the site is reached: a node, or a proxy with or without TLS."""

    def __init__(self, url: str, authority: Path | None = None):
        parts = urllib.parse.urlsplit(url)
        self.url = url
        self.host = parts.hostname
        self.port = parts.port
        self.tls = ssl.create_default_context(cafile=str(authority)) if authority else None

    def request(self, method: str, path: str, fields: dict[str, str] | None = None,
                photo: bytes | None = None, **headers: str) -> Reply:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        body = None
        if photo is not None:
            body = multipart(fields or {}, photo)
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        elif fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = (
            http.client.HTTPSConnection(self.host, self.port, timeout=PATIENCE, context=self.tls) if self.tls
            else http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE))
        began = time.monotonic()
        try:
            connection.request(method, path, body, {"Connection": "close", **headers})
            answer = connection.getresponse()
            content = answer.read()
            return Reply(began, time.monotonic() - began, answer.status,
                         {name.lower(): value for name, value in answer.getheaders()}, content)
        except (OSError, http.client.HTTPException) as error:
            return Reply(began, time.monotonic() - began, 0, {}, b"", repr(error))
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.request("GET", path, **headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Reply:
        return self.request("POST", path, fields, **headers)

    def upload(self, path: str, fields: dict[str, str], photo: bytes, **headers: str) -> Reply:
        """A form with a file, as a browser sends it."""
        return self.request("POST", path, fields, photo, **headers)


BOUNDARY = "----a-boundary-that-no-photo-holds"


def multipart(fields: dict[str, str], photo: bytes) -> bytes:
    """RFC 7578, with one file in the field `photo`."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]
    head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="me.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n")
    return b"".join(parts) + head.encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()
