"""A released questionnaire is mirrored once, word for word; what stands beside it may be replaced."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from journal.commands import Unchanged
from journal.models import Event
from questionnaires import commands
from questionnaires.commands.questionnaires import ReleaseChanged
from questionnaires.domain.question_flags import Marks
from questionnaires.domain.translations import TranslatedTexts
from questionnaires.models import Layout, Question, Questionnaire
from questionnaires.queries.questionnaires import layouts, question_words
from questionnaires.workbook.release import QUESTIONNAIRES, read_release

NOW = datetime(2018, 6, 1, 9, 0, tzinfo=UTC)
FOLDER = QUESTIONNAIRES / "cat" / "1.0"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def release():
    return read_release(FOLDER)


def load(release, **changed):
    said = {"layouts": release.layouts, "marks": release.marks, "texts": release.texts, **changed}
    return commands.load_questionnaire(
        said.pop("questionnaire", release.questionnaire), **said, actor=None, now=NOW
    )


def test_every_question_and_layout_of_the_release_is_there(release):
    load(release)

    assert Question.objects.count() == len(release.questionnaire.questions)
    assert set(Layout.objects.values_list("country", flat=True)) == set(release.layouts)


def test_the_mirrored_layouts_read_sheets_exactly_as_the_folders_do(release):
    load(release)

    mirrored = {row.layout.country: row.layout for row in layouts().values()}

    assert mirrored == release.layouts


def test_the_mirrored_marks_are_those_of_the_files(release):
    load(release)

    assert {row.marks for row in layouts().values()} == {release.marks}


def test_all_layouts_with_their_marks_cost_one_statement(release, django_assert_num_queries):
    load(release)

    with django_assert_num_queries(1):
        layouts()


def test_the_same_release_again_changes_nothing(release):
    load(release)

    again = load(release)

    assert isinstance(again, Unchanged)
    assert Event.objects.filter(kind="questionnaire.loaded").count() == 1


def test_a_version_that_comes_with_other_texts_is_refused(release):
    load(release)
    altered = replace(release.questionnaire, digest="0" * 64)

    with pytest.raises(ReleaseChanged, match=r"cat@1\.0"):
        load(release, questionnaire=altered)

    assert Questionnaire.objects.get().digest == release.questionnaire.digest


def test_marks_may_change_without_a_new_version(release):
    load(release)
    fewer = Marks(release.marks.marks[:5])

    load(release, marks=fewer)

    assert {row.marks for row in layouts().values()} == {fewer}


def test_a_question_reads_in_the_countrys_words(release):
    load(release)
    cambodia = next(row for row in layouts().values() if row.layout.country == "KH")

    words = question_words(cambodia.id)

    assert words["CL-1-01"].text == release.questionnaire.wording("KH")["CL-1-01"].text
    assert tuple(words) == cambodia.layout.codes


def test_a_question_reads_in_the_readers_language_where_it_is_translated(release):
    load(
        release,
        texts={
            "fr": TranslatedTexts(
                "fr", reviewed=True, questions={"CO-1-01": "Le salaire minimum est-il payé ?"}
            )
        },
    )
    everywhere = next(row for row in layouts().values() if row.layout.country == "")

    words = question_words(everywhere.id, language="fr")

    assert words["CO-1-01"].text == "Le salaire minimum est-il payé ?"
    assert words["CO-1-02"].text == release.questionnaire.question("CO-1-02").text


def test_the_management_command_tells_what_it_loaded_as_one_json_document():
    first, second = StringIO(), StringIO()

    call_command("load_questionnaire", str(FOLDER), "--json", stdout=first)
    call_command("load_questionnaire", str(FOLDER), "--json", stdout=second)

    told = json.loads(first.getvalue())
    assert told == {
        "code": "cat",
        "version": "1.0",
        "digest": Questionnaire.objects.get().digest,
        "questions": Question.objects.count(),
        "unchanged": False,
    }
    assert json.loads(second.getvalue()) == told | {"unchanged": True}


def test_a_folder_that_is_none_is_told_in_a_sentence():
    with pytest.raises(CommandError, match="no such folder"):
        call_command("load_questionnaire", "/nowhere/at/all")
