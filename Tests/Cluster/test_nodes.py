"""Three nodes on one PostgreSQL behind HAProxy are one site, whichever of them dies."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crowd import Crowd, check_changes, check_mails, check_pages, check_signatures
from harness import SAMPLE_PAGE, Site
from nodes import Nodes, free_url
from processes import wait_for
from proxies import HAProxy
from relay import Relay

# The site promises a second; a machine with two cores that runs all of this gets more.
FRESH_SECONDS = 5
# In which HAProxy has asked each node twice, and waited for the answers.
CHECKS_SECONDS = 5
SECRET = "0123456789abcdef" * 4


def test_a_node_is_killed_and_comes_back(databases, serving, tmp_path):
    """Signing goes on through HAProxy; every answer holds, and the other nodes send the mails of the dead one."""
    database = databases().create()
    port, url = free_url()
    nodes = serving(database.address(), url=url)
    proxy = HAProxy(tmp_path / "haproxy", port).start(nodes)
    try:
        public = proxy.address
        wait_for(lambda: public.get("/readyz").status == 200, 10, "HAProxy finds the nodes")
        crowd = Crowd(nodes, lambda: database, [public])
        victim = nodes.sites[1]
        with crowd.gathered(signers=6, confirmers=3):
            time.sleep(3)
            victim.kill()
            killed = time.monotonic()
            time.sleep(4)
            victim.start()
            back = time.monotonic()
            time.sleep(4)
        memory = crowd.memory
        during = [reply.seconds for reply in memory.changes if killed < reply.asked_at < back]
        refused = [reply.status for reply in memory.changes if reply.status != 303]
        print(f"\n{len(memory.signed)} signed and {len(memory.confirmed)} confirmed; while a node was dead "
              f"{len(during)} forms, the slowest {max(during):.2f} s; {len(refused)} not acknowledged at once")
        check_changes(crowd)
        check_pages(crowd)
        check_signatures(crowd, database)
        print(f"{check_mails(crowd, database)} mails written by two nodes")
        # Work was shared: each node wrote mails.
        assert all(len(list(outbox.glob("*.eml"))) > 0 for outbox in nodes.outboxes())
        nodes.stop()
    finally:
        proxy.stop()


def test_haproxy_and_a_database_that_is_lost(databases, serving, tmp_path):
    """A node that alone has lost it gets no more requests; when all have, every page is still served."""
    database = databases().create()
    port, url = free_url()
    nodes = serving(database.address(), url=url)
    lonely = nodes.sites[2]
    relay = Relay(database.port)
    lonely.stop()
    lonely.environment["UNDERSIGNED_DATABASE"] = database.address().replace(f":{database.port}/", f":{relay.port}/")
    lonely.start()
    proxy = HAProxy(tmp_path / "haproxy", port).start(nodes)
    try:
        public = proxy.address
        path = f"/petitions/{nodes.slug}"

        def send(number: int):
            return public.post(f"{path}/signatures", {
                "name": "Sender", "email": f"sender-{number}@example.org", "audience": "public",
                "token": nodes.token})

        # Every node has the page in its memory.
        assert [address.get(path).status for address in [public, *nodes.addresses]] == [200] * 4
        assert [send(number).status for number in range(6)] == [303] * 6
        relay.close()
        wait_for(lambda: nodes.addresses[2].get("/readyz").status == 503, 10, "the node knows that it is cut off")
        assert nodes.addresses[2].get(path).status == 200
        time.sleep(CHECKS_SECONDS)
        assert [send(number).status for number in range(6, 18)] == [303] * 12

        database.pause()
        time.sleep(CHECKS_SECONDS + 3)
        pages = [public.get(path) for _ in range(9)]
        assert [page.status for page in pages] == [200] * 9
        refused = [send(number) for number in range(18, 24)]
        assert all(reply.says_when_to_come_back for reply in refused), [reply.status for reply in refused]
        database.resume()
        wait_for(lambda: send(24).status == 303, 10, "signing goes on")
        nodes.stop()
    finally:
        relay.close()
        proxy.stop()


def test_a_change_through_one_node_shows_on_the_others(databases, serving, tmp_path):
    database = databases().create()
    nodes = serving(database.address())
    slug = nodes.slug
    first, *others = nodes.addresses
    for address in others:
        # In the memory of these nodes from here on.
        assert json.loads(address.get(f"/petitions/{slug}/count.json").body)["count"] == 0
        assert b"Keep the Library Open" not in address.get("/").body

    nodes.sites[0].run("import", "page", str(other_page(tmp_path)))
    imported = time.monotonic()
    for address in others:
        wait_for(lambda: b"Keep the Library Open" in address.get("/").body, FRESH_SECONDS, "the new petition shows")
    print(f"\na new petition shows on all nodes after {time.monotonic() - imported:.2f} s")

    waits = []
    for turn in range(1, 6):
        name, mailbox = f"Shown {turn}", f"shown-{turn}@example.org"
        reply = first.post(f"/petitions/{slug}/signatures", {
            "name": name, "email": mailbox, "audience": "public", "token": nodes.token})
        assert reply.status == 303
        assert first.post(nodes.confirmation(mailbox), {}).status == 303
        changed = time.monotonic()
        for address in others:
            wait_for(lambda: json.loads(address.get(f"/petitions/{slug}/count.json").body)["count"] == turn,
                     FRESH_SECONDS, "the count shows")
            wait_for(lambda: name.encode() in address.get(f"/petitions/{slug}/signatures").body,
                     FRESH_SECONDS, "the name shows")
        waits.append(time.monotonic() - changed)
    print(f"a signature shows on all nodes after {max(waits):.2f} s at most")
    nodes.stop()


def test_nodes_that_start_together_make_one_site(databases, tmp_path):
    """Each finds an empty database and would make the tables; the secret was put there beforehand."""
    database = databases().create()
    nodes = Nodes(tmp_path / "nodes", database.address())
    for site in nodes.sites:
        keep_secret(site, SECRET)
    try:
        with ThreadPoolExecutor(len(nodes.sites)) as pool:
            list(pool.map(lambda site: site.start(), nodes.sites))
        assert nodes.ready()
        nodes.stop()
    finally:
        nodes.kill()


@pytest.mark.parametrize("secret, said", [
    (None, "the secret file is missing"), (SECRET, "the secret file is not the one")], ids=["none", "another"])
def test_a_node_without_the_secret_of_the_others_does_not_start(databases, serving, tmp_path, secret, said):
    """It could read nothing that the others have sealed, and would seal what they cannot read."""
    database = databases().create()
    nodes = serving(database.address(), count=1)
    stranger = Nodes(tmp_path / "stranger", database.address(), count=1).sites[0]
    if secret:
        keep_secret(stranger, secret)
    with pytest.raises(AssertionError, match=said):
        stranger.start()
    assert not (stranger.data / "secret").exists() or (stranger.data / "secret").read_text() == secret
    nodes.stop()


def keep_secret(site: Site, secret: str) -> None:
    site.data.mkdir(mode=0o700)
    file = site.data / "secret"
    file.touch(mode=0o600)
    file.write_text(secret)


def other_page(folder: Path) -> Path:
    """The sample under another title is another petition."""
    page = folder / "other.txt"
    page.write_text("\n".join(["Keep the Library Open", *SAMPLE_PAGE.read_text().splitlines()[1:]]) + "\n")
    return page
