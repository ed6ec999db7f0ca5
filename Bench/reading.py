"""What readers cost: cached pages, pages made anew, lists, many connections, the start."""

import time
from threading import Event, Thread

from load import checked, wrk
from servers import Nginx, Site

LIST_PAGE = 10


class Reading:
    """The servers that only read; all of them run through all rounds."""

    def __init__(self, bench):
        self.bench = bench
        place = bench.sqlite.large
        self.site = Site(bench.programs, place)
        # Nothing is young enough for a second reader: each request makes its page.
        self.anew = Site(bench.programs, place, PAGE_LIFETIME="0")
        self.nginx = Nginx(bench.folder, {
            "page": self.site.page(bench.path),
            "count.json": self.site.page(bench.path + "/count.json")})

    def close(self):
        for server in (self.site, self.anew, self.nginx):
            server.stop()

    def round(self):
        self.pages()
        self.lists()
        self.latency()
        self.start_and_connections()

    def pages(self):
        path = self.bench.path
        self.measure("nginx page", self.nginx, "/page")
        self.measure("cached page", self.site, path)
        self.measure("page anew", self.anew, path)
        # More petitions than what is known of them has room for: each is read from the database, too.
        self.measure("page read", self.anew, script="pages.lua",
                     arguments=[path + "-", 2, self.bench.size.petitions])
        self.measure("nginx count", self.nginx, "/count.json")
        self.measure("count", self.site, path + "/count.json")

    def lists(self):
        before = self.bench.path + "/signatures?page="
        pages = self.bench.size.signatures // LIST_PAGE
        around = min(10_000, pages // 4)
        self.measure("first list", self.anew, script="pages.lua", arguments=[before, 1, around])
        self.measure("last list", self.anew, script="pages.lua",
                     arguments=[before, pages - around, pages])

    def latency(self):
        bench = self.bench
        for name, server, path in (
                ("nginx page", self.nginx, "/page"), ("cached page", self.site, bench.path)):
            rate = 0.8 * bench.samples.latest(name + " rate")
            result = bench.open_loop.get(server, path, rate, bench.seconds)
            bench.samples.add_all(name + " open", result, "p50", "p99")

    def start_and_connections(self):
        bench = self.bench
        with Site(bench.programs, bench.sqlite.large, first=bench.path) as site:
            bench.samples.add("start", site.seconds_to_first_answer)
            time.sleep(0.5)
            bench.samples.add("idle memory", site.process.resident_mb())
            with Watch(site.process.resident_mb) as memory:
                result = checked(
                    wrk(site, bench.seconds, bench.path, connections=2000), "2,000 connections")
            bench.samples.add("memory", memory.greatest)
            bench.samples.add("many connections rate", result["rate"])

    def measure(self, name, server, path="/", **options):
        result = checked(wrk(server, self.bench.seconds, path, **options), name)
        self.bench.samples.add_all(name, result, "rate", "cpu_us", "p99")


class Watch:
    """Looks at a figure twenty times a second and remembers the greatest."""

    def __init__(self, figure):
        self.figure, self.greatest, self.ended = figure, 0, Event()
        self.thread = Thread(target=self.look, daemon=True)

    def look(self):
        while not self.ended.wait(0.05):
            self.greatest = max(self.greatest, self.figure())

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
