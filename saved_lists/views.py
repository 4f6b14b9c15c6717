"""Lists are saved under a name, opened, renamed and deleted: the same for each page of `settings.LISTS_TO_SAVE`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedIn, filled_in, only_for
from saved_lists.forms import SavedListForm
from saved_lists.models import SavedList
from saved_lists.projections import TooManyLists, delete_list, rename_list, save_list
from saved_lists.queries import PageWithLists, list_pages, query_to_save, saved_lists_of

if TYPE_CHECKING:
    from accounts.models import User


def saves_lists(user: User) -> bool:
    """Whether a person has any page whose lists can be saved."""
    return any(_may(page, user) for page in list_pages())


@only_for(saves_lists)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_lists(request: SignedIn) -> HttpResponse:
    """The reader's saved lists; a list is saved under a name."""
    form, page = SavedListForm(filled_in(request)), request.POST.get("page", "")
    query = request.POST.get("query", "")
    if request.method == "POST":
        found = _page(page, request.user)
        if form.is_valid():
            saved = query_to_save(page, QueryDict(query))
            try:
                save_list(request.user.pk, page, name=form.cleaned_data["name"], query=saved)
            except TooManyLists as refusal:
                form.add_error("name", str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect(f"{reverse(found.address)}?{saved}")
    return _shown(request, {"form": form, "page": page, "query": query})


@only_for(saves_lists)
@require_safe
def saved_list(request: SignedIn, list_id: UUID) -> HttpResponse:
    """A saved list under its own address: one's own or a colleague's, with the rows that the reader may see."""
    found = SavedList.objects.filter(pk=list_id).first()
    if found is None or not _may(found.page, request.user):
        raise Http404
    page = _page(found.page, request.user)
    if found.person_id != request.user.pk and not _shared(page, request.user, found.person_id):
        raise Http404
    return redirect(f"{reverse(page.address)}?{found.query}")


@only_for(saves_lists)
@require_POST
def change(request: SignedIn, list_id: UUID) -> HttpResponse:
    """Rename or delete a saved list. One that is deleted already, in another window, stays deleted."""
    found = SavedList.objects.filter(pk=list_id).first()
    deletes = request.POST.get("act") == "delete"
    if found is not None and found.person_id != request.user.pk:
        raise Http404
    if found is None and not deletes:
        return _gone(request)
    if deletes:
        delete_list(request.user.pk, list_id)
        messages.success(request, _("Deleted."))
        return redirect("saved_lists:lists")
    form = SavedListForm(request.POST)
    if form.is_valid() and not rename_list(request.user.pk, list_id, name=form.cleaned_data["name"]):
        form.add_error("name", _("Choose a name that no other of your lists has."))
    if form.errors:
        return _shown(request, {"refused": list_id, "refused_form": form})
    messages.success(request, _("Saved."))
    return redirect("saved_lists:lists")


def _gone(request: SignedIn) -> HttpResponse:
    """What was to be renamed is gone: the new name is kept, and saves the list anew."""
    page = request.POST.get("page", "")
    _page(page, request.user)
    form = SavedListForm(request.POST)
    form.add_error(None, _("This list was deleted meanwhile. Save it anew, or leave the page."))
    return _shown(request, {"form": form, "page": page, "query": request.POST.get("query", "")})


def _shown(request: SignedIn, more: dict[str, Any]) -> HttpResponse:
    bound = [form for key, form in more.items() if key.endswith("form") and form.is_bound]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    own = [
        {"list": row, "page": _page(row.page, request.user)}
        for row in saved_lists_of(request.user.pk)
        if _may(row.page, request.user)
    ]
    first = next(page for key, page in list_pages().items() if _may(key, request.user))
    return render(request, "saved_lists/lists.html", {"own": own, "first": first, **more}, status=status)


def _shared(page: PageWithLists, user: User, owner_id: int) -> bool:
    return page.shared_with is None or bool(import_string(page.shared_with)(user, owner_id))


def _may(page: str, user: User) -> bool:
    declared = list_pages().get(page)
    return declared is not None and bool(import_string(declared.may)(user))


def _page(page: str, user: User) -> PageWithLists:
    if not _may(page, user):
        raise Http404
    return list_pages()[page]
