"""Bulk files through the pages: checked by a worker first, with a bar to watch, and written when a person says so."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, only_for
from assessments import policies
from evidence_files.forms import KIND_NAMES, ImportForm
from evidence_files.views.import_tables import import_counts, import_problems
from evidence_files.workbook.importing import IMPORT_FILE
from files.workbook.uploads import keep_upload
from journal.jobs import enqueue
from journal.models import Job
from journal.queries import job_row


@only_for(policies.imports)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: SignedIn) -> HttpResponse:
    """Take a file; nothing is written before it was checked and a person said so."""
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        stored, digest = keep_upload(upload)
        parameters = {
            "kind": form.cleaned_data["kind"],
            "file": stored,
            "digest": digest,
            "name": str(upload.name)[:100],
            "actor": request.user.pk,
            "dates_reason": form.cleaned_data["dates_reason"].strip(),
            "write": False,
        }
        return _begun(request, parameters)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evidence_files/import.html", {"form": form}, status=status)


@only_for(policies.imports)
@require_safe
def imported(request: SignedIn, job_id: UUID) -> HttpResponse:
    """How far it is; then what is in the way, what would be written, or what was. A part when the page asks again."""
    job = _own(request, job_id)
    template = (
        "evidence_files/_imported.html"
        if request.headers.get("HX-Request")
        else "evidence_files/imported.html"
    )
    response = render(request, template, _import_state(job))
    response["Cache-Control"] = "no-store"
    return response


@only_for(policies.imports)
@require_POST
def write(request: SignedIn, job_id: UUID) -> HttpResponse:
    """Write what was checked."""
    job = _own(request, job_id)
    if not _may_be_written(job):
        raise Http404
    return _begun(request, {**job.parameters, "write": True})


def _begun(request: SignedIn, parameters: dict[str, Any]) -> HttpResponse:
    job = enqueue(IMPORT_FILE, parameters=parameters, actor=request.user, now=timezone.now())
    return redirect("evidence_files:imported", job_id=job.pk)


def _own(request: SignedIn, job_id: UUID) -> Job:
    found = job_row(job_id, user_id=request.user.pk)
    if found is None or found.kind != IMPORT_FILE:
        raise Http404
    return found


def _may_be_written(job: Job) -> bool:
    result = job.result or {}
    changes = result.get("created", 0) + result.get("updated", 0)
    return job.state == Job.State.DONE and not job.parameters["write"] and bool(changes)


def _import_state(job: Job) -> dict[str, Any]:
    result = job.result or {}
    return {
        "job": job,
        "running": job.state in {Job.State.QUEUED, Job.State.RUNNING},
        "kind": KIND_NAMES.get(job.parameters["kind"], job.parameters["kind"]),
        "name": job.parameters["name"],
        "written": job.parameters["write"],
        "result": result,
        "problems": import_problems(result),
        "counts": import_counts(result),
        "may_be_written": _may_be_written(job),
    }
