"""What one revision of a final assessment is pinned by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256


def revision_digest(
    *,
    layout_digest: str,
    assessed_on: date,
    cycle: int,
    kind: str,
    announced: bool,
    sheet: str,
    national_law: Iterable[str] = (),
) -> str:
    """SHA-256 (64 hexadecimal digits) over everything of an assessment that the judgement reads.

    The order of the codes laid to national law does not matter.
    """
    parts = (
        "revision 1",
        layout_digest,
        assessed_on.isoformat(),
        str(cycle),
        kind,
        "announced" if announced else "unannounced",
        sheet,
        " ".join(sorted(set(national_law))),
    )
    return sha256("\n".join(parts).encode()).hexdigest()
