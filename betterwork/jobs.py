"""The live bar of a long job, for whoever started it."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from journal import jobs
from journal.models import Job
from journal.queries import job_row


@login_required
@require_safe
def job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """How far the job is: a page, or the bar alone when a page asks again."""
    found = _own(request, job_id)
    template = "jobs/_progress.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, template, {"job": found, "running": found.state in {"queued", "running"}})


@login_required
@require_POST
def cancel(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Ask the job to stop before it writes."""
    jobs.cancel(_own(request, job_id).pk)
    return redirect("job", job_id=job_id)


def _own(request: HttpRequest, job_id: uuid.UUID) -> Job:
    found = job_row(job_id, user_id=request.user.pk)
    if found is None:
        raise Http404
    return found
