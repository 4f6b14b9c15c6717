"""Ed25519 signatures of seals. The private key is a setting or a file, never in the database; public keys have ids."""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def new_key() -> str:
    """A new private key as SEAL_KEY takes it: 32 random bytes in base64."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def public_of(private: str) -> str:
    """The public key of a private one, in base64."""
    return base64.b64encode(_private(private).public_key().public_bytes_raw()).decode()


def key_id(public: str) -> str:
    """The name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(_bytes(public, "SEAL_PUBLIC_KEYS")).hexdigest()[:16]


def public_keys() -> dict[str, str]:
    """Every key whose signatures count, by id: that of SEAL_KEY, and former ones in SEAL_PUBLIC_KEYS."""
    own = [public_of(settings.SEAL_KEY)] if settings.SEAL_KEY else []
    return {key_id(public): public for public in [*settings.SEAL_PUBLIC_KEYS, *own]}


def signed(digest: str) -> tuple[str, str]:
    """(id of the key, signature in hexadecimal) of a seal's hash; both empty where there is no key."""
    if not settings.SEAL_KEY:
        return "", ""
    signature = _private(settings.SEAL_KEY).sign(digest.encode())
    return key_id(public_of(settings.SEAL_KEY)), signature.hex()


def is_signed_by(public: str, digest: str, signature: str) -> bool:
    """Whether a signature of a seal's hash was made with the private key of this public one."""
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(public, "SEAL_PUBLIC_KEYS")).verify(
            bytes.fromhex(signature), digest.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4)
def _private(text: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_bytes(text, "SEAL_KEY"))


def _bytes(text: str, setting: str) -> bytes:
    """32 bytes out of base64."""
    try:
        found = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as wrong:
        raise ImproperlyConfigured(f"{setting}: not in base64") from wrong
    if len(found) != 32:  # noqa: PLR2004  # what Ed25519 has
        raise ImproperlyConfigured(f"{setting}: a key has 32 bytes, not {len(found)}")
    return found
