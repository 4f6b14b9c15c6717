"""How a factory list came out, as tables of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from countries.queries.countries import local_name
from factory_lists.domain.jobs import NOTED
from factory_lists.domain.mapping import How
from factory_lists.forms import TARGET_LABELS, ColumnsForm
from factory_lists.workbook.preview import ROWS_A_PAGE, preview_page
from files.workbook.uploads import UploadGone

KINDS: dict[str, str | Promise] = {
    "problem": _lazy("Problems"),
    "suspected": _lazy("Perhaps registered already"),
    "new": _lazy("New"),
    "changed": _lazy("Changed"),
    "unchanged": _lazy("Unchanged"),
    NOTED: _lazy("With remarks"),
}
_FIELDS: dict[str, str | Promise] = {
    **TARGET_LABELS,
    "latitude": _lazy("Latitude"),
    "longitude": _lazy("Longitude"),
    "former_name": _lazy("Earlier name"),
    "earlier_workers": _lazy("Workers on the list's day"),
    "counted_on": _lazy("Workers counted on"),
}
_BECAUSE: dict[str, str | Promise] = {
    "same_name": _lazy("the same name"),
    "same_address": _lazy("the same address and a similar name"),
    "alike": _lazy("a similar name and address"),
}
_HOW: dict[str, str | Promise] = {
    How.NEAR: _lazy("almost a usual name: please check"),
    How.REFERENCE: _lazy("not codes of the programme: probably their own reference"),
    How.TAKEN: _lazy("another column holds this already"),
}
_TOP = 12
_CELLS = 8


def outcome_counts(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows read, and what became (or would become) of them."""
    labels = {
        "rows": _("rows read"),
        "created": _("new"),
        "updated": _("changed"),
        "unchanged": _("unchanged"),
        "faulty": _("with problems"),
    }
    return [{"value": result[name], "label": label} for name, label in labels.items() if name in result]


def file_problems(result: Mapping[str, Any]) -> list[str]:
    """What is wrong with the file as a whole or its head, as sentences."""
    return [
        ": ".join(filter(None, [problem["field"], sentence(problem["message"])]))
        for problem in result.get("file_problems", ())
    ]


def new_brands(result: Mapping[str, Any]) -> dict[str, Any]:
    """The brands that the list would add: how many, and the names of the first ones."""
    number, names = result.get("brands", 0), result.get("brand_names", [])
    return {"number": number, "names": [*names, *(["…"] if number > len(names) else [])]}


def sentence(message: str) -> str:
    """Two sentences of a message: what is wrong, and what to do."""
    what, _between, mend = message.partition("; ")
    return f"{what}. {mend[:1].upper()}{mend[1:]}." if mend else f"{what}."


def outcome_tabs(result: Mapping[str, Any], chosen: str) -> list[dict[str, Any]]:
    """One tab for each kind of outcome that occurs; the chosen one, else the first, is current."""
    pages = result.get("pages", {})
    kinds = [kind for kind in KINDS if kind in pages]
    current = chosen if chosen in kinds else next(iter(kinds), "")
    return [
        {
            "kind": kind,
            "label": KINDS[kind],
            "count": pages[kind]["count"],
            "url": f"?show={kind}",
            "current": kind == current,
        }
        for kind in kinds
    ]


def stored_page(
    result: Mapping[str, Any], tabs: Sequence[Mapping[str, Any]], page: str
) -> dict[str, Any] | None:
    """One page of the current tab: its rows, and the ways to the pages before and after; None when there is none."""
    kind = next((tab["kind"] for tab in tabs if tab["current"]), "")
    if not kind:
        return None
    pages = result["pages"][kind]
    number = min(max(int(page), 1), len(pages["pages"])) if page.isdecimal() and len(page) < 8 else 1  # noqa: PLR2004
    try:
        rows = [_row(row) for row in preview_page(pages, number)]
    except UploadGone:
        return {"gone": True}
    first = (number - 1) * ROWS_A_PAGE + 1
    return {
        "kind": kind,
        "label": KINDS[kind],
        "rows": rows,
        "words": f"{first:,}–{first + len(rows) - 1:,}",
        "previous_url": f"?show={kind}&page={number - 1}" if number > 1 else "",
        "next_url": f"?show={kind}&page={number + 1}" if number < len(pages["pages"]) else "",
    }


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    code, like = row["code"], row["like"]
    return {
        "number": row["row"],
        "name": row["name"],
        "code": code,
        "url": reverse("factory", kwargs={"code": code}) if code else "",
        "country": local_name(row["country"]) if row["country"] else "",
        "changes": [
            {"field": _FIELDS.get(name, name), "old": old, "new": new} for name, old, new in row["changes"]
        ],
        "like": {"code": like[0], "name": like[1], "because": _BECAUSE.get(like[2], like[2])}
        if like
        else None,
        "problems": [
            {"field": problem["field"], "text": sentence(problem["message"])} for problem in row["problems"]
        ],
        "notes": [{"field": note["field"], "text": sentence(note["message"])} for note in row["notes"]],
    }


def mapping_rows(form: ColumnsForm, result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each column with some of its values, why it is proposed so, and its field of the form."""
    return [
        {
            "column": column["column"],
            "samples": column["samples"],
            "why": _HOW.get(column["how"], "") if not result["remembered"] else "",
            "field": form[f"column_{place}"],
        }
        for place, column in enumerate(result["columns"])
    ]


def top_rows(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The first rows of the sheet around the head, cut to what a page can show."""
    head = result["layout"]["head_row"]
    shown = [entry for entry in result["top"] if entry[0] >= head - 6][:_TOP]
    return [{"number": number, "cells": cells[:_CELLS], "head": number == head} for number, cells in shown]
