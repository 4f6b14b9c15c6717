"""A factory's story in hand: the one that is public, the one being written, and what was there before."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policies import may_decide, pending_about
from accounts.requests import SignedIn, only_for
from journal.queries import history_of
from journal.refusals import Refused
from recognition.queries import published
from stories.commands import PUBLICATION_KIND, IncompleteStory, submit_story, write_story
from stories.domain.story import StoryTransition
from stories.forms import StoryForm
from stories.models import Story
from stories.policies import writes_stories
from stories.queries import open_story, published_story, words_of
from stories.views.access import factory_for
from stories.views.deciding import offered


@only_for(writes_stories)
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: SignedIn, code: str) -> HttpResponse:
    """Write, or look at what is being read; two buttons: keep, or give to a second reader."""
    factory = factory_for(request.user, code)
    found, public = open_story(factory.pk), published_story(factory.pk)
    form = _form(request, found, public)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _tried(form, factory.pk, request)
        if status is HTTPStatus.OK:
            return redirect("stories:story", code=factory.code)
    pending = pending_about(request.user, PUBLICATION_KIND, f"story:{found.pk}") if found else None
    context = {
        "factory": factory,
        "story": found,
        "public": public,
        "recognised": bool(published([factory.pk])),
        "writable": found is None or found.state == Story.State.DRAFT,
        "form": form,
        "acts": offered(found, request.user),
        "public_acts": offered(public, request.user),
        "pending": pending,
        "decides": pending is not None
        and pending.proposed_by_id != request.user.pk
        and may_decide(request.user, pending),
        "events": history_of(f"story:{found.pk}") if found else [],
    }
    return render(request, "stories/story.html", context, status=status)


def _form(request: SignedIn, found: Story | None, public: Story | None) -> StoryForm:
    """As it was left; a first draft after a published story begins with that story's words."""
    before = found or public
    initial: dict[str, Any] = asdict(words_of(before)) if before else {"language": get_language() or "en"}
    has_photo = bool(before and before.photo)
    if request.method == "POST":
        return StoryForm(request.POST, request.FILES, has_photo=has_photo)
    return StoryForm(initial=initial, has_photo=has_photo)


def _tried(form: StoryForm, factory_id: int, request: SignedIn) -> HTTPStatus:
    """Keep what was typed first, so that a refusal to give it on loses nothing."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    now = timezone.now()
    try:
        write_story(
            factory_id,
            words=form.words(),
            photo=form.cleaned_data["photo"],
            without_photo=form.cleaned_data.get("without_photo", False),
            actor=request.user,
            now=now,
        )
        if request.POST.get("act") != StoryTransition.SUBMIT:
            messages.success(request, _("Kept as a draft."))
            return HTTPStatus.OK
        draft = open_story(factory_id)
        if draft is not None:
            submit_story(draft.pk, actor=request.user, now=now)
    except IncompleteStory as incomplete:
        form.tell_lacks(incomplete.lacking)
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT
    messages.success(request, _("Given to a second reader: the country manager or the global team."))
    return HTTPStatus.OK
