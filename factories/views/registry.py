"""A factory's entry in the registry: what it holds and ever held, and a page for each change of it."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.policies import is_staff
from accounts.requests import SignedIn, filled_in, only_for
from countries.queries.local_time import today_in
from factories.commands.changes import ChangedMeanwhile
from factories.forms.changing import ChangeForm
from factories.models import Factory
from factories.policies.registry import keeps_registry, observes_factories
from factories.queries import visible_to
from factories.queries.registry import entry_of, has_evidence, registry_events, registry_version
from factories.queries.search import led_on_to
from factories.views.change_table import CHANGES, ChangePage
from factories.views.form_commands import announce, attempted

GET_AND_POST = ["GET", "HEAD", "POST"]


def entry_for(user: User, code: str) -> Factory:
    """The factory of a code that it has or had, with its country, group and successor. Raises Http404."""
    rows = visible_to(user).select_related("country", "group", "successor")
    found = rows.filter(code=code).first() or rows.filter(code=led_on_to(code)).first()
    if found is None:
        raise Http404
    return found


@only_for(is_staff)
@require_safe
def registry(request: SignedIn, code: str) -> HttpResponse:
    """Everything that is registered of a factory, with its history."""
    factory = entry_for(request.user, code)
    if factory.code != code:
        return redirect("factories:registry", code=factory.code)
    context = {
        "factory": factory,
        "entry": entry_of(factory.pk),
        "events": registry_events(factory.pk),
        "keeps": keeps_registry(request.user),
        "observes": observes_factories(request.user),
        "has_evidence": has_evidence(factory.pk),
        "today": today_in(factory.country_id, timezone.now()),
    }
    return render(request, "factories/registry.html", context)


@only_for(is_staff)
@require_http_methods(GET_AND_POST)
def change(request: SignedIn, code: str, act: str, row_id: int | None = None) -> HttpResponse:
    """One change of a factory's entry; what the page showed must still be so when it is saved."""
    factory = entry_for(request.user, code)
    change, form = _form(request, factory, act, row_id)
    status = HTTPStatus.OK
    if request.method == "POST":
        now = timezone.now()
        attempt = attempted(form, lambda: change.carry_out(form, actor=request.user, now=now))
        status = attempt.status
        if attempt.done:
            announce(request, attempt, _("Saved."))
            return redirect("factories:registry", code=getattr(attempt.value, "code", code))
        if isinstance(attempt.refused, ChangedMeanwhile):
            form.renewed(registry_version(factory.pk, change.kinds))
    context = {"factory": factory, "form": form, "change": change, "act": act, "row": form.row}
    return render(request, "factories/change.html", context, status=status)


def _form(request: SignedIn, factory: Factory, act: str, row_id: int | None) -> tuple[ChangePage, ChangeForm]:
    change = _change(request.user, act)
    try:
        row = change.row_of(factory, row_id)
    except ObjectDoesNotExist:
        raise Http404 from None
    form = change.form(
        filled_in(request),
        factory=factory,
        row=row,
        user=request.user,
        today=today_in(factory.country_id, timezone.now()),
        initial={"seen": registry_version(factory.pk, change.kinds)},
    )
    return change, form


def _change(user: User, act: str) -> ChangePage:
    found = CHANGES.get(act)
    if found is None or not found.may(user):
        raise Http404
    return found
