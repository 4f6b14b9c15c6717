"""Brands and manufacturer groups: their lists, new ones, other names."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policies import is_staff
from accounts.requests import SignedIn, filled_in, only_for
from factories.commands import add_brand, merge_brands, register_group, rename_brand
from factories.forms.naming import BrandNameForm, MergeBrandForm, NameForm, RenameBrandForm
from factories.models import Brand
from factories.policies.registry import keeps_brand_names, keeps_registry
from factories.queries.registry import brands_known_to, former_brand_names, groups_with_counts
from factories.views.form_commands import announce, attempted
from factories.views.registry import GET_AND_POST
from journal.queries import history_of


@only_for(is_staff)
@require_safe
def brands(request: SignedIn) -> HttpResponse:
    """Every brand, with how many factories it buys from and the names it had."""
    former = former_brand_names()
    rows = brands_known_to(request.user)
    context = {
        "brands": [(brand, former.get(brand.pk, [])) for brand in rows],
        "adds": keeps_registry(request.user),
        "renames": keeps_brand_names(request.user),
    }
    return render(request, "factories/brands.html", context)


@only_for(is_staff)
@require_safe
def groups(request: SignedIn) -> HttpResponse:
    """Every manufacturer group, with how many factories it has."""
    context = {"groups": list(groups_with_counts()), "adds": keeps_registry(request.user)}
    return render(request, "factories/groups.html", context)


@only_for(keeps_registry)
@require_http_methods(GET_AND_POST)
def new_brand(request: SignedIn) -> HttpResponse:
    """Add a brand."""
    form = BrandNameForm(filled_in(request))
    words: dict[str, str | Promise] = {
        "title": gettext_lazy("Add a brand"),
        "button": gettext_lazy("Add"),
        "back": "factories:brands",
        "place": gettext_lazy("Brands"),
    }
    return _named(
        request, form, words, lambda name: add_brand(name=name, actor=request.user, now=timezone.now())
    )


@only_for(keeps_registry)
@require_http_methods(GET_AND_POST)
def new_group(request: SignedIn) -> HttpResponse:
    """Add a manufacturer group; factories are put into it on their own pages."""
    form = NameForm(filled_in(request))
    words: dict[str, str | Promise] = {
        "title": gettext_lazy("Add a manufacturer group"),
        "button": gettext_lazy("Add"),
        "back": "factories:groups",
        "place": gettext_lazy("Manufacturer groups"),
    }
    return _named(
        request, form, words, lambda name: register_group(name=name, actor=request.user, now=timezone.now())
    )


@only_for(keeps_brand_names)
@require_http_methods(GET_AND_POST)
def rename(request: SignedIn, slug: str) -> HttpResponse:
    """Give a brand another name."""
    brand = get_object_or_404(Brand, slug=slug, merged_into__isnull=True)
    form = RenameBrandForm(filled_in(request), initial={"seen": brand.name, "name": brand.name})
    return _changed_brand(request, brand, form, "rename", lambda values: rename_brand(
        brand.pk, **values, actor=request.user, now=timezone.now()))  # fmt: skip


@only_for(keeps_brand_names)
@require_http_methods(GET_AND_POST)
def merge(request: SignedIn, slug: str) -> HttpResponse:
    """Make two entries of one brand one."""
    brand = get_object_or_404(Brand, slug=slug)
    form = MergeBrandForm(filled_in(request), brand=brand, initial={"seen": brand.name})

    def act(values: dict[str, Any]) -> object:
        into = values.pop("into")
        return merge_brands(brand.pk, into_id=into.pk, **values, actor=request.user, now=timezone.now())

    return _changed_brand(request, brand, form, "merge", act)


def _named(
    request: SignedIn, form: forms.Form, words: dict[str, str | Promise], act: Callable[[str], object]
) -> HttpResponse:
    status = HTTPStatus.OK
    if request.method == "POST":
        attempt = attempted(form, lambda: act(form.cleaned_data["name"]))
        status = attempt.status
        if attempt.done:
            announce(request, attempt, _("Added."))
            return redirect(str(words["back"]))
    return render(request, "factories/new_name.html", {"form": form, **words}, status=status)


def _changed_brand(
    request: SignedIn, brand: Brand, form: forms.Form, act: str, run: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    status = HTTPStatus.OK
    if request.method == "POST":
        attempt = attempted(form, lambda: run(dict(form.cleaned_data)))
        status = attempt.status
        if attempt.done:
            announce(request, attempt, _("Saved."))
            return redirect("factories:brands")
    context = {"form": form, "brand": brand, "act": act, "events": history_of(f"brand:{brand.slug}")}
    return render(request, "factories/change_brand.html", context, status=status)
