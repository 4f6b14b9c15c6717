"""What a criterion was read from, named and linked: the review of a day, the courses of a year, the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from criteria.domain.criteria import Criterion
from criteria.domain.days import months_before
from criteria.domain.measures import WindowKind
from journal.wording import day_in_words

if TYPE_CHECKING:
    from advisory.queries.evidence_columns import RecordRow
    from criteria.domain.measures import Window
    from criteria.queries.history import Loaded
    from factories.models import Factory

_ELSEWHERE: tuple[tuple[str, str, str | Promise], ...] = (
    # the beginning of the measure's name, the kind of record (or none), words where there is no record
    ("plan_", "plan_item", _lazy("Improvement plan")),
    ("committee_", "committee", _lazy("Committee reviews")),
    ("systems_", "systems", _lazy("System reviews")),
    ("course", "learning", _lazy("Learning")),
    ("learning_", "learning", _lazy("Learning")),
    ("manager_", "learning", _lazy("Learning")),
    ("worker_", "learning", _lazy("Learning")),
    ("women_", "learning", _lazy("Learning")),
    ("open_cases", "", _lazy("Cases")),
    ("cases_opened", "", _lazy("Cases")),
    ("full_assessments", "", _lazy("Assessments")),
    ("unfixed_public_issues", "", _lazy("Assessments and visits")),
)
_PLACES = {"open_cases": "", "cases_opened": ""}


def evidence(loaded: Loaded, factory: Factory, as_of: date) -> Callable[[Criterion], tuple[str, str]]:
    """Where what a criterion reads can be looked at, and its name: (address, words)."""
    page = reverse("factory", args=[factory.code])
    judged = loaded.history.judged
    keys = [str(key) for key, day in zip(judged.key, judged.day, strict=True) if day <= as_of.toordinal()]

    def of(criterion: Criterion) -> tuple[str, str]:
        window = criterion.reading_in(factory.country_id).window
        for beginning, kind, words in _ELSEWHERE:
            if criterion.measure.startswith(beginning):
                if kind == "plan_item":
                    return reverse("advisory:plan", args=[factory.code]), _plan(loaded, as_of)
                place = page + _PLACES.get(beginning, "#timeline")
                rows = _read(loaded.evidence.records, kind, criterion.measure, window, as_of)
                return place, _named(kind, rows) if rows else str(words)
        back = window.size if window.kind is WindowKind.BACK else 0
        if back >= len(keys):
            return "", ""
        words = _("Assessment before") if back else _("Latest assessment")
        return reverse("assessments:detail", args=[keys[-1 - back]]), words

    return of


def _read(
    records: Sequence[RecordRow], kind: str, measure: str, window: Window, as_of: date
) -> list[RecordRow]:
    """Records of a kind that a measure reads, the newest last."""
    first = months_before(as_of.toordinal(), window.size) if window.kind is WindowKind.MONTHS else 0
    area = measure.rpartition("_")[2] if kind == "systems" else ""
    found = [
        row
        for row in records
        if row.kind == kind and first <= row.day.toordinal() <= as_of.toordinal() and area in {"", row.text}
    ]
    return sorted(found, key=lambda row: (row.day, row.id))


def _named(kind: str, rows: Sequence[RecordRow]) -> str:
    day = day_in_words(rows[-1].day)
    if kind == "learning":
        told = {"n": len(rows), "day": day, "course": rows[-1].text}
        return (
            ngettext(
                "%(n)s learning record, %(day)s: %(course)s",
                "%(n)s learning records, the latest of %(day)s: %(course)s",
                len(rows),
            )
            % told
        )
    words = _("Committee review of %(day)s") if kind == "committee" else _("System review of %(day)s")
    return words % {"day": day}


def _plan(loaded: Loaded, as_of: date) -> str:
    items = [row for row in loaded.evidence.records if row.kind == "plan_item"]
    due = sum(row.day <= as_of for row in items)
    words = ngettext(
        "Improvement plan, %(n)s item, %(due)s due", "Improvement plan, %(n)s items, %(due)s due", len(items)
    )
    return words % {"n": len(items), "due": due}
