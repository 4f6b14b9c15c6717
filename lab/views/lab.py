"""The lab: move a bar, and see at once what it would have meant for everybody, in every year."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect, push_url

from countries.queries.countries import country_names
from countries.queries.local_time import programme_day
from criteria.policies import works_on_criteria
from criteria.queries.criteria import Standard, standard_or_none, versions
from files.exports import requested_format, table_response
from lab.exports import LAB_TABLES
from lab.queries.kept_programme import programme_on
from lab.queries.programme import Tried
from lab.queries.simulation import side
from lab.views.lab_result import answer, looked_at
from lab.views.memory import give_memory_back
from lab.views.scenario import Trial, trial_of
from recognition.queries.recognised import recognised_codes


@login_required
@require_safe
def lab(request: HttpRequest) -> HttpResponse:
    """The version in force (or another) beside the same with its numbers moved, over all of history."""
    known = _versions(request)
    base = _base(request, known)
    if base is None:
        return render(request, "lab/lab.html", {"base": None})
    trial = trial_of(request.GET, known.get(request.GET.get("from", "")) or base)
    short = _address(base, trial, request)
    numbers_of = request.GET.get("numbers_of", "")
    if numbers_of not in {"", trial.start.version}:  # the form still has the numbers of the version before
        unmoved = f"{reverse('lab:lab')}?{urlencode({'from': trial.start.version, 'base': base.version})}"
        return HttpResponseClientRedirect(unmoved) if _moved(request) else redirect(unmoved)
    if trial.says_more(request.GET) and not _moved(request):
        return redirect(short)
    shown = {"base": base, "trial": trial, "files": _files(base, trial, request)} | answer(
        _tried(base, trial),
        look=request.GET.get("look", ""),
        countries=country_names(),
        recognised=recognised_codes(),
    )
    give_memory_back()
    if _moved(request):
        response = push_url(render(request, "lab/_answer.html", shown), short)
    else:
        drafts = [version for version in known.values() if version.state == "draft"]
        whole = {"versions": list(known.values()), "drafts": drafts, "pillars": _pillars(trial)}
        response = render(request, "lab/lab.html", shown | whole)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@require_safe
def lab_export(request: HttpRequest) -> HttpResponseBase:
    """One panel of the lab as a file, of the very trial that the page shows."""
    known = _versions(request)
    base = _base(request, known)
    table = LAB_TABLES.get(request.GET.get("panel", ""))
    if base is None or table is None:
        raise Http404
    file_format = requested_format(request)
    tried = _tried(base, trial_of(request.GET, known.get(request.GET.get("from", "")) or base))
    look = looked_at(tried.after, request.GET.get("look", ""))
    made = table(tried, look=look, countries=country_names(), recognised=recognised_codes())
    return table_response(made, file_format=file_format)


def _address(base: Standard, trial: Trial, request: HttpRequest) -> str:
    """The page of this trial, to be kept and sent to others: it names only what differs from the versions."""
    look = request.GET.get("look", "")
    beside = {"base": base.version} | ({"look": look} if look else {})
    return f"{reverse('lab:lab')}?{trial.address}&{urlencode(beside)}"


def _files(base: Standard, trial: Trial, request: HttpRequest) -> dict[str, str]:
    """Where each panel is had as a file."""
    address = f"{reverse('lab:export')}?{trial.address}"
    beside = {"base": base.version, "look": request.GET.get("look", "")}
    return {panel: f"{address}&{urlencode(beside | {'panel': panel})}" for panel in LAB_TABLES}


def _versions(request: HttpRequest) -> dict[str, Standard]:
    if not works_on_criteria(request.user):
        raise Http404
    return {version.version: version for version in versions(drafts=True)}


def _base(request: HttpRequest, known: dict[str, Standard]) -> Standard | None:
    return known.get(request.GET.get("base", "")) or standard_or_none(programme_day(timezone.now()))


def _tried(base: Standard, trial: Trial) -> Tried:
    programme = programme_on(programme_day(timezone.now()))
    return Tried(
        programme, before=side(programme.years, base.document), after=side(programme.years, trial.document)
    )


def _moved(request: HttpRequest) -> bool:
    """Whether the page is there already and only its answer is asked for anew."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def _pillars(trial: Trial) -> list[dict[str, Any]]:
    controls = list(trial.controls())
    return [
        {
            "id": pillar.value,
            "title": _(title),
            "controls": [control for control in controls if control.criterion.pillar is pillar],
        }
        for pillar, title in trial.start.document.pillars.items()
    ]
