"""What signers cost: signing and confirming over HTTP, and group commit without it."""

import json
from secrets import token_hex

from load import checked, wrk
from places import write_links
from processes import Failed, run
from servers import Answer, Site

THREADS = 2


class Signing:
    """Signing on each engine, against the same HTTP server answering at once."""

    def __init__(self, bench):
        self.bench = bench
        self.links = {}
        self.taken = 0
        # More than a round can use up; a round that does so all the same fails.
        self.links_a_round = bench.confirm_seconds * 20_000
        for engine in bench.engines:
            self.links[engine.name] = self.make_links(engine)

    def make_links(self, engine):
        """A site of its own with signatures that wait, for all rounds."""
        context = engine.fresh()
        place = context.__enter__()
        file = self.bench.folder / f"links-{engine.name}"
        write_links(
            self.bench.programs, place, self.links_a_round * (self.bench.rounds), file)
        return context, place, file

    def close(self):
        for context, _, _ in self.links.values():
            context.__exit__(None, None, None)

    def round(self):
        self.answer()
        for engine in self.bench.engines:
            with engine.fresh() as place:
                self.sign(f"sign {engine.name}", engine, place)
            with engine.fresh() as place:
                self.sign(f"sign mailing {engine.name}", engine, place, jobs="1")
            self.sign(f"sign large {engine.name}", engine, engine.large)
            self.confirm(engine)
            self.group_commit(engine)
        self.taken += self.links_a_round

    def answer(self):
        with Answer(self.bench.programs, self.bench.folder) as server:
            self.post("answer", server, "no-token")

    def sign(self, name, engine, place, jobs="0"):
        """As fast as it goes, then at four fifths of that by the timetable.

        With jobs, the same processors write the mails meanwhile, each a file; without, another node would.
        """
        bench = self.bench
        recorded = "SELECT COUNT(*) FROM pending_signature"
        before = engine.number(place, recorded)
        with Site(bench.programs, place, JOBS=jobs) as site:
            token = site.form_token(bench.path)
            if name == f"sign {engine.name}":
                self.post(f"honeypot {engine.name}", site, token, "filled-in")
            result = self.post(name, site, token)
            timed = bench.open_loop.sign(
                site, bench.path + "/signatures", token, 0.8 * result["rate"], bench.seconds)
            bench.samples.add_all(name + " open", timed, "p50", "p99")
        added = engine.number(place, recorded) - before
        if added < result["requests"] + timed["answered"]:
            raise Failed(f"{name}: {result['requests'] + timed['answered']} signed, {added} recorded")

    def post(self, name, server, token, website=""):
        bench = self.bench
        arguments = [bench.path + "/signatures", token, token_hex(6), website]
        result = checked(
            wrk(server, bench.seconds, script="sign.lua", arguments=arguments), name)
        bench.samples.add_all(name, result, "rate", "cpu_us", "p50", "p99")
        return result

    def confirm(self, engine):
        bench = self.bench
        _, place, file = self.links[engine.name]
        with Site(bench.programs, place, JOBS="0") as site:
            result = checked(
                wrk(site, bench.confirm_seconds, script="confirm.lua",
                    arguments=[file, self.taken + 1, self.links_a_round, THREADS]),
                "confirming, or the links were used up")
        bench.samples.add_all(f"confirm {engine.name}", result, "rate", "cpu_us", "p50", "p99")

    def group_commit(self, engine):
        bench = self.bench
        program = bench.programs / "undersigned-bench"
        with engine.fresh() as place:
            result = json.loads(run(
                [str(program), "group-commit", *place.options(), "--seconds", str(bench.seconds)]))
        name = f"group commit {engine.name}"
        bench.samples.add_all(name, result, "rate", "batch", "p50", "p99")
        for limit, words in self.limits(engine, round(result["batch"])):
            with engine.fresh() as place:
                command = [word.format(data=place.data, database=place.database) for word in words]
                bench.samples.add(f"{limit} rate", json.loads(run(command))["rate"])

    def limits(self, engine, batch):
        """The bare loops: their names, and their command lines."""
        seconds = str(self.bench.seconds)
        if engine.name == "SQLite":
            loop = str(self.bench.loops / "sqlite_loop")
            return [("C loop", [loop, "{data}/site.sqlite", str(max(1, batch)), seconds])]
        loop = [str(self.bench.loops / "postgresql_loop"), "{database}"]
        return [("copy", [*loop, "copy", "1000", seconds]),
                ("single", [*loop, "single", "1", seconds]),
                ("single 16", [*loop, "single", "16", seconds])]
