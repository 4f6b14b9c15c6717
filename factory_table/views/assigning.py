"""An adviser for the factories ticked in the list."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, only_for
from countries.queries.local_time import LocalDays
from factories.policies.registry import keeps_registry
from factories.queries import countries_of, visible_to
from factory_advisers.commands.assigning import AssignmentResult, assign_adviser
from factory_table.forms import AssignAdviserForm
from factory_table.queries.ticked import NotAllThere, codes_sent, ticked
from journal.commands import Unchanged
from journal.refusals import Refused

if TYPE_CHECKING:
    from factories.models import Factory

SENT = "assign"
"""Name of the page's own button: without it, the ticks come from the list and nothing is written."""


@only_for(keeps_registry)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedIn) -> HttpResponse:
    """Ask for adviser and day for the factories ticked, then say what became of each.

    Raises:
        NotAllThere: of the rows sent.
        Http404: of the factory that the address names.
    """
    try:
        found = ticked(visible_to(request.user), codes_sent(request))
    except NotAllThere as refusal:
        if request.method != "POST":
            raise Http404 from refusal
        raise
    factories = list(found.order_by("name", "pk"))
    sent = SENT in request.POST
    days = LocalDays(timezone.now())
    form = AssignAdviserForm(
        request.POST if sent else None,
        countries=countries_of(request.user),
        initial={
            "from_on": min(days.of(factory.country_id) for factory in factories)
        },  # begun at each of them
    )
    status = HTTPStatus.OK
    lines: list[tuple[Factory, str, str]] = []
    if sent and form.is_valid():
        try:
            lines = _lines(factories, _assigned(request, factories, form))
        except Refused as refused:
            form.add_error(None, str(refused))
            status = HTTPStatus.CONFLICT
    elif sent:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "form": form,
        "factories": factories,
        "codes": "\n".join(factory.code for factory in factories),
        "lines": lines,
        "adviser": form.cleaned_data.get("adviser") if lines else None,
    }
    return render(request, "factory_table/assign.html", context, status=status)


def _assigned(request: SignedIn, factories: list[Factory], form: AssignAdviserForm) -> AssignmentResult:
    chosen = form.cleaned_data["adviser"]
    done = assign_adviser(
        [factory.pk for factory in factories],
        adviser_id=None if chosen is None else chosen.pk,
        from_on=form.cleaned_data["from_on"],
        actor=request.user,
        now=timezone.now(),
    )
    return cast("AssignmentResult", done.value) if isinstance(done, Unchanged) else done


def _lines(factories: list[Factory], result: AssignmentResult) -> list[tuple[Factory, str, str]]:
    """Each factory with what became of it (refused ones first) and, of a refused one, why."""
    order = ("refused", "changed", "unchanged")
    fate = dict.fromkeys(result.changed, "changed") | dict.fromkeys(result.unchanged, "unchanged")
    lines = [
        (factory, fate.get(factory.code, "refused"), result.refused.get(factory.code, ""))
        for factory in factories
    ]
    return sorted(lines, key=lambda line: order.index(line[1]))
