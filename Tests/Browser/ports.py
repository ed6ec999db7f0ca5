#!/usr/bin/env python3
"""Free ports of 127.0.0.1 for servers of tests; run as a program, it prints one."""

import random
import socket
from contextlib import suppress


GIVEN: set[int] = set()


def free_port() -> int:
    """A port that this program was not given before.

    It is below those that Linux gives to clients, so that no connection of anybody takes it meanwhile.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in GIVEN:
                GIVEN.add(port)
                return port


if __name__ == "__main__":
    print(free_port())
