"""Each proxy of deploy/ in front of nodes: a page, a signature, a photo and the desk, and no address written anywhere."""

import re

import pytest

from nodes import free_url
from processes import wait_for
from proxies import Caddy, HAProxy, Nginx

# Forms of one network that a node takes at once.
BURST = 5

# The first step of a petition, and what the step with the photo asks for besides.
ASK = {"title": "Plant trees", "goal": "Plant forty trees.", "target-1-name": "Ann Lee"}
DETAILS = {"photo-credit": "Bo", "photo-description": "A street", "language": "en", "category": "environment",
           "audience": "public", "closes-on": "", "milestones": ""}
MEGABYTE = 1 << 20


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


@pytest.fixture
def behind(databases, serving, tmp_path):
    """A proxy of a kind in front of three nodes, which end with the test."""
    started = []

    def start(kind):
        database = databases().create()
        port, url = free_url()
        nodes = serving(database.address(), url=url, mail_request_burst=str(BURST))
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(0o755)
        started.append(kind(tmp_path / "proxy", port).start(nodes))
        public = started[-1].address
        wait_for(lambda: public.get("/").status == 200, 10, f"{kind.__name__} serves a page")
        return nodes.sites[0], public

    yield start
    for proxy in started:
        proxy.stop()


@pytest.mark.parametrize("kind", [HAProxy, Nginx, Caddy], ids=lambda kind: kind.__name__)
def test_a_photo_behind(kind, behind):
    """Whatever is wrong with a photo, the site says so on its own page; nothing else may be as large."""
    _, public = behind(kind)
    begun = public.post("/petitions/new", ASK, Origin=public.url)
    assert begun.status == 303, (begun.status, begun.body)
    draft = begun.headers["location"].split("?")[0].rsplit("/", 1)[0]
    assert re.fullmatch(r"/drafts/[A-Za-z0-9_-]{43}", draft)
    for size, said in [(9 * MEGABYTE, b"not a JPEG, PNG or WebP"), (11 * MEGABYTE, b"larger than 10 MB")]:
        reply = public.upload(f"{draft}/details", DETAILS, b"\xff" * size, Origin=public.url)
        assert reply.status == 422 and said in reply.body, (size, reply.status, reply.error, reply.body[:300])
        assert b'value="Bo"' in reply.body, "what was typed is gone"
    # Beyond what the site would read, and on every other address.
    for path, size in [(f"{draft}/details", 17 * MEGABYTE), (f"{draft}/story", MEGABYTE), ("/desk/sign-in", MEGABYTE)]:
        reply = public.upload(path, DETAILS, b"\xff" * size, Origin=public.url)
        # Some close the connection on a program that goes on sending.
        assert reply.status in {0, 413}, (path, reply.status)
    assert public.get(f"{draft}/details").status == 200


@pytest.mark.parametrize("kind", [HAProxy, Nginx, Caddy], ids=lambda kind: kind.__name__)
def test_the_desk_behind(kind, behind):
    """The strict cookie, the check of where forms come from, and no page of the desk kept by anybody."""
    site, public = behind(kind)
    said = site.run("user", "add", "--role", "organiser", "ada@example.org", "--name", "Ada")
    link = re.search(re.escape(public.url) + r"(/desk/sign-in/\S+)", said).group(1)
    assert public.get(link).status == 200
    for origin in ["https://evil.example", "null", public.url.replace("https", "http")]:
        assert public.post(link, {}, Origin=origin).status == 403
    assert public.post(link, {}, Origin=public.url, Sec_Fetch_Site="cross-site").status == 403
    signed_in = public.post(link, {}, Origin=public.url)
    assert signed_in.status == 303, (signed_in.status, signed_in.body)
    # The name that browsers keep only with these attributes and without a domain (RFC 6265bis, 4.1.3).
    cookie, *attributes = signed_in.headers["set-cookie"].split("; ")
    assert cookie.startswith("__Host-session=")
    assert {"Path=/", "HttpOnly", "Secure", "SameSite=Lax"} <= set(attributes)
    assert not any(attribute.lower().startswith("domain") for attribute in attributes)
    desk = public.get("/desk", Cookie=cookie)
    assert desk.status == 200 and b"Ada" in desk.body
    assert desk.headers["cache-control"] == "no-store" and "x-forwarded-for" not in desk.headers
    # Elsewhere the address leads to the form that signs in.
    assert public.get("/desk").status == 303
    token = re.search(rb'name="session-token" value="([^"]+)"', desk.body).group(1).decode()
    for headers, token_sent in [({"Origin": public.url}, ""), ({"Origin": "https://evil.example"}, token)]:
        assert public.post("/desk/sign-out", {"session-token": token_sent}, Cookie=cookie, **headers).status == 403
    assert public.get("/desk", Cookie=cookie).status == 200
    assert public.post("/desk/sign-out", {"session-token": token}, Cookie=cookie, Origin=public.url).status == 303
    assert public.get("/desk", Cookie=cookie).status == 303
    # To the site everybody is who the proxy says, whatever they say themselves: this is one network.
    statuses = [public.post("/desk/sign-in", {"email": f"n{number}@example.org"}, Origin=public.url,
                            X_Forwarded_For=f"203.0.113.{number}").status for number in range(3 * BURST + 12)]
    assert statuses[0] == 200 and 429 in statuses, statuses
