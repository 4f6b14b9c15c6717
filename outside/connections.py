"""Connections of urllib3 that look where they lead: a name that changes between two looks gains nothing."""

from __future__ import annotations

import socket
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.connection import create_connection

from outside.addresses import outside_address


class _Outside:
    """Looks the name up once, and connects to the address that was looked at."""

    host: str
    port: int
    timeout: Any
    source_address: Any
    socket_options: Any

    def _new_conn(self) -> socket.socket:
        return create_connection(
            (outside_address(self.host, self.port), self.port),
            self.timeout,
            source_address=self.source_address,
            socket_options=self.socket_options,
        )


class OutsideHttpConnection(_Outside, HTTPConnection):
    """One connection without encryption."""


class OutsideHttpsConnection(_Outside, HTTPSConnection):
    """One connection with a verified certificate."""


class OutsideHttpPool(HTTPConnectionPool):
    """Connections without encryption."""

    ConnectionCls = OutsideHttpConnection


class OutsideHttpsPool(HTTPSConnectionPool):
    """Connections with a verified certificate."""

    ConnectionCls = OutsideHttpsConnection
