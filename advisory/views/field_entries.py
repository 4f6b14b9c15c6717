"""Taking in what was entered in the field: one entry a request, so that none holds up another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.requests import SignedIn, only_for
from advisory import commands
from advisory.commands.field_entries import SubmittedEntry
from advisory.commands.versioned import RecordedMeanwhile
from advisory.domain.field_entries import Clashed, entered_at
from advisory.forms.field_entries import EntryContext, EntryProblem, NotAnEntry, Sent, read_entry, read_fields
from advisory.models import FieldEntry, PlanItem
from advisory.policies import keeps_plans, writes_on_plans
from advisory.queries.entry_kinds import entry_kind
from advisory.queries.field_entries import is_recorded
from advisory.queries.visibility import visits_visible_to
from advisory.views.cases import address_of_case
from advisory.views.plan_items import address_of_item
from assessments import policies
from assessments.queries.visibility import assessments_visible_to
from assessments.views.access import factory_for
from assessments.views.answering.workspace import is_same_user, wrong_user
from countries.queries.local_time import LocalDays, today_in
from journal.refusals import Refused
from questionnaires.queries.questionnaires import words_of_country
from responses.policies import represents_workers

if TYPE_CHECKING:
    from factories.models import Factory

Kind = FieldEntry.Kind
MAY_SEND: Mapping[str, Callable[[User], bool]] = {
    Kind.PLAN_STATUS: keeps_plans,
    Kind.PLAN_ITEM: keeps_plans,
    Kind.PLAN_FILE: keeps_plans,
    Kind.PLAN_WORD: writes_on_plans,
    Kind.DUE_DAY: policies.speaks_for_a_factory,
    Kind.RESPONSE: policies.speaks_for_a_factory,
    Kind.COMMENT: represents_workers,
}
"""Kinds that others than advisers send."""


@only_for(writes_on_plans)
@require_POST
def take_entry(request: SignedIn) -> JsonResponse:
    """Record one entry, sent as JSON, or with its files as the part `entry` of a form.

    The answer says what became of it: a device keeps whatever is not stored.

    200 stored (now or before), 409 something else stands by now, 422 refused, 404 the factory is none of the sender's.
    """
    if not is_same_user(request):
        return wrong_user()
    try:
        sent = read_entry(_entry_body(request), request.FILES)
    except NotAnEntry as unreadable:
        return _fresh({"outcome": "unreadable", "said": str(unreadable)}, HTTPStatus.BAD_REQUEST)
    factory = factory_for(request.user, sent.factory)
    owned = entry_kind(sent.kind)
    may_send = owned.may_send if owned else MAY_SEND.get(sent.kind, policies.advises)
    if not may_send(request.user):
        raise Http404
    if is_recorded(request.user, sent.id):
        return _stored(request, sent, factory)
    return _recorded(request, sent, factory)


def _entry_body(request: SignedIn) -> bytes:
    if request.content_type == "multipart/form-data":
        return request.POST.get("entry", "").encode(errors="surrogatepass")
    return request.body


def _recorded(request: SignedIn, sent: Sent, factory: Factory) -> JsonResponse:
    now, country = timezone.now(), factory.country_id
    today = today_in(country, now)
    words = words_of_country(country, on=today, language=get_language() or "en")
    read = read_fields(sent, EntryContext(words, today, policies.verifies(request.user)))
    if read.problems:
        return _refused(_("Some of it cannot be recorded as it is. Open it and mend it."), read.problems)
    at = entered_at(now, at=sent.at, sent=sent.sent)
    entry = SubmittedEntry(
        sent.id, sent.kind, factory.pk, sent.fields, sent.base, sent.device, at, today_in(country, at)
    )
    data = _with_source(request, factory, dict(read.data)) if sent.kind == FieldEntry.Kind.CASE else read.data

    def record() -> object:
        return commands.record_field_entry(entry, data=data, actor=request.user, now=now)

    try:
        try:
            record()
        except (
            RecordedMeanwhile
        ):  # two pages sent it at once: the first one wrote it, this one finds it there
            record()
    except Clashed as clash:
        return _clashed(clash)
    except Refused as refusal:
        return _refused(str(refusal))
    if sent.is_awaited:
        messages.success(request, _success(sent))
    return _stored(request, sent, factory)


def _success(sent: Sent) -> str:
    """What the plain form of this kind says too."""
    if sent.kind == FieldEntry.Kind.VISIT:
        return _("The visit is recorded.")
    if sent.kind == FieldEntry.Kind.PLAN_STATUS:
        return _("Saved: %(status)s.") % {"status": PlanItem.Status(sent.fields["status"]).label}
    if sent.kind == Kind.RESPONSE:
        is_sent = sent.fields.get("act") == "send_one"
        return _("Your response is sent.") if is_sent else _("Your draft is saved.")
    return _("Recorded.")


def _with_source(request: SignedIn, factory: Factory, data: dict[str, Any]) -> dict[str, Any]:
    """The assessment or visit that a case comes from, as far as its sender may know of it."""
    assessment, visit_uid = data.pop("assessment_id"), data.pop("visit_uid")
    drafts = assessments_visible_to(request.user, LocalDays(timezone.now()))
    known = assessment and drafts.filter(pk=assessment, factory_id=factory.pk).exists()
    visit = (
        visits_visible_to(request.user).filter(uid=visit_uid, factory_id=factory.pk).first()
        if visit_uid
        else None
    )
    return data | {"assessment_id": assessment if known else None, "visit_id": visit.pk if visit else None}


def _stored(request: SignedIn, sent: Sent, factory: Factory) -> JsonResponse:
    owned = entry_kind(sent.kind)
    url = owned.address(factory, sent.fields) if owned else _address(request, sent, factory)
    return _fresh({"outcome": "stored", "url": url})


def _address(request: SignedIn, sent: Sent, factory: Factory) -> str:
    """Where it is to be seen: where it was entered, as far as it has a page, else the plan's or the factory's."""
    if sent.kind in {Kind.RESPONSE, Kind.COMMENT}:
        assessment = _uid(sent.fields.get("assessment", ""))
        if assessment is not None:
            return reverse("responses:respond", kwargs={"assessment_id": assessment})
    if sent.kind in {Kind.PLAN_WORD, Kind.DUE_DAY}:
        return address_of_item(factory, sent.fields.get("ref", ""))
    if sent.kind == FieldEntry.Kind.CASE:
        return address_of_case(request, factory, sent.fields.get("trigger", "").strip())
    if sent.kind in {Kind.PLAN_STATUS, Kind.PLAN_ITEM, Kind.PLAN_FILE}:
        return reverse("advisory:plan", kwargs={"code": factory.code})
    uid = _uid(sent.fields.get({"visit": "uid", "finding": "visit"}.get(sent.kind, "visit_uid"), ""))
    if uid is not None:
        return reverse("advisory:visit", kwargs={"visit_uid": uid})
    return reverse("factory", kwargs={"code": factory.code})


def _uid(text: str) -> UUID | None:
    """The visit that an entry names; an entry that is recorded may be sent again with anything in it."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _clashed(clash: Clashed) -> JsonResponse:
    message = _("Something else was recorded here meanwhile. Compare, then keep one of the two.")
    return _fresh({"outcome": "conflict", "said": message, "standing": clash.standing}, HTTPStatus.CONFLICT)


def _refused(message: str, problems: tuple[EntryProblem, ...] = ()) -> JsonResponse:
    errors = [{"name": problem.name, "label": problem.label, "said": problem.message} for problem in problems]
    return _fresh(
        {"outcome": "refused", "said": message, "problems": errors}, HTTPStatus.UNPROCESSABLE_ENTITY
    )


def _fresh(payload: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> JsonResponse:
    response = JsonResponse(payload, status=status)
    response["Cache-Control"] = "no-store"
    return response
