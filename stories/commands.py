"""What can be done to a story: each one durable transaction, told to the journal, safe to run twice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from assessments.domain.attachments import PHOTO, CheckedFile
from factories.queries import visible_to
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import ReasonMissing, Refused
from recognition.queries import published
from stories.domain.story import OPEN, TRANSITIONS, Act, Lack, Words, lacks, may_follow
from stories.models import Story
from stories.policies import check_may_edit, check_may_publish, check_may_write
from stories.queries import words_of

if TYPE_CHECKING:
    from accounts.models import User

State = Story.State
KEPT_FROM_LAST = ("photo", "photo_width", "photo_height", "photo_digest")


class NotInThisState(Refused):
    """The story has moved on since its reader saw it."""


class Incomplete(Refused):
    """Something is missing before a second person can read it; `lacking` names it."""

    def __init__(self, lacking: list[Lack]) -> None:
        super().__init__(_("Something is missing before another person can read it."))
        self.lacking = lacking


class NotRecognised(Refused):
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
        NotYourStory, NotRecognised, NotInThisState, NoPhoto.
    """
    check_may_write(actor, factory_id=factory_id)
    # two who begin at once write one draft: the second waits for the first
    list(visible_to(actor).select_for_update().filter(pk=factory_id))
    found = Story.objects.filter(factory_id=factory_id, state__in=OPEN).first()
    if found is not None and found.state != State.DRAFT:
        raise NotInThisState(_("The story is being read. Send it back before it is changed."))
    story = found or _begun(factory_id)
    changed = {name: value for name, value in asdict(words).items() if getattr(story, name) != value}
    told = _new_photo(story, photo, without=without_photo)
    if found is not None and not changed and not told:
        return Unchanged(story.pk)
    for name, value in changed.items():
        setattr(story, name, value)
    story.written_at, story.written_by = now, actor
    story.save(force_insert=found is None)
    _tell(story, "written", actor=actor, now=now)
    return story.pk


@command
def submit_story(story_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Give a complete draft to a second reader.

    Raises:
        NotYourStory, NotInThisState, Incomplete.
    """
    story = _locked(story_id)
    check_may_write(actor, factory_id=story.factory_id)
    if story.state == State.IN_REVIEW:
        return Unchanged(story.pk)
    _check_step(story, Act.SUBMIT)
    if lacking := lacks(words_of(story), has_photo=bool(story.photo)):
        raise Incomplete(lacking)
    return _move(story, Act.SUBMIT, "submitted", actor=actor, now=now, reason="")


@command
def return_story(story_id: UUID, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Send a story back to be changed, with the reason.

    Raises:
        NotYourStory, NotInThisState, ReasonMissing.
    """
    story = _locked(story_id)
    check_may_write(actor, factory_id=story.factory_id)
    if story.state == State.DRAFT and story.reason == reason.strip() != "":
        return Unchanged(story.pk)
    _check_step(story, Act.RETURN)
    return _move(story, Act.RETURN, "returned", actor=actor, now=now, reason=_given(reason))


@command
def publish_story(story_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Let a story out, as another person than who wrote it; it takes the place of the one before.

    Raises:
        NotYourStory, WrittenByYou, NotInThisState, NotRecognised.
    """
    story = _locked(story_id)
    check_may_publish(actor, story=story)
    if story.state == State.PUBLISHED:
        return Unchanged(story.pk)
    _check_step(story, Act.PUBLISH)
    _check_recognised(story.factory_id)
    Story.objects.filter(factory_id=story.factory_id, state=State.PUBLISHED).update(state=State.REPLACED)
    return _move(
        story, Act.PUBLISH, "published", actor=actor, now=now, reason="", decided_at=now, decided_by=actor
    )


@command
def withdraw_story(story_id: UUID, *, reason: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Take a public story back at once, with the reason: a permission withdrawn, something no longer true.

    Raises:
        NotYourStory, NotInThisState, ReasonMissing.
    """
    story = _locked(story_id)
    check_may_edit(actor, factory_id=story.factory_id)
    if story.state == State.WITHDRAWN:
        return Unchanged(story.pk)
    _check_step(story, Act.WITHDRAW)
    return _move(story, Act.WITHDRAW, "withdrawn", actor=actor, now=now, reason=_given(reason))


@command
def discard_story(story_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Give up a story that was never public.

    Raises:
        NotYourStory, NotInThisState.
    """
    story = _locked(story_id)
    check_may_write(actor, factory_id=story.factory_id)
    if story.state == State.DISCARDED:
        return Unchanged(story.pk)
    _check_step(story, Act.DISCARD)
    return _move(story, Act.DISCARD, "discarded", actor=actor, now=now)


def _begun(factory_id: int) -> Story:
    """A new draft; the photo of the published story stands in it until another is chosen."""
    _check_recognised(factory_id)
    draft = Story(id=uuid4(), factory_id=factory_id)
    last = Story.objects.filter(factory_id=factory_id, state=State.PUBLISHED).first()
    if last is not None:
        for name in KEPT_FROM_LAST:
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


def _check_step(story: Story, act: Act) -> None:
    if not may_follow(story.state, act):
        raise NotInThisState(
            _("Meanwhile this story is %(state)s. Look at it again.") % {"state": story.get_state_display()}
        )


def _check_recognised(factory_id: int) -> None:
    if not published([factory_id]):
        raise NotRecognised(_("This factory's recognition is not public now, so it can have no story."))


def _given(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise ReasonMissing(_("Say why: the reason is kept with the story."))
    return said


def _move(
    story: Story, act: Act, told: str, *, actor: User, now: datetime, **columns: str | datetime | User
) -> UUID:
    columns["state"] = TRANSITIONS[act][1]
    for name, value in columns.items():
        setattr(story, name, value)
    story.save(update_fields=list(columns))
    _tell(story, told, actor=actor, now=now)
    return story.pk


def _tell(story: Story, what: str, *, actor: User, now: datetime) -> None:
    said = {"title": story.title, "story": str(story.pk)}
    if story.reason and what in {"returned", "withdrawn"}:
        said["reason"] = story.reason
    record(
        f"story.{what}",
        subject=f"story:{story.pk}",
        actor=actor,
        at=now,
        factory_id=story.factory_id,
        data=said,
    )
