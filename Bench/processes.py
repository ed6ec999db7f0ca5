"""Programs that run for a while: started in groups of their own, stopped by their numbers, bounded in time."""

import ctypes
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
FILES = 65_536
PR_SET_PDEATHSIG = 1


class Failed(Exception):
    """Something that the measurements need did not happen."""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def prepare_child():
    """Raises the limit of open files; and the program ends when this one does."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, most), most))
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run(command, timeout=600, **options):
    """Runs a program to its end and gives what it printed."""
    result = subprocess.run(
        command, capture_output=True, text=True, timeout=timeout, preexec_fn=prepare_child,
        stdin=subprocess.DEVNULL, **options)
    if result.returncode != 0:
        raise Failed(f"{Path(command[0]).name} ended with {result.returncode}:\n{result.stderr[-2000:]}")
    return result.stdout


class Process:
    """A program that serves until it is stopped."""

    def __init__(self, command, log, **options):
        self.name, self.log = Path(command[0]).name, Path(log)
        with open(log, "ab") as output:
            self.popen = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, preexec_fn=prepare_child, **options)

    @property
    def pid(self):
        return self.popen.pid

    def wait_until(self, is_ready, seconds=60, pause=0.002):
        end = time.monotonic() + seconds
        while not is_ready():
            if self.popen.poll() is not None:
                raise Failed(f"{self.name} ended with {self.popen.returncode}:\n{self.log.read_text()[-2000:]}")
            if time.monotonic() > end:
                raise Failed(f"{self.name} does not answer after {seconds} s")
            time.sleep(pause)

    def stop(self, with_signal=signal.SIGTERM, seconds=40):
        if self.popen.poll() is None:
            self.popen.send_signal(with_signal)
            try:
                self.popen.wait(seconds)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()

    def pids(self):
        """This process and those it started, such as nginx's workers."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid] + [int(child) for child in children]

    def cpu_seconds(self):
        """User and system time of all of its processes so far."""
        ticks = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def resident_mb(self):
        kilobytes = 0
        for pid in self.pids():
            status = Path(f"/proc/{pid}/status").read_text()
            kilobytes += int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        return kilobytes / 1024


def executable(name):
    """A program by name, also where an administrator's programs lie."""
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if path is None:
        raise Failed(f"{name} is missing: run Scripts/setup bench")
    return path
