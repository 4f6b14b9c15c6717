"""What a device sends of one entry, and the entry read by the very forms of the pages on which it was typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from advisory.forms.plan_items import DueDayForm, MessageForm
from advisory.forms.recording import (
    CaseForm,
    CommitteeForm,
    EvidenceForm,
    LearningForm,
    PlanItemForm,
    RecordForm,
    SystemsForm,
    VisitFindingForm,
)
from advisory.forms.visiting import Rows, SeenRow, StepRow, WholeVisitForm
from advisory.models import FieldEntry, PlanItem, PlanMessage
from advisory.queries.entry_kinds import entry_kind
from assessments.forms.attachments import EvidenceFilesForm, FilesField
from files.workbook.attachments import NotAcceptable, checked
from questionnaires.queries.questionnaires import Words
from responses.forms.responding import ResponseForm, WorkerCommentForm

MOST_FIELDS = 500
LONGEST_NAME = 60
LONGEST_VALUE = 20_000
LONGEST_DEVICE = 40
LONGEST_CODE = 40


class NotAnEntry(ValueError):
    """What came is no entry."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry as it came."""

    id: UUID
    kind: str
    factory: str  # code
    fields: Mapping[str, str]
    base: Mapping[str, str]
    device: str
    at: datetime
    sent: datetime
    is_awaited: bool  # its writer looks on
    files: MultiValueDict[str, Any]  # uploads by field


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """What stands in the way of recording: which field ("" for the whole), its label, and the sentence."""

    name: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as its command takes it, or what stands in the way."""

    data: Mapping[str, Any]
    problems: tuple[EntryProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryContext:
    """What a form asks by: the country's questions, its day, and whether the sender verifies."""

    words: Words
    today: date
    verifies: bool


EntryReader = Callable[[Sent, EntryContext], Read]


def read_entry(body: bytes, files: MultiValueDict[str, Any]) -> Sent:
    """The entry in a request: `{"id", "kind", "factory", "fields", "base", "at", "sent", "device"}`, and its files.

    Raises:
        NotAnEntry: it is no such thing.
    """
    try:
        payload = json.loads(body)
        device = payload["device"]
        sent = Sent(
            id=UUID(payload["id"]),
            kind=FieldEntry.Kind(payload["kind"]),
            factory=_text(payload["factory"], LONGEST_CODE),
            fields=_texts(payload["fields"]),
            base=_texts(payload.get("base") or {}),
            device=_text(device, LONGEST_DEVICE),
            at=_moment(payload["at"]),
            sent=_moment(payload["sent"]),
            is_awaited=payload.get("awaited") is True,
            files=files,
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise NotAnEntry(_("This is no entry. Load the page again.")) from error
    return sent


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise ValueError(value)
    value.encode()  # half of a pair is no text
    return value


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_FIELDS:
        raise ValueError(value)
    return {_text(name, LONGEST_NAME): _text(text, LONGEST_VALUE) for name, text in value.items()}


def _moment(value: object) -> datetime:
    moment = parse_datetime(value) if isinstance(value, str) else None
    if moment is None or moment.tzinfo is None:
        raise ValueError(value)
    return moment


def read_fields(sent: Sent, context: EntryContext) -> Read:
    """What was typed, judged as the page judges it."""
    owned = entry_kind(sent.kind)
    reader: EntryReader = owned.read if owned else READERS[sent.kind]
    return reader(sent, context)


def _record(form: type[RecordForm]) -> EntryReader:
    """The reader of a kind whose form asks for nothing but its own fields."""

    def read(sent: Sent, context: EntryContext) -> Read:
        made = form(sent.fields, today=context.today)
        return _read(made, lambda: made.command_fields)

    return read


def _visit(sent: Sent, context: EntryContext) -> Read:
    form = WholeVisitForm(sent.fields, today=context.today)
    findings = Rows(SeenRow, "finding", words=context.words, data=sent.fields)
    steps = Rows(StepRow, "step", words=context.words, data=sent.fields)
    if all([form.is_valid(), findings.is_valid(), steps.is_valid()]):
        return Read(
            {
                "uid": form.cleaned_data["uid"],
                "visit": form.command_fields,
                "findings": findings.command_fields,
                "steps": steps.command_fields,
                "dates_reason": form.cleaned_data.get("dates_reason", ""),
                "is_another": form.cleaned_data["is_another"],
            }
        )
    rows = [row for formset in (findings, steps) for row in formset.filled]
    return Read({}, tuple(problem for form_or_row in (form, *rows) for problem in problems_of(form_or_row)))


def _plan_item(sent: Sent, context: EntryContext) -> Read:
    form = PlanItemForm(
        sent.fields, today=context.today, questions=context.words.values(), verifies=context.verifies
    )
    return _read(form, lambda: form.command_fields)


class _StatusForm(EvidenceForm):
    """One tap on an item of the plan; what shows it where that was written too."""

    ref = forms.CharField(max_length=40)
    status = forms.ChoiceField(choices=PlanItem.Status.choices)
    photos = FilesField(label=_("Photos or documents"), required=False)


def _plan_status(sent: Sent, _context: EntryContext) -> Read:
    form = _StatusForm(sent.fields, sent.files)
    stated = {"ref", "status", *({"evidence"} & sent.fields.keys())}
    return _read(form, lambda: {name: form.cleaned_data[name] for name in stated}, files="photos")


class _FindingForm(VisitFindingForm):
    """A finding with its visit."""

    visit = forms.UUIDField(widget=forms.HiddenInput)


def _finding(sent: Sent, context: EntryContext) -> Read:
    form = _FindingForm(sent.fields, today=context.today, questions=context.words.values())
    return _read(form, lambda: form.command_fields)


class _FieldCaseForm(CaseForm):
    """A case with what it comes from."""

    assessment_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    visit_uid = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """One source at most."""
        cleaned = super().clean()
        if cleaned.get("assessment_id") and cleaned.get("visit_uid"):
            raise ValidationError(_("A case comes from an assessment or from a visit, not from both."))
        return cleaned


class _PlanFileForm(EvidenceFilesForm):
    """Photos and documents with their item."""

    ref = forms.CharField(max_length=40)


def _plan_file(sent: Sent, _context: EntryContext) -> Read:
    form = _PlanFileForm(sent.fields, sent.files)
    return _read(form, lambda: {"ref": form.cleaned_data["ref"]}, files="chosen")


class _WordEntryForm(MessageForm):
    """A word with its item."""

    ref = forms.CharField(max_length=40)
    kind = forms.ChoiceField(choices=PlanMessage.Kind.choices, required=False)


def _plan_word(sent: Sent, _context: EntryContext) -> Read:
    form = _WordEntryForm(sent.fields)
    return _read(
        form, lambda: {**form.cleaned_data, "kind": form.cleaned_data["kind"] or PlanMessage.Kind.MESSAGE}
    )


class _DueDayEntryForm(DueDayForm):
    """A proposed day with its item."""

    ref = forms.CharField(max_length=40)


def _due_day(sent: Sent, _context: EntryContext) -> Read:
    form = _DueDayEntryForm(sent.fields)
    return _read(form, lambda: form.cleaned_data)


class _ResponseEntryForm(ResponseForm):
    """An answer with its finding."""

    assessment = forms.UUIDField()
    question = forms.CharField(max_length=20)
    act = forms.CharField(required=False)


def _response(sent: Sent, _context: EntryContext) -> Read:
    form = _ResponseEntryForm(sent.fields, sent.files)
    return _read(
        form,
        lambda: {
            **_of_finding(form, "agrees", "text"),
            "send": form.cleaned_data["act"] == "send_one",
        },
        files="photos",
    )


class _CommentEntryForm(WorkerCommentForm):
    """A comment with its finding."""

    assessment = forms.UUIDField()
    question = forms.CharField(max_length=20)


def _comment(sent: Sent, _context: EntryContext) -> Read:
    form = _CommentEntryForm(sent.fields)
    return _read(form, lambda: _of_finding(form, "text"))


def _of_finding(form: forms.Form, *names: str) -> dict[str, Any]:
    cleaned = form.cleaned_data
    return {
        "assessment_id": cleaned["assessment"],
        "question": cleaned["question"],
        **{name: cleaned[name] for name in names},
    }


def _read(form: forms.Form, data: Callable[[], Mapping[str, Any]], *, files: str = "") -> Read:
    """What a form says; where its field `files` takes photos and documents, name and content of each as "files"."""
    if not form.is_valid():
        return Read({}, tuple(problems_of(form)))
    if not files:
        return Read(data())
    taken, problems = [], []
    for upload in filter(None, form.cleaned_data[files]):
        try:
            taken.append((upload.name, checked(upload)))
        except NotAcceptable as refusal:
            problems.append(EntryProblem(files, upload.name, str(refusal)))
    return Read({**data(), "files": taken}, tuple(problems))


def problems_of(form: forms.Form) -> list[EntryProblem]:
    """What is wrong with a form, of all of it first."""
    found = [EntryProblem("", "", str(error)) for error in form.non_field_errors()]
    return found + [
        EntryProblem(field.html_name, str(field.label), str(error))
        for field in form
        for error in field.errors
    ]


READERS: Mapping[str, EntryReader] = {
    FieldEntry.Kind.VISIT: _visit,
    FieldEntry.Kind.FINDING: _finding,
    FieldEntry.Kind.PLAN_STATUS: _plan_status,
    FieldEntry.Kind.PLAN_ITEM: _plan_item,
    FieldEntry.Kind.CASE: _record(_FieldCaseForm),
    FieldEntry.Kind.PLAN_WORD: _plan_word,
    FieldEntry.Kind.DUE_DAY: _due_day,
    FieldEntry.Kind.RESPONSE: _response,
    FieldEntry.Kind.COMMENT: _comment,
    FieldEntry.Kind.COMMITTEE: _record(CommitteeForm),
    FieldEntry.Kind.SYSTEMS: _record(SystemsForm),
    FieldEntry.Kind.LEARNING: _record(LearningForm),
    FieldEntry.Kind.PLAN_FILE: _plan_file,
}
