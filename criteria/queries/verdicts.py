"""Stored verdicts as rows: read back from the measure vector by the engine that gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from countries.queries.country_settings import SettingsByCountry
from countries.queries.local_time import programme_day
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.engine import judge_measures
from criteria.domain.vectors import Row, matrix_of, verdict_rows
from criteria.models import Evaluation
from criteria.queries.criteria import PROGRAMME, Standard, standards
from criteria.queries.guidance import guidance_for
from criteria.queries.judgement import RESTRICTED_MEASURES
from factories.queries import visible_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User

    Viewer = User | AnonymousUser

ELIGIBLE = Evaluation.Outcome.ELIGIBLE

Ids: TypeAlias = "Collection[int] | QuerySet[Any, Any] | None"
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "id",
    "factory_id",
    "factory__code",
    "country",
    "criteria_id",
    "as_of",
    "as_of_without_cases",
    "evaluated_at",
    "evaluated_at_without_cases",
    "outcome",
    "close",
    "failed_rules",
    "distance",
    "vector",
)


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """One evaluation with every criterion.

    Attributes:
        as_of_without_cases: since when it has stood, for readers who may not know of zero-tolerance cases: the day of
            the first verdict in a row that differs from it in nothing else.
        evaluated_at_without_cases: when that one was judged.
        criteria_rows: as in `evaluate --json`, each with `title`, `sentence` and `restricted` besides.
        next_steps: see `guidance_for`; those of restricted criteria are marked too.
    """

    evaluation_id: UUID
    factory_id: int
    factory: str
    country: str
    standard: Standard
    as_of: date
    as_of_without_cases: date
    evaluated_at: datetime
    evaluated_at_without_cases: datetime
    outcome: str
    close: bool
    failed_rules: int
    distance: int
    criteria_rows: tuple[Row, ...]
    next_steps: tuple[dict[str, Any], ...]

    def shown_day(self, known: SettingsByCountry, *, cases: bool) -> date:
        """The day as of which the factory reads it: its own at the moment of judging. No query.

        The whole programme is judged as of one day, by the office's clock; where that day has ended or not begun, it
        would be yesterday or tomorrow on the factory's pages.
        """
        as_of, at = (
            (self.as_of, self.evaluated_at)
            if cases
            else (self.as_of_without_cases, self.evaluated_at_without_cases)
        )
        return known.day(self.country, at) if as_of == programme_day(at) else as_of

    def by_pillar(self) -> list[dict[str, Any]]:
        """Per pillar, in the document's order: how many criteria are met, not met, unknown. Restricted ones are out."""
        counted: dict[str, dict[str, Any]] = {}
        for row in self.criteria_rows:
            if not row["restricted"]:
                empty = {"pillar": row["pillar"], "met": 0, "not_met": 0, "unknown": 0}
                counted.setdefault(row["pillar"], empty)[row["outcome"]] += 1
        return list(counted.values())

    def without_cases(self) -> tuple[str, bool]:
        """Outcome, and whether it is a near miss, of the criteria that do not rest on zero-tolerance cases."""
        shown = [row for row in self.criteria_rows if not row["restricted"]]
        codes = {
            name: [row["code"] for row in shown if row["outcome"] == name] for name in ("not_met", "unknown")
        }
        return outcome_of_codes(self.standard.document, failed=codes["not_met"], unknown=codes["unknown"])


def outcome_of_codes(
    document: CriteriaDocument, *, failed: Collection[str], unknown: Collection[str]
) -> tuple[str, bool]:
    """Outcome, and whether it is a near miss, from the codes of criteria not met and unknown."""
    if not failed:
        outcome = Evaluation.Outcome.INCOMPLETE if unknown else Evaluation.Outcome.ELIGIBLE
        return outcome.value, False
    rules = {document.criterion(code).rule for code in failed}
    close = document.close
    near = not unknown and len(rules) <= close.max_failed and not rules & close.never
    return Evaluation.Outcome.NOT_ELIGIBLE.value, near


def verdicts_without_cases(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """Of verdicts that differ in nothing but zero-tolerance cases the earliest, with `current_shown` for all of them.

    A verdict that came back to what it was before is told as the earlier one.
    """
    same = Evaluation.objects.filter(
        factory=OuterRef("factory"),
        criteria=OuterRef("criteria"),
        digest_without_cases=OuterRef("digest_without_cases"),
    )
    before = Q(evaluated_at__lt=OuterRef("evaluated_at"))
    before |= Q(evaluated_at=OuterRef("evaluated_at"), pk__lt=OuterRef("pk"))
    first = rows.filter(~Exists(same.filter(before)))
    return first.annotate(current_shown=Exists(same.filter(is_current=True)))


def _with_days_without_cases(rows: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """With day and moment (`…_without_cases`) of the earliest of those in a row that differ in nothing but cases."""
    of_factory = Evaluation.objects.filter(factory=OuterRef("factory"), criteria=OuterRef("criteria"))
    earlier = of_factory.filter(evaluated_at__lt=OuterRef("evaluated_at")).order_by("-evaluated_at")
    others = earlier.exclude(digest_without_cases=OuterRef("digest_without_cases"))
    same = of_factory.filter(digest_without_cases=OuterRef("digest_without_cases")).order_by("evaluated_at")
    turned = Coalesce(Subquery(others.values("evaluated_at")[:1]), Value(_BEFORE_ALL))
    since = same.filter(evaluated_at__gt=OuterRef("turned_at"))
    return rows.annotate(turned_at=turned).annotate(
        as_of_without_cases=Subquery(since.values("as_of")[:1]),
        evaluated_at_without_cases=Subquery(since.values("evaluated_at")[:1]),
    )


def current_verdicts(factory_ids: Ids = None, *, code: str = PROGRAMME) -> list[StoredVerdict]:
    """The current verdict of each factory that has one, in order of factory code. Two statements.

    Args:
        factory_ids: at most 500 ids, or a queryset of them; None for all.
        code: by which criteria.
    """
    rows = current_evaluations(code)
    return read_verdicts(rows if factory_ids is None else rows.filter(factory_id__in=factory_ids))


def verdict_of(evaluation_id: UUID) -> StoredVerdict | None:
    """One evaluation, current or not. Two statements."""
    return next(iter(read_verdicts(Evaluation.objects.filter(pk=evaluation_id))), None)


def evaluations() -> QuerySet[Evaluation]:
    """All stored verdicts, current or not, for other apps to narrow."""
    return Evaluation.objects.all()


def current_evaluations(code: str = PROGRAMME) -> QuerySet[Evaluation]:
    """The current verdict on each factory that has one, by one set of criteria."""
    return Evaluation.objects.filter(is_current=True, criteria__code=code)


def evaluations_visible_to(user: Viewer) -> QuerySet[Evaluation]:
    """Stored verdicts on the factories that a user works with or belongs to. Brands read a summary (`portal`)."""
    return Evaluation.objects.filter(factory__in=visible_to(user))


def read_verdicts(rows: QuerySet[Evaluation]) -> list[StoredVerdict]:
    """Evaluations with every criterion, in order of factory code. Two statements."""
    found = list(_with_days_without_cases(rows).order_by("factory__code", "id").values(*_COLUMNS))
    by_criteria: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        by_criteria[row["criteria_id"]].append(row)
    judged_by = standards(by_criteria) if by_criteria else {}
    verdicts = [
        verdict
        for criteria_id, evaluations in by_criteria.items()
        for verdict in _stored_verdicts(evaluations, judged_by[criteria_id])
    ]
    return sorted(verdicts, key=lambda verdict: (verdict.factory, str(verdict.evaluation_id)))


def _stored_verdicts(rows: list[dict[str, Any]], standard: Standard) -> Iterable[StoredVerdict]:
    document = standard.document
    # the position as code: one factory may come with several evaluations
    places = [f"{place:09}" for place in range(len(rows))]
    matrix = matrix_of(
        [row["vector"] for row in rows],
        document,
        countries=[row["country"] for row in rows],
        codes=places,
    )
    verdicts = judge_measures(matrix, document)
    for place, (row, outcome_row) in enumerate(zip(rows, verdict_rows(verdicts), strict=True)):
        country = row["country"]
        yield StoredVerdict(
            evaluation_id=row["id"],
            factory_id=row["factory_id"],
            factory=row["factory__code"],
            country=country,
            standard=standard,
            as_of=row["as_of"],
            as_of_without_cases=row["as_of_without_cases"],
            evaluated_at=row["evaluated_at"],
            evaluated_at_without_cases=row["evaluated_at_without_cases"],
            outcome=row["outcome"],
            close=row["close"],
            failed_rules=row["failed_rules"],
            distance=row["distance"],
            criteria_rows=tuple(_with_words(row, document) for row in outcome_row["criteria"]),
            next_steps=tuple(
                step | {"restricted": is_restricted(document, step["criterion"])}
                for step in guidance_for(verdicts, place)
            ),
        )


def is_restricted(document: CriteriaDocument, code: str) -> bool:
    """Whether a criterion rests on zero-tolerance cases."""
    return document.criterion(code).measure in RESTRICTED_MEASURES


def _with_words(row: Row, document: CriteriaDocument) -> Row:
    return row | {
        "title": document.criterion(row["code"]).title,
        "restricted": is_restricted(document, row["code"]),
    }
