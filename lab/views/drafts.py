"""A draft of criteria without its text: begun with a reason, changed in forms, abandoned with a reason."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policies import pending_about
from accounts.requests import SignedIn, filled_in, only_for
from countries.queries.countries import country_names
from countries.queries.local_time import programme_day
from criteria.commands.criteria import (
    APPROVAL_KIND,
    DraftChanged,
    abandon_draft,
    change_draft,
    draft_criteria,
)
from criteria.domain.criteria_parsing import parse_criteria
from criteria.policies import works_on_criteria
from criteria.queries.criteria import Standard, standard_or_none, taken_versions, text_of, versions
from criteria.queries.wordings import changes_in_words
from files.domain.faults import CriteriaFaulty
from journal.commands import Unchanged
from journal.queries import history_of
from journal.refusals import Refused
from lab.domain.draft_edits import fingerprint_of, fingerprint_of_texts, with_criterion, with_texts
from lab.domain.variation import rewritten
from lab.forms.documents import ReasonForm
from lab.forms.drafts import CriterionForm, DraftPartForm, TextsForm
from lab.queries.drafts import OpenDraft, changes_of_draft, open_draft
from lab.views.effects import shown_effect
from lab.views.scenario import trial_of


def start_of(request: SignedIn) -> Standard:
    """The version from which a new draft starts."""
    known = {version.version: version for version in versions(drafts=True)}
    start = known.get(request.GET.get("from", "")) or standard_or_none(programme_day(timezone.now()))
    if start is None:
        raise Http404
    return start


def text_of_trial(request: SignedIn, start: Standard) -> str:
    """The text of a version with what the address moves in it, under the next version that is free."""
    trial = trial_of(request.GET, start)
    return rewritten(text_of(start.id), start.document, trial.changes, version=_free(start))


def _free(start: Standard) -> str:
    """The next version that nothing stands for, abandoned drafts included: 1.0 → 1.1."""
    major, _dot, minor = start.version.partition(".")
    number = int(minor) if minor.isdigit() else 0
    taken = taken_versions(start.code)
    while (candidate := f"{major}.{number}") in taken:
        number += 1
    return candidate


@only_for(works_on_criteria)
@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: SignedIn) -> HttpResponse:
    """A new draft of a version, or of what the lab tried on it; why."""
    start = start_of(request)
    text = text_of_trial(request, start)
    made = parse_criteria(text)
    form = ReasonForm(filled_in(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                draft_criteria(
                    text, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, _("Kept as a draft. Propose it when it says what it should."))
                return redirect("lab:draft", code=made.code, version=made.version)
    shown = {
        "form": form,
        "start": start,
        "made": made,
        "differences": [list(change[1:]) for change in changes_in_words(start.document, made)],
        "columns": _columns(),
        "query": request.GET.urlencode(),
    }
    return render(request, "lab/new_draft.html", shown, status=status)


@only_for(works_on_criteria)
@require_safe
def draft(request: SignedIn, code: str, version: str) -> HttpResponse:
    """A draft: what differs from the version in force, every criterion with its form, what it would mean."""
    opened = opened_draft(code, version)
    base = opened.base.document if opened.base else None
    out = [item for item in base.criteria if item.code not in _codes(opened)] if base else []
    shown = {
        "draft": opened.draft,
        "base": opened.base,
        "pending": pending_about(request.user, APPROVAL_KIND, f"criteria:{opened.draft.id}"),
        "columns": _columns(),
        "differences": [list(row) for row in changes_of_draft(opened)],
        "criteria": [
            {
                "code": item.code,
                "title": _(item.title),
                "sentence": item.rendered("", _),
                "left_out": item in out,
                "countries": [names.get(country, country) for country in sorted(item.overrides)],
            }
            for names in [country_names()]
            for item in (*opened.draft.document.criteria, *out)
        ],
        "effect": shown_effect(opened),
        "events": history_of(opened.draft.subject),
    }
    return render(request, "lab/draft.html", shown)


@only_for(works_on_criteria)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_criterion(request: SignedIn, code: str, version: str, criterion: str) -> HttpResponse:
    """One criterion of a draft as a form."""
    opened = opened_draft(code, version)
    countries = country_names()

    def form_of(opened: OpenDraft, data: Any) -> CriterionForm:
        try:
            found, left_out = opened.criterion(criterion)
        except KeyError:
            raise Http404 from None
        return CriterionForm(data, found, left_out=left_out, languages=_languages(), countries=countries)

    def edited(opened: OpenDraft, form: CriterionForm) -> str:
        return with_criterion(opened.text(), criterion, form.edit(), base_text=opened.base_text())

    def now_is(opened: OpenDraft) -> str:
        found, left_out = opened.criterion(criterion)
        return "" if left_out else fingerprint_of(found)

    found, left_out = opened.criterion(criterion) if criterion in _codes_of_both(opened) else (None, False)
    if found is None:
        raise Http404
    context = {
        "title": _(found.title),
        "what": criterion,
        "told": found.rendered("", _),
        "left_out": left_out,
    }
    return _part(request, opened, form_of, edited, now_is, what=criterion, context=context)


@only_for(works_on_criteria)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_texts(request: SignedIn, code: str, version: str) -> HttpResponse:
    """What is said of a draft as a whole, and what “close” means, as a form."""

    def form_of(opened: OpenDraft, data: Any) -> TextsForm:
        return TextsForm(data, opened.draft.document, languages=_languages())

    def edited(opened: OpenDraft, form: TextsForm) -> str:
        return with_texts(opened.text(), form.edit())

    def now_is(opened: OpenDraft) -> str:
        return fingerprint_of_texts(opened.draft.document)

    context = {"title": _("Words and the meaning of “close”"), "what": ""}
    return _part(
        request,
        opened_draft(code, version),
        form_of,
        edited,
        now_is,
        what=_("words and “close”"),
        context=context,
    )


def _part(
    request: SignedIn,
    opened: OpenDraft,
    form_of: Callable[[OpenDraft, Any], DraftPartForm],
    edited: Callable[[OpenDraft, Any], str],
    now_is: Callable[[OpenDraft], str],
    *,
    what: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show a part of a draft, or keep it: what somebody else changed in this part meanwhile is never written over.

    Changes of other parts are no hindrance: the edit is made on the text as it is now.
    """
    form = form_of(opened, filled_in(request))
    theirs: list[list[str]] = []
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            if form.cleaned_data["seen"] != now_is(opened):
                status, theirs = HTTPStatus.CONFLICT, _both(form, form_of(opened, None))
                form = form_of(opened, sent_again(request, seen=now_is(opened)))
                form.is_valid()
            else:
                status = _kept(request, opened, form, edited, what=what)
                if status is HTTPStatus.OK:
                    messages.success(request, _("Saved."))
                    return redirect("lab:draft", code=opened.draft.code, version=opened.draft.version)
    shown = context | {
        "form": form,
        "draft": opened.draft,
        "theirs": theirs,
        "columns": [{"label": _("What")}, {"label": _("As it is now")}, {"label": _("What you wrote")}],
        "last": history_of(opened.draft.subject, limit=1) if theirs else [],
    }
    return render(request, "lab/draft_part.html", shown, status=status)


def sent_again(request: SignedIn, **changed: str) -> QueryDict:
    """What was sent, with some fields changed."""
    sent = request.POST.copy()
    for name, value in changed.items():
        sent[name] = value
    return sent


def _kept(
    request: SignedIn,
    opened: OpenDraft,
    form: DraftPartForm,
    edited: Callable[[OpenDraft, Any], str],
    *,
    what: str,
) -> HTTPStatus:
    try:
        text = edited(opened, form)
        parse_criteria(text)
        change_draft(
            opened.draft.id,
            text,
            read_as=opened.draft.digest,
            what=what,
            actor=request.user,
            now=timezone.now(),
        )
    except CriteriaFaulty as faulty:
        for fault in faulty.faults:
            form.add_error(None, f"{fault.place}: {fault.what}; {fault.mend}")
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except DraftChanged:  # at this very moment: sent again, it is compared with what is there now
        form.add_error(None, _("Somebody else changed this draft at the same moment. Save again."))
        return HTTPStatus.CONFLICT
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _both(form: DraftPartForm, stored: DraftPartForm) -> list[list[str]]:
    """Fields in which what was written differs from what is there now: label, now, written."""
    rows = []
    for name, bound in ((field.name, field) for field in stored if field.name != "seen"):
        there = bound.value()
        written = form[name].value() if name in form.fields else ""
        if _flat(there) != _flat(written):
            rows.append([str(bound.label), _flat(there) or "–", _flat(written) or "–"])
    return rows


def _flat(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value).strip().replace("\r\n", "\n")


@only_for(works_on_criteria)
@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: SignedIn, code: str, version: str) -> HttpResponse:
    """Give a draft up, with a reason."""
    opened = opened_draft(code, version)
    form = ReasonForm(filled_in(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                done = abandon_draft(
                    opened.draft.id, **form.cleaned_data, actor=request.user, now=timezone.now()
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = HTTPStatus.CONFLICT
            else:
                if not isinstance(done, Unchanged):
                    messages.success(request, _("Abandoned. Its text and your reason are kept."))
                return redirect("criteria:criteria", code=code, version=version)
    draft = opened.draft
    name = _("%(title)s %(version)s") % {"title": _(draft.title), "version": draft.version}
    context = {"form": form, "draft": draft, "name": name}
    return render(request, "lab/abandon_draft.html", context, status=status)


def opened_draft(code: str, version: str) -> OpenDraft:
    """A draft that can still be changed, or no page."""
    found = open_draft(code, version, today=programme_day(timezone.now()))
    if found is None:
        raise Http404
    return found


def _codes(opened: OpenDraft) -> set[str]:
    return {item.code for item in opened.draft.document.criteria}


def _codes_of_both(opened: OpenDraft) -> set[str]:
    return _codes(opened) | {item.code for item in (opened.base.document.criteria if opened.base else ())}


def _languages() -> dict[str, str]:
    return {code: str(name) for code, name in settings.LANGUAGES if code != "en"}


def _columns() -> list[dict[str, str]]:
    return [{"label": _("What")}, {"label": _("Before")}, {"label": _("Proposed")}]
