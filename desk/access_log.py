"""Who looked at a factory, in words: for the programme all, for the factory's own people those outside the programme.

What staff look at says what is being prepared (a visit, a decision, a case), so it is not shown to the factory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from factories.queries.memberships.people import brands_of_people
from factories.queries.paging import Order
from files.exports import ExportTable
from journal.models import Access

if TYPE_CHECKING:
    from django.db.models import QuerySet

NEWEST = Order(F("id"), int, descending=True)
HEAD = ("at", "who", "role", "what", "how")
AT_ONCE = 2000
OUTSIDE = (Role.BRAND, Role.INSPECTOR)
# a look at one of these says that there is a case, or a recognition in preparation
GUARDED = (
    "advisory:case", "advisory:case_file", "recognition:detail", "recognition:export", "api:recognition-list",
    "api:recognition-detail", "benefits:package",
)  # fmt: skip
# a look at one of these says that the factory was handed over to the inspectorate, which it does not read
FROM_THE_FACTORY = ("handovers:hand_over", "handovers:handover", "api:handover-list", "api:handover-detail")
PAGES: dict[str, str | Promise] = {
    "factory": _("Factory page"),
    "history": _("History"),
    "history_export": _("History"),
    "factories:registry": _("Registry"),
    "factory_table:export": _("Factories"),
    "assessments:detail": _("Assessment report"),
    "assessments:workspace": _("Assessment being entered"),
    "assessments:entries": _("Answers of an assessment"),
    "offline_workbook:form_sheet": _("Excel form"),
    "offline_workbook:form_file": _("Excel form"),
    "assessments:file": _("Photo or document"),
    "assessment_files:export": _("Assessments"),
    "reviews:review": _("Assessment report"),
    "reviews:comment": _("Assessment report"),
    "responses:respond": _("Responses to findings"),
    "responses:file": _("Photo or document"),
    "advisory:visit": _("Advisory visit"),
    "advisory:plan": _("Improvement plan"),
    "advisory:plan_item": _("Item of the improvement plan"),
    "advisory:item": _("Item of the improvement plan"),
    "improvement_plans:plan_findings": _("Improvement plan"),
    "scheduling:change_draft": _("Assessment being entered"),
    "scheduling:abandon_draft": _("Assessment being entered"),
    "advisory:start_plan_item": _("Improvement plan"),
    "advisory:plan_file": _("Photo or document"),
    "advisory:case": _("Zero-tolerance case"),
    "advisory:systems": _("Management systems"),
    "advisory:systems_file": _("Photo or document"),
    "advisory:case_file": _("Photo or document"),
    "recognition:detail": _("Recognition"),
    "recognition:verdict": _("Verdict"),
    "recognition:export": _("Recognition"),
    "commit": _("What buyers commit to"),
    "shared_plan": _("Improvement plan"),
    "handovers:hand_over": _("Hand-over to the inspectorate"),
    "handovers:handover": _("Hand-over to the inspectorate"),
    "api:handover-list": _("Hand-over to the inspectorate"),
    "api:handover-detail": _("Hand-over to the inspectorate"),
    "api:commitment-list": _("What buyers commit to"),
    "api:commitment-detail": _("What buyers commit to"),
    "api:commitment-export": _("What buyers commit to"),
    "progress_reports:factory": _("Progress reports"),
    "progress_reports:report": _("Progress report"),
    "progress_reports:pdf": _("Progress report (PDF)"),
    "stories:story": _("Story"),
    "stories:photo": _("Photo or document"),
    "benefits:package": _("Benefits"),
    "committees:agenda": _("Committee agenda"),
    "self_diagnosis:list": _("Self-diagnosis"),
    "self_diagnosis:diagnosis": _("Self-diagnosis"),
    "self_diagnosis:paper": _("Self-diagnosis"),
    "self_diagnosis:point": _("Self-diagnosis"),
    "suppliers_export": _("Suppliers"),
    "priority_export": _("Priority factories"),
    "api:factory-detail": _("Factory page"),
    "api:factory-export": _("Factories"),
    "api:supplier-list": _("Suppliers"),
    "api:supplier-export": _("Suppliers"),
    "api:finding-list": _("Assessment report"),
    "api:finding-export": _("Assessment report"),
    "api:change-export": _("What changed"),
    "api:change-list": _("What changed"),
    "api:factory-entry": _("Registry"),
    "api:plan-comment-list": _("Improvement plan"),
    "api:plan-item-list": _("Improvement plan"),
    "api:plan-item-detail": _("Item of the improvement plan"),
    "api:plan-item-messages": _("Item of the improvement plan"),
    "api:evidence-file-list": _("Photo or document"),
    "api:evidence-file-detail": _("Photo or document"),
    "api:evidence-file-content": _("Photo or document"),
    "api:response-file-list": _("Photo or document"),
    "api:response-file-detail": _("Photo or document"),
    "api:response-file-content": _("Photo or document"),
    "api:plan-file-list": _("Photo or document"),
    "api:plan-file-detail": _("Photo or document"),
    "api:plan-file-content": _("Photo or document"),
    "api:course-registration-list": _("Courses"),
    "api:course-registration-detail": _("Courses"),
    "api:committee-agenda-detail": _("Committee agenda"),
    "api:self-diagnosis-list": _("Self-diagnosis"),
    "api:self-diagnosis-detail": _("Self-diagnosis"),
    "api:access-request-list": _("Report access"),
    "api:access-request-detail": _("Report access"),
    "api:consent-list": _("Report access"),
    "api:consent-detail": _("Report access"),
    "api:visit-finding-list": _("Advisory visit"),
    "api:visit-finding-detail": _("Advisory visit"),
    "api:committee-review-list": _("committee review"),
    "api:committee-review-detail": _("committee review"),
    "api:systems-review-list": _("management-systems review"),
    "api:systems-review-detail": _("management-systems review"),
    "api:learning-record-list": _("learning record"),
    "api:learning-record-detail": _("learning record"),
    "api:case-list": _("Zero-tolerance case"),
    "api:case-detail": _("Zero-tolerance case"),
    "api:assessment-list": _("Assessment report"),
    "api:assessment-detail": _("Assessment report"),
    "api:assessment-responses": _("Responses to findings"),
    "api:assessment-comments": _("Comments of the reviewer"),
    "api:visit-list": _("Advisory visit"),
    "api:visit-detail": _("Advisory visit"),
    "api:evaluation-list": _("Verdict"),
    "api:evaluation-detail": _("Verdict"),
    "api:evaluation-export": _("Verdict"),
    "api:recognition-list": _("Recognition"),
    "api:recognition-detail": _("Recognition"),
}


@dataclass(frozen=True, slots=True)
class LookLine:
    """One line of the log. `who` is the brand for its people, the person's name for others."""

    at: datetime
    who: str
    role: str | Promise
    what: str | Promise
    how: str | Promise


def looks_at(factory_id: int, *, by_outsiders: bool, guarded: bool) -> QuerySet[Access]:
    """Rows of the log about a factory, with their people; `guarded`: those of cases and recognitions too."""
    rows = Access.objects.filter(factory_id=factory_id).select_related("user")
    # who reads a self-diagnosis tells that there is one, and that it is shared
    rows = rows.exclude(Q(page__startswith="self_diagnosis:") | Q(page__startswith="api:self-diagnosis-"))
    if not guarded:
        rows = rows.exclude(page__in=GUARDED)
    if by_outsiders:  # for the factory's own people
        rows = rows.filter(user__role__in=OUTSIDE).exclude(page__in=FROM_THE_FACTORY)
    return rows


@dataclass(frozen=True, slots=True)
class Lookers:
    """A brand, or everybody of a role: how often they looked, and when last."""

    who: str | Promise
    looks: int
    last_at: datetime


def brands_in(rows: QuerySet[Access], factory_id: int) -> dict[int, str]:
    """Names of the brands whose people stand in the log of a factory, by id of the person. Two queries."""
    return brands_of_people(set(rows.order_by().values_list("user_id", flat=True).distinct()), factory_id)


def lookers_in(rows: QuerySet[Access], brands: Mapping[int, str]) -> list[Lookers]:
    """Who looked, by brand (others by role), the latest first. One query."""
    counted = rows.order_by().values("user_id", "user__role").annotate(looks=Count("pk"), last_at=Max("at"))
    found: dict[str | Promise, Lookers] = {}
    for row in counted:
        who = brands.get(row["user_id"], str(Role(row["user__role"]).label))
        before = found.get(who, Lookers(who, 0, row["last_at"]))
        last_at = max(before.last_at, row["last_at"])
        found[who] = Lookers(who, before.looks + row["looks"], last_at)
    return sorted(found.values(), key=lambda lookers: (lookers.last_at, str(lookers.who)), reverse=True)


def looks_table(rows: QuerySet[Access], brands: Mapping[int, str], *, name: str) -> ExportTable:
    """The log as a file, the oldest first, times in the active time zone."""
    return ExportTable(name, HEAD, _table_rows(rows, brands))


def _table_rows(rows: QuerySet[Access], brands: Mapping[int, str]) -> Iterator[tuple[Any, ...]]:
    for row in rows.order_by("id").iterator(AT_ONCE):
        line = line_of(row, brands)
        at = timezone.localtime(line.at).isoformat(timespec="seconds")
        yield at, line.who, str(line.role), str(line.what), str(line.how)


def line_of(row: Access, brands: Mapping[int, str]) -> LookLine:
    """A row in words; `brands`: names of the brands that people work for, by id of the person."""
    return LookLine(
        row.at,
        brands.get(row.user_id, row.user.name),
        Role(row.user.role).label,
        PAGES.get(row.page, row.page),
        Access.Kind(row.kind).label if row.kind != Access.Kind.PAGE else "",
    )
