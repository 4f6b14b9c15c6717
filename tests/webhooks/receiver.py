"""A brand's own server: a real one on this machine, which answers as a test has it and keeps what it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from standardwebhooks import Webhook

LONGEST_WAIT = 20  # seconds until a server that hangs gives up by itself


@dataclass
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    def checked(self, secret: str) -> Any:
        """What it says, once the public library has checked its signature."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """`answers`: (status, headers, body) for the requests to come, in order; then 204 for ever."""

    url: str
    received: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    hangs: bool = False
    drips: bool = False
    over: Event = field(default_factory=Event)


class Answering(BaseHTTPRequestHandler):
    """Answers as its server's receiver has it."""

    def do_POST(self) -> None:
        receiver = self.server.receiver  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver.received.append(
            Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        )
        if receiver.hangs:
            receiver.over.wait(LONGEST_WAIT)
        elif receiver.drips:
            self._drip(receiver)
        else:
            self._answer(*(receiver.answers.pop(0) if receiver.answers else (204, {}, b"")))

    def _answer(self, status: int, headers: dict[str, str], text: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _drip(self, receiver: Receiver) -> None:
        """A header without end, a sign every so often: no single wait of its client is long."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        with suppress(OSError):  # its client has enough
            while not receiver.over.wait(0.02):
                self.wfile.write(b"a")

    def log_message(self, *_args: Any) -> None:
        """Nothing."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Such a server for the span of the `with`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    receiver = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hooks?of=brand")
    server.receiver = receiver  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
