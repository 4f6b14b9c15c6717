"""From an empty database: an assessment by 1.0, then 1.1 is released, loaded, put in force; the next one looks back."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Role
from assessments import commands
from assessments.models import Assessment, Finding
from assessments.queries.answering.workspace import questions_by_digest
from countries.queries.local_time import today_in
from questionnaires.models import Layout, Questionnaire
from tests import make
from tests.assessments.files import LONG, run, write
from tests.journal.covering import covered
from tests.questionnaires.versions import copied, translate, written

pytestmark = pytest.mark.django_db

FOUND_THEN = ("CL-3-02", "OS-8-06", "OS-8-04", "OS-6-02")


def told(name, *arguments):
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


class Programme:
    """One factory of Cambodia with its adviser, and the releases in a folder of their own."""

    def __init__(self, client, tmp_path):
        self.client, self.folder = client, tmp_path
        self.root = copied(tmp_path)
        told("load_questionnaire", self.root / "cat/1.0")
        self.mill, self.other = make.factory("KH-00001"), make.factory("VN-00001", country="VN")
        self.adviser = make.user(Role.ADVISER, country="KH")
        self.today = today_in("KH", timezone.now())
        self.then = self.today - timedelta(days=300)
        covered()  # country, people and factories, made without commands

    def file(self, day, found, cycle, *, version, mill="KH-00001", named="cat"):
        """A final assessment out of a file with all questions of a version, that names the code alone."""
        slots = Layout.objects.get(questionnaire__version=version, country="KH").slots
        answers = {code: "C" for code, *_ in slots} | dict.fromkeys(found, "N")
        rows = [
            {"factory": mill, "assessed_on": day.isoformat(), "cycle": str(cycle), "questionnaire": named,
             "question": code, "answer": answer,
             "details": f"{code} was found." if answer == "N" else ""}
            for code, answer in answers.items()
        ]  # fmt: skip
        done = run("import_assessments", write(self.folder / f"{mill} {day} {version}.csv", rows, LONG))
        assert not done.code, done.document["problems"]
        return Assessment.objects.get(
            factory__code=mill, assessed_on=day, layout__questionnaire__version=version
        )

    def change(self):
        """1.1 released, loaded, and in force in Cambodia from today."""
        folder = written(self.root)
        translate(self.root, "fr", CL_3_05="Les jeunes connaissent-ils leurs droits ?")
        told("release_questionnaire", folder)
        told("load_questionnaire", folder)
        told("put_questionnaire_in_force", "cat@1.1", "KH", self.today)

    def opened(self, factory):
        return commands.open_assessment(
            factory.pk, assessed_on=self.today, actor=self.adviser, now=timezone.now()
        )

    def asked(self, draft):
        """What the device that answers a draft is told."""
        self.client.force_login(self.adviser)
        return self.client.get(f"/assessments/{draft.pk}/sheet/").json()

    def evaluated(self, mill="KH-00001"):
        """The judgement of a factory: by criterion."""
        said = json.loads(told("evaluate", "--factory", mill, "--as-of", self.today.isoformat(), "--json"))
        return {one["code"]: one for one in said["verdicts"][0]["criteria"]}


@pytest.fixture
def programme(client, tmp_path):
    return Programme(client, tmp_path)


@pytest.fixture
def changed(programme):
    programme.first = programme.file(programme.then, FOUND_THEN, 1, version="1.0")
    programme.change()
    return programme


def test_both_versions_load_on_a_fresh_installation_each_with_the_texts_of_its_questions(changed):
    texts = {one.version: one.texts["fr"]["questions"] for one in Questionnaire.objects.all()}

    assert texts["1.1"]["CL-3-05"] == "Les jeunes connaissent-ils leurs droits ?"
    assert "CL-3-02" not in texts["1.1"]
    told("load_questionnaire", changed.root / "cat/1.0")
    again = Questionnaire.objects.get(version="1.0").texts["fr"]["questions"]
    assert again == texts["1.0"]
    assert "CL-3-05" not in again
    assert "CL-3-02" in again


def test_it_is_in_force_from_the_day_in_the_country_alone(changed):
    assert changed.opened(changed.mill).layout.questionnaire.version == "1.1"
    assert changed.first.layout.questionnaire.version == "1.0"
    there = make.user(Role.ADVISER, country="VN")
    elsewhere = commands.open_assessment(
        changed.other.pk, assessed_on=changed.today, actor=there, now=timezone.now()
    )
    assert elsewhere.layout.questionnaire.version == "1.0"
    earlier = changed.file(changed.today - timedelta(days=40), (), 2, version="1.0")
    assert earlier.layout.questionnaire.version == "1.0"


def test_what_was_answered_last_time_stands_at_the_question_that_follows(changed):
    draft = changed.opened(changed.mill)

    last = changed.asked(draft)["last"]

    assert {code: last["letters"].get(code) for code in ("OS-8-10", "OS-8-11", "OS-8-12", "OS-6-08")} == {
        "OS-8-10": "N",  # the same
        "OS-8-11": "N",  # both halves of what was one
        "OS-8-12": "N",
        "OS-6-08": "N",  # of what were two the worse
    }
    assert last["details"]["OS-8-10"] == "OS-8-06 was found."
    assert last["former"] == {
        "OS-8-10": ["OS-8-06"],
        "OS-8-11": ["OS-8-04"],
        "OS-8-12": ["OS-8-04"],
        "OS-6-08": ["OS-6-01", "OS-6-02"],
    }
    assert last["details"]["OS-6-08"] == "OS-6-02: OS-6-02 was found."  # of two, says of which
    assert last["letters"]["CL-1-01"] == "C"
    assert "CL-3-05" not in last["letters"]
    asked = questions_by_digest(draft.layout.digest, language="en").document["order"]
    assert "CL-3-02" not in asked
    assert "CL-3-02" not in last["letters"]
    assert "CL-3-05" in asked


def test_flags_and_open_items_of_the_plan_go_with_the_question(changed):
    make.plan_item(changed.mill, "1", question="OS-8-06", issue="A locked exit", now=timezone.now())

    said = changed.asked(changed.opened(changed.mill))

    assert "OS-8-10" in said["public"]
    assert "OS-8-11" not in said["public"]
    assert [item["issue"] for item in said["plan"]["OS-8-10"]] == ["A locked exit"]


def test_what_is_found_again_is_found_across_the_versions(changed):
    make.plan_item(changed.mill, "1", question="OS-8-06", issue="A locked exit", now=timezone.now())
    changed.file(changed.today, ("OS-8-10", "OS-8-12", "OS-6-08", "CL-3-05"), 2, version="1.1")

    repeats = changed.evaluated()["S2-REPEAT"]

    assert (repeats["value"]["n"], repeats["value"]["of"]) == (3, 4)
    changed.client.force_login(changed.adviser)
    page = changed.client.get("/factories/KH-00001/plan/").content.decode()
    assert "2 times in a row" in page
    told("verify")


def test_a_verified_item_puts_right_what_was_found_on_the_question_that_follows(changed):
    changed.file(changed.today, ("OS-8-10", "OS-8-11", "OS-6-08"), 2, version="1.1")

    for ref, question in (("1", "OS-8-06"), ("2", "OS-6-01")):
        make.plan_item(
            changed.mill, ref, question=question, status="verified", done_on=changed.today,
            verified_on=changed.today, now=timezone.now(),
        )  # fmt: skip

    fixed = Finding.objects.filter(fixed_on__isnull=False).values_list("question", flat=True)
    assert sorted(fixed) == ["OS-8-06", "OS-8-10"]  # OS-6-08 asks more than OS-6-01 did


def test_the_page_says_what_became_of_each_question(changed, client):
    page = client.get("/questionnaires/cat/1.1/?country=KH").content.decode()

    assert "followed by OS-8-10" in page
    assert "Signs and lights are looked at apart." in page
    assert "Questionnaire group" in page
    assert "Cambodia: from" in page
    assert (
        "What changed since the version before" not in client.get("/questionnaires/cat/1.0/").content.decode()
    )


def test_a_first_day_that_has_passed_is_not_moved(changed):
    with pytest.raises(CommandError, match="from today on"):
        told("put_questionnaire_in_force", "cat@1.1", "VN", changed.today - timedelta(days=1))
    with pytest.raises(CommandError, match="in force there since 2001-01-01"):
        told("put_questionnaire_in_force", "cat@1.0", "VN", changed.today + timedelta(days=9))
    assert "was in force already" in told("put_questionnaire_in_force", "cat@1.1", "KH", changed.today)


def test_what_a_version_no_longer_asks_is_still_read_where_it_was_found(changed):
    make.visit(changed.mill, visited_on=changed.then, now=timezone.now())
    make.visit_finding(changed.mill, "CL-3-02", visited_on=changed.then, now=timezone.now())
    visit = Finding.objects.get(visit__isnull=False).visit
    changed.client.force_login(changed.adviser)

    page = changed.client.get(f"/visits/{visit.uid}/").content.decode()

    assert make.cat().questionnaire.question("CL-3-02").text in page


MILLS = [f"KH-0010{number}" for number in range(6)]


def test_of_two_assessments_of_one_day_the_one_by_the_later_version_is_the_later(changed):
    """Six factories: an order by random ids would agree once in 64 times."""
    for code in MILLS:
        make.factory(code)
        changed.file(changed.then, ("OS-8-06",), 1, version="1.0", mill=code)
        for version, found in (("1.1", ("OS-8-10",)), ("1.0", ())):
            changed.file(changed.today, found, 2, version=version, mill=code, named=f"cat@{version}")

    drafts = [
        commands.open_assessment(
            make.Factory.objects.get(code=code).pk, assessed_on=changed.today + timedelta(days=9),
            actor=changed.adviser, now=timezone.now(),
        )
        for code in MILLS
    ]  # fmt: skip

    assert [changed.evaluated(code)["C2-LATEST"]["value"]["n"] for code in MILLS] == [1] * 6
    assert [changed.evaluated(code)["S2-REPEAT"]["value"]["n"] for code in MILLS] == [
        0
    ] * 6  # 1.0 came between
    assert [changed.asked(draft)["last"]["letters"]["OS-8-10"] for draft in drafts] == ["N"] * 6


def test_a_day_that_is_none_is_refused_with_the_way_to_write_it():
    with pytest.raises(CommandError, match="write it as 2027-01-01"):
        told("put_questionnaire_in_force", "cat@1.1", "KH", "soon")
