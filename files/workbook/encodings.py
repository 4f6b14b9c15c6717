"""Bytes of a text file as text: the encoding is read from a mark, tried, or guessed; a person may say otherwise."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

from files.domain.problems import ImportProblem, Unreadable
from files.domain.text_formats import ENCODINGS

_GUESSED = [name for name in ENCODINGS if not name.startswith("utf")]
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000  # bytes that are looked at for a guess
_ONE_BYTE = frozenset({"cp1252", "cp1250", "cp1254", "cp1258"})
_FEW = 8  # bytes beyond ASCII that tell too little for a guess by letters
_SOME_NULS = 3
_TONES = re.compile("[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY][\u0300\u0301\u0303\u0309\u0323]")
_TURKISH = re.compile("[ğĞşŞıİ]")
_CENTRAL = re.compile("[łŁąĄśŚźŹżŻęĘćĆńŃěĚčČřŘůŮőŐűŰďťňľĺŕ]")
_WESTERN = re.compile("[àáâãäçèéêëìíîïñòóôõöùúûüÀÁÂÃÄÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜßøåØÅ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and the encoding that gave it (one of ENCODINGS); `guessed` when it might be another."""

    text: str
    encoding: str
    guessed: bool = False


def decoded(content: bytes, encoding: str = "") -> Decoded:
    """The text of a file.

    Args:
        content: the bytes.
        encoding: one of ENCODINGS; "" to find it out.

    Raises:
        Unreadable: the bytes are not of the encoding; with the row.
    """
    if encoding:
        return Decoded(_strictly(content, encoding), encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Decoded(
                _strictly(content, name), "utf-16" if name == "utf-32" else name.removesuffix("-sig")
            )
    if _half_empty(content):
        order = "utf-16-le" if content[1:4_000:2].count(0) else "utf-16-be"
        return Decoded(_strictly(content, order), "utf-16", guessed=True)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _half_empty(content: bytes) -> bool:
    """Whether NULs stand in every other place alone: UTF-16 without its mark, whatever the script of its letters."""
    begin = content[:4_000]
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    return even + odd >= _SOME_NULS and min(even, odd) == 0


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as failure:
        if encoding == "cp1252":  # five of its bytes are nothing; programs write them all the same
            return content.decode("latin-1")
        row = content[: failure.start].count(b"\n") + 1
        message = f"holds a character that is not {encoding}; choose another encoding"
        raise Unreadable([ImportProblem(row, "", "encoding", message)]) from None
    return _composed(text.removeprefix("\ufeff"), encoding)


def _composed(text: str, encoding: str) -> str:
    """Windows-1258 writes a vowel and its tone as two characters; everybody else as one."""
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _guessed(content: bytes) -> Decoded:
    for name in [*_likely(content), *_GUESSED, "latin-1"]:
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        return Decoded(_composed(text, name), "cp1252" if name == "latin-1" else name, guessed=True)
    raise AssertionError("latin-1 decodes any bytes")


def _likely(content: bytes) -> list[str]:
    """Encodings in order of likelihood. Lists are told apart by whole lines: a character is not cut at the end."""
    sample = content[:_SAMPLE]
    if len(content) > _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    found = [match.encoding for match in from_bytes(sample, cp_isolation=_GUESSED)]
    beyond = sum(1 for byte in sample if byte > 127)  # noqa: PLR2004  # ASCII ends there
    if not found or found[0] in _ONE_BYTE or beyond < _FEW:
        return [*_of_one_byte(sample), *found]
    return found


def _of_one_byte(sample: bytes) -> list[str]:
    """Latin encodings by the letters that each would give: their bytes are the same, so only the letters tell."""
    if len(_TONES.findall(sample.decode("cp1258", "replace"))) >= 2:  # noqa: PLR2004  # one may be chance
        return ["cp1258"]
    western = sample.decode("cp1252", "replace")
    telling = len(_WESTERN.findall(western))
    turkish = len(_TURKISH.findall(sample.decode("cp1254", "replace")))
    central = len(_CENTRAL.findall(sample.decode("cp1250", "replace")))
    strange = sum(western.count(sign) for sign in "ðÐþÞýÝ³¹¿£¥œŸž¶\ufffd")
    if not strange:
        return ["cp1252"]
    return (
        ["cp1254"] if turkish >= strange and turkish * 4 >= telling else ["cp1250"] if central else ["cp1252"]
    )
