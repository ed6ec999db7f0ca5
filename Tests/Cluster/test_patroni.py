"""The machine of the primary is gone, and nobody does anything: Patroni promotes, the nodes follow."""

import time

import pytest

from crowd import Crowd
from patroni import Patroni
from processes import wait_for
from test_database_away import check_absence, check_all, warmed


@pytest.fixture
def cluster():
    cluster = Patroni()
    try:
        yield cluster.start()
    except BaseException:
        print(cluster.logged())
        raise
    finally:
        cluster.remove()


def test_failover_without_hands(cluster, serving):
    leader, follower = cluster.machines
    nodes = serving(cluster.address())
    before = warmed(nodes, lambda: leader)
    crowd = Crowd(nodes, lambda: follower)
    with crowd.gathered(signers=2):
        time.sleep(1.5)
        leader.kill()
        died = time.monotonic()
        wait_for(follower.is_primary, 60, "the standby is promoted")
        promoted = time.monotonic()
        print(f"\npromoted after {promoted - died:.1f} s")
        time.sleep(5)
    check_absence(crowd, died, promoted)
    # The machine comes back and is the standby now, without hands as well.
    leader.start()
    wait_for(follower.has_synchronous_standby, 60, "the machine that died follows")
    check_all(crowd, follower, nodes, before)
