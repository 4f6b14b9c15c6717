"""One POST to another's server: an address looked up once, no redirect, so many seconds and bytes at most."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from outside.addresses import NotOutside
from outside.connections import OutsideHttpConnection, OutsideHttpsConnection

HEAD_BYTES = 500  # of the answer: what a log shows
DIGITS = 7  # of the seconds that a server may name


class PostFailed(Exception):
    """No answer: its message says why, in words for a log."""


@dataclass(frozen=True, slots=True)
class PostAnswer:
    """What a server answered."""

    status: int
    head: str  # the first characters of the body
    retry_after: int | None  # seconds, where the server named them
    milliseconds: int


class _Cut:
    """Ends a connection after so many seconds in all, however little by little its server sends."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._handle: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, made: socket.socket) -> None:
        """Cut this connection when the time is over; at once if it is."""
        with self._lock:
            self._handle = made.dup()  # a shutdown holds for all handles, also when TLS has taken the first
        if self.is_over:
            self._cut()

    def end(self) -> None:
        """No more to watch."""
        self._timer.cancel()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def _cut(self) -> None:
        self.is_over = True
        with self._lock:
            if self._handle is not None:
                with suppress(OSError):  # its server was faster
                    self._handle.shutdown(socket.SHUT_RDWR)


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, inside_allowed: bool = False
) -> PostAnswer:
    """Send a body, follow no redirect, read the first bytes of the answer.

    Args:
        url: https, or http.
        body: the bytes.
        headers: in addition to those of the connection.
        seconds: for everything together; the connection is cut then.
        inside_allowed: whether the server may have a private address, as in tests.

    Raises:
        PostFailed: no answer, or its address is not a public one.
    """
    begun = time.monotonic()
    parts = urlsplit(url)
    watch = _Cut(seconds)
    connection = _connection(url, watch, seconds=seconds, inside_allowed=inside_allowed)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body=body, headers=dict(headers), preload_content=False)
        response = connection.getresponse()
        if watch.is_over:  # what was cut off within its head looks like an answer
            raise TimeoutError
        head = _head(response)
        return PostAnswer(
            response.status,
            head,
            _seconds(response.headers.get("Retry-After", "")),
            round((time.monotonic() - begun) * 1000),
        )
    except (NotOutside, socket.gaierror) as refusal:
        # in the same words, so that nobody learns from a log which names are known inside
        raise PostFailed("the name leads to no public address") from refusal
    except (OSError, HTTPError, HTTPException, ValueError) as failure:
        raise PostFailed(_reason(failure, watch, seconds)) from failure
    finally:
        connection.close()
        watch.end()


def _connection(url: str, watch: _Cut, *, seconds: float, inside_allowed: bool) -> HTTPConnection:
    parts = urlsplit(url)
    plain: type[HTTPConnection] = HTTPConnection if inside_allowed else OutsideHttpConnection
    secure: type[HTTPSConnection] = HTTPSConnection if inside_allowed else OutsideHttpsConnection
    made: HTTPConnection
    if parts.scheme == "https":
        trusted = {"cert_reqs": ssl.CERT_REQUIRED, "ca_certs": DEFAULT_CA_BUNDLE_PATH}
        made = secure(parts.hostname or "", parts.port or 443, timeout=seconds, **trusted)  # type: ignore[arg-type]
    else:
        made = plain(parts.hostname or "", parts.port or 80, timeout=seconds)
    connect = made._new_conn  # noqa: SLF001  # the one place where urllib3 opens a socket

    def watched() -> socket.socket:
        opened = connect()
        watch.watch(opened)
        return opened

    made._new_conn = watched  # type: ignore[method-assign]  # noqa: SLF001
    return made


def _head(response: Any) -> str:
    """The first bytes of the body; none where it does not come: the status stands already."""
    try:
        read: bytes = response.read(HEAD_BYTES, decode_content=False)
    except (OSError, HTTPError, HTTPException, ValueError):
        return ""
    return _storable(read.decode("utf-8", "replace"))


def _seconds(header: str) -> int | None:
    return int(header) if header.isascii() and header.isdigit() and len(header) <= DIGITS else None


def _reason(failure: BaseException, watch: _Cut, seconds: float) -> str:
    if watch.is_over or isinstance(failure, TimeoutError) or "timed out" in str(failure):
        return f"no answer within {seconds:g} seconds"
    if isinstance(failure, ssl.SSLError) or "SSL" in type(failure).__name__:
        return _storable(f"its certificate was refused: {failure}")[:300]
    return _storable(f"{type(failure).__name__}: {failure}")[:300]


def _storable(text: str) -> str:
    """What a server said, without the one sign that no database keeps: it stands in messages of errors too."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
