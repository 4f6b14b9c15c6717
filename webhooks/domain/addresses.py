"""Which addresses a webhook may have, before any name is looked up."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit


class AddressFault(StrEnum):
    """Why an address is none for a webhook."""

    NONE = ""
    NO_ADDRESS = "no_address"
    NOT_HTTPS = "not_https"
    CREDENTIALS = "credentials"
    PORT = "port"


PORTS = frozenset({443, 8443})


def fault_of(url: str, *, inside_allowed: bool) -> AddressFault:
    """What is wrong with an address; `inside_allowed`: http, and any port, as in tests."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return AddressFault.NO_ADDRESS
    if not _is_plain(url) or not parts.hostname or parts.fragment:
        return AddressFault.NO_ADDRESS
    if "@" in parts.netloc:
        return AddressFault.CREDENTIALS
    if inside_allowed and parts.scheme == "http":
        return AddressFault.NONE
    if parts.scheme != "https":
        return AddressFault.NOT_HTTPS
    return AddressFault.NONE if inside_allowed or (port or 443) in PORTS else AddressFault.PORT


def _is_plain(url: str) -> bool:
    """Whether a text has only the signs that every program reads alike."""
    return (
        url.isascii() and "\\" not in url and all(sign.isprintable() and not sign.isspace() for sign in url)
    )


def host_of(url: str) -> str:
    """The name of the server, for histories."""
    return urlsplit(url).hostname or ""
