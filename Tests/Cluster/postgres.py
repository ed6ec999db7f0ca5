"""A private PostgreSQL: a folder of its own, a free port, nothing of the system's own cluster touched."""

import os
import shutil
import signal
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

from harness import ROOT
from ports import free_port
from processes import Program, children, send, unprivileged, wait_for

SHIPPED = ROOT / "deploy" / "postgresql.conf"
ADMINISTRATOR = "postgres"
USER = DATABASE = "undersigned"


def program(name: str) -> str:
    """A program of the newest PostgreSQL that is installed; Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    path = str(found[-1]) if found else shutil.which(name)
    assert path, f"{name} is missing: run Scripts/setup cluster"
    return path


class PostgreSQL:
    """One server, set up as deploy/postgresql.conf says; `standby_of` makes it follow another."""

    def __init__(self, host: str = "127.0.0.1"):
        self.host = host
        self.port = free_port()
        self.prefix, self.user, self.group = unprivileged()
        # Not below the folders of pytest, which no other user may enter; and short, for the name of the socket.
        self.folder = Path(tempfile.mkdtemp(prefix="undersigned-"))
        os.chown(self.folder, self.user, self.group)
        self.data = self.folder / "data"
        self.server = Program(self.folder / "log")

    # Life

    def create(self, *settings: str) -> "PostgreSQL":
        """Makes and starts it, with the user and the database of docs/operating.md."""
        self._run("initdb", "--pgdata", str(self.data), "--username", ADMINISTRATOR, "--auth=trust",
                  "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self._configure(*settings)
        self.start()
        self.query(f"CREATE ROLE {USER} LOGIN", database="postgres")
        self.query(f"CREATE DATABASE {DATABASE} OWNER {USER}", database="postgres")
        self.query(f"REVOKE CONNECT ON DATABASE {DATABASE} FROM PUBLIC", database="postgres")
        return self

    def follow(self, primary: "PostgreSQL") -> "PostgreSQL":
        """Starts as the synchronous standby of another: from here on no commit is acknowledged without it."""
        self._run("pg_basebackup", "--pgdata", str(self.data), "--write-recovery-conf", "--wal-method=stream",
                  "--checkpoint=fast", "--no-sync", "--create-slot", "--slot=standby",
                  "--dbname", f"host={primary.host} port={primary.port} user={ADMINISTRATOR} application_name=standby")
        self._configure()
        self.start()
        # After the copy was made: once promoted, the standby's own commits wait for nobody.
        primary.query("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (standby)'")
        primary.query("SELECT pg_reload_conf()")
        wait_for(lambda: primary.query("SELECT sync_state FROM pg_stat_replication") == "quorum",
                 10, "the standby becomes synchronous")
        return self

    def start(self) -> None:
        self.server.start(
            [*self.prefix, program("postgres"), "-D", str(self.data)],
            ready=lambda: self.accepts_queries())

    def stop(self) -> None:
        """A fast shutdown: sessions are ended, everything is written."""
        self.server.stop(signal.SIGINT)

    def kill(self) -> None:
        """All its processes at once, the way a power cut ends them."""
        process = self.server.process
        send(signal.SIGKILL, [process.pid, *children(process.pid)])
        self.server.stop(signal.SIGKILL)

    def pause(self) -> None:
        """Its processes stand still: connections stay open and nobody answers, as behind a dead network."""
        process = self.server.process
        send(signal.SIGSTOP, [process.pid])
        send(signal.SIGSTOP, children(process.pid))

    def resume(self) -> None:
        process = self.server.process
        if process is not None:
            send(signal.SIGCONT, [*children(process.pid), process.pid])

    def promote(self) -> None:
        """Makes a standby the primary."""
        self._run("pg_ctl", "promote", "--pgdata", str(self.data), "--wait", "--timeout=20")

    def remove(self) -> None:
        self.resume()
        try:
            self.server.stop(signal.SIGQUIT)
        finally:
            shutil.rmtree(self.folder)

    # Use

    def address(self, *others: "PostgreSQL", **parameters: str) -> str:
        """What UNDERSIGNED_DATABASE says to reach this server, or whichever of several is the primary."""
        hosts = ",".join(f"{server.host}:{server.port}" for server in (self, *others))
        if others:
            parameters = {"target_session_attrs": "read-write", **parameters}
        query = f"?{urllib.parse.urlencode(parameters)}" if parameters else ""
        return f"postgres://{USER}@{hosts}/{DATABASE}{query}"

    def query(self, sql: str, database: str = DATABASE) -> str:
        """What one statement returns: a line a row, columns separated by `|`."""
        done = self._psql(sql, database)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def accepts_queries(self) -> bool:
        return self._psql("SELECT 1", "postgres").returncode == 0

    def _psql(self, sql: str, database: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [program("psql"), "--no-psqlrc", "--tuples-only", "--no-align", "--quiet",
             "--dbname", f"host={self.host} port={self.port} user={ADMINISTRATOR} dbname={database} connect_timeout=5",
             "--set", "ON_ERROR_STOP=1", "--command", sql],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)

    def _configure(self, *settings: str) -> None:
        shutil.copy(SHIPPED, self.folder / "shipped.conf")
        os.chmod(self.folder / "shipped.conf", 0o644)
        lines = [f"include '{self.folder}/shipped.conf'", f"listen_addresses = '{self.host}'", f"port = {self.port}",
                 f"unix_socket_directories = '{self.folder}'", "shared_buffers = '32MB'", *settings]
        (self.folder / "test.conf").write_text("\n".join(lines) + "\n")
        os.chmod(self.folder / "test.conf", 0o644)
        configuration = self.data / "postgresql.conf"
        include = f"include '{self.folder}/test.conf'"
        # A standby copies the file of its primary.
        kept = [line for line in configuration.read_text().splitlines() if "/test.conf'" not in line]
        configuration.write_text("\n".join([*kept, include]) + "\n")
        if self.host != "127.0.0.1":
            with (self.data / "pg_hba.conf").open("a") as rules:
                rules.write("host all all samenet trust\n")

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self.prefix, program(name), *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{name} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
