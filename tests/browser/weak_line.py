"""The line between a device and the server, as bad as a seed makes it: a request's fate follows from its number."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections import Counter
from random import Random
from typing import Literal

Fate = Literal["well", "dropped", "unanswered", "late", "cut", "cut answer", "doubled", "500", "502", "413"]
FATES: tuple[Fate, ...] = (
    "dropped",
    "unanswered",
    "late",
    "cut",
    "cut answer",
    "doubled",
    "500",
    "502",
    "413",
)
OF_PAGES: tuple[Fate, ...] = ("dropped", "cut answer", "500", "502")
OF_KIND: dict[str, tuple[Fate, ...]] = {
    "enter": OF_PAGES,
    "files": tuple(
        fate for fate in FATES if fate != "413"
    ),  # a photo that is too large is kept and not sent again
}
BAD_FOR = 5  # requests of a kind after a fresh start; then the line is good, or nothing would ever arrive
LATE = 0.4  # seconds
PATIENCE = 30.0  # seconds


class WeakLine:
    """A port of its own in front of a server's; what is not of an assessment passes unharmed."""

    def __init__(self, to: int) -> None:
        self.down = False
        self.history: list[str] = []
        self._to = to
        self._seed: str | None = None
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def address(self) -> str:
        """Where a device finds the server."""
        return f"http://localhost:{self.port}"

    def begin(self, seed: str | None) -> None:
        """Be as bad as this seed says from now on; None: be good."""
        with self._lock:
            self._seed = seed
            self._seen.clear()
            self.history = []

    def close(self) -> None:
        """Take no request any more."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                taken, _ = self._listening.accept()
                threading.Thread(target=self._carry, args=(taken,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        client.settimeout(PATIENCE)
        with client, contextlib.suppress(OSError):
            request = _request(client)
            if request and not self.down:
                self._answer(client, request, self._fate(request))

    def _fate(self, request: bytes) -> Fate:
        method, path, _ = request.split(b" ", 2)
        kind = next(
            (part for part in ("acts", "sheet", "files", "enter") if f"/{part}/" in path.decode()), ""
        )
        with self._lock:
            if not kind or self._seed is None:
                return "well"
            number = self._seen[kind]
            self._seen[kind] += 1
            chance = Random(f"{self._seed} {kind} {number}")
            is_bad = number < BAD_FOR and chance.random() < (0.7 if kind == "acts" else 0.3)
            fate = chance.choice(OF_KIND.get(kind, FATES)) if is_bad else "well"
            self.history.append(f"{method.decode()} {kind} {number}: {fate}")
            return fate

    def _answer(self, client: socket.socket, request: bytes, fate: Fate) -> None:
        if fate == "dropped":
            return
        if fate in {"500", "502", "413"}:
            head = f"HTTP/1.1 {fate} No\r\nContent-Type: text/html\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
            client.sendall(head.encode() + b"No")
            return
        if fate == "cut":
            self._pass_on(request[: -len(request) // 3])
            return
        if fate == "late":
            time.sleep(LATE)
        if fate == "doubled":
            self._pass_on(request)
        answer = self._pass_on(request)
        if fate == "unanswered":
            return
        client.sendall(answer[: -len(answer) // 3] if fate == "cut answer" else answer)

    def _pass_on(self, request: bytes) -> bytes:
        """What the server answers; less when it is killed meanwhile."""
        with socket.create_connection(("127.0.0.1", self._to), timeout=PATIENCE) as server:
            server.sendall(request)
            server.shutdown(socket.SHUT_WR)
            parts = []
            while part := server.recv(65_536):
                parts.append(part)
            return b"".join(parts)


def _request(client: socket.socket) -> bytes:
    """One whole request that asks for the connection to be closed after it; b"" when none comes."""
    read = b""
    while b"\r\n\r\n" not in read:
        part = client.recv(65_536)
        if not part:
            return b""
        read += part
    head, _, body = read.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        part = client.recv(65_536)
        if not part:
            return b""
        body += part
    return b"\r\n".join([*lines, b"Connection: close", b"", b""]) + body
