"""Names and addresses in one spelling, so that the same factory is found again."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile(r"[^\w\s]|_", re.UNICODE)
_LATIN, _LATIN_ADDITIONAL = range(0x370), range(0x1E00, 0x2000)  # Unicode blocks
# legal forms say nothing of which factory it is; written in many ways in real lists
_FORMS = frozenset(
    "ltd limited pvt private co company corp corporation inc incorporated plc llc gmbh sa sarl srl spa bv jsc pt cv "
    "tbk sdn bhd pte pty as ao ooo kg shpk sas".split()
)


def match_text(text: str) -> str:
    """Compatibility-folded, case-folded, no punctuation, single spaces; accents kept off Latin letters only."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = (
        "".join(c for c in folded if not unicodedata.combining(c))
        if folded.isascii() or _latin(folded)
        else folded
    )
    return " ".join(_SIGNS.sub(" ", bare).split())


def match_name(text: str) -> str:
    """`match_text` without legal forms; a name of nothing but legal forms keeps them."""
    words = match_text(text).split()
    return " ".join(w for w in words if w not in _FORMS) or " ".join(words)


def _latin(text: str) -> bool:
    """Whether letters are Latin: in other scripts combining marks are vowels and must stay."""
    return all(
        ord(c) in _LATIN or ord(c) in _LATIN_ADDITIONAL
        for c in text
        if c.isalpha() or unicodedata.combining(c)
    )
