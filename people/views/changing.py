"""Changes to a person: role, places, closing, reopening, handing over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Role, User
from accounts.requests import SignedIn, filled_in, only_for
from factories.queries.memberships.places import PlaceRow, membership_with_user, place_of, place_rows
from journal.commands import value_of
from people import commands, policies
from people.commands.accounts import Proposed
from people.commands.erasing import AccountOpen
from people.commands.guards import InvalidAccountField
from people.forms import AccountReasonForm, AdministratorForm, HandoverForm, PlacesForm, RoleForm
from people.queries.open_work import WorkRef, open_work, waiting_decisions
from people.same_transaction.handing_over import WorkLeft
from people.views.open_work_links import work_lines

FORM = ["GET", "HEAD", "POST"]
Act = Callable[[], object]


def _decided(request: SignedIn, user_id: int) -> User:
    """A person whose account is the reader's to decide about; for everybody else there is no such page."""
    found = get_object_or_404(policies.people_visible_to(request.user), pk=user_id)
    if not policies.may_decide_account(request.user, found):
        raise Http404
    return found


def _carried_out(request: SignedIn, form: Form, act: Act, words: str) -> bool:
    """Whether the act is done; a refusal about a field stands beside it, with what was typed."""
    try:
        done = act()
    except InvalidAccountField as faulty:
        form.add_error(faulty.field if faulty.field in form.fields else None, str(faulty))
        return False
    except AccountOpen as still_open:
        form.add_error(None, str(still_open))
        return False
    except WorkLeft as left:
        for ref in left.missing:
            form.add_error(ref.name if ref.name in form.fields else None, str(left))
        return False
    value = value_of(done)
    if isinstance(value, Proposed):
        words = _("Proposed. A second administrator decides; all administrators have been notified.")
    messages.success(request, words)
    return True


def _page(request: SignedIn, template: str, person: User, form: Form, **context: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    back = reverse("people:person", kwargs={"user_id": person.pk})
    return render(request, template, {"person": person, "form": form, "back": back, **context}, status=status)


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def close(request: SignedIn, user_id: int) -> HttpResponse:
    """Close an account: what is open goes to colleagues in the same act."""
    person = _decided(request, user_id)
    work = open_work(person.pk)
    form = HandoverForm(filled_in(request), person=person, work=work)
    if request.method == "POST" and form.is_valid():
        act = partial(
            commands.close_account,
            person.pk, reason=form.cleaned_data["reason"], handover=form.chosen(), actor=request.user,
            now=timezone.now(),
        )  # fmt: skip
        words = _("The account of %(name)s is closed.") % {"name": person.name}
        if _carried_out(request, form, act, words):
            return redirect("people:person", user_id=person.pk)
    places = place_rows([person.pk], timezone.now(), ended=False)
    countries = [row.place.key for row in places if row.place.kind == "country"]
    return _page(
        request, "people/close.html", person, form,
        work=work_lines(work, links=request.user.is_staff), waiting=waiting_decisions(person, countries),
    )  # fmt: skip


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def hand_over(request: SignedIn, user_id: int) -> HttpResponse:
    """Give what a person has open to colleagues while they stay."""
    person = _decided(request, user_id)
    work = open_work(person.pk)
    form = HandoverForm(filled_in(request), person=person, work=work)
    if request.method == "POST" and form.is_valid():
        act = partial(
            commands.hand_over_work,
            person.pk, handover=form.chosen(), reason=form.cleaned_data["reason"], actor=request.user,
            now=timezone.now(),
        )  # fmt: skip
        if _carried_out(request, form, act, _("The work has been handed over.")):
            return redirect("people:person", user_id=person.pk)
    return _page(
        request, "people/hand_over.html", person, form, work=work_lines(work, links=request.user.is_staff)
    )


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def reopen(request: SignedIn, user_id: int) -> HttpResponse:
    """Invite a person with a closed account again."""
    person = _decided(request, user_id)
    return _with_reason(
        request,
        person,
        commands.reopen_account,
        done=_("%(name)s gets a link to choose a new password.") % {"name": person.name},
        title=_("Reopen this account"),
        lede=_(
            "The person gets a new invitation and chooses a new password. Old sessions and tokens stay ended."
        ),
        button=_("Reopen"),
    )


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def erase(request: SignedIn, user_id: int) -> HttpResponse:
    """Erase a person's name and address, on their request."""
    person = _decided(request, user_id)
    if not policies.may_erase(request.user, person):
        raise Http404
    return _with_reason(
        request,
        person,
        commands.erase_person,
        done=_("Name and address are erased."),
        title=_("Erase name and address"),
        lede=_(
            "For a person who asks for it. What they did stays in the journal, under a number; nobody can bring the "
            "name back."
        ),
        button=_("Erase"),
        danger=True,
    )


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def withdraw(request: SignedIn, user_id: int) -> HttpResponse:
    """Take an invitation back."""
    return _with_reason(
        request,
        _decided(request, user_id),
        commands.withdraw_invitation,
        done=_("The invitation is withdrawn; its link no longer holds."),
        title=_("Withdraw the invitation"),
        lede=_("The link can never be used again."),
        button=_("Withdraw"),
        danger=True,
    )


def _with_reason(
    request: SignedIn, person: User, command: Callable[..., object], *, done: str, **words: Any
) -> HttpResponse:
    """A page that asks for a reason and gives the command; `words`: title, lede, button, danger."""
    form = AccountReasonForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(command, person.pk, reason=reason, actor=request.user, now=timezone.now())
        if _carried_out(request, form, act, done):
            return redirect("people:person", user_id=person.pk)
    return _page(request, "people/reason.html", person, form, **words)


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def role(request: SignedIn, user_id: int) -> HttpResponse:
    """Give a person another role: choose it first, then the places that fit."""
    person = _decided(request, user_id)
    offered = [pair for pair in policies.roles_to_give(request.user) if pair[0] != person.role]
    chosen = request.GET.get("role", "")
    if chosen not in dict(offered):
        if chosen or request.method == "POST":
            raise Http404
        return render(
            request, "people/change_role.html", {"person": person, "offered": offered, "form": None}
        )
    work = open_work(person.pk)
    form = RoleForm(filled_in(request), actor=request.user, role=chosen, person=person, work=work)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        act = partial(
            commands.change_role,
            person.pk, role=chosen, places=data.get("places", ()), from_on=data.get("from_on"),
            until_on=data.get("until_on"), handover=form.chosen(), reason=data["reason"], actor=request.user,
            now=timezone.now(),
        )  # fmt: skip
        if _carried_out(request, form, act, _("The role is changed.")):
            return redirect("people:person", user_id=person.pk)
    return _page(
        request, "people/change_role.html", person, form,
        offered=offered, label=str(Role(chosen).label), privileged=chosen in policies.PRIVILEGED,
    )  # fmt: skip


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def places(request: SignedIn, user_id: int) -> HttpResponse:
    """Give a person another place of their role, or other days."""
    person = get_object_or_404(policies.people_visible_to(request.user), pk=user_id)
    if person.pk == request.user.pk or not policies.PLACE_KIND[person.role]:
        raise Http404
    form = PlacesForm(filled_in(request), actor=request.user, role=person.role)
    form.order_fields(["places", "from_on", "until_on"])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        act = partial(
            commands.give_places_to,
            person.pk, places=data["places"], from_on=data.get("from_on"), until_on=data.get("until_on"),
            actor=request.user, now=timezone.now(),
        )  # fmt: skip
        if _carried_out(request, form, act, _("The place is given.")):
            return redirect("people:person", user_id=person.pk)
    return _page(request, "people/places.html", person, form)


def _place(request: SignedIn, membership_id: int) -> tuple[User, PlaceRow]:
    """A place that is the reader's to change, with its person."""
    found = membership_with_user(membership_id)
    if found is None or not policies.may_end_place(request.user, found.user, place_of(found)):
        raise Http404
    rows = place_rows([found.user_id], timezone.now())
    return found.user, next(row for row in rows if row.id == found.pk)


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def end_place(request: SignedIn, membership_id: int) -> HttpResponse:
    """End a place at once; what is open there goes to colleagues."""
    person, row = _place(request, membership_id)
    work: dict[WorkRef, int] = open_work(person.pk, [row.place.key]) if row.place.kind == "country" else {}
    form = HandoverForm(filled_in(request), person=person, work=work)
    if request.method == "POST" and form.is_valid():
        act = partial(
            commands.end_place,
            row.id, reason=form.cleaned_data["reason"], handover=form.chosen(), actor=request.user,
            now=timezone.now(),
        )  # fmt: skip
        if _carried_out(request, form, act, _("The place is ended.")):
            visible = policies.people_visible_to(request.user).filter(pk=person.pk).exists()
            return redirect("people:person", user_id=person.pk) if visible else redirect("people:list")
    return _page(
        request,
        "people/end_place.html",
        person,
        form,
        row=row,
        work=work_lines(work, links=request.user.is_staff),
    )


@only_for(policies.keeps_people)
@require_http_methods(FORM)
def administrator(request: SignedIn, membership_id: int) -> HttpResponse:
    """Let a person invite and remove the colleagues of their place, or no longer."""
    person, row = _place(request, membership_id)
    if person.role not in policies.CAN_ADMINISTER:
        raise Http404
    form = AdministratorForm(filled_in(request), initial={"give": not row.is_administrator})
    if request.method == "POST" and form.is_valid():
        act = partial(
            commands.set_place_administrator,
            row.id, is_administrator=form.cleaned_data["give"], reason=form.cleaned_data["reason"],
            actor=request.user, now=timezone.now(),
        )  # fmt: skip
        if _carried_out(request, form, act, _("Saved.")):
            return redirect("people:person", user_id=person.pk)
    if row.is_administrator:
        title, button = _("No longer administrator of this place"), _("Take it away")
    else:
        title, button = _("Make administrator of this place"), _("Make administrator")
    lede = _("Administrators of a place invite and remove their colleagues there: %(place)s") % {
        "place": row.name
    }
    return _page(request, "people/reason.html", person, form, title=title, lede=lede, button=button)
