"""Load: wrk as fast as it goes, and the client that keeps to a timetable."""

import json
import os
import re
from pathlib import Path

from processes import Failed, executable, run

HERE = Path(__file__).resolve().parent
THREADS = min(2, os.cpu_count() or 1)
# Of the client with a timetable. Not 128 for each core: with exactly as many requests at once as it takes events at a
# time, libmicrohttpd 0.9.75 waits for one more event before it answers any.
CONNECTIONS = 100 * (os.cpu_count() or 1)


def wrk(server, seconds, path="/", script=None, arguments=(), connections=64):
    """Requests over connections that are never idle; adds the rate and the CPU time a request."""
    before = server.process.cpu_seconds()
    output = run(
        [executable("wrk"), f"-t{THREADS}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
         "-s", str(HERE / (script or "result.lua")), f"http://127.0.0.1:{server.port}{path}",
         "--", *map(str, arguments)],
        timeout=seconds + 60, env=os.environ | {"BENCH_FOLDER": str(HERE)})
    cpu = server.process.cpu_seconds() - before
    result = json.loads(re.findall(r"^\{.*\}$", output, re.MULTILINE)[-1])
    if result["requests"] == 0:
        raise Failed(f"wrk got no answer:\n{output}")
    result["rate"] = result["requests"] / result["seconds"]
    result["cpu_us"] = cpu * 1e6 / result["requests"]
    return result


def checked(result, what):
    """A run in which every request was answered as it should."""
    if result["refused"] or result["broken"]:
        raise Failed(f"{what}: {result['refused']} requests refused, {result['broken']} broken")
    return result


class OpenLoop:
    """Runs the client of open_loop.c."""

    def __init__(self, program, folder):
        self.program, self.file = program, Path(folder) / "request"

    def get(self, server, path, rate, seconds):
        return self.send(server, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 200, rate, seconds)

    def sign(self, server, path, token, rate, seconds):
        body = (f"token={token}&name=Amara+Okafor&email=open.@@@@@@@@@@%40mail.example.org"
                "&country=DE&audience=public&reason=&website=")
        head = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n")
        return self.send(server, head + body, 303, rate, seconds)

    def send(self, server, request, status, rate, seconds):
        self.file.write_text(request, newline="")
        output = run(
            [str(self.program), str(server.port), f"{rate:.1f}", str(seconds), str(CONNECTIONS), str(status),
             str(self.file)],
            timeout=seconds + 60)
        result = json.loads(output)
        lost = result["due"] - result["answered"]
        if result["wrong"] or lost:
            raise Failed(f"open loop: {result['wrong']} wrong answers, {lost} without an answer")
        return result
