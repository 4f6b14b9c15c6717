"""Pages on which people say whether two records are one factory."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from duplicates.commands.merging import mark_as_two_factories, merge_factories, raise_pair, split_factories
from duplicates.filters import PairFilter
from duplicates.forms import ApartForm, MergeForm, SameAsForm, SplitForm
from duplicates.models import FactoryMerge
from duplicates.queries.merge_tables import chosen_rows, holdings, recorded_since
from duplicates.queries.merges import merges_visible_to, pairs_visible_to
from duplicates.queries.pair_facts import distance_km, facts_of
from factories.domain.cursors import parse
from factories.filters.lists import page_address
from factories.models import DuplicatePair
from factories.policies.duplicates import decides_duplicates
from factories.queries import visible_to
from factories.queries.paging import Order, count, page
from journal.commands import value_of
from journal.refusals import Refused

LIKELIEST = Order(F("score"), int, descending=True)


@only_for(decides_duplicates)
@require_safe
def pairs(request: SignedIn) -> HttpResponse:
    """Pairs to decide, the likeliest first; and those decided."""
    filters = PairFilter(request.GET, pairs_visible_to(request.user), request=request)
    found = filters.qs
    shown = page(
        found.select_related("first", "second", "decided_by"),
        order=LIKELIEST,
        cursor=parse(request.GET.get("page", "")),
    )
    context = {
        "form": filters.form,
        "pairs": shown.rows,
        "counted": count(found),
        "next_url": page_address(request.GET, shown.following),
        "previous_url": page_address(request.GET, shown.preceding),
    }
    return render(request, "duplicates/duplicates.html", context)


@only_for(decides_duplicates)
@require_safe
def pair(request: SignedIn, pair_id: int) -> HttpResponse:
    """Two records side by side, and why they may be one."""
    return _pair_page(request, _pair_for(request, pair_id))


@only_for(decides_duplicates)
@require_http_methods(["POST"])
def mark_as_two(request: SignedIn, pair_id: int) -> HttpResponseBase:
    """They are two factories."""
    found = _pair_for(request, pair_id)
    form = ApartForm(request.POST)
    if form.is_valid() and _done(
        form,
        lambda: mark_as_two_factories(pair_id, **form.cleaned_data, actor=request.user, now=timezone.now()),
    ):
        messages.success(request, _("Kept as two factories. Nobody is asked again."))
        return redirect("duplicates:duplicates")
    return _pair_page(request, found, apart_form=form)


@only_for(decides_duplicates)
@require_http_methods(["POST"])
def same(request: SignedIn, pair_id: int) -> HttpResponseBase:
    """They are one factory."""
    found = _pair_for(request, pair_id)
    form = MergeForm(request.POST, pair=found, facts=facts_of(found))
    if form.is_valid() and _done(form, lambda: _merged(request, found, form)):
        kept_factory = found.first if form.keep_id == found.first_id else found.second
        messages.success(request, _("The records are merged. You can undo the merge on this page."))
        return redirect("factory", code=kept_factory.code)
    return _pair_page(request, found, merge_form=form)


def _merged(request: SignedIn, found: DuplicatePair, form: MergeForm) -> FactoryMerge:
    return merge_factories(
        found.pk,
        keep_id=form.keep_id,
        values=form.taken,
        reason=form.cleaned_data["reason"],
        actor=request.user,
        now=timezone.now(),
    )


@only_for(decides_duplicates)
@require_http_methods(["GET", "HEAD", "POST"])
def same_as(request: SignedIn, code: str) -> HttpResponseBase:
    """A person knows of another record of this factory."""
    factory = get_object_or_404(visible_to(request.user).select_related("country"), code=code)
    form = SameAsForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        other = visible_to(request.user).filter(code=form.cleaned_data["code"].strip().upper()).first()
        if other is None:
            form.add_error("code", _("No factory that you work with has this code; look it up in the list."))
        else:
            raised = _pair_raised(request, form, factory.pk, other.pk)
            if raised is not None:
                return redirect("duplicates:pair", pair_id=raised.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "duplicates/same_as.html", {"factory": factory, "form": form}, status=status)


def _pair_raised(request: SignedIn, form: SameAsForm, factory_id: int, other_id: int) -> DuplicatePair | None:
    try:
        done = raise_pair(
            factory_id,
            other_id=other_id,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error("code", str(refused))
        return None
    found = value_of(done)
    return found if isinstance(found, DuplicatePair) else None


@only_for(decides_duplicates)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedIn, merge_id: UUID) -> HttpResponseBase:
    """A merge: what moved, what came since, and the way back."""
    found = get_object_or_404(
        merges_visible_to(request.user).select_related("kept", "dropped", "merged_by", "split_by"),
        pk=merge_id,
    )
    later = recorded_since(found) if found.split_at is None else []
    form = SplitForm(filled_in(request), later=later)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: _split(request, found, form, later))
    ):
        messages.success(request, _("They are two factories again."))
        return redirect("factory", code=found.dropped.code)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"merge": found, "form": form, "later": later, "moved": _counts(found)}
    return render(request, "duplicates/merge.html", context, status=status)


def _split(request: SignedIn, found: FactoryMerge, form: SplitForm, later: list[Any]) -> object:
    take = chosen_rows(form.cleaned_data.get("take", ()), later)
    reason = form.cleaned_data["reason"]
    return split_factories(found.pk, take=take, reason=reason, actor=request.user, now=timezone.now())


def _counts(found: FactoryMerge) -> int:
    # a self-diagnosis is its factory's: not even its number is told
    return sum(len(ids) for table, ids in found.moved.items() if not table.startswith("self_diagnosis."))


def _pair_for(request: SignedIn, pair_id: int) -> DuplicatePair:
    rows = pairs_visible_to(request.user).select_related(
        "first__group",
        "second__group",
        "decided_by",
        "raised_by",
        "first__merged_into",
        "second__merged_into",
    )
    return get_object_or_404(rows, pk=pair_id)


def _pair_page(
    request: SignedIn,
    found: DuplicatePair,
    *,
    apart_form: ApartForm | None = None,
    merge_form: MergeForm | None = None,
) -> HttpResponse:
    facts, held = facts_of(found), holdings(found.first_id, found.second_id)
    refused = apart_form is not None or merge_form is not None
    first_has_more = sum(holding.numbers[0] for holding in held) >= sum(
        holding.numbers[1] for holding in held
    )
    likely = found.first_id if first_has_more else found.second_id
    context = {
        "pair": found,
        "facts": facts,
        "holdings": held,
        "kilometres": distance_km(found),
        "open": found.state == DuplicatePair.State.OPEN,
        "merges": merges_visible_to(request.user).filter(pair=found, split_at__isnull=True),
        "apart_form": apart_form or ApartForm(),
        "merge_form": merge_form or MergeForm(pair=found, facts=facts, initial={"keep": str(likely)}),
    }
    return render(
        request,
        "duplicates/pair.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
    )


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the command was carried out; its refusal stands above the form."""
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
