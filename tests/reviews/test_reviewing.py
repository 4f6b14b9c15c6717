"""A reviewer sees what changed since the return and the last cycle, ticks clusters, and is warned before accepting."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from assessments import commands
from assessments.domain.answer_merge import Answer
from journal.commands import Unchanged
from journal.models import Event
from reviews import commands as reviews
from reviews.models import ClusterReview, ReturnedAnswers
from tests import make

pytestmark = pytest.mark.django_db
QUESTION, OTHER = "OS-8-06", "WT-2-01"


@pytest.fixture
def chea():
    return make.user(Role.ADVISER, name="Chea Adviser")


@pytest.fixture
def maly():
    return make.user(Role.REVIEWER, name="Maly Reviewer")


@pytest.fixture
def submitted(chea):
    mill = make.factory("KH-00017", name="Lotus Fictional Mill")
    make.assessment(mill, assessed_on=date(2017, 2, 1), findings={OTHER: "LAST-TIME overtime."})
    return make.assessment(mill, state="submitted", findings={QUESTION: "Locked."}, team=[chea])


def answer(assessment, who, question, seen, **given):
    change = commands.AnswerChange(uuid.uuid4(), question, seen, replace(seen, **given), make.NOW)
    commands.answer_questions(assessment.pk, acts=[change], actor=who, now=make.NOW)


def given_back_and_mended(assessment, chea, maly):
    commands.return_assessment(assessment.pk, reason="Which exit?", actor=maly, now=make.NOW)
    seen = Answer("N", "Locked.", attribution="factory")
    answer(assessment, chea, QUESTION, seen, details="The exit to the yard was locked.")
    commands.submit_assessment(assessment.pk, actor=chea, now=make.NOW)


def looked_at(client, who, assessment, show=""):
    client.force_login(who)
    address = reverse("reviews:review", args=[assessment.pk])
    return client.get(address, {"show": show} if show else {}).content.decode()


def test_a_second_review_begins_with_what_changed_old_beside_new(client, submitted, chea, maly):
    given_back_and_mended(submitted, chea, maly)

    shown = looked_at(client, maly, submitted)

    assert "Locked." in shown
    assert "The exit to the yard was locked." in shown
    assert "Which exit?" in shown
    assert shown.count("<tr id=") == 1


def test_each_choice_shows_its_questions_and_all_shows_every_one(client, submitted, maly):
    asked = len(make.layout("KH").codes)

    assert looked_at(client, maly, submitted).count("<tr id=") == asked
    assert looked_at(client, maly, submitted, "found").count("<tr id=") == 1
    assert looked_at(client, maly, submitted, "last").count("<tr id=") == 2
    assert looked_at(client, maly, submitted, "comments").count("<tr id=") == 0
    assert "LAST-TIME overtime." in looked_at(client, maly, submitted, "all")


def test_the_answers_of_each_return_are_kept_and_the_last_one_counts(client, submitted, chea, maly):
    given_back_and_mended(submitted, chea, maly)
    commands.return_assessment(submitted.pk, reason="Once more.", actor=maly, now=make.NOW)
    commands.submit_assessment(submitted.pk, actor=chea, now=make.NOW)

    assert ReturnedAnswers.objects.count() == 2
    assert looked_at(client, maly, submitted, "changed").count("<tr id=") == 0


def test_a_cluster_counts_as_seen_until_its_answers_change(client, submitted, chea, maly):
    client.force_login(maly)
    client.post(reverse("reviews:review", args=[submitted.pk]), {"clusters": ["OS", "WT"]})

    assert set(ClusterReview.objects.values_list("cluster", flat=True)) == {"OS", "WT"}
    shown = looked_at(client, maly, submitted)
    assert shown.count("checked") == 2
    given_back_and_mended(submitted, chea, maly)
    shown = looked_at(client, maly, submitted)
    assert shown.count("checked") == 1
    assert "changed since it was seen" in shown


def test_the_same_clusters_twice_change_nothing_and_unticking_takes_them_back(submitted, maly):
    here = {"actor": maly, "now": make.NOW}
    reviews.mark_clusters_seen(submitted.pk, clusters=["OS", "ZZ"], **here)
    assert isinstance(reviews.mark_clusters_seen(submitted.pk, clusters=["OS"], **here), Unchanged)

    reviews.mark_clusters_seen(submitted.pk, clusters=[], **here)

    assert not ClusterReview.objects.exists()
    assert Event.objects.filter(kind="assessment.clusters_seen").count() == 2


def test_accepting_warns_of_clusters_not_seen_and_comments_not_resolved(client, submitted, maly):
    reviews.comment_on_question(submitted.pk, question=QUESTION, text="Which?", actor=maly, now=make.NOW)
    client.force_login(maly)
    for address in ("assessments:detail", "reviews:review"):
        shown = client.get(reverse(address, args=[submitted.pk])).content.decode()
        assert "Clusters not marked as seen:" in shown
        assert "Comments not resolved:" in shown

    layout = make.layout("KH")
    reviews.resolve_comment(submitted.pk, question=QUESTION, actor=maly, now=make.NOW)
    reviews.mark_clusters_seen(submitted.pk, clusters=layout.clusters, actor=maly, now=make.NOW)

    for address in ("assessments:detail", "reviews:review"):
        assert "Before you accept" not in client.get(reverse(address, args=[submitted.pk])).content.decode()


def test_the_team_reads_the_review_and_changes_nothing_there(client, submitted, chea):
    shown = looked_at(client, chea, submitted)

    assert "Working Time" in shown
    assert "Save what you have seen" not in shown
    assert 'name="clusters"' not in shown
    assert (
        client.post(reverse("reviews:review", args=[submitted.pk]), {"clusters": ["OS"]}).status_code == 404
    )


def test_the_review_is_a_handful_of_statements(client, submitted, chea, maly, django_assert_max_num_queries):
    given_back_and_mended(submitted, chea, maly)
    looked_at(client, maly, submitted)
    with django_assert_max_num_queries(32):
        looked_at(client, maly, submitted)


def test_a_refused_submission_leads_to_each_question(client, chea):
    mill = make.factory("KH-00018", name="Jasmine Mill")
    draft = make.assessment(mill, state="draft", findings=[QUESTION], unanswered=[OTHER], team=[chea])
    client.force_login(chea)
    workspace = reverse("assessments:workspace", args=[draft.pk])

    refused = client.post(reverse("assessments:submit", args=[draft.pk]))
    assert refused.status_code == 409
    assert f'href="{workspace}#{OTHER}"' in refused.content.decode()

    answer(draft, chea, OTHER, Answer(), letter="C")
    refused = client.post(reverse("assessments:submit", args=[draft.pk]))
    assert refused.status_code == 409
    assert f'href="{workspace}#{QUESTION}"' in refused.content.decode()


def test_one_tick_leaves_what_another_reviewer_marked_meanwhile(client, submitted, maly):
    client.force_login(maly)
    address = reverse("reviews:review", args=[submitted.pk])
    client.get(address)
    other = make.user(Role.REVIEWER)
    reviews.mark_clusters_seen(submitted.pk, clusters=["OS"], actor=other, now=make.NOW)

    client.post(address, {"clusters": ["WT"], "ticked": "WT"})
    assert set(ClusterReview.objects.values_list("cluster", flat=True)) == {"OS", "WT"}

    client.post(address, {"clusters": [], "ticked": "WT"})
    assert list(ClusterReview.objects.values_list("cluster", "seen_by")) == [("OS", other.pk)]


def test_what_was_shown_is_shown_again_after_a_tick_and_after_a_comment(client, submitted, chea, maly):
    given_back_and_mended(submitted, chea, maly)
    shown = looked_at(client, maly, submitted, "all")
    address = reverse("reviews:comment", args=[submitted.pk, OTHER]) + "?show=all"
    assert f'href="{address}"' in shown

    ticked = client.post(reverse("reviews:review", args=[submitted.pk]) + "?show=all", {"clusters": ["OS"]})
    commented = client.post(address, {"text": "Why compliant now?"})

    assert ticked["Location"].endswith("/review/?show=all")
    assert commented["Location"].endswith(f"/review/?show=all#{OTHER}")
    assert f'id="{OTHER}"' in client.get(commented["Location"]).content.decode()
