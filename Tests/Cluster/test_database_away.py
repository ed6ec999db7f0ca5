"""The database restarts, does not answer, is cut off, dies: pages go on, signing says when to come back."""

import time

import pytest

from crowd import REFUSAL_SECONDS, Crowd, check_changes, check_mails, check_pages, check_signatures
from namespace import THERE, Cable, Impossible
from processes import wait_for

AWAY_SECONDS = 8
RECOVERY_SECONDS = 15


def warmed(nodes, primary) -> list[tuple[int, int]]:
    """Some sign, so that every connection that a node opens is open; what each node holds then."""
    with Crowd(nodes, primary).gathered():
        time.sleep(1.5)
    time.sleep(1)
    return nodes.resources()


def check_absence(crowd, began: float, ended: float) -> None:
    """What was asked while the database was away was turned down, and all is well again soon after."""
    memory = crowd.memory
    refused = [reply for reply in memory.changes if began < reply.asked_at < ended and reply.status == 503]
    assert refused, "nobody was told that the database is away"
    recovered = memory.first_change_after(ended)
    assert recovered, "nobody could sign afterwards"
    served = [reply.seconds for _, reply in memory.pages if began < reply.asked_at < ended]
    print(f"\n{len(refused)} forms turned down, the slowest after {max(reply.seconds for reply in refused):.2f} s; "
          f"{len(served)} pages meanwhile, the slowest {max(served):.2f} s; "
          f"signing again {recovered - ended:.2f} s after the database came back; {len(memory.signed)} signed")
    assert recovered - ended < RECOVERY_SECONDS


def check_all(crowd, database, nodes, before) -> None:
    check_changes(crowd)
    check_pages(crowd)
    check_signatures(crowd, database)
    check_mails(crowd, database)
    wait_for(nodes.ready, RECOVERY_SECONDS, "all nodes are ready")
    nodes.wait_for_resources(before)
    print(f"files and threads: {before} before, {nodes.resources()} after")
    nodes.stop()


def test_the_database_is_restarted(databases, serving):
    database = databases().create()
    nodes = serving(database.address())
    before = warmed(nodes, lambda: database)
    crowd = Crowd(nodes, lambda: database)
    with crowd.gathered():
        time.sleep(1.5)
        stopped = time.monotonic()
        database.stop()
        time.sleep(3)
        database.start()
        started = time.monotonic()
        time.sleep(4)
    check_absence(crowd, stopped, started)
    check_all(crowd, database, nodes, before)


def test_sessions_are_ended_while_nobody_uses_them(databases, serving):
    """An administrator or a firewall did; whoever signs next does not notice."""
    database = databases().create()
    nodes = serving(database.address())
    warmed(nodes, lambda: database)
    for turn in range(3):
        database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'undersigned'")
        for number, address in enumerate(nodes.addresses):
            reply = address.post(f"/petitions/{nodes.slug}/signatures", {
                "name": "Next", "email": f"next-{turn}-{number}@example.org", "audience": "public",
                "token": nodes.token})
            assert reply.status == 303, (turn, reply.status)
    nodes.stop()


def test_nodes_are_stopped_while_the_database_is_silent(databases, serving):
    """They wait for nobody, and end well."""
    database = databases().create()
    nodes = serving(database.address())
    crowd = Crowd(nodes, lambda: database)
    with crowd.gathered():
        time.sleep(1)
    database.pause()
    address = nodes.addresses[0]
    reply = address.post(f"/petitions/{nodes.slug}/signatures", {
        "name": "Late", "email": "late@example.org", "audience": "public", "token": nodes.token})
    assert reply.says_when_to_come_back and reply.seconds < REFUSAL_SECONDS
    began = time.monotonic()
    nodes.stop()
    print(f"\nthree nodes ended after {time.monotonic() - began:.2f} s")
    # A node does not start on a database that says nothing, and does not wait for ever, either.
    with pytest.raises(AssertionError, match="unreachable"):
        nodes.sites[0].start()
    database.resume()
    for site in nodes.sites:
        site.start()
    check_signatures(crowd, database)
    nodes.stop()


def test_the_database_stands_still(databases, serving):
    """Its processes are there and say nothing: neither a closed connection nor a refusal tells the nodes."""
    database = databases().create()
    nodes = serving(database.address())
    before = warmed(nodes, lambda: database)
    crowd = Crowd(nodes, lambda: database)
    with crowd.gathered():
        time.sleep(1.5)
        database.pause()
        paused = time.monotonic()
        time.sleep(AWAY_SECONDS)
        resumed = time.monotonic()
        database.resume()
        time.sleep(4)
    check_absence(crowd, paused, resumed)
    check_all(crowd, database, nodes, before)


def test_the_network_is_cut(databases, serving):
    """What is sent to the database is lost, in a network of the test's own."""
    cable = Cable()
    try:
        with cable.laid():
            with cable.at(cable.there):
                database = databases(THERE).create()
            # psql is run from here and reaches it through the cable, as the nodes do.
            nodes = serving(database.address())
            before = warmed(nodes, lambda: database)
            crowd = Crowd(nodes, lambda: database)
            with crowd.gathered():
                time.sleep(1.5)
                cable.cut()
                cut = time.monotonic()
                time.sleep(AWAY_SECONDS)
                mended = time.monotonic()
                cable.mend()
                time.sleep(4)
            check_absence(crowd, cut, mended)
            check_all(crowd, database, nodes, before)
    except Impossible as reason:
        pytest.skip(str(reason))


def test_the_primary_dies_and_the_standby_takes_over(databases, serving):
    """The nodes know both; what the dead primary acknowledged is on the standby."""
    primary = databases().create()
    standby = databases().follow(primary)
    nodes = serving(primary.address(standby))
    before = warmed(nodes, lambda: primary)
    crowd = Crowd(nodes, lambda: standby)
    with crowd.gathered():
        time.sleep(1.5)
        died = time.monotonic()
        primary.kill()
        time.sleep(4)
        standby.promote()
        promoted = time.monotonic()
        time.sleep(5)
    check_absence(crowd, died, promoted)
    check_all(crowd, standby, nodes, before)


def test_nothing_is_acknowledged_that_only_one_machine_has(databases, serving):
    """The synchronous standby stands still: commits wait for it, and whoever signs is told to come back."""
    primary = databases().create()
    standby = databases().follow(primary)
    nodes = serving(primary.address(standby))
    before = warmed(nodes, lambda: primary)
    crowd = Crowd(nodes, lambda: primary)
    with crowd.gathered():
        time.sleep(1.5)
        standby.pause()
        paused = time.monotonic()
        # Long enough for two that wait behind each other.
        time.sleep(6)
        resumed = time.monotonic()
        standby.resume()
        time.sleep(5)
    # A form that was under way may still have found the standby awake.
    told = [reply for reply in crowd.memory.changes
            if reply.status == 303 and paused + 0.5 < reply.asked_at and reply.asked_at + reply.seconds < resumed]
    assert not told, f"{len(told)} forms were acknowledged that the standby did not have"
    check_absence(crowd, paused, resumed)
    check_all(crowd, primary, nodes, before)
