"""The servers that are measured: nginx with files, the site, and the bare answer to a form."""

import http.client
import os
import re
import time
from pathlib import Path

from processes import Failed, Process, executable, free_port

NGINX = """\
daemon off;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    open_file_cache_valid 10m;
    default_type text/html;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        root {folder}/files;
    }}
}}
"""


class Server:
    """Something that answers HTTP on a port of the loopback address."""

    def __init__(self, command, log, **options):
        self.process = Process(command, log, **options)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def page(self, path):
        status, body = self.get(path)
        if status != 200:
            raise Failed(f"{path} is answered with {status}")
        return body

    def answers(self, path):
        try:
            return self.get(path)[0] < 500
        except OSError:
            return False

    def stop(self):
        self.process.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Nginx(Server):
    """nginx, as many workers as cores, the log of requests off."""

    def __init__(self, folder, files):
        self.port = free_port()
        folder = Path(folder) / "nginx"
        (folder / "files").mkdir(parents=True)
        for name, content in files.items():
            (folder / "files" / name).write_bytes(content)
        configuration = folder / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, port=self.port))
        super().__init__(
            [executable("nginx"), "-e", str(folder / "start.log"), "-c", str(configuration)],
            folder / "output.log")
        self.process.wait_until(lambda: self.answers("/"))


class Site(Server):
    """`undersigned serve` over a data set, with limits that let one network send everything."""

    def __init__(self, programs, place, first="/readyz", **settings):
        self.port = free_port()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("UNDERSIGNED_")}
        environment |= {
            "UNDERSIGNED_DATA": str(place.data),
            "UNDERSIGNED_LISTEN": f"127.0.0.1:{self.port}",
            "UNDERSIGNED_SIGN_BURST": "1000000000",
            "UNDERSIGNED_SIGN_PER_MINUTE": "1000000000",
            "UNDERSIGNED_CONNECTIONS_PER_NETWORK": "100000",
            "UNDERSIGNED_WAITING_MAILS": "100000000",
        }
        if place.database:
            environment["UNDERSIGNED_DATABASE"] = place.database
        environment |= {f"UNDERSIGNED_{name}": value for name, value in settings.items()}
        start = time.monotonic()
        # The log of requests is written, to where it costs least.
        super().__init__([str(programs / "undersigned"), "serve"], os.devnull, env=environment)
        self.process.wait_until(lambda: self.answers(first), pause=0.001)
        self.seconds_to_first_answer = time.monotonic() - start

    def form_token(self, path):
        found = re.search(rb'name="token" value="([^"]+)"', self.page(path))
        if not found:
            raise Failed("the page has no form")
        return found[1].decode()


class Answer(Server):
    """The site's HTTP server, which reads a form and answers 303 at once."""

    def __init__(self, programs, folder):
        self.port = free_port()
        super().__init__(
            [str(programs / "undersigned-bench"), "answer", "--listen", f"127.0.0.1:{self.port}"],
            Path(folder) / "answer.log")
        self.process.wait_until(lambda: self.answers("/"))
