"""Two database machines as deploy/patroni.yml and deploy/etcd.default set them up, here on one."""

import os
import shutil
import signal
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

from certificates import Authority
from ports import free_port
from postgres import ADMINISTRATOR, DATABASE, USER, program
from processes import Program, accepts, children, send, unprivileged, wait_for
from proxies import adapted

PASSWORD = "of the site"
ADMINISTRATOR_PASSWORD = "change-me-1"


class Machine:
    """One Patroni and the PostgreSQL that it minds."""

    def __init__(self, cluster: "Patroni", name: str):
        self.cluster = cluster
        self.name = name
        self.folder = cluster.folder / name
        self.folder.mkdir()
        self.port, self.api = free_port(), free_port()
        self.server = Program(cluster.folder / f"{name}.log")

    def configure(self) -> None:
        certificate, key = self.cluster.authority.issue(
            "database", folder=self.folder, owner=(self.cluster.user, self.cluster.group))
        self.file = self.folder / "config.yml"
        self.file.write_text(adapted(
            "patroni.yml",
            ("name: db1", f"name: {self.name}"),
            ("10.0.0.21:2379,10.0.0.22:2379,10.0.0.23:2379", f"127.0.0.1:{self.cluster.etcd_port}"),
            ("10.0.0.21:8008", f"127.0.0.1:{self.api}"),
            ("10.0.0.21:5432", f"127.0.0.1:{self.port}"),
            ("10.0.0.0/24", "127.0.0.1/32"),
            ("/usr/lib/postgresql/15/bin", str(Path(program("postgres")).parent)),
            ("/var/lib/postgresql/15/undersigned", str(self.folder / "data")),
            ("/var/lib/postgresql/.pgpass-patroni", str(self.folder / "pgpass")),
            ("/var/run/postgresql", str(self.folder)),
            ("/etc/undersigned/database.crt", str(certificate)),
            ("/etc/undersigned/database.key", str(key)),
            ("/etc/undersigned/ca.crt", str(self.cluster.authority.certificate)),
        ))
        os.chown(self.folder, self.cluster.user, self.cluster.group)

    def start(self) -> None:
        # libpq looks for certificates in the home of the caller, which the other user may not enter.
        self.server.start([*self.cluster.prefix, "patroni", str(self.file)], lambda: accepts(self.api),
                          environment=os.environ | {"HOME": str(self.folder)})

    def kill(self) -> None:
        """The machine is gone: Patroni and PostgreSQL at once."""
        # PostgreSQL lives in a session of its own, as a daemon does.
        processes = [self.server.process.pid, *children(self.server.process.pid), *self.postmaster()]
        send(signal.SIGKILL, processes)
        self.server.stop(signal.SIGKILL)

    def postmaster(self) -> list[int]:
        file = self.folder / "data" / "postmaster.pid"
        if not file.exists():
            return []
        process = int(file.read_text().splitlines()[0])
        # A number that a killed server left may be somebody else's by now.
        command = Path(f"/proc/{process}/cmdline")
        ours = command.exists() and str(self.folder).encode() in command.read_bytes()
        return [process, *children(process)] if ours else []

    def query(self, sql: str, database: str = DATABASE) -> str:
        done = self._psql(sql, database)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def is_primary(self) -> bool:
        done = self._psql("SELECT pg_is_in_recovery()", "postgres")
        return done.returncode == 0 and done.stdout.strip() == "f"

    def has_synchronous_standby(self) -> bool:
        done = self._psql("SELECT sync_state FROM pg_stat_replication", "postgres")
        return done.returncode == 0 and done.stdout.strip() == "sync"

    def _psql(self, sql: str, database: str) -> subprocess.CompletedProcess:
        where = {"host": "127.0.0.1", "port": self.port, "user": ADMINISTRATOR, "dbname": database,
                 "connect_timeout": 3, "sslmode": "verify-full", "sslrootcert": self.cluster.authority.certificate}
        return subprocess.run(
            [program("psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--set", "ON_ERROR_STOP=1",
             "--dbname", " ".join(f"{key}={value}" for key, value in where.items()), "--command", sql],
            env=os.environ | {"PGPASSWORD": ADMINISTRATOR_PASSWORD},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)


class Patroni:
    """etcd and two machines."""

    def __init__(self):
        self.prefix, self.user, self.group = unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="undersigned-"))
        self.folder.chmod(0o755)
        self.authority = Authority(self.folder / "authority")
        self.etcd_port = free_port()
        self.etcd = Program(self.folder / "etcd.log")
        self.machines = [Machine(self, name) for name in ("db1", "db2")]

    def start(self) -> "Patroni":
        peers = free_port()
        lines = adapted(
            "etcd.default",
            (",db2=http://10.0.0.22:2380,db3=http://10.0.0.23:2380", ""),
            ("10.0.0.21:2380", f"127.0.0.1:{peers}"), ("10.0.0.21:2379", f"127.0.0.1:{self.etcd_port}"),
            ("/var/lib/etcd/undersigned", str(self.folder / "etcd"))).splitlines()
        settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        self.etcd.start(["etcd"], lambda: accepts(self.etcd_port), environment=os.environ | settings)
        first, second = self.machines
        for machine in self.machines:
            machine.configure()
        first.start()
        wait_for(first.is_primary, 40, "the first machine makes the cluster")
        first.query(f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'", "postgres")
        first.query(f"CREATE DATABASE {DATABASE} OWNER {USER}", "postgres")
        second.start()
        wait_for(first.has_synchronous_standby, 40, "the second machine becomes the synchronous standby")
        return self

    def address(self) -> str:
        """What UNDERSIGNED_DATABASE says on the nodes."""
        hosts = ",".join(f"127.0.0.1:{machine.port}" for machine in self.machines)
        parameters = {"target_session_attrs": "read-write", "sslmode": "verify-full",
                      "sslrootcert": str(self.authority.certificate)}
        return (f"postgres://{USER}:{urllib.parse.quote(PASSWORD)}@{hosts}/{DATABASE}"
                f"?{urllib.parse.urlencode(parameters)}")

    def logged(self) -> str:
        return "\n".join(machine.server.logged() for machine in self.machines)

    def remove(self) -> None:
        for machine in self.machines:
            if machine.server.process:
                machine.kill()
            # Also where Patroni ended before it was ready.
            send(signal.SIGKILL, machine.postmaster())
        self.etcd.stop()
        shutil.rmtree(self.folder)
