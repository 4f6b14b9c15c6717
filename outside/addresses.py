"""Which IP addresses are public ones, and where a name leads."""

from __future__ import annotations

import ipaddress
import socket

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in its last 32 bits
_ASSIGNED = ipaddress.ip_network("2000::/3")  # all that IPv6 has given out as public addresses of one host


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
        if found not in _ASSIGNED:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def outside_address(host: str, port: int) -> str:
    """An address of a host, looked up once. The caller connects to it and asks no name again.

    Raises:
        NotOutside: one of its addresses is not public: a name that leads to both gains nothing.
        OSError: the name is not known.
    """
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = [str(where[4][0]) for where in found]
    if not addresses or not all(map(is_outside, addresses)):
        raise NotOutside(f"{host} is not outside of this network")
    return addresses[0]
