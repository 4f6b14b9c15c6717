"""A factory added by hand, with a warning when it looks like one that is registered."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedIn, filled_in, only_for
from factories.commands import register_factory
from factories.forms.adding import AddFactoryForm
from factories.models import Factory
from factories.policies.registry import keeps_registry
from factories.queries import countries_of
from factories.queries.lookalikes import Lookalike, lookalikes
from factories.views.form_commands import Attempt, announce, attempted
from factories.views.registry import GET_AND_POST


@only_for(keeps_registry)
@require_http_methods(GET_AND_POST)
def add(request: SignedIn) -> HttpResponse:
    """Register a factory; one that looks like a known one is asked about first."""
    form = AddFactoryForm(filled_in(request), user=request.user)
    alike: list[Lookalike] = []
    status = HTTPStatus.OK
    if request.method == "POST":
        alike = lookalikes_of(form, request.user)
        attempt = attempted(form, lambda: register(form, alike, request.user))
        status = attempt.status
        if attempt.done:
            return _added(request, attempt)
    context = {"form": form, "lookalikes": alike}
    return render(request, "factories/add.html", context, status=status)


@only_for(keeps_registry)
@require_safe
def looks_like(request: SignedIn) -> HttpResponse:
    """The warning alone, while a person types; nothing in countries that are not theirs."""
    country = request.GET.get("country", "")
    alike: list[Lookalike] = []
    if countries_of(request.user).filter(pk=country).exists():
        name, address = request.GET.get("name", "")[:200], request.GET.get("address", "")[:400]
        alike = lookalikes(country=country, name=name, address=address)
    form = AddFactoryForm(user=request.user)
    return render(request, "factories/_lookalikes.html", {"form": form, "lookalikes": alike})


def lookalikes_of(form: AddFactoryForm, user: User) -> list[Lookalike]:
    """Registered factories that look like the one of the form, which is asked to say whether it is another.

    None in a country that is not the user's: the command refuses it, and nothing of it is shown.
    """
    if not form.is_valid() or not countries_of(user).filter(pk=form.cleaned_data["country"]).exists():
        return []
    cleaned = form.cleaned_data
    alike = lookalikes(country=cleaned["country"], name=cleaned["name"], address=cleaned["address"])
    if alike and not cleaned["another"] and not _is_registered(form, alike):
        message = _("It looks like a registered factory. Open that one, or tick that this is another.")
        form.add_error("another", message)
    return alike


def _is_registered(form: AddFactoryForm, alike: list[Lookalike]) -> bool:
    """Whether it is registered to the letter, as after a button pressed twice: the command returns that one."""
    typed = form.cleaned_data["name"], form.cleaned_data["address"]
    return any((like.factory.name, like.factory.address) == typed for like in alike)


def register(form: AddFactoryForm, alike: list[Lookalike], user: User) -> object:
    """Register the factory of a valid form; `alike`: what it was compared with."""
    values = {key: value for key, value in form.cleaned_data.items() if key != "another"}
    unlike = alike[0].factory.code if alike else ""
    return register_factory(**values, unlike=unlike, actor=user, now=timezone.now())


def _added(request: SignedIn, attempt: Attempt) -> HttpResponse:
    factory = attempt.value
    assert isinstance(factory, Factory)  # noqa: S101  # what the command returns
    announce(
        request,
        attempt,
        _("%(name)s is registered as %(code)s.") % {"name": factory.name, "code": factory.code},
    )
    return redirect("factories:registry", code=factory.code)
