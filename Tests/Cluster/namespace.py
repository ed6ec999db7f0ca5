"""A second machine, as far as the network goes: a network namespace at the other end of one cable."""

import ctypes
import os
import subprocess
from contextlib import contextmanager

HERE = "10.77.0.1"
THERE = "10.77.0.2"


class Impossible(Exception):
    """This machine does not let the test make namespaces."""


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise Impossible(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


def _enter(descriptor: int) -> None:
    """Moves this thread, and whatever it starts from now on, into a namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(descriptor, 0) != 0:
        raise Impossible(f"setns: {os.strerror(ctypes.get_errno())}")


class Cable:
    """Two namespaces and what connects them; neither has any other way out."""

    def __init__(self):
        self.here, self.there = (f"undersigned-{end}-{os.getpid()}" for end in ("nodes", "database"))

    @contextmanager
    def laid(self):
        """The caller's thread is in the first namespace until the block ends."""
        if os.geteuid() != 0:
            raise Impossible("network namespaces need root")
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            for name in (self.here, self.there):
                _ip("netns", "add", name)
                _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", self.here, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", self.there)
            for name, address in ((self.here, HERE), (self.there, THERE)):
                _ip("-n", name, "address", "add", f"{address}/30", "dev", "cable")
                _ip("-n", name, "link", "set", "cable", "up")
            with self.at(self.here):
                yield self
        finally:
            _enter(home)
            os.close(home)
            for name in (self.here, self.there):
                subprocess.run(["ip", "netns", "delete", name], capture_output=True)

    @contextmanager
    def at(self, name: str):
        """What is started in the block lives in that namespace."""
        before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        entered = os.open(f"/run/netns/{name}", os.O_RDONLY)
        try:
            _enter(entered)
            yield
        finally:
            _enter(before)
            os.close(entered)
            os.close(before)

    def cut(self) -> None:
        """What is sent is lost, and nobody says so."""
        _ip("-n", self.there, "link", "set", "cable", "down")

    def mend(self) -> None:
        _ip("-n", self.there, "link", "set", "cable", "up")
