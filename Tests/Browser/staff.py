"""Signs somebody of the desk in without the mails and proofs of it, which have journeys of their own.

Written from the description of the format: what the site opens is what it describes.
"""

import base64
import ctypes
import ctypes.util
import hashlib
import hmac
import os
import sqlite3
import struct
import time
from contextlib import closing

EMPTY = ctypes.c_ulonglong(0)


def sealed(site, text: str, place: str) -> bytes:
    """XChaCha20-Poly1305 over a text of the desk, padded to steps of 64 bytes, for one place in the database."""
    root = bytes.fromhex((site.data / "secret").read_text().split()[0])
    key = hmac.digest(hmac.digest(bytes(32), root, hashlib.sha256), b"undersigned desk\x01", hashlib.sha256)
    plain = struct.pack(">I", len(text.encode())) + text.encode()
    plain += bytes(-len(plain) % 64)
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    nonce, box = os.urandom(24), ctypes.create_string_buffer(len(plain) + 16)
    context = place.encode()
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        box, None, plain, ctypes.c_ulonglong(len(plain)), context, ctypes.c_ulonglong(len(context)), None, nonce, key)
    return nonce + box.raw


def signed_in(site, role: str, name: str) -> dict:
    """A new person with a role; the cookie of a session that has everything that the role asks for."""
    secret, now = os.urandom(32), int(time.time() * 1000)
    with closing(sqlite3.connect(site.data / "site.sqlite", timeout=10)) as database, database:
        account = database.execute(
            "INSERT INTO account (email_tag, email, name, role, language, created_at) VALUES (?, ?, ?, ?, 'en', ?)",
            (os.urandom(16), b"", b"", role, now)).lastrowid
        database.execute(
            "UPDATE account SET email = ?, name = ? WHERE id = ?",
            (sealed(site, f"{role}-{account}@example.org", f"account.email {account}"),
             sealed(site, name, f"account.name {account}"), account))
        database.execute(
            "INSERT INTO session (hash, account_id, strength, browser, created_at, seen_at, proved_at)"
            " VALUES (?, ?, 'full', 'Test', ?, ?, ?)", (hashlib.sha256(secret).digest(), account, now, now, now))
    token = base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
    return {"name": "session", "value": token, "url": site.url, "httpOnly": True, "sameSite": "Lax"}
