"""The single findings, plan items and cases that a criterion counted, each with the way to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from advisory.queries.addresses import case_uids, visits_of_findings
from assessments.domain.dated_counts import CORE_CLUSTERS
from criteria.domain.criteria import Criterion
from criteria.domain.days import months_before
from criteria.domain.measures import WindowKind
from journal.wording import day_in_words

if TYPE_CHECKING:
    from advisory.queries.evidence_columns import RecordRow, SheetRow
    from criteria.domain.measures import Window
    from criteria.queries.history import Loaded
    from factories.models import Factory

MOST = 12
"""Findings of one assessment that stand at a criterion; the others follow on the assessment's own page."""


class Link(NamedTuple):
    """Where something can be looked at, and its name."""

    url: str
    words: str


def behind(loaded: Loaded, factory: Factory, as_of: date) -> Callable[[Criterion], list[Link]]:
    """What a criterion counted on a day, for a reader of the factory's verdict.

    At most two statements for all criteria together, and none where neither visits nor cases left anything.
    """
    trail = _Trail(loaded, factory, as_of, _judged(loaded, as_of))
    found_on_visits = visits_of_findings(
        [row.id for row in loaded.evidence.findings if row.assessment_id is None]
    )
    cases = case_uids([row.id for row in trail.records("case")])

    def of(criterion: Criterion) -> list[Link]:
        name, window = criterion.measure, criterion.reading_in(factory.country_id).window
        if name == "unfixed_public_issues":
            found: Iterator[Link] = trail.unfixed(found_on_visits)
        elif name.startswith("plan_items"):
            found = trail.items(done=name.endswith("done"))
        elif name in {"open_cases", "cases_opened"}:
            found = trail.cases(cases, window, only_open=name == "open_cases")
        else:
            found = trail.on_sheets(name, window)
        return list(found)

    return of


def _judged(loaded: Loaded, as_of: date) -> list[SheetRow]:
    """The sheets that criteria read, the oldest first."""
    rows = [
        row
        for row in loaded.evidence.sheets
        if row.kind == "full" and not row.announced and row.assessed_on <= as_of
    ]
    return sorted(rows, key=lambda row: (row.assessed_on, str(row.assessment_id)))


@dataclass(frozen=True, slots=True)
class _Trail:
    loaded: Loaded
    factory: Factory
    as_of: date
    judged: Sequence[SheetRow]

    def records(self, kind: str) -> list[RecordRow]:
        """Records of a kind that had happened, the oldest first."""
        rows = [row for row in self.loaded.evidence.records if row.kind == kind and row.day <= self.as_of]
        return sorted(rows, key=lambda row: (row.day, row.id))

    def on_sheets(self, measure: str, window: Window) -> Iterator[Link]:
        """What assessments found, the newest first; with its day where several are read."""
        back = window.size if window.kind is WindowKind.BACK else 0
        number = window.size if window.kind is WindowKind.LAST else 1
        newest = range(len(self.judged) - 1 - back, -1, -1)[:number]
        for place in newest:
            row = self.judged[place]
            page = reverse("assessments:detail", args=[row.assessment_id])
            found = self._counted(measure, place)
            for code in found[:MOST]:
                words = code if number == 1 else f"{code}, {day_in_words(row.assessed_on)}"
                yield Link(f"{page}#{code}", words)
            if len(found) > MOST:
                yield Link(f"{page}#findings", _("%(n)s more") % {"n": len(found) - MOST})

    def _counted(self, measure: str, place: int) -> list[str]:
        """The questions of a sheet that a measure counts."""
        row = self.judged[place]
        reading = self.loaded.readings[row.layout_id]
        found = self._noncompliant(row)
        own = [code for code in found if code not in row.national_law.split()]
        where, day = self.factory.country_id, row.assessed_on
        if measure.startswith("noncompliance_rate"):
            cluster = measure.removeprefix("noncompliance_rate").strip("_").upper()
            return [code for code in found if cluster in {"", self._cluster(row, code)}]
        if measure in {"public_noncompliances", "public_noncompliance_rate"}:
            return _among(own, reading.marks.public_on(where, day))
        if measure.startswith("core_noncompliance"):
            return [code for code in own if self._cluster(row, code) in CORE_CLUSTERS]
        if measure.startswith("zero_tolerance_"):
            return _among(own, reading.marks.zero_tolerance_on(where, day))
        if measure.startswith("repeat"):
            again = self._again(own, place)
            public = measure == "repeated_public_issues"
            return _among(again, reading.marks.public_on(where, day)) if public else again
        return self._in_weak_points(row, own) if measure == "weak_points" else []

    def _again(self, own: Sequence[str], place: int) -> list[str]:
        """Those that the assessment before found as well."""
        if not place:
            return []
        before = self.judged[place - 1]
        law = before.national_law.split()
        return _among(own, [code for code in self._noncompliant(before) if code not in law])

    def _cluster(self, row: SheetRow, code: str) -> str:
        layout = self.loaded.readings[row.layout_id].layout
        return layout.clusters[layout.cluster_of[layout.index[code]]]

    def _noncompliant(self, row: SheetRow) -> list[str]:
        layout = self.loaded.readings[row.layout_id].layout
        asked = zip(layout.codes, row.sheet, layout.scored, strict=True)
        return [code for code, letter, scored in asked if letter == "N" and scored]

    def _in_weak_points(self, row: SheetRow, own: Sequence[str]) -> list[str]:
        """The factory's own non-compliances in points where they are more than half of what applied."""
        layout = self.loaded.readings[row.layout_id].layout
        balance = [0] * len(layout.points)
        asked = zip(layout.codes, layout.point_of, row.sheet, layout.scored, strict=True)
        for code, point, letter, scored in asked:
            if scored and letter in "CN":
                balance[point] += 1 if code in own else -1
        return [code for code in own if balance[layout.point_of[layout.index[code]]] > 0]

    def unfixed(self, found_on_visits: dict[int, str]) -> Iterator[Link]:
        """Publicly reported issues found earlier and not put right, on sheets and on visits."""
        issues, latest = self.loaded.history.issues, self.judged[-1].assessed_on if self.judged else None
        today = self.as_of.toordinal()
        questions = {row.id: row.question for row in self.loaded.evidence.findings}
        for key, day, fixed, from_visit in zip(
            issues.key, issues.day.tolist(), issues.fixed.tolist(), issues.from_visit.tolist(), strict=True
        ):
            if day > today or fixed <= today:
                continue
            found_on = date.fromordinal(day)
            if from_visit:
                uid, question = found_on_visits.get(int(key)), questions[int(key)]
                address = reverse("advisory:visit", args=[uid]) if uid else ""
            else:
                assessment, _space, question = str(key).partition(" ")
                address = reverse("assessments:detail", args=[assessment]) if found_on != latest else ""
            if address:
                yield Link(f"{address}#{question}", f"{question}, {day_in_words(found_on)}")

    def items(self, *, done: bool) -> Iterator[Link]:
        """Items of the plan that were due and are neither done nor (asked for that) verified."""
        page = reverse("advisory:plan", args=[self.factory.code])
        for row in self.records("plan_item"):
            day = row.days[0 if done else 1]
            if day is None or day > self.as_of:
                yield Link(f"{page}#item-{row.id}", _("Item due %(day)s") % {"day": day_in_words(row.day)})

    def cases(self, uids: dict[int, str], window: Window, *, only_open: bool) -> Iterator[Link]:
        """Zero-tolerance cases."""
        months = window.kind is WindowKind.MONTHS
        first = months_before(self.as_of.toordinal(), window.size) if months else 0
        for row in self.records("case"):
            closed = row.days[0] is not None and row.days[0] <= self.as_of
            if row.id in uids and row.day.toordinal() >= first and not (only_open and closed):
                address = reverse("advisory:case", args=[self.factory.code, uids[row.id]])
                yield Link(address, _("Case of %(day)s") % {"day": day_in_words(row.day)})


def _among(codes: Sequence[str], chosen: Collection[str]) -> list[str]:
    wanted = frozenset(chosen)
    return [code for code in codes if code in wanted]
