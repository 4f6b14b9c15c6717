"""Pages of those who decide on recognition, and the public pages of the criteria."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn
from betterwork.decisions.acts import ACTS, offered
from betterwork.decisions.forms import ReasonForm, WorklistFilter
from factories.queries import countries_of, visible_to
from journal.jobs import enqueue
from journal.queries import history_of
from journal.refusals import Refused
from portal.queries import criteria_named, listing_of, progress_of
from recognition.commands.lifecycle import propose_recognition
from recognition.domain.lifecycle import Act
from recognition.policies import may, reads_candidates, reads_verdicts
from recognition.queries.worklist import close_now, dossier, eligible_now, live_recognition, under_way


@login_required
@require_safe
def worklist(request: SignedIn) -> HttpResponse:
    """What waits, who is eligible, who is close."""
    if not reads_candidates(request.user):
        raise Http404
    form = WorklistFilter(request.GET)
    countries = countries_of(request.user).order_by("name").values_list("code", "name")
    form.fields["country"].choices = [("", _("All countries")), *countries]  # type: ignore[attr-defined]
    form.is_valid()
    country, rules = form.cleaned_data.get("country", ""), form.cleaned_data.get("rules", "")
    rows = under_way(request.user, country=country)
    return render(
        request,
        "recognition/worklist.html",
        {
            "form": form,
            "waiting": [row for row in rows if row.state in {"proposed", "deferred", "confirmed"}],
            "standing": [row for row in rows if row.state in {"published", "suspended"}],
            "eligible": eligible_now(request.user, country=country),
            "close": close_now(request.user, country=country, rules=int(rules) if rules else None),
        },
    )


@login_required
@require_POST
def judge_again(request: SignedIn) -> HttpResponse:
    """Judge everybody again, with a bar to watch."""
    if not reads_candidates(request.user):
        raise Http404
    job = enqueue("evaluate-programme", parameters={}, actor=request.user, now=timezone.now())
    return redirect("job", job_id=job.pk)


@login_required
@require_safe
def verdict(request: SignedIn, code: str) -> HttpResponse:
    """The verdict on one factory: four pillars, every criterion with its bar and its reason."""
    if not reads_verdicts(request.user):
        raise Http404
    factory = get_object_or_404(visible_to(request.user).select_related("country"), code=code)
    progress = progress_of(factory.pk)
    named = (
        criteria_named(progress.criteria, language=get_language() or "en", country=factory.country_id)
        if progress
        else None
    )
    live = live_recognition(factory.pk) if reads_candidates(request.user) else None
    proposable = (
        progress is not None
        and progress.outcome == "eligible"
        and live is None
        and may(Act.PROPOSE, user=request.user, factory_id=factory.pk)
    )
    return render(
        request,
        "recognition/verdict.html",
        {
            "factory": factory,
            "progress": progress,
            "criteria": named,
            "listing": listing_of(factory.pk),
            "live": live,
            "form": ReasonForm() if proposable else None,
        },
    )


@login_required
@require_POST
def propose(request: SignedIn, code: str) -> HttpResponse:
    """Propose an eligible factory."""
    if not reads_candidates(request.user):
        raise Http404
    factory = get_object_or_404(visible_to(request.user), code=code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why you propose this factory."))
        return redirect("recognition:verdict", code=code)
    propose_recognition(
        factory.pk, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
    )
    messages.success(request, _("Proposed. Somebody of the global team decides next."))
    return redirect("recognition:worklist")


@login_required
@require_safe
def detail(request: SignedIn, recognition_id: UUID) -> HttpResponse:
    """The dossier: verdict, who decided what, and what may be decided now."""
    return _dossier_page(request, recognition_id)


@login_required
@require_http_methods(["POST"])
def decide(request: SignedIn, recognition_id: UUID, act: str) -> HttpResponse:
    """Carry out one decision; a refusal is told beside the form and keeps what was typed."""
    if not reads_candidates(request.user) or act not in ACTS or dossier(request.user, recognition_id) is None:
        raise Http404
    chosen = ACTS[act]
    form = chosen.form(request.POST, prefix=act)
    if not form.is_valid():
        return _dossier_page(request, recognition_id, tried=(act, form), status=422)
    try:
        chosen.carry_out(recognition_id, form.cleaned_data, actor=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _dossier_page(request, recognition_id, tried=(act, form), status=409)
    messages.success(request, str(chosen.done))
    return redirect("recognition:detail", recognition_id=recognition_id)


def _dossier_page(
    request: SignedIn, recognition_id: UUID, *, tried: tuple[str, ReasonForm] | None = None, status: int = 200
) -> HttpResponse:
    if not reads_candidates(request.user):
        raise Http404
    found = dossier(request.user, recognition_id)
    if found is None:
        raise Http404
    return render(
        request,
        "recognition/detail.html",
        {
            "recognition": found,
            "factory": found.factory,
            "progress": progress_of(found.factory_id),
            "listing": listing_of(found.factory_id),
            "acts": offered(found, user=request.user, tried=tried),
            "history": history_of(f"recognition:{found.pk}"),
        },
        status=status,
    )


@require_safe
def criteria(request: HttpRequest, code: str, version: str, criterion: str = "") -> HttpResponse:
    """A criteria version, or one criterion of it: a page that a person can read, and JSON by `Accept`."""
    named = criteria_named(f"{code}/{version}", language=get_language() or "en")
    if named is None:
        raise Http404
    chosen = [
        (pillar, one) for pillar in named.pillars for one in pillar.criteria if criterion in {"", one.code}
    ]
    if not chosen:
        raise Http404
    if request.accepts("text/html"):
        context = {
            "criteria": named,
            "chosen": chosen,
            "criterion": criterion,
            "code": code,
            "version": version,
        }
        return render(request, "recognition/criteria.html", context)
    rows = [
        {"code": one.code, "pillar": pillar.code, "title": one.title, "sentence": one.sentence}
        for pillar, one in chosen
    ]
    return JsonResponse({"code": code, "version": version, "criteria": rows})
