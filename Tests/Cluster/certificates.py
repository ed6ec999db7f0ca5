"""An authority of the test's own, and certificates that it signed."""

import os
import subprocess
from pathlib import Path


class Authority:
    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.certificate = folder / "ca.crt"
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                      "-days", "2", "-subj", "/CN=Authority of a test", "-keyout", str(folder / "ca.key"),
                      "-out", str(self.certificate))

    def issue(self, name: str, *, folder: Path | None = None, owner: tuple[int, int] | None = None) -> tuple[Path, Path]:
        """A certificate for `localhost` and 127.0.0.1, and its key."""
        folder = folder or self.folder
        key, request, certificate = (folder / f"{name}.{kind}" for kind in ("key", "csr", "crt"))
        extensions = folder / f"{name}.ext"
        extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                      "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(request))
        self._openssl("x509", "-req", "-in", str(request), "-CA", str(self.certificate),
                      "-CAkey", str(self.folder / "ca.key"), "-CAcreateserial", "-days", "2",
                      "-extfile", str(extensions), "-out", str(certificate))
        key.chmod(0o600)
        if owner:
            os.chown(key, *owner)
        return certificate, key

    def _openssl(self, *arguments: str) -> None:
        done = subprocess.run(["openssl", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
