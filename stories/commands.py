"""What can be done to a story: each one durable transaction, told to the journal, safe to run twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Proposal, User
from accounts.proposal_kinds import Content, Difference, ProposalKind
from accounts.same_transaction.proposing import close_pending, make_proposal
from factories.queries import visible_to
from files.domain.attachments import PHOTO, CheckedFile
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import ReasonMissing, Refused
from recognition.queries import published
from stories.domain.story import OPEN, TRANSITIONS, Lack, StoryTransition, Words, lacks, may_follow
from stories.models import Story
from stories.policies import check_may_edit, check_may_write, stories_to_decide, writes_stories
from stories.queries import words_of

State = Story.State
PHOTO_FIELDS = ("photo", "photo_width", "photo_height", "photo_digest")


class WrongStoryState(Refused):
    """The story has moved on since its reader saw it."""


class IncompleteStory(Refused):
    """Something is missing before a second person can read it; `lacking` names it."""

    def __init__(self, lacking: list[Lack]) -> None:
        super().__init__(_("Something is missing before another person can read it."))
        self.lacking = lacking


class StoryWithoutRecognition(Refused):
    """Only a factory whose recognition is public has a public story."""


class NoPhoto(Refused):
    """A document where a photo belongs."""


@command
def write_story(
    factory_id: int,
    *,
    words: Words,
    photo: CheckedFile | None = None,
    without_photo: bool = False,
    actor: User,
    now: datetime,
) -> UUID | Unchanged:
    """Write a factory's open draft, or begin one (a published story's photo goes along). Returns its id.

    Args:
        factory_id: whose story it is.
        words: all that it says.
        photo: takes the place of the one there is; None leaves that.
        without_photo: leave the photo out.
        actor: who writes.
        now: the moment.

    Raises:
        NotYourStory, StoryWithoutRecognition, WrongStoryState, NoPhoto.
    """
    check_may_write(actor, factory_id=factory_id)
    # two who begin at once write one draft: the second waits for the first
    list(visible_to(actor).select_for_update().filter(pk=factory_id))
    found = Story.objects.filter(factory_id=factory_id, state__in=OPEN).first()
    if found is not None and found.state != State.DRAFT:
        raise WrongStoryState(_("The story is being read. Send it back before it is changed."))
    story = found or _begun(factory_id)
    changed = {name: value for name, value in asdict(words).items() if getattr(story, name) != value}
    photo_fields = _new_photo(story, photo, without=without_photo)
    if found is not None and not changed and not photo_fields:
        return Unchanged(story.pk)
    for name, value in changed.items():
        setattr(story, name, value)
    story.written_at, story.written_by = now, actor
    story.save(force_insert=found is None)
    _record_event(story, "written", actor=actor, now=now)
    return story.pk


@command
def submit_story(story_id: UUID, *, reason: str = "", actor: User, now: datetime) -> UUID | Unchanged:
    """Give a complete draft to a second reader: propose that it is published.

    Raises:
        NotYourStory, WrongStoryState, IncompleteStory.
    """
    story = _locked(story_id)
    check_may_write(actor, factory_id=story.factory_id)
    if story.state == State.IN_REVIEW:
        return Unchanged(story.pk)
    _check_step(story, StoryTransition.SUBMIT)
    if lacking := lacks(words_of(story), has_photo=bool(story.photo)):
        raise IncompleteStory(lacking)
    story.state, story.reason = TRANSITIONS[StoryTransition.SUBMIT][1], ""
    story.save(update_fields=["state", "reason"])
    proposal, _new = make_proposal(
        PUBLICATION_KIND, subject=_subject(story), content={}, reason=reason, factory_id=story.factory_id,
        actor=actor, at=now,
    )  # fmt: skip
    _record_event(story, "submitted", actor=actor, now=now, proposal=str(proposal.pk))
    return story.pk


@command
def withdraw_story(story_id: UUID, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Take a public story back at once, with the reason: a permission withdrawn, something no longer true.

    Raises:
        NotYourStory, WrongStoryState, ReasonMissing.
    """
    story = _locked(story_id)
    check_may_edit(actor, factory_id=story.factory_id)
    if story.state == State.WITHDRAWN:
        return Unchanged(story.pk)
    _check_step(story, StoryTransition.WITHDRAW)
    return _move(story, StoryTransition.WITHDRAW, "withdrawn", actor=actor, now=now, reason=_given(reason))


@command
def discard_story(story_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Give up a story that was never public.

    Raises:
        NotYourStory, WrongStoryState.
    """
    story = _locked(story_id)
    check_may_write(actor, factory_id=story.factory_id)
    if story.state == State.DISCARDED:
        return Unchanged(story.pk)
    _check_step(story, StoryTransition.DISCARD)
    _move(story, StoryTransition.DISCARD, "discarded", actor=actor, now=now)
    close_pending(subject=_subject(story), state=Proposal.State.WITHDRAWN, actor=actor, reason="", at=now)
    return story.pk


def _hold(subject: str) -> Story:
    return _locked(UUID(subject.partition(":")[2]))


def _publish(proposal: Proposal, actor: User, at: datetime) -> None:
    """Let the story out; it takes the place of the one before."""
    story = _hold(proposal.subject)
    _check_step(story, StoryTransition.PUBLISH)
    _check_recognised(story.factory_id)
    Story.objects.filter(factory_id=story.factory_id, state=State.PUBLISHED).update(state=State.REPLACED)
    _move(
        story,
        StoryTransition.PUBLISH,
        "published",
        actor=actor,
        now=at,
        reason="",
        decided_at=at,
        decided_by=actor,
    )


def _send_back(proposal: Proposal, actor: User, at: datetime) -> None:
    """Make the story a draft again, with the reason; one that was given up meanwhile stays as it is."""
    story = _hold(proposal.subject)
    if may_follow(story.state, StoryTransition.RETURN):
        _move(story, StoryTransition.RETURN, "returned", actor=actor, now=at, reason=proposal.decision_reason)


def _shown(subject: str, content: Content) -> Content:  # noqa: ARG001  # the kinds' signature
    story = Story.objects.get(pk=UUID(subject.partition(":")[2]))
    return {**asdict(words_of(story)), "photo": story.photo_digest}


def _words(proposal: Proposal) -> list[tuple[str, str]]:
    shown = proposal.shown
    labels = [
        ("title", _("Title")),
        ("text", _("Text")),
        ("quote", _("Quote")),
        ("quoted", _("Who says it")),
        ("quote_permission", _("Permission for the quote")),
        ("photo_words", _("What the photo shows")),
        ("photo_permission", _("Permission for the photo")),
    ]
    factory = (_("Factory"), f"{proposal.around.name} ({proposal.around.code})")
    return [factory, *((label, shown[name]) for name, label in labels if shown[name])]


def _differences(proposal: Proposal, now: datetime) -> list[Difference]:  # noqa: ARG001  # the kinds' signature
    """Against the public story that this one would take the place of; none where there is none."""
    public = Story.objects.filter(factory=proposal.around, state=State.PUBLISHED)
    before = public.exclude(pk=UUID(proposal.subject.partition(":")[2])).first()
    if before is None:
        return []
    old = words_of(before)
    labels = [("title", _("Title")), ("text", _("Text")), ("quote", _("Quote")), ("quoted", _("Who says it"))]
    return [
        Difference(label, getattr(old, name), proposal.shown[name])
        for name, label in labels
        if getattr(old, name) != proposal.shown[name]
    ]


def _about(proposals: Sequence[Proposal]) -> dict[UUID, str]:
    ids = {proposal.pk: UUID(proposal.subject.partition(":")[2]) for proposal in proposals}
    found = Story.objects.select_related("factory").in_bulk(set(ids.values()))
    return {pk: f"{found[story_id].factory.name}: {found[story_id].title}" for pk, story_id in ids.items()}


def _visible(user: User) -> Q:
    return Q(factory__in=visible_to(user)) if writes_stories(user) else Q(pk__in=[])


def _url(proposal: Proposal) -> str:
    return reverse("stories:story", args=[proposal.around.code])


PUBLICATION_KIND = "story.publish"
PUBLICATION = ProposalKind(
    label=gettext_lazy("Publish a story"),
    decidable=stories_to_decide, visible=_visible, shown=_shown, words=_words, about=_about, apply=_publish,
    hold=_hold, dropped=_send_back, differences=_differences, url=_url,
)  # fmt: skip


def _subject(story: Story) -> str:
    return f"story:{story.pk}"


def _begun(factory_id: int) -> Story:
    """A new draft; the photo of the published story stands in it until another is chosen."""
    _check_recognised(factory_id)
    draft = Story(id=uuid4(), factory_id=factory_id)
    last = Story.objects.filter(factory_id=factory_id, state=State.PUBLISHED).first()
    if last is not None:
        for name in PHOTO_FIELDS:
            setattr(draft, name, getattr(last, name))
    return draft


def _new_photo(story: Story, photo: CheckedFile | None, *, without: bool) -> bool:
    """Put the photo where it belongs, or take it out; whether that changed anything.

    The bytes of an earlier version stay: a published or withdrawn story is kept as it was.
    """
    if photo is None:
        had = without and bool(story.photo)
        if had:
            story.photo, story.photo_digest = "", ""
            story.photo_width = story.photo_height = 0
        return had
    if photo.content_type != PHOTO:
        raise NoPhoto(_("This is a document. Choose a photo (JPEG, PNG or WebP)."))
    if photo.digest == story.photo_digest:
        return False
    story.photo.save(f"stories/{story.pk}/{uuid4()}.jpg", ContentFile(photo.content), save=False)
    story.photo_width, story.photo_height = photo.width, photo.height
    story.photo_digest = photo.digest
    return True


def _locked(story_id: UUID) -> Story:
    return Story.objects.select_for_update().get(pk=story_id)


def _check_step(story: Story, act: StoryTransition) -> None:
    if not may_follow(story.state, act):
        raise WrongStoryState(
            _("Meanwhile this story is %(state)s. Look at it again.") % {"state": story.get_state_display()}
        )


def _check_recognised(factory_id: int) -> None:
    if not published([factory_id]):
        raise StoryWithoutRecognition(
            _("This factory's recognition is not public now, so it can have no story.")
        )


def _given(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise ReasonMissing(_("Say why: the reason is kept with the story."))
    return text


def _move(
    story: Story,
    act: StoryTransition,
    event: str,
    *,
    actor: User,
    now: datetime,
    **columns: str | datetime | User,
) -> UUID:
    columns["state"] = TRANSITIONS[act][1]
    for name, value in columns.items():
        setattr(story, name, value)
    story.save(update_fields=list(columns))
    _record_event(story, event, actor=actor, now=now)
    return story.pk


def _record_event(story: Story, what: str, *, actor: User, now: datetime, **more: str) -> None:
    data = {"title": story.title, "story": str(story.pk), **more}
    if story.reason and what in {"returned", "withdrawn"}:
        data["reason"] = story.reason
    record(
        f"story.{what}",
        subject=f"story:{story.pk}",
        actor=actor,
        at=now,
        factory_id=story.factory_id,
        data=data,
    )
