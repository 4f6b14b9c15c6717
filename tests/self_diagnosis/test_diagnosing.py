"""A factory goes through the questionnaire itself: begun, answered, completed, shared, no longer shared, deleted."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from advisory.models import FieldEntry, PlanItem
from duplicates.commands.merging import merge_factories
from duplicates.models import FactoryMerge
from journal.models import Event
from questionnaires.queries.questionnaires import question_words
from self_diagnosis.models import DiagnosisAnswer, DifferingAnswer, SelfDiagnosis
from tests import make
from tests.duplicates.test_duplicates import pair_of
from tests.self_diagnosis.doing import acted, answered, begun, entry, hidden, home, post, sent, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00077", name="Riverside Garments")


@pytest.fixture
def manager(mill):
    return make.user("factory", factory=mill)


@pytest.fixture
def worker(mill):
    return make.user("worker", factory=mill)


def read(user, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    return response.status_code, response.content.decode()


def test_it_is_begun_answered_completed_shared_and_no_longer_shared(mill, manager, worker) -> None:
    owner, adviser = signed_in(manager), make.user("adviser")
    diagnosis = begun(owner, mill, "OS-8", "WT-2")
    assert sorted(diagnosis.points) == ["OS-8", "WT-2"]

    answered(owner, diagnosis, "OS-8", answer_OS_8_06="gap", note_OS_8_06="The yard door sticks.")
    answered(signed_in(worker), diagnosis, "OS-8", answer_OS_8_01="compliant")
    rows = dict(DiagnosisAnswer.objects.values_list("question", "answer"))
    assert rows == {"OS-8-06": "gap", "OS-8-01": "compliant"}

    page = read(worker, home(diagnosis))[1]
    assert "<title>Self-diagnosis of " in page
    assert "&lt;time" not in page.partition("</title>")[0]
    assert "<time" not in page.partition("</title>")[0]
    assert "1 gap" in page
    assert "The yard door sticks." in page
    assert read(adviser, home(diagnosis))[0] == 404
    assert acted(owner, diagnosis, "share").status_code == 409  # not completed yet
    assert acted(owner, diagnosis, "complete").status_code == 302
    assert read(adviser, home(diagnosis))[0] == 404
    assert "Self-diagnosis" not in read(adviser, f"/factories/{mill.code}/")[1]

    assert acted(owner, diagnosis, "share").status_code == 302
    assert "The yard door sticks." in read(adviser, home(diagnosis))[1]
    assert "Self-diagnosis" in read(adviser, f"/factories/{mill.code}/")[1]
    assert read(adviser, f"{home(diagnosis)}points/OS-8/")[0] == 200
    for other in (
        make.user("reviewer"),
        make.user("manager"),
        make.user("adviser", country="VN"),
        make.user("factory", factory=make.factory()),
    ):
        assert read(other, home(diagnosis))[0] == 404
        assert read(other, f"/factories/{mill.code}/self-diagnoses/")[0] == 404
    assert acted(owner, diagnosis, "reopen").status_code == 409
    assert acted(owner, diagnosis, "delete").status_code == 409

    assert acted(owner, diagnosis, "stop_sharing").status_code == 302
    assert read(adviser, home(diagnosis))[0] == 404
    assert read(adviser, f"{home(diagnosis)}points/OS-8/")[0] == 404
    assert acted(owner, diagnosis, "reopen").status_code == 302


def test_every_act_done_twice_is_done_once(mill, manager) -> None:
    owner = signed_in(manager)
    page = f"/factories/{mill.code}/self-diagnoses/new/"
    fields = {"taking_part": "management", "points": ["OS-8"]}
    carried = {**hidden(owner.get(page).content.decode()), **fields}
    assert owner.post(page, carried).headers["Location"] == owner.post(page, carried).headers["Location"]
    diagnosis = SelfDiagnosis.objects.get()
    point = f"{home(diagnosis)}points/OS-8/"
    carried = {**hidden(owner.get(point).content.decode()), "answer-OS-8-06": "gap"}
    owner.post(point, carried)
    owner.post(point, carried)
    for act in ("complete", "share", "stop_sharing"):
        acted(owner, diagnosis, act)
        token = hidden(owner.get(home(diagnosis)).content.decode())["csrfmiddlewaretoken"]
        owner.post(f"{home(diagnosis)}state/", {"csrfmiddlewaretoken": token, "act": act})
    told = list(Event.objects.filter(kind__startswith="self_").order_by("pk").values_list("kind", flat=True))
    assert told == [
        f"self_diagnosis.{what}" for what in ("begun", "answered", "completed", "shared", "sharing_ended")
    ]


def test_two_phones_that_answer_the_same_question_apart_lose_no_word(mill, manager, worker) -> None:
    diagnosis = begun(signed_in(manager), mill, "OS-8")
    first = entry(
        diagnosis, "OS-8", {"answer-OS-8-06": "gap", "note-OS-8-06": "Door sticks", "answer-OS-8-01": "gap"}
    )
    second = entry(
        diagnosis,
        "OS-8",
        {
            "answer-OS-8-06": "gap",
            "note-OS-8-06": "Locked at night",
            "answer-OS-8-01": "compliant",
            "answer-OS-8-02": "not_sure",
        },
    )
    for _again in range(2):  # each arrives twice
        assert sent(manager, first).json()["outcome"] == "stored"
        assert sent(worker, second).json()["outcome"] == "stored"

    standing = {row.question: (row.answer, row.note) for row in DiagnosisAnswer.objects.all()}
    assert standing == {
        "OS-8-06": ("gap", "Door sticks"),
        "OS-8-01": ("gap", ""),
        "OS-8-02": ("not_sure", ""),
    }
    apart = {one.question: (one.answer, one.note) for one in DifferingAnswer.objects.all()}
    assert apart == {"OS-8-06": ("gap", "Locked at night"), "OS-8-01": ("compliant", "")}
    owner = signed_in(manager)
    page = owner.get(f"{home(diagnosis)}points/OS-8/").content.decode()
    assert "Locked at night" in page
    assert "Door sticks" in page
    assert acted(owner, diagnosis, "complete").status_code == 409

    ids = dict(DifferingAnswer.objects.values_list("question", "pk"))
    answered(
        owner, diagnosis, "OS-8",
        answer_OS_8_06="gap", note_OS_8_06="Door sticks", choice_OS_8_06=f"both:{ids['OS-8-06']}",
        answer_OS_8_01="gap", choice_OS_8_01=f"take:{ids['OS-8-01']},{ids['OS-8-01']}",
        answer_OS_8_02="not_sure",
    )  # fmt: skip
    standing = {row.question: (row.answer, row.note) for row in DiagnosisAnswer.objects.all()}
    assert standing["OS-8-06"] == ("gap", "Door sticks\nLocked at night")
    assert standing["OS-8-01"] == ("compliant", "")
    assert not DifferingAnswer.objects.filter(settled_at=None).exists()
    assert acted(owner, diagnosis, "complete").status_code == 302


def test_a_page_kept_before_ones_own_answer_takes_ones_next_one(mill, manager) -> None:
    diagnosis = begun(signed_in(manager), mill, "OS-8")
    for answer in ("gap", "compliant"):  # both from the page as it was kept: nothing was answered on it
        assert sent(manager, entry(diagnosis, "OS-8", {"answer-OS-8-06": answer})).status_code == 200
    assert DiagnosisAnswer.objects.get().answer == "compliant"
    assert not DifferingAnswer.objects.exists()


def test_what_a_device_may_not_send_is_refused_with_a_sentence(mill, manager, worker) -> None:
    owner = signed_in(manager)
    diagnosis = begun(owner, mill, "OS-8", taking_part="management")
    fields = {"answer-OS-8-06": "gap"}
    assert sent(worker, entry(diagnosis, "OS-8", fields)).status_code == 422  # the other side's
    assert sent(manager, entry(diagnosis, "WT-2", {"answer-WT-2-01": "gap"})).status_code == 422  # not chosen
    assert sent(manager, entry(diagnosis, "OS-8", {"answer-WT-2-01": "gap"})).status_code == 422
    assert sent(manager, entry(diagnosis, "OS-8", {"answer-OS-8-06": "N"})).status_code == 422
    assert sent(manager, entry(diagnosis, "OS-8", {"note-OS-8-06": "x" * 2001})).status_code == 422
    assert sent(make.user("adviser"), entry(diagnosis, "OS-8", fields)).status_code == 404
    stranger = make.user("factory", factory=make.factory())
    assert sent(stranger, entry(diagnosis, "OS-8", fields)).status_code == 404
    foreign = entry(diagnosis, "OS-8", fields) | {"factory": "KH-00099"}
    assert sent(make.user("factory", factory=make.factory("KH-00099")), foreign).status_code == 422
    assert not DiagnosisAnswer.objects.exists()

    assert sent(manager, entry(diagnosis, "OS-8", fields)).status_code == 200
    acted(owner, diagnosis, "complete")
    late = sent(manager, entry(diagnosis, "OS-8", {"answer-OS-8-01": "gap"}))
    assert late.status_code == 422
    assert "completed" in late.json()["said"]


def test_gaps_become_items_of_the_plan_marked_as_the_factorys_proposal(mill, manager, worker) -> None:
    owner = signed_in(manager)
    make.plan_item(mill, "4", question="OS-8-02", issue="Known already")
    diagnosis = begun(owner, mill, "OS-8")
    said = {f"answer_OS_8_0{n}": "gap" for n in (1, 2, 6)}
    answered(owner, diagnosis, "OS-8", **said, note_OS_8_06="The yard door sticks.")
    chosen = ["OS-8-06", "OS-8-02", "OS-8-01"]
    for _again in range(2):
        response = post(owner, f"{home(diagnosis)}plan/", home(diagnosis), questions=chosen, due_on="")
        assert response.status_code == 302

    made = list(PlanItem.objects.filter(proposed_by_factory=True).order_by("ref"))
    assert [(item.ref, item.question) for item in made] == [("5", "OS-8-01"), ("6", "OS-8-06")]
    assert made[1].issue == "The yard door sticks."
    assert "proposed by the factory" in read(make.user("adviser"), f"/factories/{mill.code}/plan/")[1]
    # the mark stays through later versions of the item
    owner.get(f"/factories/{mill.code}/plan/")
    token = {"csrfmiddlewaretoken": owner.cookies["csrftoken"].value}
    owner.post(f"/factories/{mill.code}/plan/{made[1].pk}/status/", {**token, "status": "in_progress"})
    now = PlanItem.objects.get(ref="6", superseded_at=None)
    assert (now.status, now.proposed_by_factory) == ("in_progress", True)
    refused = signed_in(worker)
    assert post(refused, f"{home(diagnosis)}plan/", home(diagnosis), questions=chosen).status_code == 404


def test_it_is_compared_with_the_earlier_one_as_far_as_the_reader_may_see_that(mill, manager) -> None:
    owner, adviser = signed_in(manager), make.user("adviser")
    for answers in (
        {"answer_OS_8_01": "gap", "answer_OS_8_06": "gap", "answer_OS_8_02": "compliant"},
        {"answer_OS_8_01": "compliant", "answer_OS_8_06": "gap", "answer_OS_8_02": "gap"},
    ):
        diagnosis = begun(owner, mill, "OS-8")
        answered(owner, diagnosis, "OS-8", **answers)
        acted(owner, diagnosis, "complete")
    page = read(manager, home(diagnosis))[1]
    assert "1 new gap" in page
    assert "1 as before" in page
    assert "1 closed" in page
    acted(owner, diagnosis, "share")
    assert "new gap" not in read(adviser, home(diagnosis))[1]


def test_what_is_deleted_leaves_no_answer_anywhere(mill, manager, worker) -> None:
    owner = signed_in(manager)
    diagnosis = begun(owner, mill, "OS-8")
    said = entry(diagnosis, "OS-8", {"answer-OS-8-06": "gap", "note-OS-8-06": "The yard door sticks."})
    sent(manager, said)
    sent(worker, entry(diagnosis, "OS-8", {"answer-OS-8-06": "compliant"}))
    assert acted(owner, diagnosis, "delete").status_code == 302
    pressed_twice = post(
        owner, f"{home(diagnosis)}state/", home(diagnosis).split(str(diagnosis.pk))[0], act="delete"
    )
    assert pressed_twice.status_code == 302
    for model in (SelfDiagnosis, DiagnosisAnswer, DifferingAnswer):
        assert not model.objects.exists()
    assert {(str(one.fields), str(one.base)) for one in FieldEntry.objects.all()} == {("{}", "{}")}
    assert "yard door" not in str(list(Event.objects.values_list("data", flat=True)))
    assert sent(manager, said).json()["outcome"] == "stored"  # known: it is not asked for again
    late = sent(worker, entry(diagnosis, "OS-8", {"answer-OS-8-06": "gap"}))
    assert late.status_code == 422


def test_the_questions_stand_in_the_readers_language_on_the_page_and_on_paper(mill) -> None:
    reader = make.user("worker", factory=mill)
    type(reader).objects.filter(pk=reader.pk).update(language="km")
    client = signed_in(reader)
    diagnosis = begun(client, mill, "OS-8", taking_part="workers")
    words = question_words(diagnosis.layout_id, language="km")["OS-8-06"]
    assert words.text != question_words(diagnosis.layout_id)["OS-8-06"].text
    for page in ("points/OS-8/", "paper/"):
        assert words.text in client.get(home(diagnosis) + page).content.decode()


def test_pages_take_a_constant_number_of_statements(mill, manager, django_assert_max_num_queries) -> None:
    owner = signed_in(manager)
    whole = begun(owner, mill)
    client = Client()
    client.force_login(manager)
    for page, most in (("", 26), (f"points/{whole.points[0]}/", 22), ("paper/", 22)):
        with django_assert_max_num_queries(most):
            assert client.get(home(whole) + page).status_code == 200


def test_a_merge_tells_staff_nothing_of_self_diagnoses_not_even_how_many(mill, manager) -> None:
    begun(signed_in(manager), mill, "OS-8")
    other = make.factory("KH-00078", name="Riverside Garment")
    merge_factories(pair_of(other, mill).pk, keep_id=other.pk, actor=None, now=make.NOW)

    page = signed_in(make.user("manager")).get(
        reverse("duplicates:merge", args=[FactoryMerge.objects.get().pk])
    )

    moved = FactoryMerge.objects.get().moved
    counted = sum(len(ids) for table, ids in moved.items() if not table.startswith("self_diagnosis."))
    assert any(table.startswith("self_diagnosis.") for table in moved)
    assert page.context["moved"] == counted
