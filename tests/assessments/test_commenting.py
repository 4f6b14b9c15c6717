"""A reviewer says beside a question what is missing; the team answers by changing it."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.models import Role
from assessments import commands
from assessments.domain.answer_merge import Answer
from assessments.models import ReviewComment
from journal.commands import Unchanged
from tests import make
from tests.assessments.test_pages import page, post

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
    post(client, "comment", {"text": text}, assessment_id=assessment.pk, question=QUESTION)


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
    assert on_sheet == {QUESTION: [{"text": "Which exit?", "answered": False}]}


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
    commands.comment_on_question(submitted.pk, **said)

    assert isinstance(commands.comment_on_question(submitted.pk, **said), Unchanged)


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
