"""Measures of the first pillar: what unannounced assessments found, and zero-tolerance cases."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from criteria.domain.history import CLUSTERS, Flags
from criteria.domain.measures.snapshot import Snapshot, Span
from criteria.domain.measures.vocabulary import (
    Closing,
    Direction,
    Measure,
    MeasureColumn,
    Pillar,
    Shape,
    column,
)
from criteria.domain.measures.window import EVERYTHING, Window, WindowKind
from criteria.domain.translations import gettext_noop as _

_ASSESSMENTS = (WindowKind.LAST, WindowKind.BACK)
_DATED = (WindowKind.ALL, WindowKind.MONTHS)
_SHEETS = _("Answer sheets of final, full, unannounced assessments")
_TOO_FEW = _("Unknown when the factory has fewer such assessments than the window asks for")


def _rate(found: str, asked: str) -> Callable[[Snapshot, Window], MeasureColumn]:
    def read(snapshot: Snapshot, window: Window) -> MeasureColumn:
        span, enough = snapshot.assessments(window)
        judged = snapshot.history.judged
        of = span.total(getattr(judged, asked))
        return column(span.total(getattr(judged, found)), enough & (of > 0), of)

    return read


def _cluster_rate(index: int) -> Callable[[Snapshot, Window], MeasureColumn]:
    def read(snapshot: Snapshot, window: Window) -> MeasureColumn:
        span, enough = snapshot.assessments(window)
        judged = snapshot.history.judged
        of = span.total(judged.cluster_applicable[:, index])
        return column(span.total(judged.cluster_noncompliant[:, index]), enough & (of > 0), of)

    return read


def _count(found: str, asked: str) -> Callable[[Snapshot, Window], MeasureColumn]:
    """Findings of a kind, known only where every assessment of the window asked for some."""

    def read(snapshot: Snapshot, window: Window) -> MeasureColumn:
        span, enough = snapshot.assessments(window)
        judged = snapshot.history.judged
        asked_in_all = span.total(getattr(judged, asked) > 0) == span.count
        return column(span.total(getattr(judged, found)), enough & asked_in_all)

    return read


def _repeated(found: str) -> Callable[[Snapshot, Window], MeasureColumn]:
    def read(snapshot: Snapshot, window: Window) -> MeasureColumn:
        span, known = _with_one_before(snapshot, window)
        return column(span.total(np.maximum(getattr(snapshot.history.judged, found), 0)), known)

    return read


def _repeat_rate(snapshot: Snapshot, window: Window) -> MeasureColumn:
    span, known = _with_one_before(snapshot, window)
    judged = snapshot.history.judged
    return column(span.total(np.maximum(judged.repeated, 0)), known, span.total(judged.noncompliant))


def _with_one_before(snapshot: Snapshot, window: Window) -> tuple[Span, Flags]:
    span, enough = snapshot.assessments(window)
    compared_in_all = span.total(snapshot.history.judged.repeated >= 0) == span.count
    return span, enough & compared_in_all


def _unfixed_public_issues(snapshot: Snapshot, window: Window) -> MeasureColumn:
    history, issues = snapshot.history, snapshot.history.issues
    judged = snapshot.span(history.judged, EVERYTHING)
    latest = judged.newest(history.judged.day)
    of_latest = (issues.day == latest[issues.factory]) & ~issues.from_visit
    counted = (issues.fixed > snapshot.as_of) & ~of_latest
    n = snapshot.span(issues, window).total(counted)
    others = snapshot.span(history.assessments, EVERYTHING).count - (judged.count > 0)
    return column(n, (others > 0) | (n > 0))


def _open_cases(snapshot: Snapshot, window: Window) -> MeasureColumn:
    span = snapshot.span(snapshot.history.cases, window)
    n = span.total(snapshot.history.cases.closed > snapshot.as_of)
    return column(n, snapshot.assessed | (span.count > 0))


def _cases_opened(snapshot: Snapshot, window: Window) -> MeasureColumn:
    n = snapshot.span(snapshot.history.cases, window).count
    ever = snapshot.span(snapshot.history.cases, EVERYTHING).count
    return column(n, snapshot.assessed | (ever > 0))


def _findings(
    name: str,
    title: str,
    definition: str,
    example: str,
    read: Callable[[Snapshot, Window], MeasureColumn],
    *,
    missing: str,
    shape: Shape = Shape.COUNT,
    unit: str = "findings",
    worst: int = 10,
) -> Measure:
    """A measure of one or several assessments, where less is better."""
    return Measure(
        name=name, title=title, unit=unit, direction=Direction.LESS, pillar=Pillar.COMPLIANCE, shape=shape,
        windows=_ASSESSMENTS, source=_SHEETS, missing=missing, definition=definition, example=example, read=read,
        worst=worst,
    )  # fmt: skip


_TITLES = {
    "CL": _("Non-compliance rate, child labour"),
    "DI": _("Non-compliance rate, discrimination"),
    "FL": _("Non-compliance rate, forced labour"),
    "FA": _("Non-compliance rate, freedom of association and collective bargaining"),
    "CO": _("Non-compliance rate, compensation"),
    "CH": _("Non-compliance rate, contracts and human resources"),
    "OS": _("Non-compliance rate, occupational safety and health"),
    "WT": _("Non-compliance rate, working time"),
}

MEASURES: tuple[Measure, ...] = (
    _findings(
        "noncompliance_rate",
        _("Non-compliance rate"),
        _("Questions answered non-compliant, out of all questions that applied to the factory."),
        _("18 non-compliant of 180 applicable questions: 18 of 180, which is 10 per cent."),
        _rate("noncompliant", "applicable"),
        shape=Shape.SHARE,
        missing=_TOO_FEW,
    ),
    *(
        _findings(
            f"noncompliance_rate_{cluster}",
            _TITLES[cluster],
            _("Questions of this cluster answered non-compliant, out of those of the cluster that applied."),
            _("3 non-compliant of 60 applicable questions of the cluster: 3 of 60, which is 5 per cent."),
            _cluster_rate(index),
            shape=Shape.SHARE,
            missing=_(
                "Unknown when the factory has fewer such assessments, or nothing of the cluster was asked"
            ),
        )
        for index, cluster in enumerate(CLUSTERS)
    ),
    _findings(
        "public_noncompliance_rate",
        _("Non-compliance rate on publicly reported issues"),
        _(
            "Publicly reported questions answered non-compliant through the factory's own doing, out of those of the "
            "country's list that applied."
        ),
        _("1 non-compliant of the 21 questions on Cambodia's list: 1 of 21."),
        _rate("public_noncompliant", "public_applicable"),
        shape=Shape.SHARE,
        missing=_(
            "Unknown when the factory has fewer such assessments, or no publicly reported question applied"
        ),
    ),
    _findings(
        "public_noncompliances",
        _("Publicly reported issues found"),
        _(
            "Questions on the country's public list of that day answered non-compliant through the "
            "factory's own doing."
        ),
        _("Locked exits and missing evacuation drills: 2."),
        _count("public_noncompliant", "public_applicable"),
        missing=_(
            "Unknown when the factory has fewer such assessments, or no publicly reported question applied"
        ),
        unit="issues",
    ),
    _findings(
        "repeated_public_issues",
        _("Publicly reported issues found again"),
        _(
            "Questions on the public list non-compliant, through the factory's own doing, in this assessment and in "
            "the full assessment before it."
        ),
        _("Overtime pay found wrong in 2017 and again in 2018: 1."),
        _repeated("public_repeated"),
        missing=_("Unknown when there is no full assessment before to compare with"),
        unit="issues",
    ),
    Measure(
        name="unfixed_public_issues",
        title=_("Earlier publicly reported issues not verified as put right"),
        unit="issues",
        direction=Direction.LESS,
        pillar=Pillar.COMPLIANCE,
        shape=Shape.COUNT,
        windows=_DATED,
        source=_(
            "Findings on the country's public list, of assessments and advisory visits, and their verification"
        ),
        missing=_(
            "Unknown when the factory has no other assessment than the latest and no such issue is on record"
        ),
        definition=_(
            "Publicly reported issues found at any other time than in the latest full unannounced assessment, which "
            "the programme has not verified as put right."
        ),
        example=_("Found in 2016: two issues; one verified as put right in 2017: 1."),
        read=_unfixed_public_issues,
    ),
    _findings(
        "core_noncompliances",
        _("Core labour standards not kept"),
        _(
            "Questions of the core clusters (child labour, discrimination, forced labour, freedom of association) "
            "answered non-compliant through the factory's own doing. What national law itself prevents does not count."
        ),
        _("Union leaders dismissed in 2017, and a single-union law: 1 over the last two assessments."),
        _count("core_noncompliant", "core_applicable"),
        missing=_TOO_FEW,
    ),
    _findings(
        "zero_tolerance_findings",
        _("Zero-tolerance findings"),
        _(
            "Questions marked as zero tolerance in the country, answered non-compliant through the "
            "factory's own doing."
        ),
        _("A worker below the legal age: 1."),
        _count("zero_tolerance_noncompliant", "zero_tolerance_applicable"),
        missing=_("Unknown when the factory has fewer such assessments, or no such question applied"),
    ),
    Measure(
        name="open_cases",
        title=_("Zero-tolerance cases open"),
        unit="cases",
        direction=Direction.LESS,
        pillar=Pillar.COMPLIANCE,
        shape=Shape.COUNT,
        windows=(WindowKind.ALL,),
        source=_("Zero-tolerance cases"),
        missing=_("Unknown for a factory never assessed in any way, unless a case is on record"),
        definition=_("Zero-tolerance cases opened and not closed by the day."),
        example=_("Opened in March, closed on 9 May: on 8 May 1, on 9 May 0."),
        read=_open_cases,
        worst=3,
    ),
    Measure(
        name="cases_opened",
        title=_("Zero-tolerance cases opened"),
        unit="cases",
        direction=Direction.LESS,
        pillar=Pillar.COMPLIANCE,
        shape=Shape.COUNT,
        windows=_DATED,
        source=_("Zero-tolerance cases"),
        missing=_("Unknown for a factory never assessed in any way, unless a case is on record"),
        definition=_("Zero-tolerance cases opened within the window, whether closed since or not."),
        example=_("One opened 20 months ago and closed since, over 24 months: 1."),
        read=_cases_opened,
        worst=3,
    ),
    _findings(
        "weak_points",
        _("Weak compliance points"),
        _(
            "Compliance points with more than half of their applicable questions answered non-compliant through the "
            "factory's own doing."
        ),
        _("3 of 5 questions on chemicals non-compliant, 2 of 4 on first aid: 1."),
        _count("weak_points", "applicable"),
        missing=_TOO_FEW,
        unit="points",
    ),
    _findings(
        "repeated_noncompliances",
        _("Findings found again"),
        _(
            "Questions non-compliant, through the factory's own doing, in this assessment and in the full "
            "one before it."
        ),
        _("Fire drills missing in 2017 and again in 2018: 1."),
        _repeated("repeated"),
        missing=_("Unknown when there is no full assessment before to compare with"),
    ),
    Measure(
        name="repeat_rate",
        title=_("Share of findings found again"),
        unit="findings",
        direction=Direction.LESS,
        # the programme reads repeats as a sign that root causes were not addressed: a matter of systems
        pillar=Pillar.MANAGEMENT_SYSTEMS,
        shape=Shape.SHARE,
        windows=_ASSESSMENTS,
        source=_SHEETS,
        missing=_(
            "Unknown when there is no full assessment before to compare with; nothing found is 0 of 0 and good"
        ),
        definition=_(
            "Questions non-compliant again through the factory's own doing, out of all questions "
            "non-compliant in the assessment."
        ),
        example=_("12 non-compliant, 2 of them also the time before: 2 of 12."),
        read=_repeat_rate,
        closing=Closing.BOTH,
    ),
)
