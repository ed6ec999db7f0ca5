"""Programs that a test starts: each ended by its own process number, whatever happens."""

import os
import pwd
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

START_SECONDS = 20
STOP_SECONDS = 30


class Program:
    """One program of the system, with what it says in a file."""

    def __init__(self, log: Path):
        self.log = log
        self.process: subprocess.Popen | None = None

    def start(self, command: list[str], ready, environment: dict[str, str] | None = None) -> None:
        """Starts it and waits until `ready()` says so."""
        with self.log.open("ab") as log:
            # Some run as another user, who may not enter the folder of the tests.
            self.process = subprocess.Popen(
                command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env=environment)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"{command[0]} ended with {self.process.returncode}:\n{self.logged()}")
            if ready():
                return
            time.sleep(0.05)
        self.stop(signal.SIGKILL)
        raise AssertionError(f"{command[0]} was not ready after {START_SECONDS} s:\n{self.logged()}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"it did not end in {STOP_SECONDS} s:\n{self.logged()}")

    def logged(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""


def children(parent: int) -> list[int]:
    """The processes that a process started, and those that they did."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            # The name of a program may hold spaces and brackets; the parent is the second word after it.
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found += [int(folder.name), *children(int(folder.name))]
    return found


def send(how: signal.Signals, processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, how)


def unprivileged() -> tuple[list[str], int, int]:
    """How to run what refuses root: the words before the command, and the user and group that it has then."""
    if os.geteuid() != 0:
        return [], os.geteuid(), os.getegid()
    user = pwd.getpwnam("postgres")
    return (["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"],
            user.pw_uid, user.pw_gid)


def accepts(port: int, host: str = "127.0.0.1") -> bool:
    with suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def wait_for(what, seconds: float, said: str):
    """The first answer of `what()` that is true; how long it took is printed by whoever asks."""
    end = time.monotonic() + seconds
    while True:
        if found := what():
            return found
        assert time.monotonic() < end, f"{said}: not within {seconds} s"
        time.sleep(0.05)
