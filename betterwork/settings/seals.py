"""Seals of the journal (docs/seals.md)."""

from __future__ import annotations

from betterwork.settings.environment import VAR_DIR, env


def _seal_key() -> str:
    """The private key that seals are signed with: from the environment, else what `create_seal_key` left in var/."""
    given: str = env.str("SEAL_KEY", default="")
    path = VAR_DIR / "seal_key"
    return given or (path.read_text().strip() if path.exists() else "")


SEAL_KEY = _seal_key()
SEAL_PUBLIC_KEYS = env.list("SEAL_PUBLIC_KEYS", default=[])  # of former keys, whose seals still count
SEAL_ANCHOR_PATH = env.str("SEAL_ANCHOR_PATH", default="")
SEAL_ANCHOR_MAIL = env.list("SEAL_ANCHOR_MAIL", default=[])
