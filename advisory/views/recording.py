"""Recording plans, reviews and learning: one page a kind, all of one shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, filled_in, only_for
from advisory import commands
from advisory.commands.field_entries import SubmittedEntry
from advisory.forms.recording import CommitteeForm, LearningForm, PlanItemForm, RecordForm
from advisory.forms.systems import SystemsForm
from advisory.kinds import PLAN_ITEMS
from advisory.models import AdvisoryVisit, FieldEntry
from advisory.policies import keeps_plans
from advisory.queries.last_time import LastTime, last_committee, last_learning, last_systems
from advisory.queries.plan.item_page import finding_on
from advisory.queries.visibility import visits_visible_to
from advisory.views.improvement_plan import check_not_sent, current_item
from assessments import policies
from assessments.commands.day_limits import DayOutOfLimits
from assessments.queries.findings import findings_of
from assessments.views.access import factory_for
from assessments.views.day_limits import put_beside_day
from countries.queries.local_time import today_in
from journal.refusals import Refused
from journal.wording import day_in_words
from questionnaires.queries.questionnaires import Words, words_of_country

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

GET_AND_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """One kind of record: its words, its form, its command, and which field is today at first."""

    title: str | Promise
    lede: str | Promise
    form: Callable[..., RecordForm]
    command: Callable[..., object]
    day: str
    before: Callable[[int], LastTime]
    entry: FieldEntry.Kind
    template: str = "advisory/record.html"


KINDS: Mapping[str, RecordingPage] = {
    "committees": RecordingPage(
        _("Review the bipartite committee"),
        _("What you do not know, leave open: unknown is not nought."),
        CommitteeForm,
        commands.record_committee_review,
        "reviewed_on",
        last_committee,
        FieldEntry.Kind.COMMITTEE,
    ),
    "systems": RecordingPage(
        _("Review management systems"),
        _(
            "The level of each element from 1 to 5; leave what you did not look at. The score follows from all six."
        ),
        SystemsForm,
        commands.record_systems_reviews,
        "reviewed_on",
        last_systems,
        FieldEntry.Kind.SYSTEMS,
        "advisory/record_systems.html",
    ),
    "learning": RecordingPage(
        _("Record learning"),
        _("How many people attended, by role and sex. No names."),
        LearningForm,
        commands.record_learning,
        "held_on",
        last_learning,
        FieldEntry.Kind.LEARNING,
    ),
}


def record(kind: str) -> Callable[..., HttpResponseBase]:
    """The page that records one kind."""
    how = KINDS[kind]

    @only_for(policies.advises)
    @require_http_methods(GET_AND_POST)
    def page(request: SignedIn, code: str) -> HttpResponse:
        factory = factory_for(request.user, code)
        today = today_in(factory.country_id, timezone.now())
        last = how.before(factory.pk)
        initial = {**last.usual, how.day: _requested_day(request) or today}
        form = how.form(filled_in(request), request.FILES or None, today=today, initial=initial)
        _put_beside(form, last)
        if request.method == "POST" and form.is_valid() and recorded(request, form, how.command, factory.pk):
            return _onwards(request, code)
        return render(
            request,
            how.template,
            {
                "factory": factory,
                "form": form,
                "title": how.title,
                "lede": how.lede,
                "offered": last.offered,
                "entry": how.entry,
                "day": how.day,
                "from_address": f"on={how.day} visit=visit_uid",
            },
        )

    page.__name__ = f"record_{kind}"
    return page


def _put_beside(form: RecordForm, last: LastTime) -> None:
    """Show beside each field what was recorded the time before."""
    for name, (day, value) in last.values.items():
        field = form.fields[name]
        choices = dict(getattr(field, "choices", ()))
        shown = choices.get({True: "yes", False: "no"}[value] if isinstance(value, bool) else value, value)
        hint = _now("Last time, %(day)s: %(value)s") % {"day": day_in_words(day), "value": shown}
        field.help_text = " ".join(filter(None, [str(field.help_text), hint]))


def _requested_day(request: SignedIn) -> date | None:
    """The day of the visit that the reader comes from."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _onwards(request: SignedIn, code: str) -> HttpResponse:
    """Back to the visit that the reader came from, else to the factory."""
    visit = visit_asked_for(request)
    return redirect("advisory:visit", visit_uid=visit.uid) if visit else redirect("factory", code=code)


def visit_asked_for(request: SignedIn) -> AdvisoryVisit | None:
    """The visit that the reader comes from."""
    try:
        visit_id = UUID(request.GET.get("visit", ""))
    except ValueError:
        return None
    return visits_visible_to(request.user).filter(uid=visit_id).first()


@only_for(keeps_plans)
@require_http_methods(GET_AND_POST)
def plan_item(request: SignedIn, code: str, item_id: int | None = None) -> HttpResponse:
    """A new item of the plan, or a change of one."""
    factory = factory_for(request.user, code)
    item = current_item(factory.pk, item_id) if item_id is not None else None
    if item is not None and item.pk != item_id:
        check_not_sent(request)
        return redirect("advisory:plan_item", code=code, item_id=item.pk)
    words = _words(factory.country_id)
    initial = {name: getattr(item, name) for name in ("ref", *PLAN_ITEMS.values)} if item else {}
    form = PlanItemForm(
        filled_in(request),
        today=today_in(factory.country_id, timezone.now()),
        questions=words.values(),
        verifies=policies.verifies(request.user),
        initial=initial or _initial(request, factory, words),
    )
    if item is not None:
        form.fields["ref"].disabled = True  # the reference is what tells items apart
        # a day that was agreed is moved by the adviser; the factory proposes another on the item's page
        form.fields["due_on"].disabled = bool(item.due_on) and not policies.advises(request.user)
    if request.method == "POST" and form.is_valid():
        if item is not None and "verified_on" not in form.fields:
            form.cleaned_data["verified_on"] = None  # who does not verify cannot give that status either
        if recorded(request, form, _once(request) if item is None else commands.record_plan_item, factory.pk):
            return redirect("advisory:plan", code=code)
    title = _now("Change an item of the plan") if item else _now("Add to the improvement plan")
    lede = _now("What the factory has agreed to put right, who sees to it, and by when.")
    return render(
        request,
        "advisory/record.html",
        {
            "up": {"label": _now("Improvement plan"), "url": reverse("advisory:plan", args=[code])},
            "factory": factory,
            "form": form,
            "title": title,
            "lede": lede,
            "entry": FieldEntry.Kind.PLAN_ITEM,
            "changes": item is not None,
            "question": words.get(str(form["question"].value() or "")),
            "once": None if item else request.POST.get("once") or uuid4(),
            "from_address": "question=question",
        },
    )


def _initial(request: SignedIn, factory: Factory, words: Words) -> dict[str, Any]:
    """A new item as it begins: of the question asked for, and where it was found with what was found."""
    question = request.GET.get("question", "")
    begun = {"question": question if question in words else "", "status": PLAN_ITEMS["status"].default}
    if not begun["question"]:
        return begun
    found = finding_on(findings_of([factory.pk], latest=True, language=get_language() or "en"), question)
    return begun | {"issue": found.details or found.text if found else ""}


def _once(request: SignedIn) -> Callable[..., object]:
    """The command that records a new item, once however often its page is sent."""

    def record(factory_id: int, *, actor: User, now: datetime, **details: Any) -> object:
        try:
            entry_id = UUID(request.POST.get("once", ""))
        except ValueError:
            return commands.record_plan_item(factory_id, **details, actor=actor, now=now)
        fields = {name: str(value) for name, value in request.POST.items() if name in details}
        country = factory_for(actor, request.resolver_match.kwargs["code"]).country_id  # type: ignore[union-attr]  # it has a route
        entry = SubmittedEntry(
            entry_id, FieldEntry.Kind.PLAN_ITEM, factory_id, fields, {}, "", now, today_in(country, now)
        )
        return commands.record_field_entry(entry, data=details, actor=actor, now=now)

    return record


def recorded(request: SignedIn, form: RecordForm, command: Callable[..., object], factory_id: int) -> bool:
    """Carry the command out; a refusal becomes the form's own."""
    try:
        command(factory_id, **form.command_fields, actor=request.user, now=timezone.now())
    except DayOutOfLimits as refusal:
        put_beside_day(form, refusal, request.user)
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _now("Recorded."))
    return True


def _words(country: str) -> Words:
    return words_of_country(country, on=today_in(country, timezone.now()), language=get_language() or "en")
