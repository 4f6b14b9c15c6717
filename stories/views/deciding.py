"""What happens to a story beside its publication, which two people decide: taken back, given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedIn, only_for
from journal.commands import Unchanged
from journal.refusals import Refused
from stories import commands
from stories.domain.story import StoryTransition, may_follow
from stories.exports import photo_sent
from stories.forms import ReturnStoryForm
from stories.models import Story
from stories.policies import NotYourStory, check_may_edit, check_may_write, writes_stories
from stories.views.access import story_for


@dataclass(frozen=True, slots=True)
class StoryDecision:
    """How one act is asked for. `may` raises a refusal for those who may not."""

    command: Callable[..., UUID | Unchanged]
    may: Callable[[User, Story], None]
    label: str | Promise
    lede: str | Promise
    done: str | Promise
    kind: str = "second"
    form: type[forms.Form] = forms.Form


def _writers(user: User, story: Story) -> None:
    check_may_write(user, factory_id=story.factory_id)


def _editors(user: User, story: Story) -> None:
    check_may_edit(user, factory_id=story.factory_id)


DECISIONS: dict[StoryTransition, StoryDecision] = {
    StoryTransition.WITHDRAW: StoryDecision(
        commands.withdraw_story,
        _editors,
        _lazy("Take back"),
        _lazy("The story vanishes from the public page at once; the recognition stays."),
        _lazy("Taken back. It is no longer public."),
        kind="danger",
        form=ReturnStoryForm,
    ),
    StoryTransition.DISCARD: StoryDecision(
        commands.discard_story,
        _writers,
        _lazy("Give up"),
        _lazy("The draft ends here. What is public stays public."),
        _lazy("Given up."),
        kind="danger",
    ),
}


def offered(story: Story | None, user: User) -> list[dict[str, str]]:
    """What the reader can do with a story now: label, address, kind of button."""
    if story is None:
        return []
    return [
        {
            "label": str(decision.label),
            "url": reverse("stories:decide", args=[story.pk, act.value]),
            "kind": decision.kind,
        }
        for act, decision in DECISIONS.items()
        if _possible(act, user, story)
    ]


@only_for(writes_stories)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedIn, story_id: UUID, act: str) -> HttpResponse:
    """One decision: a page that says what follows, then the command."""
    found = story_for(request.user, story_id)
    if act not in {decision.value for decision in DECISIONS}:
        raise Http404
    chosen, decision = StoryTransition(act), DECISIONS[StoryTransition(act)]
    if request.method != "POST" and (obstacle := _in_the_way(chosen, request.user, found)):
        messages.error(request, obstacle)
        return redirect("stories:story", code=found.factory.code)
    form = decision.form(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = _tried(decision, form, found, request)
        if status is HTTPStatus.OK:
            messages.success(request, str(decision.done))
            return redirect("stories:story", code=found.factory.code)
    context = {"decision": decision, "story": found, "factory": found.factory, "form": form}
    return render(request, "stories/decide.html", context, status=status)


@only_for(writes_stories)
@require_safe
def photo(request: SignedIn, story_id: UUID) -> HttpResponseBase:
    """The photo of a story that staff work on; the public one has an address of its own."""
    found = story_for(request.user, story_id)
    if not found.photo:
        raise Http404
    return photo_sent(found)


def _possible(act: StoryTransition, user: User, story: Story) -> bool:
    try:
        return not _in_the_way(act, user, story)
    except Http404:
        return False


def _in_the_way(act: StoryTransition, user: User, story: Story) -> str:
    """Why this person cannot do this now, in a sentence; "" when nothing is in the way.

    Raises:
        Http404: it is another role's decision.
    """
    try:
        DECISIONS[act].may(user, story)
    except NotYourStory as another:
        raise Http404 from another
    except Refused as refusal:
        return str(refusal)
    if not may_follow(story.state, act):
        return _("Meanwhile it is %(state)s.") % {"state": story.get_state_display()}
    return ""


def _tried(decision: StoryDecision, form: forms.Form, found: Story, request: SignedIn) -> HTTPStatus:
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        decision.command(found.pk, **form.cleaned_data, actor=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK
