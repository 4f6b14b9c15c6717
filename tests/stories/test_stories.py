"""Stories: written by staff, let out by a second person, public only while the recognition is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Proposal, Role
from accounts.two_people.commands import MayNotDecide
from journal.commands import Unchanged
from journal.models import Event
from journal.refusals import ReasonMissing
from portal.projections import refresh_listings
from recognition.commands.lifecycle import suspend_recognition, withdraw_recognition
from stories.commands import (
    IncompleteStory,
    NoPhoto,
    StoryWithoutRecognition,
    WrongStoryState,
    discard_story,
    submit_story,
    withdraw_story,
    write_story,
)
from stories.domain.story import Lack, StoryTransition, Words, may_follow
from stories.models import Story
from stories.policies import NotYourStory
from tests import make
from tests.recognition.make import NOW, eligible_factory, recognition
from tests.stories.make import WORDS, photo, story
from tests.two_people import approve, decline, pending

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)

ACTS = {
    StoryTransition.SUBMIT: submit_story,
    StoryTransition.WITHDRAW: lambda pk, **said: withdraw_story(pk, reason="Asked for.", **said),
    StoryTransition.DISCARD: discard_story,
}
MAY = {
    StoryTransition.SUBMIT: {Role.ADVISER, Role.REVIEWER, Role.MANAGER, Role.GLOBAL},
    StoryTransition.WITHDRAW: {Role.MANAGER, Role.GLOBAL},
    StoryTransition.DISCARD: {Role.ADVISER, Role.REVIEWER, Role.MANAGER, Role.GLOBAL},
}
FROM = {StoryTransition.SUBMIT: "draft", StoryTransition.WITHDRAW: "published"}


@pytest.fixture
def recognised():
    return recognition(eligible_factory("KH-00001"), "published")


@pytest.fixture
def mill(recognised):
    refresh_listings([recognised.factory_id])
    return recognised.factory


def page_of(recognised) -> str:
    return reverse("recognition", args=[recognised.pk])


@pytest.mark.parametrize("act", ACTS)
def test_each_act_belongs_to_its_roles(act, mill):
    found = story(mill, FROM.get(act, "draft"))

    for role in sorted(Role.values):
        actor = make.user(role, factory=mill if role in {Role.FACTORY, Role.WORKER} else None)
        if role in MAY[act]:
            ACTS[act](found.pk, actor=actor, now=LATER)
            assert Story.objects.get(pk=found.pk).state != found.state
            Story.objects.filter(pk=found.pk).update(state=found.state, decided_by=None, reason="")
            Proposal.objects.all().delete()
        else:
            with pytest.raises(NotYourStory):
                ACTS[act](found.pk, actor=actor, now=LATER)
            assert Story.objects.get(pk=found.pk).state == found.state


def test_staff_of_another_country_find_nothing_to_do(mill):
    found, stranger = story(mill), make.user(Role.MANAGER, country="VN")

    for does in ACTS.values():
        with pytest.raises(NotYourStory):
            does(found.pk, actor=stranger, now=LATER)


@pytest.mark.parametrize("state", ["draft", "in_review", "published", "withdrawn"])
def test_an_act_out_of_its_state_is_refused_and_changes_nothing(state, mill):
    found = story(mill, state)
    # said again, what was done already changes nothing and is no error
    again = {"in_review": StoryTransition.SUBMIT, "withdrawn": StoryTransition.WITHDRAW}.get(state)

    for act, does in ACTS.items():
        if act == again:
            assert isinstance(does(found.pk, actor=make.user(Role.GLOBAL), now=LATER), Unchanged)
        elif not may_follow(state, act):
            with pytest.raises(WrongStoryState):
                does(found.pk, actor=make.user(Role.GLOBAL), now=LATER)

    found.refresh_from_db()
    assert found.state == state


def test_whoever_wrote_it_does_not_let_it_out_though_somebody_else_submitted_it(mill):
    manager = make.user(Role.MANAGER)
    found = story(mill, "draft", by=manager)
    submit_story(found.pk, actor=make.user(Role.ADVISER), now=LATER)

    with pytest.raises(MayNotDecide):
        approve(manager, now=LATER)


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        ({"title": ""}, [Lack.TITLE]),
        ({"text": ""}, [Lack.TEXT]),
        ({"quoted": "", "quote_permission": ""}, [Lack.QUOTED, Lack.QUOTE_PERMISSION]),
        ({"photo_words": "", "photo_permission": ""}, [Lack.PHOTO_WORDS, Lack.PHOTO_PERMISSION]),
        ({"quote": "", "quoted": "", "quote_permission": ""}, []),
    ],
)
def test_what_is_missing_is_named_before_somebody_else_reads_it(said, lacking, mill):
    found = story(mill, "draft", **said)

    if not lacking:
        submit_story(found.pk, actor=make.user(Role.ADVISER), now=LATER)
        return
    with pytest.raises(IncompleteStory) as refused:
        submit_story(found.pk, actor=make.user(Role.ADVISER), now=LATER)
    assert refused.value.lacking == lacking


def test_only_a_factory_recognised_now_has_a_story():
    factory = eligible_factory("KH-00002")

    with pytest.raises(StoryWithoutRecognition):
        write_story(factory.pk, words=Words(**WORDS), actor=make.user(Role.ADVISER), now=NOW)


def test_a_story_in_review_is_not_let_out_once_the_recognition_has_ended(recognised, mill):
    story(mill, "in_review")
    withdraw_recognition(recognised.pk, reason="As discussed.", actor=make.user(Role.GLOBAL), now=LATER)

    with pytest.raises(StoryWithoutRecognition):
        approve(make.user(Role.GLOBAL), now=LATER)


def test_the_same_words_again_change_nothing(mill):
    writer = make.user(Role.ADVISER)
    found = story(mill, "draft", by=writer)
    events = Event.objects.count()

    done = write_story(mill.pk, words=Words(**WORDS), photo=photo(), actor=writer, now=LATER)

    assert isinstance(done, Unchanged)
    assert done.value == found.pk
    assert Event.objects.count() == events


def test_a_new_version_begins_with_the_old_photo_and_takes_its_place(mill):
    first = story(mill, "published")
    writer = make.user(Role.REVIEWER)
    write_story(mill.pk, words=Words(**WORDS | {"title": "A year on"}), actor=writer, now=LATER)
    second = Story.objects.get(state="draft")
    assert second.photo.name == first.photo.name

    submit_story(second.pk, actor=writer, now=LATER)
    approve(make.user(Role.MANAGER), now=LATER)

    first.refresh_from_db()
    assert first.state == "replaced"
    assert Story.objects.get(state="published").title == "A year on"
    assert first.photo.storage.exists(first.photo.name)


def test_a_document_is_no_photo(mill):
    document = SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF")
    from files.workbook.attachments import checked  # as the form does

    with pytest.raises(NoPhoto):
        write_story(
            mill.pk, words=Words(**WORDS), photo=checked(document), actor=make.user(Role.ADVISER), now=NOW
        )


def test_sending_back_says_why_and_makes_it_a_draft_again(mill):
    found = story(mill, "in_review")

    with pytest.raises(ReasonMissing):
        decline(make.user(Role.MANAGER), reason=" ", now=LATER)
    decline(make.user(Role.MANAGER), reason="Shorter.", now=LATER)

    found.refresh_from_db()
    assert (found.state, found.reason) == ("draft", "Shorter.")


# --- pages ----------------------------------------------------------------------------------------------------------


def test_from_the_first_word_to_the_public_page(client, recognised, mill):
    adviser, manager = make.user(Role.ADVISER), make.user(Role.MANAGER)
    address = reverse("stories:story", args=[mill.code])
    client.force_login(adviser)

    unfinished = client.post(
        address,
        {
            "language": "en",
            "title": "Chosen by workers",
            "text": "More follows.",
            "quote": "They listen.",
            "act": "submit",
        },
    )
    assert unfinished.status_code == 422
    assert "Say who speaks, by what they do." in unfinished.content.decode()
    assert Story.objects.get().title == "Chosen by workers"  # what was typed is kept

    upload = SimpleUploadedFile("committee.jpg", photo("navy").content, content_type="image/jpeg")
    client.post(address, {**WORDS, "photo": upload, "act": "submit"})
    found = Story.objects.get()
    assert found.state == "in_review"

    client.force_login(manager)
    assert "Publish a story" in client.get(reverse("desk")).content.decode()
    proposal = pending()
    address = reverse("proposals:proposal", args=[proposal.pk])
    assert address in client.get(reverse("stories:story", args=[mill.code])).content.decode()
    client.post(address, {"act": "approve", "digest": proposal.digest})

    client.logout()
    public = client.get(page_of(recognised)).content.decode()
    assert WORDS["title"] in public
    assert WORDS["quote"] in public
    assert WORDS["quote_permission"] not in public
    picture = client.get(reverse("recognition_photo", args=[recognised.pk]))
    assert b"".join(picture.streaming_content)[:3] == b"\xff\xd8\xff"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    told = client.get(page_of(recognised), headers={"Accept": "application/json"}).json()
    assert told["story"]["title"] == WORDS["title"]
    assert WORDS["title"] in client.get(reverse("recognised")).content.decode()


def test_a_story_vanishes_with_the_recognition_and_comes_back_with_it(client, recognised, mill):
    story(mill, "published")
    suspend_recognition(recognised.pk, reason="As discussed.", actor=make.user(Role.GLOBAL), now=LATER)

    assert WORDS["title"] not in client.get(page_of(recognised)).content.decode()
    assert client.get(reverse("recognition_photo", args=[recognised.pk])).status_code == 404


def test_a_story_taken_back_is_gone_at_once_and_the_recognition_stays(client, recognised, mill):
    found = story(mill, "published")
    client.force_login(make.user(Role.MANAGER))

    client.post(reverse("stories:decide", args=[found.pk, "withdraw"]), {"reason": "The speaker asked."})

    client.logout()
    page = client.get(page_of(recognised))
    assert page.status_code == 200
    assert WORDS["title"] not in page.content.decode()


def test_a_form_on_a_story_that_moved_on_is_told_so(client, mill):
    found = story(mill, "in_review")
    client.force_login(make.user(Role.MANAGER))
    proposal = pending()
    discard_story(found.pk, actor=make.user(Role.GLOBAL), now=LATER)

    address = reverse("proposals:proposal", args=[proposal.pk])
    answer = client.post(address, {"act": "approve", "digest": proposal.digest})

    assert answer.status_code == 409
    assert "no longer open" in answer.content.decode()
