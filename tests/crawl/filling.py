"""How forms are filled in: as proposed, with plausible words, with nothing, and with what nobody expects."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.crawl.markup import Field, Form

AS_PROPOSED, PLAUSIBLE, EMPTY, ODD, HUGE = "as proposed", "plausible", "empty", "odd", "huge"
VARIANTS = (AS_PROPOSED, PLAUSIBLE, EMPTY, ODD, HUGE)

Sent = dict[str, list[object]]

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)
PLAUSIBLE_VALUES = {
    "email": "somebody@example.org",
    "url": "https://example.org/somewhere",
    "tel": "+855 23 555 0100",
    "date": "2018-05-30",
    "datetime-local": "2018-06-05T09:30",
    "time": "10:15",
    "month": "2018-06",
    "password": "a Passphrase of 2018!",
}
ODD_VALUES = {
    "number": ["-1", "0", "1e309", "seven"],
    "date": ["0001-01-01", "31/02/2018", "9999-12-31", "soon"],
    "time": ["99:99", "noon"],
    "datetime-local": ["0001-01-01T00:00", "tomorrow"],
    "email": ["=cmd@x", "name@@example"],
}
ODD_TEXTS = [
    "-=+@ (a)",
    "مرحبا \N{SLIGHTLY SMILING FACE} שלום",
    "line one\nline two\n- three",
    "<b>&amp;\"'",
    "0",
    "=> exit",
]
HUGE_VALUES = {
    "number": ["9" * 12],
    "date": ["9999-12-31", "10000-01-01"],
    "email": ["x" * 400 + "@example.org"],
}


def filled(form: Form, variant: str) -> Sent:
    """The fields of the form as a browser would send them, buttons aside."""
    sent: Sent = {}
    chosen: set[str] = set()
    for place, one in enumerate(form.fields):
        if one.kind == "radio" and variant in {PLAUSIBLE, ODD} and one.name in chosen:
            continue
        values = list(_values(one, variant, place))
        if one.kind == "radio" and values:
            chosen.add(one.name)
        if values:
            sent.setdefault(one.name, []).extend(values)
    return sent


def _values(one: Field, variant: str, place: int) -> Iterator[object]:
    if variant == AS_PROPOSED or one.kind == "hidden" or "readonly" in one.attributes:
        yield from one.values
    elif one.kind in {"checkbox", "radio"}:
        if variant in {PLAUSIBLE, ODD} and one.value:
            yield one.value
    elif one.kind == "select":
        yield from _chosen(one, variant)
    elif one.kind == "file":
        if variant in {PLAUSIBLE, ODD}:
            yield _file(one, variant)
    else:
        yield _text(one, variant, place)


def _chosen(one: Field, variant: str) -> Iterator[str]:
    usable = [value for value in one.options if value]
    if variant == EMPTY:
        yield from [""] if "" in one.options else one.values
    elif usable:
        yield usable[-1 if variant == ODD else 0]


def _file(one: Field, variant: str) -> SimpleUploadedFile:
    if variant == ODD:
        return SimpleUploadedFile(
            "مرحبا =cmd.csv", b"\xff\xfe\x00 no table, no picture", "application/octet-stream"
        )
    if "image" in one.attributes.get("accept", ""):
        return SimpleUploadedFile("photo.png", PHOTO, "image/png")
    return SimpleUploadedFile("list.csv", b"name,country\nLotus,KH\n", "text/csv")


def _text(one: Field, variant: str, place: int) -> str:
    kind = one.kind
    if variant == EMPTY:
        return ""
    if kind == "password":
        return PLAUSIBLE_VALUES["password"]
    if variant == PLAUSIBLE:
        if kind == "number":
            return one.attributes.get("max") or one.attributes.get("min") or "12"
        return PLAUSIBLE_VALUES.get(kind) or one.values[0] or f"Plausible words {place}"
    special = (ODD_VALUES if variant == ODD else HUGE_VALUES).get(kind)
    if special:
        return special[place % len(special)]
    return (
        ODD_TEXTS[place % len(ODD_TEXTS)]
        if variant == ODD
        else f"{place} very long words \N{SLIGHTLY SMILING FACE} " * 700
    )
