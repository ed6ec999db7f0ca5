"""The proxies of deploy/, started for real: the shipped files, with other ports, addresses and certificates."""

import os
from pathlib import Path

from certificates import Authority
from harness import ROOT
from nodes import Nodes
from ports import free_port
from processes import Program, accepts
from web import Address

DEPLOY = ROOT / "deploy"


def adapted(name: str, *changes: tuple[str, str]) -> str:
    """A shipped file with some of its text replaced; text that it does not hold is an error."""
    text = (DEPLOY / name).read_text()
    for shipped, here in changes:
        assert shipped in text, f"deploy/{name} holds no {shipped!r}"
        text = text.replace(shipped, here)
    return text


class Proxy:
    """A proxy at `https://localhost:port`, which is the site's public address."""

    def __init__(self, folder: Path, port: int):
        folder.mkdir()
        self.folder = folder
        self.port = port
        self.authority = Authority(folder / "certificates")
        self.certificate, self.key = self.authority.issue("proxy")
        self.program = Program(folder / "log")

    @property
    def address(self) -> Address:
        return Address(f"https://localhost:{self.port}", self.authority.certificate)

    def stop(self) -> None:
        self.program.stop()

    def logged(self) -> str:
        return self.program.logged()


class HAProxy(Proxy):
    def start(self, nodes: Nodes) -> "HAProxy":
        both = self.folder / "both.pem"
        both.write_text(self.certificate.read_text() + self.key.read_text())
        file = self.folder / "haproxy.cfg"
        file.write_text(adapted(
            "haproxy.cfg",
            ("bind :80\n", f"bind 127.0.0.1:{free_port()}\n"),
            ("bind :443 ", f"bind 127.0.0.1:{self.port} "),
            ("/etc/haproxy/petitions.example.org.pem", str(both)),
            *((f"10.0.0.1{number}:8080", f"127.0.0.1:{site.port}") for number, site in enumerate(nodes.sites, 1)),
        ))
        self.program.start(["haproxy", "-db", "-f", str(file)], lambda: accepts(self.port))
        return self


class Nginx(Proxy):
    def start(self, nodes: Nodes) -> "Nginx":
        server = "    server 127.0.0.1:8080 max_fails=2 fail_timeout=2s;\n"
        plain = free_port()
        site = adapted(
            "nginx.conf",
            (server, "".join(server.replace("8080", str(site.port)) for site in nodes.sites)),
            ("    listen [::]:443 ssl http2;\n", ""), ("    listen [::]:80;\n", ""),
            ("listen 443 ", f"listen 127.0.0.1:{self.port} "), ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("petitions.example.org;", "localhost;"),
            ("/etc/ssl/petitions.example.org/fullchain.pem", str(self.certificate)),
            ("/etc/ssl/petitions.example.org/privkey.pem", str(self.key)),
        )
        # What Debian's nginx.conf has around sites-enabled, with its files below the test's folder.
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in kinds)
        user = "user www-data;\n" if os.geteuid() == 0 else ""
        file = self.folder / "nginx.conf"
        file.write_text(f"{user}daemon off;\nworker_processes 1;\npid {self.folder}/pid;\nevents {{}}\n"
                        f"http {{\naccess_log {self.folder}/requests;\n{places}{site}\n}}\n")
        self.program.start(
            ["nginx", "-p", str(self.folder), "-e", str(self.folder / "errors"), "-c", str(file)],
            lambda: accepts(self.port))
        return self


class Caddy(Proxy):
    def start(self, nodes: Nodes) -> "Caddy":
        file = self.folder / "Caddyfile"
        # The certificate comes from the test, and nothing is kept or reached outside its folder.
        file.write_text(f"{{\n\tadmin off\n\thttp_port {free_port()}\n\tdefault_bind 127.0.0.1\n}}\n" + adapted(
            "Caddyfile",
            ("petitions.example.org {", f"https://localhost:{self.port} {{\n\ttls {self.certificate} {self.key}"),
            ("reverse_proxy 127.0.0.1:8080",
             "reverse_proxy " + " ".join(f"127.0.0.1:{site.port}" for site in nodes.sites)),
        ))
        home = {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        self.program.start(
            ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)],
            lambda: accepts(self.port), environment=os.environ | home)
        return self
