"""A Postfix of the tests' own: its own queue, settings and ports on loopback, and one Maildir for all mail.

It takes mail for every address of every domain but those whose local part starts with `unknown`.
Nothing ever leaves the machine, since every domain counts as its own.
"""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from ports import free_port

DAEMONS = Path("/usr/lib/postfix/sbin")
START_SECONDS = 20
STOP_SECONDS = 20

# Whoever owns the mail that was delivered; the number of nobody.
OWNER = 65534

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
daemon_directory = {daemons}
command_directory = /usr/sbin
meta_directory = {folder}/settings
myhostname = mail.example.org
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_banner = mail.example.org ESMTP
# What is for any domain stays here.
virtual_mailbox_domains = regexp:{folder}/settings/domains
virtual_mailbox_maps = regexp:{folder}/settings/mailboxes
virtual_mailbox_base = {folder}/mail
virtual_mailbox_limit = 0
virtual_minimum_uid = 1
virtual_uid_maps = static:{owner}
virtual_gid_maps = static:{owner}
virtual_destination_concurrency_limit = 20
default_transport = error:nothing leaves this machine
smtpd_tls_cert_file = {certificates}/good.pem
smtpd_tls_key_file = {certificates}/good.key
smtpd_tls_security_level = may
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
in_flow_delay = 0
"""

MASTER = """\
127.0.0.1:{plain}  inet n - n - - smtpd
127.0.0.1:{tls}    inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
127.0.0.1:{late}   inet n - n - - smtpd -o smtpd_reject_unlisted_recipient=no
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
error     unix - - n - - error
retry     unix - - n - - error
virtual   unix - n n - - virtual
anvil     unix - - n - 1 anvil
tlsmgr    unix - - n 1000? 1 tlsmgr
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """Needs root, and the certificates that `certificates.make` puts into a folder."""

    def __init__(self, folder: Path, certificates: Path):
        self.folder, self.certificates = folder, certificates
        self.maildir = folder / "mail" / "all"
        # STARTTLS; TLS from the first byte; and one that finds out after it has taken a mail that its
        # recipient is unknown, and so has to write to its sender.
        self.plain, self.tls, self.late = (free_port() for _ in range(3))
        self.process: subprocess.Popen | None = None

    @staticmethod
    def is_possible() -> bool:
        return os.geteuid() == 0 and (DAEMONS / "master").exists()

    def start(self) -> None:
        self._write_settings()
        self.process = subprocess.Popen(
            [DAEMONS / "master", "-c", self.folder / "settings", "-d"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MAIL_CONFIG": str(self.folder / "settings")},
            start_new_session=True)
        end = time.monotonic() + START_SECONDS
        while not all(answers(port) for port in (self.plain, self.late)):
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"Postfix did not start:\n{self.logged()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the server and every process that it started."""
        if self.process is None:
            return
        process, self.process = self.process, None
        # It sends the signal on to those that it started, which are in its session.
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def logged(self) -> str:
        log = self.folder / "log" / "mail.log"
        return log.read_text(errors="replace")[-4000:] if log.exists() else "nothing was logged"

    def _write_settings(self) -> None:
        # Its processes run as several users.
        self.folder.chmod(0o755)
        settings, queue = self.folder / "settings", self.folder / "queue"
        settings.mkdir()
        names = dict(folder=self.folder, daemons=DAEMONS, certificates=self.certificates, owner=OWNER,
                     plain=self.plain, tls=self.tls, late=self.late)
        (settings / "main.cf").write_text(MAIN.format(**names))
        (settings / "master.cf").write_text(MASTER.format(**names))
        (settings / "domains").write_text("/./ yes\n")
        (settings / "mailboxes").write_text("if !/^unknown/\n/./ all/\nendif\n")
        (self.folder / "log").mkdir()
        (self.folder / "mail").mkdir()
        os.chown(self.folder / "mail", OWNER, OWNER)
        queue.mkdir()
        (queue / "pid").mkdir()
        for name, mode, group in [("data", 0o700, None), *QUEUE]:
            place = (self.folder if name == "data" else queue) / name
            place.mkdir()
            shutil.chown(place, "postfix", group)
            place.chmod(mode)


# The folders of a queue, as Postfix's own list (postfix-files) has them.
QUEUE = [(name, 0o700, None) for name in (
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace")]
QUEUE += [("maildrop", 0o1730, "postdrop"), ("public", 0o2710, "postdrop")]


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        return connection.recv(4) == b"220 "
    return False
