"""Work on assessments, visits, plans and cases."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from advisory.domain.protocol import clocks
from advisory.queries.obligations import (
    assessments_to_plan,
    due_days_to_decide,
    open_cases_of,
    plan_items_due,
    plan_items_overdue,
    plan_items_to_verify,
)
from assessments.queries.obligations import assessments_to_review, drafts_to_finish, returned_to
from handovers.queries.handovers import outcomes_to_read, state_label, to_act_on, without_outcome
from obligations.queries.obligation import Line, ObligationKind, Reader, Row
from responses.queries.obligations import windows_to_answer, windows_with_comments
from reviews.queries.obligations import with_return_reason
from scheduling.queries.visit_schedule import plan_visible_to, visits_within

THIS_WEEK = timedelta(days=7)
_ADVISER = frozenset({Role.ADVISER})
_MANAGEMENT = frozenset({Role.FACTORY, Role.GROUP})


def _assessment_url(row: Row) -> str:
    return reverse("assessments:detail", args=[row["pk"]])


def _item_url(row: Row, item: str = "pk") -> str:
    return reverse("advisory:item", args=[row["factory__code"], row[item]])


def _case(reader: Reader, row: Row) -> Line:
    known, began = reader.days.settings, row["began_at"]
    rules = known.at(row["factory__country_id"], began)
    investigation, follow_up = clocks(
        began,
        reader.days.now,
        investigation_hours=rules.investigation_hours,
        follow_up_hours=rules.follow_up_hours,
    )
    until, why = None, _("Open until its remediation is verified")
    if not row["is_notified"]:
        until, why = investigation.ends_at, _("Authorities have no notice yet")
    elif not row["is_followed_up"]:
        until, why = follow_up.ends_at, _("The follow-up is missing")
    url = reverse("advisory:case", args=[row["factory__code"], row["uid"]])
    return Line(_("Zero-tolerance case"), url, why, row["opened_on"], until, is_urgent=True)


def _draft(_reader: Reader, row: Row) -> Line:
    return Line(_("Finish the assessment"), _assessment_url(row), _("Not submitted yet"), row["assessed_on"])


def _returned(_reader: Reader, row: Row) -> Line:
    why = _("The reviewer has sent it back")
    return Line(
        _("Change the assessment"),
        _assessment_url(row),
        why,
        row["returned_at"],
        remark=row["return_reason"] or "",
    )


def _review(_reader: Reader, row: Row) -> Line:
    return Line(
        _("Review the assessment"), _assessment_url(row), _("Submitted by its team"), row["submitted_at"]
    )


def _window(_reader: Reader, row: Row) -> Line:
    url = reverse("responses:respond", args=[row["pk"]])
    why = _("Not everything has a response yet")
    return Line(_("Respond to the findings"), url, why, row["reviewed_at"], row["window_closes_on"])


def _commented(_reader: Reader, row: Row) -> Line:
    why = _("The factory has commented")
    title = _("Read what the factory says")
    return Line(title, _assessment_url(row), why, row["spoken_at"], row["window_closes_on"])


def _visit(_reader: Reader, row: Row) -> Line:
    return Line(_("Visit the factory"), reverse("day"), _("Planned for this week"), until=row["starts_on"])


def _findings(_reader: Reader, row: Row) -> Line:
    url = reverse("improvement_plans:plan_findings", args=[row["pk"]])
    why = _("None of its findings is in the plan yet")
    return Line(_("Plan the improvements"), url, why, row["assessed_on"])


def _plan_item(_reader: Reader, row: Row) -> Line:
    return Line(row["issue"], _item_url(row), _("Item of the improvement plan"), until=row["due_on"])


def _item_to_verify(_reader: Reader, row: Row) -> Line:
    return Line(row["issue"], _item_url(row), _("Done by the factory, not verified"), row["done_on"])


def _due_day(_reader: Reader, row: Row) -> Line:
    why = _("The factory proposes another due day")
    return Line(row["issue"] or "", _item_url(row, "item"), why, row["proposed_at"])


def _handover(_reader: Reader, row: Row) -> Line:
    titles = {"handed_over": _("Take over"), "taken_over": _("Plan the inspection")}
    title = titles.get(row["state"], _("Record the outcome"))
    url = reverse("handovers:handover", args=[row["pk"]])
    day = row["planned_on"] if row["state"] == "planned" else row["due_on"]
    return Line(title, url, state_label(row["state"]), row["made_at"], day)


def _handover_late(_reader: Reader, row: Row) -> Line:
    url = reverse("handovers:handover", args=[row["pk"]])
    why = _("The inspectorate has recorded no outcome yet")
    return Line(_("Ask the inspectorate"), url, why, row["made_at"], row["due_on"])


def _handover_outcome(_reader: Reader, row: Row) -> Line:
    url = reverse("handovers:handover", args=[row["pk"]])
    return Line(_("Read the outcome"), url, state_label("closed"), row["closed_at"])


EVIDENCE_KINDS = (
    ObligationKind(
        code="case",
        heading=_("Zero-tolerance cases"),
        roles=frozenset({Role.ADVISER, Role.REVIEWER, Role.MANAGER, Role.GLOBAL}),
        rows=lambda reader: open_cases_of(reader.user),
        columns=("uid", "opened_on", "began_at", "is_notified", "is_followed_up", "factory__code"),
        order=("began_at",),
        line=_case,
    ),
    ObligationKind(
        code="returned",
        heading=_("Returned assessments"),
        roles=_ADVISER,
        rows=lambda reader: with_return_reason(returned_to(reader.user)),
        columns=("returned_at", "return_reason"),
        order=("returned_at",),
        line=_returned,
    ),
    ObligationKind(
        code="draft",
        heading=_("Assessments to finish"),
        roles=_ADVISER,
        rows=lambda reader: drafts_to_finish(reader.user),
        columns=("assessed_on",),
        order=("assessed_on",),
        line=_draft,
    ),
    ObligationKind(
        code="review",
        heading=_("Assessments to review"),
        roles=frozenset({Role.REVIEWER}),
        rows=lambda reader: assessments_to_review(reader.user, reader.days),
        columns=("submitted_at",),
        order=("submitted_at",),
        line=_review,
    ),
    ObligationKind(
        code="commented",
        heading=_("Comments of factories"),
        roles=frozenset({Role.ADVISER, Role.REVIEWER}),
        rows=lambda reader: windows_with_comments(reader.user, reader.days),
        columns=("spoken_at", "window_closes_on"),
        order=("window_closes_on", "spoken_at"),
        line=_commented,
    ),
    ObligationKind(
        code="window",
        heading=_("Findings to respond to"),
        roles=_MANAGEMENT | {Role.WORKER},
        rows=lambda reader: windows_to_answer(reader.user, reader.days),
        columns=("reviewed_at", "window_closes_on"),
        order=("window_closes_on",),
        line=_window,
    ),
    ObligationKind(
        code="visit",
        heading=_("Visits this week"),
        roles=_ADVISER,
        rows=lambda reader: visits_within(plan_visible_to(reader.user), reader.days, THIS_WEEK),
        columns=("starts_on",),
        order=("starts_on",),
        line=_visit,
    ),
    ObligationKind(
        code="plan_due",
        heading=_("Items of the plan that are due"),
        roles=_MANAGEMENT,
        rows=lambda reader: plan_items_due(reader.user, reader.days),
        columns=("issue", "due_on", "factory__code"),
        order=("due_on",),
        line=_plan_item,
    ),
    ObligationKind(
        code="findings",
        heading=_("Findings to plan"),
        roles=_ADVISER,
        rows=lambda reader: assessments_to_plan(reader.advised),
        columns=("assessed_on",),
        order=("assessed_on",),
        line=_findings,
        is_delegated=True,
    ),
    ObligationKind(
        code="plan_overdue",
        heading=_("Overdue items of plans"),
        roles=_ADVISER,
        rows=lambda reader: plan_items_overdue(reader.advised, reader.days),
        columns=("issue", "due_on", "factory__code"),
        order=("due_on",),
        line=_plan_item,
        is_delegated=True,
    ),
    ObligationKind(
        code="plan_verify",
        heading=_("Items to verify"),
        roles=_ADVISER,
        rows=lambda reader: plan_items_to_verify(reader.advised),
        columns=("issue", "done_on", "factory__code"),
        order=("done_on",),
        line=_item_to_verify,
        is_delegated=True,
    ),
    ObligationKind(
        code="due_day",
        heading=_("Due days to decide"),
        roles=_ADVISER,
        rows=lambda reader: due_days_to_decide(reader.advised),
        columns=("item", "issue", "proposed_at", "factory__code"),
        order=("proposed_at",),
        line=_due_day,
        is_delegated=True,
    ),
    ObligationKind(
        code="handover",
        heading=_("Hand-over to the inspectorate"),
        roles=frozenset({Role.INSPECTOR}),
        rows=lambda reader: to_act_on(reader.user),
        columns=("state", "made_at", "due_on", "planned_on"),
        order=("due_on",),
        line=_handover,
    ),
    ObligationKind(
        code="handover_late",
        heading=_("Hand-over to the inspectorate"),
        roles=frozenset({Role.MANAGER, Role.GLOBAL}),
        rows=lambda reader: without_outcome(reader.user, reader.days),
        columns=("made_at", "due_on"),
        order=("due_on",),
        line=_handover_late,
    ),
    ObligationKind(
        code="handover_outcome",
        heading=_("Hand-over to the inspectorate"),
        roles=frozenset({Role.MANAGER, Role.GLOBAL}),
        rows=lambda reader: outcomes_to_read(reader.user),
        columns=("closed_at",),
        order=("closed_at",),
        line=_handover_outcome,
    ),
)
