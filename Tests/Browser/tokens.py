"""Makes what only a mail to many would bring: the token that ends the news to one signer.

Written from the description of the format, with libsodium called directly: what the site takes is what it describes.
"""

import base64
import ctypes
import ctypes.util
import hashlib
import hmac
import os
import struct


def unsubscribe_token(site, petition: int, ordinal: int) -> str:
    """Base64url of XChaCha20-Poly1305 over both numbers, under a key of the site's secret (HKDF-SHA256, RFC 5869)."""
    root = bytes.fromhex((site.data / "secret").read_text().split()[0])
    extracted = hmac.digest(bytes(32), root, hashlib.sha256)
    key = hmac.digest(extracted, b"undersigned unsubscribe\x01", hashlib.sha256)
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    message, nonce = struct.pack(">QQ", petition, ordinal), os.urandom(24)
    sealed = ctypes.create_string_buffer(len(message) + 16)
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed, None, message, ctypes.c_ulonglong(len(message)), None, ctypes.c_ulonglong(0), None, nonce, key)
    return base64.urlsafe_b64encode(nonce + sealed.raw).rstrip(b"=").decode()
