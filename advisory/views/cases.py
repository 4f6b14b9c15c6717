"""Zero-tolerance cases: opened from a draft answer or a visit, followed by two clocks, closed by the manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_noop as _mark
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from advisory import commands
from advisory import policies as advisory_policies
from advisory.domain.protocol import clocks
from advisory.forms.recording import CaseForm, CloseCaseForm
from advisory.models import AdvisoryVisit, FieldEntry, ZeroToleranceCase
from advisory.queries.cases import opened_at, visit_behind
from advisory.queries.found_details import found_details
from advisory.queries.visibility import cases_visible_to
from advisory.views.recording import GET_AND_POST, recorded, visit_asked_for
from assessments import policies
from assessments.queries.visibility import assessments_visible_to
from assessments.views.access import factory_for
from factories.domain.country_rules import Protocol
from factories.queries.country_settings import settings_by_country
from factories.queries.local_time import LocalDays, today_in
from journal.queries import history_of
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
    staff, now = request.user.is_staff, timezone.now()
    drafts = assessments_visible_to(request.user, LocalDays(now))
    known = found.assessment_id and drafts.filter(pk=found.assessment_id).exists()
    return render(
        request,
        "advisory/case.html",
        {
            "factory": factory,
            "case": found,
            "details": found.details if staff else "",
            **_protocol(found, factory.country_id, now),
            "assessment_id": found.assessment_id if known else None,
            "visit_uid": visit_behind(found),
            "may_close": advisory_policies.closes_cases(request.user) and found.closed_on is None,
            "events": history_of(f"case:{found.uid}") if staff else [],
        },
    )


def _protocol(case: ZeroToleranceCase, country: str, now: datetime) -> dict[str, Any]:
    """The protocol and the running clocks, as the country's settings were when the case was opened."""
    opened, known = opened_at(case.uid), settings_by_country()
    rules = known.at(country, opened)
    running = clocks(
        opened, now, investigation_hours=rules.investigation_hours, follow_up_hours=rules.follow_up_hours
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

    def write(factory_id: int, **said: Any) -> object:
        return commands.open_zero_tolerance_case(
            factory_id, assessment_id=assessment, visit_id=visit.pk if visit else None, **said
        )

    if request.method == "POST" and form.is_valid() and recorded(request, form, write, factory.pk):
        return redirect(address_of_case(request, factory, form.cleaned_data["trigger"]))
    lede = _now("It is referred at once. A published recognition is suspended with this.")
    title = _now("Open a zero-tolerance case")
    return render(
        request,
        "advisory/record.html",
        {"factory": factory, "form": form, "title": title, "lede": lede, "entry": FieldEntry.Kind.CASE},
    )


@only_for(advisory_policies.closes_cases)
@require_http_methods(GET_AND_POST)
def close_case(request: SignedIn, code: str, case_uid: UUID) -> HttpResponse:
    """End a zero-tolerance case."""
    factory = factory_for(request.user, code)
    known = cases_visible_to(request.user).filter(uid=case_uid, factory_id=factory.pk, closed_on=None).first()
    if known is None:
        raise Http404
    today = today_in(factory.country_id, timezone.now())
    form = CloseCaseForm(filled_in(request), today=today, initial={"closed_on": today})

    def write(_factory_id: int, **said: Any) -> object:
        return commands.close_zero_tolerance_case(case_uid, **said)

    if request.method == "POST" and form.is_valid() and recorded(request, form, write, factory.pk):
        return redirect("factory", code=code)
    lede = _now("“%(trigger)s”, opened on %(day)s.") % {"trigger": known.trigger, "day": known.opened_on}
    title = _now("Close the zero-tolerance case")
    return render(
        request, "advisory/record.html", {"factory": factory, "form": form, "title": title, "lede": lede}
    )


def address_of_case(request: SignedIn, factory: Factory, trigger: str) -> str:
    """The page of the case just opened; the factory's where a colleague had opened the same before."""
    mine: ZeroToleranceCase | None = (
        cases_visible_to(request.user).filter(factory_id=factory.pk, trigger=trigger).order_by("-pk").first()
    )
    if mine is None:
        return reverse("factory", kwargs={"code": factory.code})
    return reverse("advisory:case", kwargs={"code": factory.code, "case_uid": mine.uid})


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
        asked = UUID(request.GET.get("assessment", ""))
    except ValueError:
        return None
    visible = assessments_visible_to(request.user, LocalDays(timezone.now()))
    return asked if visible.filter(pk=asked, factory_id=factory_id).exists() else None
