"""A reviewer says beside a question what is missing; the team answers by changing it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from assessments import commands
from assessments.commands.locking import WrongAssessmentState
from assessments.domain.answer_merge import Answer
from assessments.models import CommentReply, ReviewComment
from assessments.policies import NotAllowed
from journal.commands import Unchanged
from reviews import commands as reviews
from tests import make
from tests.assessments.test_pages import page

pytestmark = pytest.mark.django_db
QUESTION = "OS-8-06"


@pytest.fixture
def chea():
    return make.user(Role.ADVISER, name="Chea Adviser")


@pytest.fixture
def maly():
    return make.user(Role.REVIEWER, name="Maly Reviewer")


@pytest.fixture
def submitted(chea):
    mill = make.factory("KH-00017", name="Lotus Fictional Mill")
    return make.assessment(mill, state="submitted", findings={QUESTION: "Locked."}, team=[chea])


def comment(client, who, assessment, text="Which exit?"):
    client.force_login(who)
    return client.post(
        reverse("reviews:comment", args=[assessment.pk, QUESTION]), {"text": text}, follow=True
    )


def give_back(assessment, who):
    commands.return_assessment(assessment.pk, reason="See the comments.", actor=who, now=make.NOW)


def answer(assessment, who, **said):
    seen = Answer("N", make.finding(assessment, QUESTION).details)
    act = commands.AnswerChange(uuid.uuid4(), QUESTION, seen, replace(seen, **said), make.NOW)
    return commands.answer_questions(assessment.pk, acts=[act], actor=who, now=make.NOW)


def test_the_team_reads_the_comment_beside_the_question_once_it_is_given_back(client, submitted, chea, maly):
    comment(client, maly, submitted)
    give_back(submitted, maly)
    client.force_login(chea)

    on_page = page(client, "detail", assessment_id=submitted.pk)
    on_sheet = client.get(reverse("assessments:sheet", args=[submitted.pk])).json()["comments"]

    assert "Which exit?" in on_page
    assert on_sheet == {
        QUESTION: [{"text": "Which exit?", "answered": False, "resolved": False, "replies": []}]
    }


def test_a_change_on_the_question_answers_the_comment(client, submitted, chea, maly):
    comment(client, maly, submitted)
    give_back(submitted, maly)

    answer(submitted, chea, details="The exit to the yard was locked.")

    assert ReviewComment.objects.get().answered_by == chea
    client.force_login(maly)
    assert "answered" in page(client, "detail", assessment_id=submitted.pk)


def test_a_comment_is_said_otherwise_or_taken_back(client, submitted, maly):
    comment(client, maly, submitted)
    comment(client, maly, submitted, "Which exit, and for how long?")
    assert ReviewComment.objects.get().text == "Which exit, and for how long?"

    comment(client, maly, submitted, "")

    assert not ReviewComment.objects.exists()


def test_the_same_comment_twice_changes_nothing(submitted, maly):
    said = {"question": QUESTION, "text": "Which exit?", "actor": maly, "now": make.NOW}
    reviews.comment_on_question(submitted.pk, **said)

    assert isinstance(reviews.comment_on_question(submitted.pk, **said), Unchanged)


def test_nobody_outside_the_programme_reads_comments(client, submitted, maly):
    comment(client, maly, submitted)
    commands.accept_assessment(submitted.pk, actor=maly, now=make.NOW)
    client.force_login(make.user(Role.FACTORY, factory=submitted.factory))

    html = page(client, "detail", assessment_id=submitted.pk)

    assert "Locked." in html
    assert "Which exit?" not in html
    assert "Comments of the reviewer" not in html


def test_giving_back_begins_with_the_questions_that_were_commented_on(client, submitted, maly):
    comment(client, maly, submitted)

    assert f"See the comments on {QUESTION}." in page(client, "return", assessment_id=submitted.pk)


# --- answers in words, and resolving ---


def test_the_team_answers_in_words_and_the_reviewer_resolves(client, submitted, chea, maly):
    comment(client, maly, submitted)
    give_back(submitted, maly)

    comment(client, chea, submitted, "The one to the yard.")
    client.force_login(chea)
    (thread,) = client.get(reverse("assessments:sheet", args=[submitted.pk])).json()["comments"][QUESTION]
    assert (thread["answered"], thread["resolved"]) == (True, False)
    assert thread["replies"] == [{"by": "Chea Adviser", "text": "The one to the yard."}]

    client.force_login(maly)
    client.post(reverse("reviews:comment", args=[submitted.pk, QUESTION]), {"resolve": "1"})
    assert ReviewComment.objects.get().resolved_by == maly
    client.force_login(chea)
    (thread,) = client.get(reverse("assessments:sheet", args=[submitted.pk])).json()["comments"][QUESTION]
    assert thread["resolved"]
    assert client.get(reverse("reviews:comment", args=[submitted.pk, QUESTION])).status_code == 404


def test_what_a_reviewer_writes_after_an_answer_stands_below_it_and_waits_again(
    client, submitted, chea, maly
):
    comment(client, maly, submitted)
    give_back(submitted, maly)
    comment(client, chea, submitted, "The one to the yard.")
    commands.submit_assessment(submitted.pk, actor=chea, now=make.NOW)

    shown = comment(client, maly, submitted, "Since when?").content.decode()

    kept = ReviewComment.objects.get()
    assert kept.text == "Which exit?"
    assert kept.answered_at is None
    assert "Since when?" in shown
    assert "The one to the yard." in shown


def test_a_resolved_comment_makes_room_for_another(client, submitted, maly):
    comment(client, maly, submitted)
    client.post(reverse("reviews:comment", args=[submitted.pk, QUESTION]), {"resolve": "1"})

    comment(client, maly, submitted, "And the second exit?")

    assert [row.text for row in ReviewComment.objects.order_by("pk")] == [
        "Which exit?",
        "And the second exit?",
    ]


def test_replies_are_refused_without_words_without_a_comment_and_from_others(client, submitted, chea, maly):
    here = {"question": QUESTION, "now": make.NOW}
    with pytest.raises(reviews.CommentGone):
        reviews.reply_to_comment(submitted.pk, text="Yes.", actor=chea, **here)
    comment(client, maly, submitted)
    with pytest.raises(reviews.EmptyReply):
        reviews.reply_to_comment(submitted.pk, text=" ", actor=chea, **here)
    with pytest.raises(NotAllowed):
        reviews.reply_to_comment(submitted.pk, text="Yes.", actor=maly, **here)
    with pytest.raises(NotAllowed):
        reviews.resolve_comment(submitted.pk, actor=chea, **here)


def test_answering_and_resolving_twice_changes_nothing(client, submitted, chea, maly):
    comment(client, maly, submitted)
    here = {"question": QUESTION, "now": make.NOW}
    reviews.reply_to_comment(submitted.pk, text="Yes.", actor=chea, **here)
    assert isinstance(reviews.reply_to_comment(submitted.pk, text="Yes.", actor=chea, **here), Unchanged)
    reviews.resolve_comment(submitted.pk, actor=maly, **here)
    assert isinstance(reviews.resolve_comment(submitted.pk, actor=maly, **here), Unchanged)


def test_nothing_is_resolved_once_the_assessment_is_final(client, submitted, maly):
    comment(client, maly, submitted)
    commands.accept_assessment(submitted.pk, comment_days=0, actor=maly, now=make.NOW)
    commands.finalise_assessment(submitted.pk, actor=None, now=make.NOW + timedelta(days=3))

    with pytest.raises(WrongAssessmentState):
        reviews.resolve_comment(submitted.pk, question=QUESTION, actor=maly, now=make.NOW)


def test_the_reason_of_a_return_stands_on_top_for_the_team_until_it_is_submitted(
    client, submitted, chea, maly
):
    give_back(submitted, maly)
    client.force_login(chea)
    assert "See the comments." in page(client, "detail", assessment_id=submitted.pk)
    told = client.get(reverse("assessments:sheet", args=[submitted.pk])).json()["returned"]
    assert told["reason"] == "See the comments."

    commands.submit_assessment(submitted.pk, actor=chea, now=make.NOW)

    assert "notice-caution" not in page(client, "detail", assessment_id=submitted.pk)


def test_the_inbox_of_the_team_has_the_reason_and_that_of_nobody_else(client, submitted, chea, maly):
    give_back(submitted, maly)
    reason = "See the comments."

    client.force_login(chea)
    assert reason in client.get(reverse("inbox")).content.decode()
    client.force_login(make.user(Role.ADVISER))
    assert reason not in client.get(reverse("inbox")).content.decode()


@pytest.mark.parametrize("is_answered", [True, False])
def test_words_beside_resolve_are_kept_and_nothing_to_remove_is_not_said_to_be_removed(
    client, submitted, chea, maly, is_answered
):
    assert "Your comment is removed." not in comment(client, maly, submitted, "").content.decode()
    comment(client, maly, submitted)
    if is_answered:
        give_back(submitted, maly)
        reviews.reply_to_comment(
            submitted.pk, question=QUESTION, text="The yard's.", actor=chea, now=make.NOW
        )
        commands.submit_assessment(submitted.pk, actor=chea, now=make.NOW)
        assert "Your comment is removed." not in comment(client, maly, submitted, "").content.decode()

    client.post(
        reverse("reviews:comment", args=[submitted.pk, QUESTION]),
        {"text": "Keep the photo next time.", "resolve": "1"},
    )

    kept = ReviewComment.objects.get()
    assert kept.resolved_by == maly
    written = [kept.text, *CommentReply.objects.order_by("replied_at", "pk").values_list("text", flat=True)]
    assert written[-1] == "Keep the photo next time."
