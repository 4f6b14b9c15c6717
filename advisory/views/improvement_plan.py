"""The improvement plan: the factory's living list, and the one-tap changes of an item's status."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import FACTORY_PEOPLE, User
from accounts.requests import SignedIn, only_for
from advisory import commands
from advisory.forms.recording import EvidenceForm
from advisory.models import PlanItem
from advisory.policies import keeps_plans, writes_on_plans
from advisory.queries.improvement_plan import ImprovementPlan, PlanRow, plan_in_hand
from advisory.queries.plan.item_page import findings_without_item, words_waiting
from advisory.queries.plan_steps import NEXT, one_tap
from assessments import policies
from assessments.views.access import factory_for
from countries.queries.local_time import LocalDays, today_in
from files.workbook.attachments import checked
from journal.refusals import Refused

Status = PlanItem.Status
FACTORY_GIVES = frozenset({Status.IN_PROGRESS, Status.DONE})


@login_required
@require_safe
def plan(request: SignedIn, code: str) -> HttpResponse:
    """The whole plan: what is overdue and what came back first. At most 13 statements."""
    if not (request.user.is_staff or request.user.role in FACTORY_PEOPLE):
        raise Http404
    factory = factory_for(request.user, code)
    days = LocalDays(timezone.now())
    today = days.of(factory.country_id)
    held = plan_in_hand(factory.pk, today)
    context = {
        "factory": factory,
        "plan": held,
        "groups": _groups(held, request.user),
        "may_change": keeps_plans(request.user),
        "writes": writes_on_plans(request.user),
        "to_plan": _found(factory.pk) if not held.total and keeps_plans(request.user) else None,
        **words_waiting(factory.pk),
        "today": today,
    }
    with timezone.override(days.settings.zone(factory.country_id, days.now)):  # from when it is, by its clock
        return render(request, "advisory/plan.html", context)


def _found(factory_id: int) -> UUID | None:
    """The assessment out of whose findings a first plan can be made."""
    found = findings_without_item(factory_id, language=get_language() or "en")
    return next((finding.assessment_id for finding in found if finding.assessment_id), None)


def _groups(held: ImprovementPlan, user: User) -> list[dict[str, Any]]:
    """The plan's parts with what the reader can do to each item."""
    named = [
        ("overdue", _("Overdue"), held.overdue),
        ("open", _("Open"), held.open),
        ("done", _("Done by the factory, to verify"), held.done),
        ("verified", _("Verified"), held.verified),
    ]
    return [
        {"id": key, "title": title, "rows": [(row, acts_on(row, user)) for row in rows]}
        for key, title, rows in named
    ]


def acts_on(row: PlanRow, user: User) -> list[tuple[str, str]]:
    """Statuses that the reader can give an item now, each with the words on its button."""
    words = {
        Status.IN_PROGRESS: _("Begun"),
        Status.DONE: _("Done today"),
        Status.VERIFIED: _("Verified today"),
        Status.REOPENED: _("Reopen"),
    }
    may = frozenset(words) if policies.advises(user) else FACTORY_GIVES if keeps_plans(user) else frozenset()
    return [(status.value, words[status]) for status in NEXT[Status(row.status)] if status in may]


def current_item(factory_id: int, item_id: int) -> PlanItem:
    """The item of the plan as it stands, by the number of any of its versions."""
    known = get_object_or_404(PlanItem, pk=item_id, factory_id=factory_id)
    return get_object_or_404(PlanItem, factory_id=factory_id, ref=known.ref, superseded_at__isnull=True)


def check_not_sent(request: SignedIn) -> None:
    """Refuse a form of a page that shows an older version: it would undo what somebody else entered since.

    Raises:
        Refused: the page was sent.
    """
    if request.method == "POST":
        raise Refused(
            _("Somebody changed this item after you opened the page. Open it again, then enter yours.")
        )


@only_for(keeps_plans)
@require_POST
def status(request: SignedIn, code: str, item_id: int) -> HttpResponse:
    """Change an item's status today; its days follow."""
    factory = factory_for(request.user, code)
    item = current_item(factory.pk, item_id)
    if item.pk != item_id:
        check_not_sent(request)
    requested = request.POST.get("status", "")
    fields = one_tap(
        item,
        status=requested,
        evidence=_evidence(request, item),
        on=today_in(factory.country_id, timezone.now()),
    )
    for upload in request.FILES.getlist("photos"):
        commands.add_plan_file(
            factory.pk,
            ref=item.ref,
            name=upload.name or "",
            file=checked(upload),
            actor=request.user,
            now=timezone.now(),
        )
    commands.record_plan_item(factory.pk, **fields, actor=request.user, now=timezone.now())
    messages.success(request, _("Saved: %(status)s.") % {"status": Status(requested).label})
    if "item" in request.POST:
        return redirect("advisory:item", code=code, item_id=item.pk)
    return redirect("advisory:plan", code=code)


def _evidence(request: SignedIn, item: PlanItem) -> str:
    """What shows it, where the form has a field for it."""
    form = EvidenceForm(request.POST if "evidence" in request.POST else {"evidence": item.evidence})
    if not form.is_valid():
        raise Refused(" ".join(map(str, form.errors["evidence"])))
    evidence: str = form.cleaned_data["evidence"]
    return evidence
