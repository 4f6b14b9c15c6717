"""Names and addresses in one spelling, so that the same factory is found again."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from files.domain.cells import BadCell, plain_text

_INITIALS = re.compile(r"\b(\w)\.(?=\w(?:\W|$))")  # S.A.R.L. is SARL
_SIGNS = re.compile(r"[^a-z0-9]+")  # of text that is plain by then
_LATIN, _LATIN_ADDITIONAL = range(0x370), range(0x1E00, 0x2000)  # Unicode blocks
# letters that Unicode does not take apart, though people write them without their stroke or as two
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
_LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
# legal forms say nothing of which factory it is; written in many ways in real lists
_FORMS = frozenset(
    "ltd limited pvt private co company corp corporation inc incorporated plc llc gmbh sa sarl srl spa bv jsc pt cv "
    "tbk sdn bhd pte pty as ao ooo kg shpk sas".split()
)


def name_cell(text: str, *, longest: int) -> str:
    """A name's text; it needs a letter or a digit, by which it can be searched."""
    name = plain_text(text, longest=longest)
    if not match_text(name):
        raise BadCell("no_name", f"{text[:30]!r} is no name; write the name in letters")
    return name


def brand_cell(text: str, *, longest: int) -> str:
    """A brand's name, by which people are let read: no word of it borrows letters that only look like its own."""
    name = name_cell(text, longest=longest)
    if mixed := next((word for word in name.split() if mixes_scripts(word)), None):
        message = f"{mixed[:30]!r} mixes letters of two scripts that look alike; write the word in one"
        raise BadCell("mixed_letters", message)
    return name


def mixes_scripts(word: str) -> bool:
    """Whether letters of a word are of several of the scripts whose letters look alike."""
    names = (unicodedata.name(character, "").partition(" ")[0] for character in word if character.isalpha())
    return len({name for name in names if name in _LOOK_ALIKE}) > 1


@lru_cache(maxsize=16_384)  # a row of a list is normalised where it is read, found again and compared
def match_text(text: str) -> str:
    """Compatibility-folded, case-folded, no punctuation, single spaces; accents kept off Latin letters only."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    folded = _INITIALS.sub(r"\1", folded)
    if folded.isascii():
        return _SIGNS.sub(" ", folded).strip()
    plain = _without_accents(folded) if _latin(folded) else unicodedata.normalize("NFC", folded)
    return " ".join("".join(map(_letter, plain)).split())


def _letter(character: str) -> str:
    """Letters, digits and marks (vowels in many scripts) stay; what has no width goes; the rest parts words."""
    kind = unicodedata.category(character)
    if kind[0] in "LNM":
        return character
    return "" if kind == "Cf" else " "


def match_name(text: str) -> str:
    """`match_text` without legal forms; a name of nothing but legal forms keeps them."""
    words = match_text(text).split()
    return " ".join(w for w in words if w not in _FORMS) or " ".join(words)


def _without_accents(folded: str) -> str:
    return "".join(c for c in folded if not unicodedata.combining(c)).translate(_LETTERS)


def _latin(text: str) -> bool:
    """Whether letters are Latin: in other scripts combining marks are vowels and must stay."""
    return all(
        ord(c) in _LATIN or ord(c) in _LATIN_ADDITIONAL
        for c in text
        if c.isalpha() or unicodedata.combining(c)
    )
