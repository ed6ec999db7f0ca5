"""What the figures were measured on, without the machine's name."""

import os
import platform
import statistics
import subprocess
import time
from pathlib import Path


def describe(folder):
    """The machine as a dictionary; writes a few blocks to `folder` to see how long a sync takes."""
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "kernel": platform.release().split("-")[0],
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "fdatasync_ms": sync_time(folder),
        "load_before": round(os.getloadavg()[0], 1),
        "versions": versions(),
    }


def cpu_model():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def sync_time(folder):
    """The median of 50 synced writes of 4 KiB, in milliseconds."""
    path = Path(folder) / "sync"
    times = []
    with open(path, "wb") as file:
        for _ in range(50):
            file.write(bytes(4096))
            file.flush()
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - start) * 1000)
    path.unlink()
    return round(statistics.median(times), 3)


def versions():
    asked = {"nginx": ["nginx", "-v"], "wrk": ["wrk", "-v"], "swift": ["swift", "--version"]}
    found = {}
    for name, command in asked.items():
        result = subprocess.run(command, capture_output=True, text=True, timeout=60)
        lines = (result.stdout + result.stderr).splitlines()
        found[name] = lines[0].split(" Copyright")[0].strip() if lines else "unknown"
    return found
