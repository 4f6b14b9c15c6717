"""An adviser for the factories ticked in the list."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, only_for
from factories.policies.registry import keeps_registry
from factories.queries import visible_to
from factories.queries.by_id import hold_factories
from factory_advisers.commands.assigning import AssignmentResult, assign_adviser
from factory_advisers.queries import advisers_now
from factory_table.forms import AssignAdviserForm, assign_form
from factory_table.queries.ticked import NotAllThere, codes_sent, ticked
from journal.commands import Unchanged, checked_first
from journal.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from factories.models import Factory
    from factory_advisers.models import FactoryAdviser

MOST_IN_ADDRESS = 100
"""Factories that an address can name: then the page can be opened again, come back to, and read in another language."""
SENT = "assign"
"""Name of the page's own button: without it, the ticks come from the list and nothing is written."""


BACK = "back"
"""Names where somebody came from: the list with its filters, or the factory's page."""


class AssignedMeanwhile(Refused):
    """Another person has assigned somebody since the page was opened."""


@only_for(keeps_registry)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedIn) -> HttpResponse:
    """Ask for adviser and day for the factories ticked, then say what became of each; without any, back to the list.

    Raises:
        NotAllThere: of the rows sent.
        Http404: of the factory that the address names.
    """
    codes = codes_sent(request)
    if not codes and request.method != "POST":
        return redirect("factory_table:list")
    try:
        found = ticked(visible_to(request.user), codes)
    except NotAllThere as refusal:
        if request.method != "POST":
            raise Http404 from refusal
        raise
    sent = SENT in request.POST
    if request.method == "POST" and not sent and len(codes) <= MOST_IN_ADDRESS:
        named, back = [("factory", code) for code in sorted(codes)], _way_back(request, codes)
        if back != reverse("factory_table:list"):
            named.append((BACK, back))
        return redirect(f"{request.path}?{urlencode(named)}")
    factories = list(found.order_by("name", "pk"))
    form = assign_form(
        request.POST if sent else None, user=request.user, factories=factories, now=timezone.now()
    )
    lines, status = _sent(request, factories, form) if sent else ([], HTTPStatus.OK)
    advisers = _advisers([factory.pk for factory in factories])
    context = {
        "form": form,
        "factories": [(factory, advisers.get(factory.pk)) for factory in factories],
        "seen": _digest(advisers),
        "is_assigned": bool(lines) and status == HTTPStatus.OK,
        "codes": "\n".join(factory.code for factory in factories),
        "lines": lines,
        "adviser": form.cleaned_data.get("adviser") if lines else None,
    }
    context |= _named_back(_way_back(request, codes), factories)
    return render(request, "factory_table/assign.html", context, status=status)


def _way_back(request: SignedIn, codes: Collection[str]) -> str:
    """Where somebody came from, kept by the address and the form; the whole list where that is neither of the two."""
    named = request.POST.get(BACK) or request.GET.get(BACK) or request.headers.get("Referer", "")
    listed = reverse("factory_table:list")
    try:
        came_from = urlsplit(named)
    except ValueError:  # not even an address
        return listed
    if came_from.path in {reverse("factory", kwargs={"code": code}) for code in codes if len(codes) == 1}:
        return came_from.path
    return f"{listed}?{came_from.query}" if came_from.path == listed and came_from.query else listed


def _named_back(address: str, factories: list[Factory]) -> dict[str, str]:
    to_list = urlsplit(address).path == reverse("factory_table:list")
    return {"back": address, "back_label": _("Factories") if to_list else factories[0].name}


def _sent(
    request: SignedIn, factories: list[Factory], form: AssignAdviserForm
) -> tuple[list[tuple[Factory, str, str]], HTTPStatus]:
    """What became of each factory, and the answer's status; without lines where the form says what is wrong."""
    if not form.is_valid():
        return [], HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        lines = _lines(factories, _assigned(request, factories, form))
    except Refused as refused:
        form.add_error(None, str(refused))
        return [], HTTPStatus.CONFLICT
    is_refused = all(fate == "refused" for _factory, fate, _why in lines)
    return lines, HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK


def _advisers(factory_ids: list[int]) -> dict[int, FactoryAdviser]:
    """The adviser of now of each factory that has one. One statement."""
    rows = advisers_now().select_related("adviser")
    few = rows.filter(factory__in=factory_ids) if len(factory_ids) <= MOST_IN_ADDRESS else rows
    ticked_ids = set(factory_ids)
    return {row.factory_id: row for row in few if row.factory_id in ticked_ids}


def _digest(advisers: Mapping[int, FactoryAdviser]) -> str:
    """Names who the advisers are, for whoever sends the form later to be told of a change."""
    present = sorted((factory_id, row.pk) for factory_id, row in advisers.items())
    return sha256(repr(present).encode()).hexdigest()[:16]


def _assigned(request: SignedIn, factories: list[Factory], form: AssignAdviserForm) -> AssignmentResult:
    chosen = form.cleaned_data["adviser"]
    ids = [factory.pk for factory in factories]
    chosen_id = None if chosen is None else chosen.pk
    with checked_first(lambda: _check_seen(request.POST.get("seen", ""), ids, chosen_id)):
        done = assign_adviser(
            ids,
            adviser_id=chosen_id,
            from_on=form.cleaned_data["from_on"],
            actor=request.user,
            now=timezone.now(),
        )
    return cast("AssignmentResult", done.value) if isinstance(done, Unchanged) else done


def _check_seen(seen: str, factory_ids: list[int], chosen_id: int | None) -> None:
    """The advisers are those that the page showed; pressed twice, they are the one chosen.

    Raises:
        AssignedMeanwhile.
    """
    hold_factories(factory_ids)
    advisers = _advisers(factory_ids)
    held = {row.adviser_id for row in advisers.values()} | (
        {None} if len(advisers) < len(factory_ids) else set()
    )
    if seen and seen != _digest(advisers) and held != {chosen_id}:
        raise AssignedMeanwhile(_("Something changed meanwhile. It is shown now."))


def _lines(factories: list[Factory], result: AssignmentResult) -> list[tuple[Factory, str, str]]:
    """Each factory with what became of it (refused ones first) and, of a refused one, why."""
    order = ("refused", "changed", "unchanged")
    fate = dict.fromkeys(result.changed, "changed") | dict.fromkeys(result.unchanged, "unchanged")
    lines = [
        (factory, fate.get(factory.code, "refused"), result.refused.get(factory.code, ""))
        for factory in factories
    ]
    return sorted(lines, key=lambda line: order.index(line[1]))
