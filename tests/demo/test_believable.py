"""The demonstration read as an assessor would: days in order, own words, causes that fit, people who work there."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from advisory.models import AdvisoryVisit, CommitteeReview, LearningRecord, PlanItem
from assessments.models import Assessment, EvidenceFile, Finding, TeamMember
from countries.domain.country_rules import is_working_day, shipped_rules
from demo.generator.descriptions import Descriptions, observations, remedies, remedies_of
from factories.models import Membership
from questionnaires.documents import cause_titles
from questionnaires.workbook.release import read_release, release_folders
from reviews.domain.hints import plain_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    load()


def load() -> None:
    flags = ("--factories", "60", "--years", "3")
    call_command("load_demo", *flags, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())


def of_years_before():
    """What was imported: assessments in hand are written by other hands."""
    return Assessment.objects.filter(state=Assessment.State.FINAL)


def test_what_an_assessor_reads_is_believable(loaded):
    findings_have_words_of_their_own()
    plans_fit_their_findings()
    days_are_in_order()
    visits_fall_on_working_days()
    leads_work_in_the_country_and_take_turns()
    assessments_in_hand_have_photos()


def findings_have_words_of_their_own() -> None:
    found = list(
        Finding.objects.filter(assessment__in=of_years_before()).values_list(
            "factory", "assessment", "question", "details", "workers_concerned", "factory__workers"
        )
    )
    factory_of: dict[tuple[str, ...], int] = {}
    for factory, _, question, details, concerned, workers in found:
        words = plain_words(details)
        assert observations()[question] in details
        assert factory_of.setdefault(words, factory) == factory, details
        assert 1 <= concerned <= workers
    assert len(found) > 500


def plans_fit_their_findings() -> None:
    items = PlanItem.objects.filter(superseded_at__isnull=True).exclude(question="")
    assert items.exists()
    for item in items.select_related("finding"):
        assert item.cause in {remedy.cause for remedy in remedies_of(item.question)}, item.question
        assert item.issue.casefold() == observations()[item.question].casefold()
        assert item.issue.casefold() in item.finding.details.casefold()
        assert item.owner
        assert item.root_cause
    actions = list(items.values_list("factory", "question", "action"))
    assert all(text for _, _, text in actions)


def days_are_in_order() -> None:
    today = timezone.now().date()
    items = PlanItem.objects.filter(superseded_at__isnull=True)
    assert not items.filter(due_on__lte=F("finding__found_on")).exists()
    assert not items.filter(done_on__lte=F("finding__found_on")).exists()
    assert not items.filter(verified_on__lt=F("done_on")).exists()
    assert not items.filter(done_on__gt=today).exists()
    assert not items.filter(verified_on__gt=today).exists()
    assert not of_years_before().filter(assessed_on__gt=today).exists()
    for model, day in (
        (AdvisoryVisit, "visited_on"),
        (CommitteeReview, "reviewed_on"),
        (LearningRecord, "held_on"),
    ):
        assert not model.objects.filter(**{f"{day}__gt": today}).exists()


def visits_fall_on_working_days() -> None:
    for country, day in AdvisoryVisit.objects.values_list("factory__country", "visited_on"):
        assert is_working_day(country, day, shipped_rules(country)), (country, day)


def leads_work_in_the_country_and_take_turns() -> None:
    works = set(Membership.objects.exclude(country=None).values_list("user", "country"))
    led = TeamMember.objects.filter(is_lead=True, assessment__in=of_years_before())
    rows = list(
        led.order_by("assessment__factory", "assessment__assessed_on").values_list(
            "user", "assessment__factory__country", "assessment__factory", "user__name"
        )
    )
    assert len(rows) == of_years_before().count()
    for (user, country, factory, name), (following, _, same, _) in pairwise(rows):
        assert (user, country) in works
        assert factory != same or user != following
        assert not any(sign.isdigit() for sign in name)


def assessments_in_hand_have_photos() -> None:
    photos = EvidenceFile.objects.exclude(thumbnail="")
    assert 2 <= photos.count() <= 8
    assert all(photo.size < 20_000 for photo in photos)
    for photo in photos:
        assert Finding.objects.filter(assessment=photo.assessment, question=photo.question).exists() or (
            photo.assessment.state == Assessment.State.DRAFT
        )


def test_every_question_has_an_observation_and_every_cluster_causes_of_the_vocabulary():
    questions = {
        question.code
        for folder in release_folders()
        for question in read_release(folder).questionnaire.questions
    }

    assert set(observations()) == questions
    assert all(len(remedies_of(question)) >= 2 for question in questions)
    assert {remedy.cause for place in remedies().values() for remedy in place} <= set(cause_titles())


def test_the_same_assessments_are_described_in_the_same_words_and_no_two_alike():
    def told() -> list[tuple[str, int]]:
        texts = Descriptions()
        return [
            texts.finding(f"KH-{number:05}", 800, date(2018, 3, 1), question)
            for question in ("WT-2-06", "OS-8-06", "CH-4-01")
            for number in range(1500)
        ]

    assert told() == told()
    assert len({plain_words(text) for text, _ in told()}) == 4500
