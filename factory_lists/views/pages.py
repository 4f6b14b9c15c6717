"""A factory list through the pages: uploaded, read, its columns mapped, compared, and written when the person says so.

Every step is a job whose parameters hold all that the person entered, so nothing is typed twice.
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, only_for
from countries.queries.local_time import latest_day, today_in
from factories.policies.lists import countries_for_lists, imports_lists
from factory_lists.commands.list_layouts import remember_list_layout
from factory_lists.domain.days import day_in_name
from factory_lists.domain.jobs import CHECK, READ, WRITE
from factory_lists.forms import ColumnsForm, LayoutForm, UploadForm
from factory_lists.queries import list_sources
from factory_lists.views.tables import (
    file_problems,
    mapping_rows,
    new_brands,
    outcome_counts,
    outcome_tabs,
    stored_page,
    top_rows,
)
from factory_lists.workbook.importing import head_digest
from files.workbook.uploads import UploadGone, forget_beside, keep_upload, open_stored
from journal import jobs
from journal.models import Job
from journal.queries import job_row

_ROUTES = {
    READ: "factory_lists:import_columns",
    CHECK: "factory_lists:import_preview",
    WRITE: "factory_lists:import_done",
}
_RUNNING = frozenset({Job.State.QUEUED, Job.State.RUNNING})


@only_for(imports_lists)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: SignedIn) -> HttpResponse:
    """Take a file; nothing is written before the person has seen what it would change."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*data, today=latest_day(timezone.now()))
    if request.method == "POST" and form.is_valid():
        upload, day = form.cleaned_data["file"], form.cleaned_data["day"]
        stored, digest = keep_upload(upload)
        return _begin(
            request,
            READ,
            {
                "file": stored,
                "digest": digest,
                "name": str(upload.name)[:100],
                "source": form.cleaned_data["source"],
                "day": (day or _proposed_day(request, str(upload.name))).isoformat(),
                "layout": {},
                "actor": request.user.pk,
            },
        )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "sources": list_sources()}
    return render(request, "factory_lists/import.html", context, status=status)


@only_for(imports_lists)
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: SignedIn, job_id: UUID) -> HttpResponse:
    """How the file is read and what its columns hold, as proposed; the person corrects it and goes on."""
    job = _own(request, job_id, READ)
    result = job.result or {}
    if "columns" not in result:
        return _shown(request, job, "columns", {"problems": file_problems(result)})
    layout, columns = _forms(request, job)
    if request.method == "POST" and "again" in request.POST and layout.is_valid():
        return _begin(request, READ, {**job.parameters, "layout": layout.layout()})
    if request.method == "POST" and "again" not in request.POST and columns.is_valid():
        return _checked(request, job, columns)
    wrong = request.method == "POST"
    context = {
        "layout": layout,
        "form": columns,
        "mapping": mapping_rows(columns, result),
        "top": top_rows(result),
        "result": result,
        "sources": list_sources(),
    }
    return _shown(request, job, "columns", context, wrong=wrong)


@only_for(imports_lists)
@require_safe
def import_preview(request: SignedIn, job_id: UUID) -> HttpResponse:
    """Review changes: every row by its outcome, page by page."""
    job = _own(request, job_id, CHECK)
    result = job.result or {}
    tabs = outcome_tabs(result, request.GET.get("show", ""))
    context = {
        "result": result,
        "counts": outcome_counts(result),
        "problems": file_problems(result),
        "new_brands": new_brands(result),
        "tabs": tabs,
        "rows": stored_page(result, tabs, request.GET.get("page", "1")),
        "good": result.get("created", 0) + result.get("updated", 0),
        "columns_job": job.parameters.get("columns_job"),
    }
    return _shown(request, job, "preview", context)


@only_for(imports_lists)
@require_POST
def import_write(request: SignedIn, job_id: UUID) -> HttpResponse:
    """Write the list as it was compared: all of it, or the rows without problems."""
    job = _own(request, job_id, CHECK)
    result = job.result or {}
    if job.state != Job.State.DONE or not result.get("created", 0) + result.get("updated", 0):
        raise Http404
    return _begin(request, WRITE, {**job.parameters, "partial": "partial" in request.POST})


@only_for(imports_lists)
@require_safe
def import_done(request: SignedIn, job_id: UUID) -> HttpResponse:
    """How the writing went, and the rows that are given back."""
    job = _own(request, job_id, WRITE)
    result = job.result or {}
    context = {
        "result": result,
        "counts": outcome_counts(result),
        "problems": file_problems(result),
        "columns_job": job.parameters.get("columns_job"),
    }
    return _shown(request, job, "done", context)


@only_for(imports_lists)
@require_safe
def import_rest(request: SignedIn, job_id: UUID, file_format: str) -> HttpResponseBase:
    """The rows with problems, in the columns of the person's own file, each with what is wrong."""
    job = _own(request, job_id, CHECK, WRITE)
    stored = (job.result or {}).get("rest", {}).get(file_format)
    if stored is None:
        raise Http404
    try:
        content = open_stored(stored)
    except UploadGone:
        raise Http404 from None
    stem = job.parameters["name"].rpartition(".")[0] or job.parameters["name"]
    response = FileResponse(content, as_attachment=True, filename=f"{stem}-to-mend.{file_format}")
    response["Cache-Control"] = "no-store"
    return response


@only_for(imports_lists)
@require_POST
def import_cancel(request: SignedIn, job_id: UUID) -> HttpResponse:
    """Stop the step that runs; one that writes already goes on to its end."""
    job = _own(request, job_id, *_ROUTES)
    jobs.cancel(job.pk)
    return redirect(_ROUTES[job.kind], job_id=job.pk)


@only_for(imports_lists)
@require_POST
def import_drop(request: SignedIn, job_id: UUID) -> HttpResponse:
    """Forget the uploaded file and everything made of it."""
    job = _own(request, job_id, *_ROUTES)
    jobs.cancel(job.pk)
    forget_beside(job.parameters["file"])
    return redirect("factory_lists:import")


# --- shared ---------------------------------------------------------------------------------------------------------


def _begin(request: SignedIn, kind: str, parameters: dict[str, Any]) -> HttpResponse:
    job = jobs.enqueue(kind, parameters=parameters, actor=request.user, now=timezone.now())
    return redirect(_ROUTES[kind], job_id=job.pk)


def _own(request: SignedIn, job_id: UUID, *kinds: str) -> Job:
    found = job_row(job_id, user_id=request.user.pk)
    if found is None or found.kind not in kinds:
        raise Http404
    return found


def _shown(
    request: HttpRequest, job: Job, name: str, context: dict[str, Any], *, wrong: bool = False
) -> HttpResponse:
    """A step's page, or the part below its head when htmx polls it."""
    part = "_" if request.headers.get("HX-Request") else ""
    shared = {
        "job": job,
        "running": job.state in _RUNNING,
        "name": job.parameters["name"],
        "url": request.path,
        "can_cancel": job.state in _RUNNING and not job.cancel_requested and job.kind != WRITE,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    response = render(
        request, f"factory_lists/{part}import_{name}.html", {**shared, **context}, status=status
    )
    response["Cache-Control"] = "no-store"
    return response


def _forms(request: SignedIn, job: Job) -> tuple[LayoutForm, ColumnsForm]:
    """Both forms of the page; of what was sent, each is bound to its own part."""
    result, parameters = job.result or {}, job.parameters
    again = "again" in request.POST
    sent = request.POST if request.method == "POST" else None
    initial = {"source": parameters["source"], "day": date.fromisoformat(parameters["day"])}
    layout = LayoutForm(sent if again else None, result=result)
    columns = ColumnsForm(
        None if again else sent, columns=result["columns"], today=latest_day(timezone.now()), initial=initial
    )
    return layout, columns


def _checked(request: SignedIn, job: Job, form: ColumnsForm) -> HttpResponse:
    """Remember the columns for the source, and have the list compared."""
    result, columns = job.result or {}, form.mapping(form.cleaned_data)
    source, day = form.cleaned_data["source"], form.cleaned_data["day"]
    if source:
        remember_list_layout(
            source,
            head_digest=head_digest([column["column"] for column in result["columns"]]),
            columns=columns,
            actor=request.user,
            now=timezone.now(),
            **result["layout"],
        )
    return _begin(
        request,
        CHECK,
        {
            **job.parameters,
            "source": source,
            "day": day.isoformat(),
            "layout": result["layout"],
            "columns": columns,
            "columns_job": str(job.pk),
        },
    )


def _proposed_day(request: SignedIn, name: str) -> date:
    """The day in the file's name if it has come, else today where the person works."""
    named = day_in_name(name)
    if named is not None and named <= latest_day(timezone.now()):
        return named
    countries = sorted(countries_for_lists(request.user) or ())
    return today_in(countries[0] if len(countries) == 1 else "", timezone.now())
