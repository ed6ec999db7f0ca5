"""A private PostgreSQL cluster on the loopback address, removed at the end, and sites in it."""

import os
import secrets
import shutil
import signal
from contextlib import contextmanager
from pathlib import Path

from places import KEPT, Place, Size, copy, keep, key, seed
from processes import Failed, Process, executable, free_port, run

USER = "bench"


def programs_folder():
    """Debian keeps the server's programs out of the search path, one folder for each version."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if versions:
        return versions[-1].parent
    return Path(executable("initdb")).parent


def as_other_user():
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return [executable("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups",
            "--pdeathsig=INT"]


class PostgreSQL:
    """Sites whose database is in a cluster of PostgreSQL."""

    name = "PostgreSQL"

    def __init__(self, programs, folder, size):
        self.programs, self.folder, self.size = programs, Path(folder) / "postgresql", size
        self.count, self.server = 0, None
        self.folder.mkdir()
        self.cluster = self.folder / "cluster"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")

    def prepare(self):
        name = key("postgresql", self.size)
        if (KEPT / name).exists():
            copy(KEPT / name / "cluster", self.cluster)
            copy(KEPT / name / "large", self.folder / "large")
            self.password = (KEPT / name / "password").read_text()
            self.start()
        else:
            self.make()
            self.stop()
            keep(self.folder, name)
            self.start()
        self.large = self.place("large", "large")
        self.empty = self.place("empty", "empty")
        self.create("empty")
        seed(self.programs, self.empty, Size(0, 1))

    def make(self):
        """A new cluster with the large data set in it."""
        self.password = secrets.token_hex(16)
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if os.geteuid() == 0:
            shutil.chown(password_file, "postgres", "postgres")
        password_file.chmod(0o600)
        run([*as_other_user(), str(programs_folder() / "initdb"), "--pgdata", str(self.cluster),
             "--username", USER, "--auth", "scram-sha-256", "--pwfile", str(password_file),
             "--encoding", "UTF8", "--locale", "C.UTF-8"], cwd="/")
        self.start()
        self.create("large")
        seed(self.programs, self.place("large", "large"), self.size)
        self.query("large", "VACUUM ANALYZE")

    def start(self):
        self.port = free_port()
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
            "max_connections": 200, "max_wal_size": "8GB",
            "shared_buffers": f"{min(2048, memory // 2**20 // 8)}MB"}
        self.server = Process(
            [*as_other_user(), str(programs_folder() / "postgres"), "-D", str(self.cluster),
             *(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))],
            self.folder.parent / "postgresql.log", cwd="/")
        self.server.wait_until(self.answers, pause=0.05)

    def answers(self):
        try:
            return self.query("postgres", "SELECT 1") == "1"
        except Failed:
            return False

    def stop(self):
        if self.server:
            # What PostgreSQL calls fast: open transactions are rolled back, everything is written.
            self.server.stop(signal.SIGINT, seconds=120)
            self.server = None

    close = stop

    def address(self, database):
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def place(self, folder, database):
        return Place(self.folder / folder, self.address(database))

    def query(self, database, sql):
        return run(
            [executable("psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database,
             "-v", "ON_ERROR_STOP=1", "-X", "-Atqc", sql],
            env=os.environ | {"PGPASSWORD": self.password}).strip()

    def create(self, database, template="template1"):
        self.query("postgres", f"CREATE DATABASE {database} TEMPLATE {template}")

    @contextmanager
    def fresh(self):
        """A site with one petition and no signature."""
        self.count += 1
        name = f"fresh{self.count}"
        self.create(name, "empty")
        place = self.place(name, name)
        copy(self.empty.data, place.data)
        try:
            yield place
        finally:
            shutil.rmtree(place.data)
            self.query("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def number(self, place, sql):
        return int(float(self.query(place.database.rpartition("/")[2], sql)))

    def bytes_per_signature(self):
        return self.number(self.large, "SELECT pg_total_relation_size('signature')") / self.number(
            self.large, "SELECT COUNT(*) FROM signature")
