"""Inviting: one person by a form that fits the role, or a list with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from files.domain.problems import ImportOutcome
from files.exports import requested_format, table_response
from journal.commands import Unchanged, value_of
from people import commands, policies
from people.domain.invitation_rows import InvitationRow
from people.exports import template_table
from people.forms import InvitationForm, PeopleFileForm, role_choices
from people.models import AccountInvitation
from people.queries.invitations import invitation_made_at
from people.views.import_tables import preview_table, problem_table
from people.workbook import PeopleList, people_list

SALT = "people.import"
UPLOAD_RETENTION_SECONDS = 24 * 3600


@only_for(policies.keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedIn) -> HttpResponse:
    """Choose a role, then invite a person to it and to a place that fits."""
    roles = policies.roles_to_give(request.user)
    role = request.GET.get("role", "") or (roles[0][0] if len(roles) == 1 else "")
    if not role:
        return render(request, "people/choose_role.html", {"roles": role_choices(roles)})
    if role not in dict(roles):
        raise Http404
    form = InvitationForm(filled_in(request), actor=request.user, role=role, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        now, add = timezone.now(), "add_place" in request.POST
        done = commands.invite_people([form.row()], actor=request.user, now=now, add_places=add)
        outcome = _outcome(done)
        if not outcome.problems:
            messages.success(request, _words_of(form, done, now))
            return redirect("people:list")
        _add_problems(form, outcome)
    known = any(error.code == "has_account" for error in form.errors.as_data().get("email", []))
    context = {
        "form": form,
        "role": role,
        "label": dict(roles)[role],
        "several": len(roles) > 1,
        "known": known,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/invite.html", context, status=status)


def _outcome(done: ImportOutcome | Unchanged) -> ImportOutcome:
    outcome = value_of(done)
    assert isinstance(outcome, ImportOutcome)  # noqa: S101  # what the command gives
    return outcome


def _add_problems(form: InvitationForm, outcome: ImportOutcome) -> None:
    for problem in outcome.problems:
        words = problem.message[:1].upper() + problem.message[1:].rstrip(".") + "."
        form.add_error(form.field_of(problem.field), ValidationError(words, code=problem.code))


def _words_of(form: InvitationForm, done: ImportOutcome | Unchanged, now: datetime) -> str:
    name = {"name": form.cleaned_data["name"]}
    if isinstance(done, Unchanged):
        return _("%(name)s has been invited already, to the same place. Nothing was sent again.") % name
    made = invitation_made_at(now, form.row().email)
    if made is not None and made.state == AccountInvitation.State.AWAITING:
        return _("%(name)s is invited as soon as a second administrator approves it.") % name
    if made is not None:
        return _("%(name)s has been invited.") % name
    return _("%(name)s has an account already and belongs to the place now.") % name


@only_for(policies.keeps_people)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: SignedIn) -> HttpResponse:
    """Take a list: what it would do, or what is in the way. Nothing is written yet."""
    form = PeopleFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "people/import.html", {"form": form}, status=status)
    upload = form.cleaned_data["file"]
    read = people_list(upload.read())
    outcome = _checked(request, read)
    context = _preview(read, outcome, str(upload.name)[:100])
    if outcome.changed:
        context["kept"] = packed(read.rows, request.user.pk)
    return render(request, "people/import_preview.html", context)


def _checked(request: SignedIn, read: PeopleList) -> ImportOutcome:
    """The outcome of a list, with problems found in the file and those that only the registry knows."""
    done = commands.invite_people(read.rows, actor=request.user, now=timezone.now(), dry_run=True)
    outcome = _outcome(done)
    problems = tuple(sorted({*read.problems, *outcome.problems}))
    count = len(read.rows) + len({problem.row for problem in read.problems if problem.row > 1})
    if problems:
        return ImportOutcome(rows=count, problems=problems, ignored_columns=read.ignored)
    return outcome


def _preview(read: PeopleList, outcome: ImportOutcome, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "outcome": outcome,
        "ignored": read.ignored,
        "problems": problem_table(outcome),
        "rows": preview_table(read.rows) if not outcome.problems else None,
    }


def packed(rows: Sequence[InvitationRow], user_id: int) -> str:
    """A checked list as its page carries it until it is confirmed, signed: nothing of it is kept here."""
    plain = [[str(value) if isinstance(value, date) else value for value in astuple(row)] for row in rows]
    return signing.dumps({"user": user_id, "rows": plain}, salt=SALT, compress=True)


def _unpacked(text: str, user_id: int) -> list[InvitationRow]:
    """The rows of a list that this person checked within a day; for anything else there is no page."""
    try:
        carried = signing.loads(text, salt=SALT, max_age=UPLOAD_RETENTION_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    if carried["user"] != user_id:
        raise Http404
    return [_row(values) for values in carried["rows"]]


def _row(values: list[Any]) -> InvitationRow:
    number, email, name, role, language, places, from_on, until_on, administers, reason = values
    first, last = (date.fromisoformat(text) if text else None for text in (from_on, until_on))
    pairs = tuple((kind, word) for kind, word in places)
    return InvitationRow(number, email, name, role, language, pairs, first, last, administers, reason)


@only_for(policies.keeps_people)
@require_POST
def write_list(request: SignedIn) -> HttpResponse:
    """Invite everybody in the list that was checked, or nobody."""
    rows = _unpacked(request.POST.get("kept", ""), request.user.pk)
    done = commands.invite_people(rows, actor=request.user, now=timezone.now())
    outcome = _outcome(done)
    if outcome.problems:
        read = PeopleList(rows, outcome.problems)
        return render(request, "people/import_preview.html", _preview(read, outcome, _("The list")))
    if isinstance(done, Unchanged):
        messages.info(request, _("Everybody in the list had been invited already."))
    else:
        words = ngettext("%(n)s person was invited.", "%(n)s people were invited.", outcome.created)
        messages.success(request, words % {"n": outcome.created})
    return redirect("people:list")


@only_for(policies.keeps_people)
@require_safe
def template(request: SignedIn) -> HttpResponseBase:
    """A list to fill in."""
    file_format = requested_format(request, "xlsx")
    return table_response(template_table(), file_format=file_format)


@only_for(policies.keeps_people)
@require_POST
def resend(request: SignedIn, user_id: int) -> HttpResponse:
    """A new link to a person who did not use the first."""
    if not policies.people_visible_to(request.user).filter(pk=user_id).exists():
        raise Http404
    try:
        latest = UUID(request.POST.get("invitation", ""))
    except ValueError:
        raise Http404 from None
    commands.resend_invitation(user_id, instead_of=latest, actor=request.user, now=timezone.now())
    messages.success(request, _("A new invitation is on its way. Older links no longer hold."))
    return redirect("people:person", user_id=user_id)
