"""Authorities of the tests' own, and the certificates that a mail server may show."""

import subprocess
from pathlib import Path

CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    def __init__(self, folder: Path, name: str):
        self.folder, self.name = folder, name
        self.certificate = folder / f"{name}.pem"
        _openssl("req", "-x509", *CURVE, "-days", "2", "-subj", f"/CN={name}",
                 "-keyout", str(folder / f"{name}.key"), "-out", str(self.certificate))

    def issue(self, name: str, subjects: str) -> tuple[Path, Path]:
        """A certificate for alternative names such as `DNS:localhost`, and its key."""
        key, request, certificate, extensions = (
            self.folder / f"{name}.{kind}" for kind in ("key", "csr", "pem", "ext"))
        extensions.write_text(f"subjectAltName={subjects}\n")
        _openssl("req", *CURVE, "-subj", "/CN=mail", "-keyout", str(key), "-out", str(request))
        _openssl("x509", "-req", "-in", str(request), "-CA", str(self.certificate),
                 "-CAkey", str(self.folder / f"{self.name}.key"), "-CAcreateserial", "-days", "2",
                 "-extfile", str(extensions), "-out", str(certificate))
        key.chmod(0o600)
        return certificate, key


def make(folder: Path) -> None:
    """`ca.pem` and what it signed, `good` and `other-name`; `stranger-ca.pem` and its `stranger`;
    `dkim.pem`, a key for signing mails."""
    ours = Authority(folder, "ca")
    ours.issue("good", "DNS:localhost,IP:127.0.0.1,IP:::1")
    ours.issue("other-name", "DNS:mail.example.net")
    Authority(folder, "stranger-ca").issue("stranger", "DNS:localhost,IP:127.0.0.1")
    _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(folder / "dkim.pem"))


def _openssl(*arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
