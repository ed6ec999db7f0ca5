"""What is left after the process is killed, and what nobody notices when it ends in good order."""

import http.client
import json
import os
import signal
import subprocess
import threading
import time

import pytest
from harness import Site, get
from steps import confirm, count, form_token, send_form, slug_of


@pytest.fixture
def own(tmp_path):
    site = Site(tmp_path, page_lifetime="0", sign_burst="10000")
    site.import_page()
    site.start()
    yield site
    site.kill()


def test_killed_right_after_an_answer(own):
    """Whoever saw "check your email" gets the mail, confirms, and is counted once."""
    slug = slug_of(own)
    addresses = []
    for turn in range(3):
        address = f"killed-{turn}@example.org"
        answer = send_form(own, slug, f"Killed {turn}", address)
        own.kill()
        assert answer.status == 200 and b"Check your email" in answer.body
        addresses.append(address)
        own.start()
    for number, address in enumerate(addresses, 1):
        confirm(own, address)
        assert count(own, slug) == number
    own.kill()
    own.start()
    for address in addresses:
        confirm(own, address)
    assert count(own, slug) == len(addresses)
    assert own.run("recount").strip() == "every number agrees with its rows"


def test_ending_under_load(own):
    """SIGTERM in a burst: exit code 0, every answer whole, every acknowledged signature kept."""
    slug = slug_of(own)
    token = form_token(own, slug)
    ending = threading.Event()
    lock = threading.Lock()
    whole, broken, acknowledged = [], [], []

    def read(path: str) -> None:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", own.port, timeout=20)
            try:
                connection.connect()
            except OSError:
                assert ending.is_set(), "refused before the end"
                return
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                with lock:
                    (whole if answer.status == 200 else broken).append(answer.status)
            except ConnectionError:
                # Connected while the listening socket was closing: never read, never answered.
                if not ending.is_set():
                    with lock:
                        broken.append("reset")
                return
            except http.client.HTTPException as error:
                with lock:
                    broken.append(repr(error))
                return
            finally:
                connection.close()

    def write(number: int) -> None:
        turn = 0
        while not ending.is_set():
            address = f"burst-{number}-{turn}@example.org"
            connection = http.client.HTTPConnection("127.0.0.1", own.port, timeout=20)
            try:
                connection.request(
                    "POST", f"/petitions/{slug}/signatures", f"name=Burst&email={address}&token={token}",
                    {"Content-Type": "application/x-www-form-urlencoded"})
                status = connection.getresponse().status
                with lock:
                    if status == 303:
                        acknowledged.append(address)
                    else:
                        broken.append(status)
            except OSError as error:
                # The request may have come too late for an answer; then it was not acknowledged.
                if not ending.is_set():
                    with lock:
                        broken.append(repr(error))
            finally:
                connection.close()
            turn += 1

    threads = [threading.Thread(target=read, args=(path,)) for path in ("/", f"/petitions/{slug}") * 4]
    threads += [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    ending.set()
    own.process.send_signal(signal.SIGTERM)
    own.stop()  # expects the exit code 0
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert not broken, broken[:5]
    assert len(whole) > 50 and len(acknowledged) > 5

    own.start()
    for address in acknowledged[:3] + acknowledged[-3:]:
        confirm(own, address)
    assert count(own, slug) == len(set(acknowledged[:3] + acknowledged[-3:]))


def test_a_request_half_sent_is_finished(own):
    """Who was in the middle of a request when the signal came still gets the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", own.port, timeout=20)
    slug = slug_of(own)
    body = f"name=Slow+Sender&email=slow@example.org&token={form_token(own, slug)}".encode()
    connection.putrequest("POST", f"/petitions/{slug}/signatures")
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body[:10])
    time.sleep(0.3)
    own.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    connection.send(body[10:])
    assert connection.getresponse().status == 303
    connection.close()
    own.stop()
    own.start()
    confirm(own, "slow@example.org")
    assert count(own, slug) == 1
    assert get(f"{own.url}/healthz").status == 200


def test_the_log_says_every_request_in_order(own):
    """Lines that wait for others come soon, and none is missing when the program is told to end."""
    for number in range(100):
        assert get(f"{own.url}/petitions/no-{number}").status == 404
    end = time.monotonic() + 5
    while own.logged().count('"status":404') < 100 and time.monotonic() < end:
        time.sleep(0.02)
    for _ in range(100):
        assert get(f"{own.url}/healthz").status == 200
    own.stop()
    logged = own.logged()
    assert logged.count('"status":404') == 100
    assert logged.count('"route":"health"') == 100
    assert logged.rindex('"status":404') < logged.index('"route":"health"')
    for line in logged.splitlines():
        if line.startswith("{"):
            json.loads(line)


def test_a_node_that_only_serves_and_one_that_only_works(tmp_path):
    """The one takes signatures and writes no mail; the other has no address and writes them all."""
    own = Site(tmp_path, page_lifetime="0", jobs="0")
    own.import_page()
    own.start()
    try:
        slug = slug_of(own)
        send_form(own, slug, "Ann Lee", "ann@example.org")
        time.sleep(1)
        assert not list((own.data / "outbox").glob("*.eml"))
        work = subprocess.Popen(
            [*own.command, "work"], env=own.environment, cwd=own.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            confirm(own, "ann@example.org")
            assert count(own, slug) == 1
        finally:
            work.send_signal(signal.SIGTERM)
            assert work.wait(20) == 0
    finally:
        own.kill()


def test_a_log_that_nobody_reads(own):
    """Whoever reads the log stops reading: the site goes on answering, and says later how many lines are missing."""
    own.stop()
    reading, writing = os.pipe()
    try:
        own.process = subprocess.Popen(
            [*own.command, "serve"], env=own.environment, cwd=own.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=writing,
        )
        own.wait_until_ready()
        # Far more lines than a pipe holds.
        connection = http.client.HTTPConnection("127.0.0.1", own.port, timeout=5)
        for _ in range(3000):
            connection.request("GET", "/healthz")
            assert connection.getresponse().read() == b"ok\n"
        time.sleep(0.2)
        said = os.read(reading, 1 << 20)
        connection.request("GET", "/healthz")
        assert connection.getresponse().read() == b"ok\n"
        own.stop()
        said += os.read(reading, 1 << 20)
    finally:
        os.close(reading)
        os.close(writing)
    lines = [json.loads(line) for line in said.decode().splitlines()]
    lost = sum(int(line["detail"]) for line in lines if line.get("event") == "log lines lost")
    assert lost > 0
    assert lost + sum(line.get("route") == "health" for line in lines) == 3001


def test_commands_that_need_a_site(tmp_path):
    """A wrong data folder is said, not filled: a backup of an empty site would pass for one."""
    site = Site(tmp_path)
    for command in (["recount"], ["backup", str(tmp_path / "copy.sqlite")], ["close", "a"]):
        with pytest.raises(AssertionError, match="there is no database"):
            site.run(*command)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name, value", [
    ("URL", "https://"), ("URL", "ftp://example.org"), ("URL", "https://a&b.example/x"), ("LISTEN", "0.0.0.0:8080"),
    ("LISTEN", "nowhere"), ("SIGN_BURST", "-1"), ("MAIL", "pigeons"), ("COLOUR", "blue"),
])
def test_a_wrong_setting_is_named_and_its_value_is_not(tmp_path, name, value):
    """The program does not start, says which setting it was, and makes nothing."""
    site = Site(tmp_path)
    if name == "LISTEN":
        del site.environment["UNDERSIGNED_URL"]
    done = subprocess.run(
        [*site.command, "serve"], env=site.environment | {f"UNDERSIGNED_{name}": value}, cwd=tmp_path,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20,
    )
    assert done.returncode == 2
    assert f"UNDERSIGNED_{name}" in done.stderr
    assert value not in done.stderr or value == "https://"
    assert list(tmp_path.iterdir()) == []
