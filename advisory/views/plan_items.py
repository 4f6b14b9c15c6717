"""One item of the plan on a page of its own, for one thumb; and what a new item is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import FACTORY_PEOPLE
from accounts.requests import SignedIn, only_for
from advisory import commands
from advisory.forms.plan_items import DueDayAnswerForm, DueDayForm, MessageForm, QuestionSearchForm
from advisory.models import DueDayProposal, PlanItem, PlanMessage
from advisory.policies import keeps_plans, side_of, writes_on_plans
from advisory.queries.plan.item_page import current_item, findings_without_item, item_page, questions_with
from advisory.views.improvement_plan import acts_on
from assessments import policies
from assessments.views.access import factory_for
from countries.queries.local_time import LocalDays
from factories.queries import visible_to
from journal.refusals import Refused
from questionnaires.queries.questionnaires import words_of_country
from responses.policies import represents_workers

if TYPE_CHECKING:
    from factories.models import Factory

Kind = PlanMessage.Kind


@login_required
@require_safe
def item(request: SignedIn, code: str, item_id: int) -> HttpResponse:
    """The item, what its sides say, and what the reader can do. At most 25 statements."""
    user = request.user
    if not (user.is_staff or user.role in FACTORY_PEOPLE):
        raise Http404
    factory = factory_for(user, code)
    found = _item(factory, item_id)
    days = LocalDays(timezone.now())
    today = days.of(factory.country_id)
    shown = item_page(found, today)
    words = words_of_country(factory.country_id, on=today, language=get_language() or "en")
    is_done = found.status in {PlanItem.Status.DONE, PlanItem.Status.VERIFIED}
    message = MessageForm(auto_id="message-%s")
    message.fields["text"].required = True  # a word without a confirmation needs words
    context = {
        "factory": factory,
        "page": shown,
        "item": shown.row,
        "question": words.get(found.question),
        "acts": acts_on(shown.row, user),
        "keeps": keeps_plans(user),
        "side": side_of(user),
        "may_confirm": represents_workers(user) and is_done,
        "may_propose": policies.speaks_for_a_factory(user) and not is_done,
        "may_decide": policies.advises(user),
        "message": message,
        "due_day": DueDayForm(auto_id="due-%s"),
        "answer": DueDayAnswerForm(auto_id="answer-%s"),
        "once": uuid4(),
        "once_more": uuid4(),
        "today": today,
    }
    with timezone.override(days.settings.zone(factory.country_id, days.now)):
        return render(request, "advisory/item.html", context)


@only_for(writes_on_plans)
@require_POST
def write(request: SignedIn, code: str, item_id: int) -> HttpResponse:
    """A question, an answer, a comment; or the workers' word on what was done."""
    factory = factory_for(request.user, code)
    found = _item(factory, item_id)
    form = _valid(MessageForm(request.POST))
    kind = request.POST.get("kind") or Kind.MESSAGE
    if kind not in Kind.values:
        raise Http404
    commands.write_on_plan_item(
        factory.pk, message_id=_once(request), ref=found.ref, kind=kind, text=form.cleaned_data["text"],
        actor=request.user, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return _back(factory, found)


@only_for(policies.speaks_for_a_factory)
@require_POST
def propose(request: SignedIn, code: str, item_id: int) -> HttpResponse:
    """Another due day, for the adviser to decide."""
    factory = factory_for(request.user, code)
    found = _item(factory, item_id)
    form = _valid(DueDayForm(request.POST))
    commands.propose_due_day(
        factory.pk, proposal_id=_once(request), ref=found.ref, **form.cleaned_data,
        actor=request.user, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Proposed. The adviser decides; until then the day stays."))
    return _back(factory, found)


@only_for(policies.advises)
@require_POST
def decide(request: SignedIn, proposal_id: UUID) -> HttpResponse:
    """Accept or refuse a proposed day."""
    rows = DueDayProposal.objects.filter(pk=proposal_id, factory__in=visible_to(request.user))
    proposal = rows.select_related("factory").first()
    if proposal is None or request.POST.get("act") not in {"accept", "refuse"}:
        raise Http404
    form = _valid(DueDayAnswerForm(request.POST))
    commands.decide_due_day(
        proposal.pk, accept=request.POST["act"] == "accept", answer=form.cleaned_data["answer"],
        actor=request.user, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect(address_of_item(proposal.factory, proposal.ref))


@only_for(keeps_plans)
@require_safe
def start(request: SignedIn, code: str) -> HttpResponse:
    """What a new item is about: a finding, a question found by its words, or neither."""
    factory = factory_for(request.user, code)
    language = get_language() or "en"
    form = QuestionSearchForm(request.GET if "q" in request.GET else None)
    search = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    today = LocalDays(timezone.now()).of(factory.country_id)
    words = words_of_country(factory.country_id, on=today, language=language) if search else {}
    context = {
        "factory": factory,
        "form": form,
        "asked": search,
        "found": questions_with(words.values(), search),
        "findings": findings_without_item(factory.pk, language=language),
    }
    return render(request, "advisory/start_item.html", context)


def address_of_item(factory: Factory, ref: str) -> str:
    """The page of an item by its reference; the plan's where there is none."""
    rows = PlanItem.objects.filter(factory_id=factory.pk, ref=ref, superseded_at__isnull=True)
    current = rows.values_list("pk", flat=True).first()
    if current is None:
        return reverse("advisory:plan", kwargs={"code": factory.code})
    return reverse("advisory:item", kwargs={"code": factory.code, "item_id": current})


def _item(factory: Factory, item_id: int) -> PlanItem:
    found = current_item(factory.pk, item_id)
    if found is None:
        raise Http404
    return found


def _once(request: SignedIn) -> UUID:
    """The id that the page gave what was written: sent twice, it is stored once."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid4()


def _valid(form: forms.Form) -> forms.Form:
    if not form.is_valid():
        raise Refused(
            " ".join(
                f"{form[name].label}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()
            )
        )
    return form


def _back(factory: Factory, found: PlanItem) -> HttpResponseRedirect:
    return redirect("advisory:item", code=factory.code, item_id=found.pk)
