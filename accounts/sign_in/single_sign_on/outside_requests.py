"""Requests to organisations' servers reach the outside alone: an issuer is no way into this installation's network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.connection import create_connection

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in its last 32 bits


class NotOutside(OSError):
    """The address lies inside a network, or is this machine's own."""


def is_outside(address: str) -> bool:
    """Whether an IP address is a public one of a single host, also in the guises in which IPv6 carries IPv4."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_outside(str(inner))
    return found.is_global and not found.is_multicast


class _Outside:
    """Looks the name up once, and connects to an address that was looked at: a name that changes gains nothing."""

    host: str
    port: int
    timeout: Any
    source_address: Any
    socket_options: Any

    def _new_conn(self) -> socket.socket:
        found = socket.getaddrinfo(self.host.strip("[]"), self.port, type=socket.SOCK_STREAM)
        addresses = [str(where[4][0]) for where in found]
        if not addresses or not all(map(is_outside, addresses)):
            raise NotOutside(f"{self.host} is not outside of this network")
        return create_connection(
            (addresses[0], self.port),
            self.timeout,
            source_address=self.source_address,
            socket_options=self.socket_options,
        )


class _HttpConnection(_Outside, HTTPConnection):
    pass


class _HttpsConnection(_Outside, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _HttpConnection


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _HttpsConnection


class OutsideAdapter(HTTPAdapter):
    """What a session of requests sends through, redirects included, unless `SIGN_ON_PRIVATE_ADDRESSES`.

    A proxy named by the environment looks names up itself, and is asked as ever.
    """

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Pools whose connections look where they lead."""
        super().init_poolmanager(*args, **more)
        if not settings.SIGN_ON_PRIVATE_ADDRESSES:
            self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
