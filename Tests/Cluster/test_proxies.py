"""Each proxy of deploy/ in front of three nodes: a page and a signature, and no address written anywhere."""

import pytest

from nodes import free_url
from processes import wait_for
from proxies import Caddy, HAProxy, Nginx

# Forms of one network that a node takes at once.
BURST = 5


@pytest.mark.parametrize("kind", [HAProxy, Nginx, Caddy], ids=lambda kind: kind.__name__)
def test_three_nodes_behind(kind, databases, serving, tmp_path):
    database = databases().create()
    port, url = free_url()
    nodes = serving(database.address(), url=url, sign_burst=str(BURST), sign_per_minute="1")
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
        form = {"name": f"Through {kind.__name__}", "email": f"{kind.__name__}@example.org", "audience": "public",
                "token": nodes.token}
        # A browser says where the form was; the site compares that with its public address.
        reply = public.post(f"/petitions/{nodes.slug}/signatures", form, Origin=public.url)
        assert reply.status == 303, (reply.status, reply.body)
        reply = public.post(nodes.confirmation(form["email"]), {}, Origin=public.url)
        assert reply.status == 303 and "/signatures/" in reply.headers["location"]
        assert database.query("SELECT COUNT(*) FROM signature") == "1"
        # Whatever a visitor says of the network they come from: to every node it is one network.
        statuses = [
            public.post(f"/petitions/{nodes.slug}/signatures", form | {"email": f"{number}@example.org"},
                        X_Forwarded_For=f"203.0.113.{number}").status
            for number in range(len(nodes.sites) * BURST + 1)
        ]
        assert statuses[0] == 303 and 429 in statuses, statuses
    finally:
        proxy.stop()
    # What a proxy wrote beside its own files.
    for path in proxy.folder.rglob("*"):
        if path.is_file() and path.suffix not in {".cfg", ".conf"}:
            assert b"/petitions/" not in path.read_bytes(), f"{path.name} tells what was asked for"
