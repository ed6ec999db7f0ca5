"""Each proxy of deploy/ in front of three nodes: a page and a signature, and no address written anywhere."""

import pytest

from nodes import Nodes, free_url
from postgres import PostgreSQL
from processes import wait_for
from proxies import Caddy, HAProxy, Nginx

CLIENT = "203.0.113.7"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One database and three nodes for all proxies; each proxy listens at the same public address."""
    database = PostgreSQL()
    port, url = free_url()
    nodes = None
    try:
        database.create()
        nodes = Nodes(tmp_path_factory.mktemp("nodes"), database.address(), url=url)
        yield database, nodes.start(), port
    finally:
        if nodes:
            nodes.kill()
        database.remove()


@pytest.mark.parametrize("kind", [HAProxy, Nginx, Caddy], ids=lambda kind: kind.__name__)
def test_three_nodes_behind(kind, shared, tmp_path):
    database, nodes, port = shared
    # What the workers of nginx run as enters this folder.
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    proxy = kind(tmp_path / "proxy", port).start(nodes)
    try:
        public = proxy.address
        page = wait_for(lambda: (reply := public.get(f"/petitions/{nodes.slug}")).status == 200 and reply,
                        10, f"{kind.__name__} serves a page")
        assert b"Reopen the Riverside Footpath" in page.body
        assert public.get("/", Accept_Encoding="gzip").headers.get("content-encoding") == "gzip"
        before = int(database.query("SELECT COUNT(*) FROM signature"))
        form = {"name": f"Through {kind.__name__}", "email": f"{kind.__name__}@example.org", "audience": "public",
                "token": nodes.token}
        # A browser says where the form was; the site compares that with its public address.
        reply = public.post(f"/petitions/{nodes.slug}/signatures", form, Origin=public.url, X_Forwarded_For=CLIENT)
        assert reply.status == 303, (reply.status, reply.body)
        reply = public.post(nodes.confirmation(form["email"]), {}, Origin=public.url)
        assert reply.status == 303 and "/signatures/" in reply.headers["location"]
        assert int(database.query("SELECT COUNT(*) FROM signature")) == before + 1
    finally:
        proxy.stop()
    written = [path for path in proxy.folder.rglob("*") if path.is_file() and b"127.0.0.1" in path.read_bytes()
               and path.suffix not in {".cfg", ".conf", ".ext"} and path.name != "Caddyfile"]
    for path in written:
        lines = [line for line in path.read_text(errors="replace").splitlines() if "/petitions/" in line]
        assert not lines, f"{path.name} tells who asked for what: {lines[:3]}"
