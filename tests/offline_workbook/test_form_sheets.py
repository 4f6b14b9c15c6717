"""An assessor's form: taken along, filled in with any program, looked at, then stored; nobody is overwritten."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from assessments import commands
from assessments.commands import AnswerChange
from assessments.domain.answer_merge import Answer
from assessments.domain.answers import answers_of
from assessments.models import AnswerLog, AnswerNote, Assessment, Finding, TeamMember
from assessments.queries.answering.workspace import draft_of
from journal.models import Event
from offline_workbook.domain.layout import FILLED_IN, word
from offline_workbook.queries import draft_snapshot, words_of
from offline_workbook.workbook.preview import known_words
from offline_workbook.workbook.sheet import answer_words
from offline_workbook.workbook.writing import form_workbook
from tests import make
from tests.make import NOW
from tests.offline_workbook.form_files import (
    ANSWERS,
    TECHNICAL,
    Formula,
    exchanged,
    packed,
    parts_of,
    row_of,
    rows_of,
    typed,
)

pytestmark = pytest.mark.django_db

KIND_OF_SHEET = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
OPEN = ("OS-8-01", "OS-8-02", "OS-8-03")


@pytest.fixture
def adviser():
    return make.user("adviser")


@pytest.fixture
def draft(adviser):
    return make.assessment(
        make.factory(),
        state="draft",
        team=[adviser],
        findings={"OS-8-06": "One exit was locked."},
        unanswered=OPEN,
    )


@pytest.fixture
def page(client, adviser):
    client.force_login(adviser)
    return client


def form_of(draft, language="en"):
    """What the team downloads."""
    found = draft_of(Assessment.objects.all(), adviser_of(draft), draft.pk)
    return form_workbook(draft_snapshot(found), words_of(found, language), language=language)


def adviser_of(draft):
    return User.objects.get(pk=TeamMember.objects.filter(assessment=draft).values("user")[:1])


def sent(content, name="form.xlsx"):
    return {"file": SimpleUploadedFile(name, content)}


def look(page, draft, content):
    """The preview of an upload."""
    return page.post(reverse("offline_workbook:form_sheet", args=[draft.pk]), sent(content))


def sealed_in(response):
    found = re.search(r'name="sealed" value="([^"]*)"', response.text)
    return unescape(found[1]) if found else ""


def store(page, draft, preview):
    return page.post(
        reverse("offline_workbook:store_form", args=[draft.pk]), {"sealed": sealed_in(preview)}, follow=True
    )


def letters_of(draft):
    draft.refresh_from_db()
    return answers_of(draft.sheet, make.layout())


def fingerprint():
    """Everything that an upload could have written."""
    return (
        [*Assessment.objects.order_by("pk").values_list("sheet", "answers_hash")],
        AnswerLog.objects.count(),
        [*Finding.objects.order_by("pk").values_list("question", "details", "workers_concerned")],
        [*AnswerNote.objects.order_by("pk").values_list("question", "text")],
        Event.objects.count(),
    )


def answer(draft, question, new, *, old="-", **said):
    found = Finding.objects.filter(assessment=draft, question=question).first()
    note = AnswerNote.objects.filter(assessment=draft, question=question).first()
    seen = Answer(
        old,
        found.details if found else "",
        found.workers_concerned if found else None,
        found.attribution if found else "",
        note.text if note else "",
    )
    given = replace(seen, letter=new, **said)
    return commands.answer_questions(
        draft.pk, acts=[AnswerChange(uuid4(), question, seen, given, NOW)], actor=adviser_of(draft), now=NOW
    )


# --- the form itself -----------------------------------------------------------------------------------------------


def test_the_form_asks_every_question_of_the_country_in_order_with_what_is_answered(draft):
    content = form_of(draft)

    asked = [row for row in rows_of(content)[3:] if row[0]]
    assert [row[0] for row in asked] == list(make.layout().codes)
    by_code = {row[0]: row for row in asked}
    assert by_code["OS-8-06"][4:6] == ["Non-compliant", "One exit was locked."]
    assert by_code["OS-8-01"][4] == ""
    assert {row[2] for row in asked} == {"Yes", "No"}


def test_only_the_cells_to_fill_in_are_unlocked_and_answers_are_chosen_from_a_list(draft):
    parts = parts_of(form_of(draft))
    sheet, book = parts[ANSWERS].decode(), parts["xl/workbook.xml"].decode()

    assert "<sheetProtection" in sheet
    assert '<dataValidation type="list"' in sheet
    assert '"Compliant,Non-compliant,Not applicable"' in sheet
    assert 'state="frozen"' in sheet
    assert 'name="_form" sheetId="3" state="veryHidden"' in book


@pytest.mark.parametrize("language", ["km", "ar", "vi"])
def test_the_form_speaks_the_language_asked_for(page, draft, language):
    address = reverse("offline_workbook:form_file", args=[draft.pk])

    content = page.get(address, {"language": language}).content

    with override(language):
        words = set(answer_words().values())
    assert {row[4] for row in rows_of(content)[3:] if row[0]} <= words | {""}
    assert (b'rightToLeft="1"' in parts_of(content)[ANSWERS]) == (language == "ar")


def test_a_language_that_nobody_has_is_not_found(page, draft):
    assert (
        page.get(reverse("offline_workbook:form_file", args=[draft.pk]), {"language": "xx"}).status_code
        == 404
    )


def test_a_form_costs_the_same_few_statements_however_much_is_answered(
    page, draft, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        page.get(reverse("offline_workbook:form_file", args=[draft.pk]))


# --- the round trip ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "km", "ar"])
def test_a_form_that_comes_back_as_it_went_changes_nothing(page, draft, language):
    answer(
        draft,
        "OS-8-01",
        "N",
        details="Two lines:\r\n  one _x0041_\ttab\nand 'two'",
        note=" =1+? ",
        workers=3,
    )
    before = fingerprint()

    preview = look(page, draft, form_of(draft, language))

    assert preview.status_code == 200
    assert "the form has no changes" in preview.text
    assert sealed_in(preview) == ""
    assert fingerprint() == before


def test_what_was_filled_in_is_shown_first_and_stored_when_confirmed(page, draft):
    content = form_of(draft)
    at = {code: row_of(content, code) for code in ("OS-8-01", "OS-8-02", "OS-8-06", "OS-8-03")}
    filled = typed(
        content,
        {
            f"E{at['OS-8-01']}": "Non-compliant",
            f"F{at['OS-8-01']}": "No extinguisher on line 4 – ‘blocked’",
            f"G{at['OS-8-01']}": 40,
            f"E{at['OS-8-02']}": "  COMPLIANT ",
            f"E{at['OS-8-06']}": "Compliant",
            f"E{at['OS-8-03']}": "Not applicable",
            f"H{at['OS-8-03']}": "No such machine",
        },
    )
    before = fingerprint()

    preview = look(page, draft, filled)

    assert preview.status_code == 200
    assert "No extinguisher on line 4" in preview.text
    assert fingerprint() == before

    after = store(page, draft, preview)

    assert "The form is stored." in after.text
    letters = letters_of(draft)
    assert [letters[code] for code in at] == ["N", "C", "C", "X"]
    assert make.finding(draft, "OS-8-01").details == "No extinguisher on line 4 – ‘blocked’"
    assert make.finding(draft, "OS-8-01").workers_concerned == 40
    assert AnswerNote.objects.get(question="OS-8-03").text == "No such machine"
    assert not Finding.objects.filter(question="OS-8-06").exists()


def test_an_emptied_answer_is_taken_back(page, draft):
    content = form_of(draft)
    preview = look(page, draft, typed(content, {f"E{row_of(content, 'WT-2-01')}": None}))

    assert "taken back" in preview.text
    store(page, draft, preview)

    assert letters_of(draft)["WT-2-01"] == "-"


@pytest.mark.parametrize("digits", ["12", "១២", "۱۲", "১২", "１２", " 1,200 ", 12.0])
def test_workers_may_be_written_in_the_digits_of_any_script(page, draft, digits):
    content = form_of(draft)
    at = row_of(content, "OS-8-06")

    store(page, draft, look(page, draft, typed(content, {f"G{at}": digits})))

    assert make.finding(draft, "OS-8-06").workers_concerned == (1200 if "," in str(digits) else 12)


def test_an_answer_may_be_in_any_language_of_the_programme_whatever_the_form_s(page, draft):
    content = form_of(draft, "en")
    with override("km"):
        said = answer_words()["C"]

    store(page, draft, look(page, draft, typed(content, {f"E{row_of(content, 'OS-8-01')}": said})))

    assert letters_of(draft)["OS-8-01"] == "C"


def test_no_word_means_two_answers():
    words = known_words()

    for language, _name in settings.LANGUAGES:
        with override(language):
            for letter, said in answer_words().items():
                assert words[word(said)] == letter
                assert "," not in said  # a comma would part it in the list to choose from


def test_a_new_finding_is_laid_to_the_law_where_the_country_s_variant_says_so(client):
    code = min(make.layout("VN").national_law)
    page, adviser = client, make.user("adviser", country="VN")
    page.force_login(adviser)
    draft = make.assessment(make.factory(country="VN"), state="draft", team=[adviser], unanswered=[code])
    content = form_of(draft)

    store(page, draft, look(page, draft, typed(content, {f"E{row_of(content, code)}": "Non-compliant"})))

    assert make.finding(draft, code).attribution == "national_law"


# --- what a colleague did meanwhile --------------------------------------------------------------------------------


def test_what_a_colleague_answered_meanwhile_stays_when_the_form_left_it_alone(page, draft):
    content = form_of(draft)
    answer(draft, "OS-8-01", "N", details="By a colleague.")
    filled = typed(content, {f"E{row_of(content, 'OS-8-02')}": "Compliant"})

    store(page, draft, look(page, draft, filled))

    letters = letters_of(draft)
    assert (letters["OS-8-01"], letters["OS-8-02"]) == ("N", "C")
    assert make.finding(draft, "OS-8-01").details == "By a colleague."


def test_two_different_answers_are_both_kept_and_the_first_stands(page, draft):
    content = form_of(draft)
    answer(draft, "OS-8-01", "N", details="By a colleague.")
    filled = typed(content, {f"E{row_of(content, 'OS-8-01')}": "Compliant"})

    preview = look(page, draft, filled)
    assert "Answered otherwise meanwhile" in preview.text
    after = store(page, draft, preview)

    assert "Their answer is kept" in after.text
    assert letters_of(draft)["OS-8-01"] == "N"
    assert AnswerLog.objects.filter(question="OS-8-01", held="letter", new="C", device="form").count() == 1


def test_a_text_that_a_colleague_wrote_meanwhile_is_not_overwritten(page, draft):
    content = form_of(draft)
    answer(draft, "OS-8-06", "N", old="N", details="Two exits were locked.")
    filled = typed(content, {f"F{row_of(content, 'OS-8-06')}": "Three exits."})

    preview = look(page, draft, filled)

    assert "Written otherwise meanwhile" in preview.text
    assert "Two exits were locked." in preview.text
    assert "Three exits." in preview.text
    assert sealed_in(preview) == ""
    assert make.finding(draft, "OS-8-06").details == "Two exits were locked."


def test_an_answer_between_the_preview_and_the_confirming_stops_it(page, draft):
    content = form_of(draft)
    preview = look(page, draft, typed(content, {f"F{row_of(content, 'OS-8-06')}": "Three exits."}))
    answer(draft, "OS-8-06", "N", old="N", details="Two exits were locked.")

    after = store(page, draft, preview)

    assert "Another person has answered since" in after.text
    assert make.finding(draft, "OS-8-06").details == "Two exits were locked."


def test_confirming_twice_stores_once(page, draft):
    content = form_of(draft)
    preview = look(page, draft, typed(content, {f"E{row_of(content, 'OS-8-01')}": "Compliant"}))
    store(page, draft, preview)
    before = fingerprint()

    again = store(page, draft, preview)

    assert "The form is stored." in again.text
    assert fingerprint() == before


def test_what_is_confirmed_is_what_the_same_person_saw_here(page, client, draft):
    content = form_of(draft)
    preview = look(page, draft, typed(content, {f"E{row_of(content, 'OS-8-01')}": "Compliant"}))
    colleague = make.user("adviser")
    other = make.assessment(
        make.factory(), state="draft", team=[colleague, adviser_of(draft)], unanswered=OPEN
    )
    before = fingerprint()

    assert "Upload the form again" in store(page, other, preview).text
    forged = page.post(
        reverse("offline_workbook:store_form", args=[draft.pk]), {"sealed": sealed_in(preview)[:-2] + "xx"}
    )
    assert forged.status_code == 302
    client.force_login(colleague)
    assert (
        client.post(
            reverse("offline_workbook:store_form", args=[draft.pk]), {"sealed": sealed_in(preview)}
        ).status_code
        == 404
    )
    assert fingerprint() == before


# --- problems by cell ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("E", "perhaps", "“perhaps” is not an answer"),
        ("E", "Yes", "“Yes” is not an answer"),
        ("E", 1, "is not an answer"),
        ("E", True, "is not an answer"),
        ("E", Formula('"Compliant"'), "holds a formula"),
        ("F", Formula("A1"), "holds a formula"),
        ("F", "#REF!", "holds a formula"),
        ("F", "x" * 10_001, "10001 characters are too many"),
        ("F", True, "is not text"),
        ("F", "Described", "describes a finding, but the answer is none"),
        ("G", "some", "is not a number of workers"),
        ("G", -1, "is not a number of workers"),
        ("G", 2.5, "is not a number of workers"),
        ("G", 1_000_001, "is not a number of workers"),
        ("G", True, "is not a number of workers"),
        ("G", 5, "the answer is no finding"),
        ("G", Formula("1+1"), "holds a formula"),
        ("H", Formula("NOW()"), "holds a formula"),
        ("A", "OS-8-99", "is not a question of this form"),
        ("A", "OS-8-06", "stands here a second time"),
    ],
    ids=str,
)
def test_every_problem_is_told_with_its_cell_and_nothing_is_stored(page, draft, column, value, told):
    content = form_of(draft)
    at = row_of(content, "OS-8-07")
    before = fingerprint()

    preview = look(page, draft, typed(content, {f"{column}{at}": value}))

    assert preview.status_code == 422
    assert f"{column}{at}" in preview.text
    assert told in unescape(preview.text)
    assert sealed_in(preview) == ""
    assert fingerprint() == before


def test_all_problems_are_told_at_once(page, draft):
    content = form_of(draft)
    rows = [row_of(content, code) for code in OPEN]

    preview = look(
        page, draft, typed(content, {f"E{row}": "perhaps" for row in rows} | {f"G{rows[0]}": "many"})
    )

    assert "4 things are in the way" in preview.text
    assert all(f"E{row}" in preview.text for row in rows)


def test_a_number_that_vanished_and_a_heading_that_was_filled_in_are_told(page, draft):
    answer(draft, "OS-8-01", "N", workers=7)
    content = form_of(draft)

    preview = look(page, draft, typed(content, {f"G{row_of(content, 'OS-8-01')}": None, "E4": "Compliant"}))

    assert "The number of workers was 7 and is gone" in preview.text
    assert "This row belongs to no question" in preview.text


def test_merged_cells_are_told(page, draft):
    content = form_of(draft)
    merged = b'<mergeCells count="1"><mergeCell ref="E20:F22"/></mergeCells>'

    preview = look(page, draft, exchanged(content, ANSWERS, b"</sheetData>", b"</sheetData>" + merged))

    assert preview.status_code == 422
    assert "E20" in preview.text
    assert "E20:F22 are merged" in preview.text


def test_a_question_that_was_removed_is_told_by_its_code(page, draft):
    content = form_of(draft)
    at = row_of(content, "OS-8-07")
    sheet = parts_of(content)[ANSWERS].decode()
    without = re.sub(rf'<row r="{at}".*?</row>', "", sheet, flags=re.DOTALL)

    preview = look(page, draft, packed(parts_of(content) | {ANSWERS: without.encode()}))

    assert "Questions are missing: OS-8-07" in preview.text


def test_moved_columns_are_told(page, draft):
    preview = look(page, draft, typed(form_of(draft), {"E3": "Details"}))

    assert preview.status_code == 422
    assert "The head of the form is not as it went out" in preview.text


def test_a_sheet_that_nobody_reads_is_named(page, draft):
    content = form_of(draft)
    parts = parts_of(content)
    parts["xl/worksheets/sheet4.xml"] = parts["xl/worksheets/sheet2.xml"]
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", b'<sheet name="Mine" sheetId="9" state="hidden" r:id="rId99"/></sheets>'
    )
    relation = (
        b'<Relationship Id="rId99" Type="%s" Target="worksheets/sheet4.xml"/></Relationships>' % KIND_OF_SHEET
    )
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relation)

    preview = look(page, draft, packed(parts))

    assert preview.status_code == 200
    assert "“Mine” is not read" in preview.text


# --- other forms than this one -------------------------------------------------------------------------------------


def test_a_form_of_another_assessment_is_refused(page, draft, adviser):
    other = make.assessment(make.factory(), state="draft", team=[adviser])

    preview = look(page, draft, form_of(other))

    assert preview.status_code == 422
    assert "belongs to another assessment" in preview.text


def test_a_form_of_an_older_questionnaire_is_refused(page, draft):
    content = form_of(draft)
    elsewhere = make.assessment(make.factory(country="VN"), state="draft", team=[adviser_of(draft)])
    Assessment.objects.filter(pk=draft.pk).update(layout=elsewhere.layout_id, sheet=elsewhere.sheet)

    preview = look(page, draft, content)

    assert preview.status_code == 422
    assert "Download the form again" in preview.text


@pytest.mark.parametrize("row", [2, 5, 10, 11])
def test_a_changed_hidden_sheet_is_refused(page, draft, row):
    content = typed(form_of(draft), {f"B{row}": "0" * 64}, TECHNICAL)

    preview = look(page, draft, content)

    assert preview.status_code == 422
    assert "hidden part of this form was changed" in preview.text


def test_a_renamed_sheet_is_told(page, draft):
    content = exchanged(form_of(draft), "xl/workbook.xml", b'name="Answers"', b'name="Mine"')

    assert "gone or has another name" in look(page, draft, content).text


# --- for the team of a draft alone ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "comment_window", "final"])
def test_there_is_no_form_once_answers_are_closed(page, adviser, state):
    closed = make.assessment(make.factory(), state=state, team=[adviser])

    for name in ("form_sheet", "form_file"):
        assert page.get(reverse(f"offline_workbook:{name}", args=[closed.pk])).status_code == 404
    assert page.post(reverse("offline_workbook:form_sheet", args=[closed.pk])).status_code == 404


def test_the_page_of_a_draft_leads_to_its_form(page, draft):
    address = reverse("offline_workbook:form_sheet", args=[draft.pk])

    assert address in page.get(reverse("assessments:detail", args=[draft.pk])).text
    assert reverse("offline_workbook:form_file", args=[draft.pk]) in page.get(address).text


def test_without_a_file_the_page_says_so(page, draft):
    assert page.post(reverse("offline_workbook:form_sheet", args=[draft.pk])).status_code == 422


def test_the_columns_are_those_of_the_sheet():
    assert FILLED_IN == (4, 5, 6, 7)
