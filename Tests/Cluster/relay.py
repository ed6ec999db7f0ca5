"""A way to the database that one node alone takes, and that a test can close."""

import select
import socket
import threading
from contextlib import suppress


class Relay:
    """Hands bytes on between its own port and another, until it is closed."""

    def __init__(self, port: int):
        self.target = port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Ends every connection and takes no more."""
        # Wakes the thread that accepts, which closing alone does not.
        for end in [self.listening, *self.open]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                self.open += [near, far]
                threading.Thread(target=self._hand_on, args=(near, far), daemon=True).start()

    def _hand_on(self, near: socket.socket, far: socket.socket) -> None:
        with near, far, suppress(OSError):
            while True:
                for end in select.select([near, far], [], [])[0]:
                    if not (content := end.recv(65536)):
                        return
                    (far if end is near else near).sendall(content)
