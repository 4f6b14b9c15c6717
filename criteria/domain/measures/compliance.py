"""Measures of the first pillar: what unannounced assessments found."""

from __future__ import annotations

from collections.abc import Callable

from criteria.domain.history import CLUSTERS
from criteria.domain.measures.assessments import (
    cluster_rate,
    count,
    in_cluster,
    in_count,
    rate,
    repeat_rate,
    repeated,
    single_findings,
    single_issues,
    unfixed_public_issues,
)
from criteria.domain.measures.items import CountedItems
from criteria.domain.measures.snapshot import Snapshot
from criteria.domain.measures.units import FINDINGS, ISSUES, POINTS
from criteria.domain.measures.vocabulary import (
    Closing,
    Direction,
    EvidencePlace,
    Measure,
    MeasureColumn,
    Pillar,
    Shape,
    Unit,
)
from criteria.domain.measures.window import MeasureWindow, WindowKind
from criteria.domain.translations import Forms
from criteria.domain.translations import gettext_noop as _
from criteria.domain.translations import ngettext_noop as ngettext

_ASSESSMENTS = (WindowKind.LAST, WindowKind.BACK)
_DATED = (WindowKind.ALL, WindowKind.MONTHS)
_SHEETS = _("Answer sheets of final, full, unannounced assessments")
_TOO_FEW = _("Unknown when the factory has fewer such assessments than the window asks for")
_ADVICE = _("the next full unannounced assessment will tell")
_ROOT_CAUSES = _(
    "Let the committee go through the findings point by point, name a root cause for each, and start with the points "
    "where several findings have the same cause."
)
_PUBLIC_LIST = _(
    "Check the issues of the country's public list every month, and have your adviser verify what was put right as "
    "soon as it is."
)
_CORE = _(
    "Put findings on core labour standards right at once and together with worker representatives; your adviser helps "
    "to repair the harm done."
)
_WHY_AGAIN = _(
    "Ask why five times for every finding that came back, and change the procedure instead of the single case."
)
_REPEATED_FEWER = ngettext("%(count)s repeated finding fewer", "%(count)s repeated findings fewer")


def _findings(
    name: str,
    title: str,
    definition: str,
    example: str,
    read: Callable[[Snapshot, MeasureWindow], MeasureColumn],
    *,
    find: Callable[[Snapshot, MeasureWindow, int], CountedItems],
    missing: str,
    practice: str,
    shape: Shape = Shape.COUNT,
    unit: Unit = FINDINGS,
    shortfall: Forms | None = None,
) -> Measure:
    """A measure of one or several assessments, where less is better."""
    return Measure(
        name=name, title=title, unit=unit, direction=Direction.LESS, pillar=Pillar.COMPLIANCE, shape=shape,
        windows=_ASSESSMENTS, place=EvidencePlace.ASSESSMENT, source=_SHEETS, missing=missing, definition=definition,
        example=example, advice=_ADVICE, practice=practice, shortfall=shortfall, read=read, find=find,
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

_CLUSTER_PRACTICES = {
    "CL": _(
        "Check ages against two documents at hiring, and keep the register of young workers where "
        "supervisors see it."
    ),
    "DI": _(
        "Decide on hiring, pay and promotion by written rules, and have women and men look at them together."
    ),
    "FL": _(
        "Keep no documents, deposits or debts of workers, and let everybody refuse overtime without "
        "consequence."
    ),
    "FA": _("Give worker representatives a room, time and access to members, and stay out of their affairs."),
    "CO": _(
        "Reconcile time records and payroll every month, and let workers see how each payslip comes about."
    ),
    "CH": _(
        "Give every worker a contract in a language the worker reads, and hear both sides before any "
        "discipline."
    ),
    "OS": _(
        "Walk the floor every week with workers of the safety committee, write down what is found, and by "
        "when and by whom it is put right."
    ),
    "WT": _(
        "Plan orders against hours that are really there, and stop a line before it passes the legal limit."
    ),
}

MEASURES: tuple[Measure, ...] = (
    _findings(
        "noncompliance_rate",
        _("Non-compliance rate"),
        _("Questions answered non-compliant, out of all questions that applied to the factory."),
        _("18 non-compliant of 180 applicable questions: 18 of 180, which is 10 per cent."),
        rate("noncompliant", "applicable"),
        find=single_findings(in_count("noncompliant")),
        practice=_ROOT_CAUSES,
        shape=Shape.SHARE,
        missing=_TOO_FEW,
    ),
    *(
        _findings(
            f"noncompliance_rate_{cluster}",
            _TITLES[cluster],
            _("Questions of this cluster answered non-compliant, out of those of the cluster that applied."),
            _("3 non-compliant of 60 applicable questions of the cluster: 3 of 60, which is 5 per cent."),
            cluster_rate(index),
            find=single_findings(in_cluster(index)),
            practice=_CLUSTER_PRACTICES[cluster],
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
        rate("public_noncompliant", "public_applicable"),
        find=single_findings(in_count("public_noncompliant")),
        practice=_PUBLIC_LIST,
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
        count("public_noncompliant", "public_applicable"),
        find=single_findings(in_count("public_noncompliant")),
        practice=_PUBLIC_LIST,
        missing=_(
            "Unknown when the factory has fewer such assessments, or no publicly reported question applied"
        ),
        unit=ISSUES,
    ),
    _findings(
        "repeated_public_issues",
        _("Publicly reported issues found again"),
        _(
            "Questions on the public list non-compliant, through the factory's own doing, in this assessment and in "
            "the full assessment before it."
        ),
        _("Overtime pay found wrong in 2017 and again in 2018: 1."),
        repeated("public_repeated"),
        find=single_findings(in_count("public_repeated")),
        practice=_PUBLIC_LIST,
        missing=_("Unknown when there is no full assessment before to compare with"),
        unit=ISSUES,
    ),
    Measure(
        name="unfixed_public_issues",
        title=_("Earlier publicly reported issues not verified as put right"),
        unit=ISSUES,
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
        place=EvidencePlace.FINDINGS,
        advice=_ADVICE,
        practice=_PUBLIC_LIST,
        shortfall=ngettext(
            "%(count)s publicly reported issue to put right and have verified",
            "%(count)s publicly reported issues to put right and have verified",
        ),
        read=unfixed_public_issues,
        find=single_issues,
    ),
    _findings(
        "core_noncompliances",
        _("Core labour standards not kept"),
        _(
            "Questions of the core clusters (child labour, discrimination, forced labour, freedom of association) "
            "answered non-compliant through the factory's own doing. What national law itself prevents does not count."
        ),
        _("Union leaders dismissed in 2017, and a single-union law: 1 over the last two assessments."),
        count("core_noncompliant", "core_applicable"),
        find=single_findings(in_count("core_noncompliant")),
        practice=_CORE,
        shortfall=ngettext(
            "%(count)s finding on core labour standards fewer",
            "%(count)s findings on core labour standards fewer",
        ),
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
        count("zero_tolerance_noncompliant", "zero_tolerance_applicable"),
        find=single_findings(in_count("zero_tolerance_noncompliant")),
        practice=_CORE,
        shortfall=ngettext(
            "%(count)s zero-tolerance finding fewer", "%(count)s zero-tolerance findings fewer"
        ),
        missing=_("Unknown when the factory has fewer such assessments, or no such question applied"),
    ),
    _findings(
        "weak_points",
        _("Weak compliance points"),
        _(
            "Compliance points with more than half of their applicable questions answered non-compliant through the "
            "factory's own doing."
        ),
        _("3 of 5 questions on chemicals non-compliant, 2 of 4 on first aid: 1."),
        count("weak_points", "applicable"),
        find=single_findings(in_count("weak_points")),
        practice=_ROOT_CAUSES,
        missing=_TOO_FEW,
        unit=POINTS,
    ),
    _findings(
        "repeated_noncompliances",
        _("Findings found again"),
        _(
            "Questions non-compliant, through the factory's own doing, in this assessment and in the full "
            "one before it."
        ),
        _("Fire drills missing in 2017 and again in 2018: 1."),
        repeated("repeated"),
        find=single_findings(in_count("repeated")),
        practice=_WHY_AGAIN,
        shortfall=_REPEATED_FEWER,
        missing=_("Unknown when there is no full assessment before to compare with"),
    ),
    Measure(
        name="repeat_rate",
        title=_("Share of findings found again"),
        unit=FINDINGS,
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
        place=EvidencePlace.ASSESSMENT,
        advice=_ADVICE,
        practice=_WHY_AGAIN,
        shortfall=_REPEATED_FEWER,
        read=repeat_rate,
        find=single_findings(in_count("repeated"), whole=in_count("noncompliant")),
        closing=Closing.BOTH,
    ),
)
