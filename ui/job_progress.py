"""The live bar of a long job, for whoever started it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from journal import jobs
from journal.models import Job
from journal.queries import job_row

TITLES: dict[str, str | Promise] = {
    "evaluate-programme": _("Evaluating all factories again"),
    "import-file": _("Importing a file"),
    "read-factory-list": _("Reading the list"),
    "check-factory-list": _("Comparing the list with the register"),
    "write-factory-list": _("Importing the list"),
    "make-reports": _("Making progress reports"),
    "plan-visits": _("Planning the visits"),
}


RESULTS: dict[str, tuple[str, str | Promise]] = {
    "evaluate-programme": ("recognition:worklist", _("Recognition")),
    "make-reports": ("progress_reports:all", _("Progress reports")),
    "plan-visits": ("scheduling:plan", _("Plan")),
}
"""Where what a job made stands: the route and its page's title. Other kinds of jobs are shown by pages of their own."""


@login_required
@require_safe
def job(request: SignedIn, job_id: uuid.UUID) -> HttpResponse:
    """How far the job is: a page, or the bar alone when a page asks again."""
    found = _own(request, job_id)
    template = "jobs/_progress.html" if request.headers.get("HX-Request") else "jobs/job.html"
    running = found.state in {Job.State.QUEUED, Job.State.RUNNING}
    context: dict[str, Any] = {
        "job": found,
        "running": running,
        "title": TITLES.get(found.kind, found.kind),
    }
    if found.kind in RESULTS:
        route, label = RESULTS[found.kind]
        context |= {"result_url": reverse(route), "result_label": label}
    return render(request, template, context)


@login_required
@require_POST
def cancel(request: SignedIn, job_id: uuid.UUID) -> HttpResponse:
    """Ask the job to stop before it writes."""
    jobs.cancel(_own(request, job_id).pk)
    return redirect("job", job_id=job_id)


def _own(request: SignedIn, job_id: uuid.UUID) -> Job:
    found = job_row(job_id, user_id=request.user.pk)
    if found is None:
        raise Http404
    return found
