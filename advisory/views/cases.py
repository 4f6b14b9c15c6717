"""Zero-tolerance cases: opened from a draft answer or a visit, followed by two clocks, closed by the manager."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_noop as _mark
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Proposal
from accounts.policies import pending_about, proposals_visible_to
from accounts.requests import SignedIn, filled_in, only_for
from accounts.same_transaction.proposing import proposal_in
from advisory import commands
from advisory import policies as advisory_policies
from advisory.domain.protocol import NOTICE, STEPS, clocks
from advisory.forms.recording import CaseEntryForm, CaseForm, CloseCaseForm
from advisory.models import AdvisoryVisit, CaseEntry, FieldEntry, ZeroToleranceCase
from advisory.queries.cases import (
    CLOSING_KIND,
    closing_of,
    entries_of,
    opened_at,
    steps_done,
    steps_missing,
    visit_of_case,
)
from advisory.queries.found_details import found_details
from advisory.queries.visibility import cases_visible_to
from advisory.views.recording import GET_AND_POST, recorded, visit_asked_for
from assessments import policies
from assessments.queries.visibility import assessments_visible_to
from assessments.views.access import factory_for
from assessments.views.attachments import sent
from countries.domain.country_rules import Protocol
from countries.queries.country_settings import settings_by_country
from countries.queries.local_time import LocalDays, today_in
from files.workbook.attachments import checked
from journal.queries import history_of
from journal.refusals import Refused
from journal.wording import day_in_words
from questionnaires.queries.questionnaires import words_of_country

if TYPE_CHECKING:
    from datetime import datetime

    from factories.models import Factory


@login_required
@require_safe
def case(request: SignedIn, code: str, case_uid: UUID) -> HttpResponse:
    """One case for those few for whom it exists: what it is, how long is left, what the protocol asks."""
    factory = factory_for(request.user, code)
    found = cases_visible_to(request.user).filter(uid=case_uid, factory_id=factory.pk).first()
    if found is None:
        raise Http404
    now = timezone.now()
    form = _entry_form(request, found, now)
    return _case_page(request, factory, found, form, now)


def _case_page(
    request: SignedIn, factory: Factory, found: ZeroToleranceCase, form: CaseEntryForm | None, now: datetime
) -> HttpResponse:
    staff = request.user.is_staff
    drafts = assessments_visible_to(request.user, LocalDays(now))
    known = found.assessment_id and drafts.filter(pk=found.assessment_id).exists()
    entries = entries_of(found.uid)
    context = {
        "factory": factory,
        "case": found,
        "details": found.details if staff else "",
        **_protocol(found, factory.country_id, now, entries),
        "steps": _steps(entries, staff=staff),
        "entries": entries if staff else [],
        "form": form,
        "assessment_id": found.assessment_id if known else None,
        "visit_uid": visit_of_case(found),
        "pending": pending_about(request.user, CLOSING_KIND, f"case:{found.uid}") if staff else None,
        "closing": closing_of(found.uid) if staff and found.closed_on else None,
        "may_close": advisory_policies.closes_cases(request.user) and found.closed_on is None,
        "events": history_of(f"case:{found.uid}") if staff else [],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    return render(request, "advisory/case.html", context, status=status)


def _entry_form(request: SignedIn, case: ZeroToleranceCase, now: datetime) -> CaseEntryForm | None:
    """The form of what was done; None for those who only look. Its times are the factory's local ones."""
    user = request.user
    if case.closed_on is not None or not advisory_policies.works_on_cases(user):
        return None
    missing = steps_missing(entries_of(case.uid))
    notices = [NOTICE] if advisory_policies.closes_cases(user) else []
    steps = [*(step for step in missing if step != NOTICE), *notices]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return CaseEntryForm(*sent, steps=steps, initial={"happened_at": now})


def _steps(entries: list[CaseEntry], *, staff: bool) -> list[dict[str, Any]]:
    """The protocol's steps in order, each with when and by whom it was done first; the factory reads no names."""
    first: dict[str, CaseEntry] = {}
    for entry in entries:
        first.setdefault(entry.step, entry)
    return [
        {
            "step": step,
            "at": first[step].happened_at if step in first else None,
            "by": first[step].recorded_by if staff and step in first else None,
        }
        for step in STEPS
    ]


@only_for(advisory_policies.works_on_cases)
@require_http_methods(["POST"])
def add_entry(request: SignedIn, code: str, case_uid: UUID) -> HttpResponse:
    """Record that a step of the protocol was done, or a notice given; by the factory's clock."""
    factory = factory_for(request.user, code)
    found = cases_visible_to(request.user).filter(uid=case_uid, factory_id=factory.pk).first()
    if found is None:
        raise Http404
    now = timezone.now()
    with timezone.override(settings_by_country().zone(factory.country_id, now)):
        form = _entry_form(request, found, now)
        if form is None:
            raise Http404
        if form.is_valid() and _entered(request, found, form, now):
            return redirect("advisory:case", code=code, case_uid=case_uid)
        return _case_page(request, factory, found, form, now)


def _entered(request: SignedIn, case: ZeroToleranceCase, form: CaseEntryForm, now: datetime) -> bool:
    typed, upload = dict(form.cleaned_data), form.cleaned_data["file"]
    try:
        typed |= {"file": checked(upload), "file_name": upload.name} if upload else {"file": None}
        commands.record_case_entry(case.uid, **typed, actor=request.user, now=now)
    except Refused as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return False
    messages.success(request, _now("Recorded."))
    return True


@login_required
@require_safe
def case_file(request: SignedIn, entry_id: UUID) -> HttpResponseBase:
    """What shows that a step was done, for staff for whom the case exists; always to be saved, never to be run."""
    cases = cases_visible_to(request.user).values("uid")
    found = CaseEntry.objects.filter(pk=entry_id, case_uid__in=cases).exclude(content="").first()
    if found is None or not request.user.is_staff:
        raise Http404
    file = FileResponse(found.content.open("rb"), as_attachment=True, filename=found.file_name)
    return sent(file, found.content_type)


def _protocol(
    case: ZeroToleranceCase, country: str, now: datetime, entries: list[CaseEntry]
) -> dict[str, Any]:
    """The protocol and the clocks, as the country's settings were when the case was opened."""
    opened, known = opened_at(case.uid), settings_by_country()
    rules = known.at(country, opened)
    running = clocks(
        opened,
        now,
        investigation_hours=rules.investigation_hours,
        follow_up_hours=rules.follow_up_hours,
        done=steps_done(entries),
    )
    return {
        "protocol": _now(PROTOCOLS[rules.protocol]),
        "rules": rules,
        "clocks": running if case.closed_on is None else [],
        "zone": known.zone(country, now),
    }


PROTOCOLS = {
    Protocol.GENERAL: _mark("The programme's general protocol applies here."),
    Protocol.NATIONAL: _mark(
        "This country has a protocol agreed with its ministry. Where it says otherwise, follow it."
    ),
    Protocol.NATIONAL_ON_CHILD_LABOUR: _mark(
        "Child labour follows the protocol agreed with the country's ministry; all else the general one."
    ),
}


@only_for(policies.advises)
@require_http_methods(GET_AND_POST)
def open_case(request: SignedIn, code: str) -> HttpResponse:
    """Open a zero-tolerance case, perhaps from a draft answer or from what a visit found."""
    factory = factory_for(request.user, code)
    today = today_in(factory.country_id, timezone.now())
    assessment, visit = _source(request, factory.pk), visit_asked_for(request)
    if visit is not None and visit.factory_id != factory.pk:
        visit = None
    initial = {"opened_on": today, **_breach(request, factory, assessment, visit)}
    form = CaseForm(filled_in(request), today=today, initial=initial)

    def write(factory_id: int, **fields: Any) -> object:
        return commands.open_zero_tolerance_case(
            factory_id, assessment_id=assessment, visit_id=visit.pk if visit else None, **fields
        )

    if request.method == "POST" and form.is_valid() and recorded(request, form, write, factory.pk):
        return redirect(address_of_case(request, factory, form.cleaned_data["trigger"]))
    lede = _now("It is referred at once. A published recognition is suspended with this.")
    title = _now("Open a zero-tolerance case")
    return render(
        request,
        "advisory/record.html",
        {
            "factory": factory,
            "form": form,
            "title": title,
            "lede": lede,
            "save_label": _now("Open the case"),
            "entry": FieldEntry.Kind.CASE,
            "day": "opened_on",
            "from_address": "assessment=assessment_id visit=visit_uid question=trigger",
        },
    )


@only_for(advisory_policies.closes_cases)
@require_http_methods(GET_AND_POST)
def close_case(request: SignedIn, code: str, case_uid: UUID) -> HttpResponse:
    """Propose the end of a zero-tolerance case: a statement, what shows it, and a second person who decides."""
    factory = factory_for(request.user, code)
    known = cases_visible_to(request.user).filter(uid=case_uid, factory_id=factory.pk, closed_on=None).first()
    if known is None:
        raise Http404
    now = timezone.now()
    today = today_in(factory.country_id, now)
    initial = {"closed_on": today, **_stale_closing(request, case_uid)}
    form = CloseCaseForm(filled_in(request), today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = commands.propose_case_closing(case_uid, **form.command_fields, actor=request.user, now=now)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            if (proposal := proposal_in(done)) is not None:
                messages.success(request, _now("Proposed. A second person decides."))
                return redirect("proposals:proposal", proposal_id=proposal.pk)
    lede = _now("“%(trigger)s”, opened on %(day)s. You propose, another manager or the global team decides.")
    context = {
        "factory": factory,
        "form": form,
        "title": _now("Close the zero-tolerance case"),
        "save_label": _now("Propose"),
        "up": {"label": _now("Zero-tolerance case"), "url": reverse("advisory:case", args=[code, case_uid])},
        "lede": lede % {"trigger": known.trigger, "day": day_in_words(known.opened_on)},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "advisory/record.html", context, status=status)


def _stale_closing(request: SignedIn, case_uid: UUID) -> dict[str, str]:
    """What the reader wrote in a proposal that went out of date, to begin the next one with."""
    rows = proposals_visible_to(request.user).filter(kind=CLOSING_KIND, subject=f"case:{case_uid}")
    last = rows.filter(proposed_by=request.user).order_by("-proposed_at").first()
    if last is None or last.state != Proposal.State.STALE:
        return {}
    return {"statement": last.reason, "evidence": last.content["evidence"]}


def address_of_case(request: SignedIn, factory: Factory, trigger: str) -> str:
    """The page of the case just opened; the factory's where a colleague had opened the same before."""
    case: ZeroToleranceCase | None = (
        cases_visible_to(request.user).filter(factory_id=factory.pk, trigger=trigger).order_by("-pk").first()
    )
    if case is None:
        return reverse("factory", kwargs={"code": factory.code})
    return reverse("advisory:case", kwargs={"code": factory.code, "case_uid": case.uid})


def _breach(
    request: SignedIn, factory: Factory, assessment: UUID | None, visit: AdvisoryVisit | None
) -> dict[str, str]:
    """What is known of the breach already: the question's words, and what was found."""
    words = words_of_country(
        factory.country_id, on=today_in(factory.country_id, timezone.now()), language=get_language() or "en"
    ).get(request.GET.get("question", ""))
    if words is None:
        return {}
    trigger = f"{words.code} {words.text}"[:200]
    return {"trigger": trigger, "details": found_details(words.code, assessment=assessment, visit=visit)}


def _source(request: SignedIn, factory_id: int) -> UUID | None:
    """The assessment that a case comes from, if it is one that the reader may know of."""
    try:
        assessment_id = UUID(request.GET.get("assessment", ""))
    except ValueError:
        return None
    visible = assessments_visible_to(request.user, LocalDays(timezone.now()))
    return assessment_id if visible.filter(pk=assessment_id, factory_id=factory_id).exists() else None
