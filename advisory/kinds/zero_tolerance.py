"""Zero-tolerance cases; open while `closed_on` is None. Restricted: ask `cases_visible_to` before showing one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from advisory.kinds.declaration import Day, EvidenceKind, Field, Prose, Text
from advisory.models import ZeroToleranceCase
from files.domain import problem_messages as say
from files.domain.row_reader import FactoryRef, RowReader


def _ends_after_it_began(reader: RowReader, _factory: FactoryRef | None, values: dict[str, Any]) -> None:
    opened_on, closed_on = values["opened_on"], values["closed_on"]
    if opened_on and closed_on and closed_on < opened_on:
        reader.note(say.wrong_order(reader.row, "closed_on", closed_on, "opened_on", opened_on))


CASES = EvidenceKind(
    name="zero-tolerance",
    what="a breach that is referred at once",
    model=ZeroToleranceCase,
    inherited=("uid", "assessment_id", "visit_id"),
    table="case",
    check=_ends_after_it_began,
    fields=(
        Field(
            name="opened_on",
            label=_("Opened on"),
            holds=Day(),
            required=True,
            is_key=True,
            happened=True,
            history="day",
        ),
        Field(
            name="trigger",
            label=_("What triggers it"),
            holds=Text(longest=200),
            help=_("The breach in a few words. No names of workers."),
            required=True,
            is_key=True,
        ),
        Field(
            name="closed_on",
            label=_("Closed on"),
            holds=Day(),
            happened=True,
            in_form=False,  # ending a case is a form of its own
            history="closed",
        ),
        Field(
            name="details",
            label=_("What was found"),
            holds=Prose(rows=4),
            help=_("Where, when, how many are concerned. No names of workers."),
            in_files=False,
        ),
    ),
)
