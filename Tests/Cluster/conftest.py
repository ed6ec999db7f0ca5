"""Fixtures: databases, and nodes on them, that end with the test however it went."""

import signal

import pytest

from nodes import Nodes
from postgres import PostgreSQL

# Asked to end, pytest would leave what it started; as after Ctrl-C, fixtures end it.
signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture
def databases():
    """Makes PostgreSQL servers: `databases()` is a new one, neither created nor started."""
    made = []

    def make(*arguments: str) -> PostgreSQL:
        made.append(PostgreSQL(*arguments))
        return made[-1]

    yield make
    for database in reversed(made):
        database.remove()


@pytest.fixture
def serving(tmp_path):
    """Starts nodes on the database of an address; what a failed test leaves is killed."""
    started = []

    def start(address: str, **settings) -> Nodes:
        nodes = Nodes(tmp_path / f"nodes{len(started)}", address, **settings)
        started.append(nodes)
        return nodes.start()

    yield start
    for nodes in started:
        nodes.kill()
