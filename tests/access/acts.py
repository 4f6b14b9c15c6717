"""The design's second table: who may do what, as requests that change something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from assessments.domain.form_sheet import Change, CheckedForm
from assessments.forms.form_sheets import carried
from assessments.models import Assessment
from assessments.queries.form_sheets import standing_of
from assessments.queries.workspace import draft_of
from tests.access.pages import (
    ABROAD_READERS,
    BRANDS,
    DECIDERS,
    EVERYBODY,
    FACTORY_PEOPLE,
    HOME_ADVISERS,
    HOME_STAFF,
    PLANNERS,
    SIGNED_IN,
    STAFF,
    STORY_EDITORS,
    STORY_WRITERS,
)
from tests.access.scene import Scene

Fill = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """One request: what fills its address, what it sends, and who changes something with it."""

    actors: set[str]
    fill: Fill = lambda scene: {}
    data: Fill = lambda scene: {}
    tells: bool = True  # the journal hears of it
    content_type: str = MULTIPART_CONTENT


def _assessment(thing: str) -> Fill:
    return lambda scene: {"assessment_id": scene.things[thing].pk}


def _mill(scene: Scene) -> dict[str, Any]:
    assert scene.mill is not None
    return {"code": scene.mill.code}


def _of_forum(thing: str) -> Fill:
    return lambda scene: {"forum_id": scene.things[thing].pk}


def _forum(**more: Any) -> Fill:
    said = {
        "name": "Forum of the coast", "place": "Kampot", "day": "2030-03-01", "starts": "09:00", "ends": "17:00",
        "time_zone": "Asia/Phnom_Penh", "capacity": "80",
    }  # fmt: skip
    return _said(**said, **more)


def _said(**data: Any) -> Fill:
    return lambda scene: data


def _sealed_form(scene: Scene) -> dict[str, Any]:
    """What the preview of the adviser's own upload carries."""
    adviser, draft = scene.person("adviser"), scene.things["draft"]
    found = draft_of(Assessment.objects.all(), adviser, draft.pk)
    assert found is not None
    checked = CheckedForm(changes=(Change("WT-2-02", "C", "N", "C"),))
    return {"sealed": carried(checked, standing_of(found), user_id=adviser.pk)}


def _decision(thing: str, act: str, **more: str) -> Act:
    return Act(
        {"global", "global_too"},
        lambda scene: {"recognition_id": scene.things[thing].pk, "act": act},
        _said(reason="As discussed.", **more),
    )


DECISIONS: dict[str, dict[str, str]] = {"confirm": {"publish_on": "2018-06-01"}, "defer": {}, "decline": {}}

ACTS: dict[str, list[Act]] = {
    # enter, submit an assessment; record visits; open a zero-tolerance case: adviser (of the team)
    "assessments:open": [Act(HOME_ADVISERS, _mill, _said(assessed_on="2018-06-02", kind="full"))],
    "assessments:enter": [
        Act(
            {"adviser"},
            lambda scene: {"assessment_id": scene.things["draft"].pk, "point": "WT-2"},
            _said(**{"answer-WT-2-02": "N", "seen-WT-2-02": "C", "details-WT-2-02": "Long."}),
        )
    ],
    "assessments:acts": [
        Act(
            {"adviser"},
            _assessment("draft"),
            lambda scene: {
                "device": "tablet-1",
                "acts": [
                    {
                        "act": "00000000-0000-4000-8000-000000000001",
                        "question": "WT-2-02",
                        "old": "C",
                        "new": "N",
                        "at": "2018-05-09T10:00:00Z",
                    }
                ],
            },
            content_type="application/json",
        )
    ],
    "assessments:hand_over": [
        Act(
            {"adviser"},
            _assessment("submitted"),
            lambda scene: {
                "device": "tablet-1",
                "acts": [
                    {
                        "act": "00000000-0000-4000-8000-000000000002",
                        "question": "WT-2-02",
                        "old": "C",
                        "new": "N",
                        "details": "Seen.",
                        "at": "2018-05-09T10:00:00Z",
                    }
                ],
            },
            content_type="application/json",
        )
    ],
    "assessments:store_form": [Act({"adviser"}, _assessment("draft"), _sealed_form)],
    "assessments:submit": [Act({"adviser"}, _assessment("draft"))],
    "assessments:record_visit": [
        Act(
            HOME_ADVISERS,
            _mill,
            _said(
                uid="00000000-0000-4000-8000-000000000002",
                visited_on="2018-05-02",
                purpose="Follow-up",
                **{"step-0-issue": "Exits"},
            ),
        )
    ],
    "assessments:change_visit": [
        Act(
            HOME_ADVISERS,
            lambda scene: {"visit_uid": scene.things["visit"].uid},
            _said(purpose="Advisory visit", topics="Exits"),
        )
    ],
    "assessments:record_committee": [
        Act(HOME_ADVISERS, _mill, _said(reviewed_on="2018-05-02", worker_seats="5", management_seats="5"))
    ],
    "assessments:record_systems": [Act(HOME_ADVISERS, _mill, _said(reviewed_on="2018-05-02", osh="4"))],
    "assessments:record_learning": [
        Act(
            HOME_ADVISERS,
            _mill,
            _said(
                held_on="2018-05-02",
                course="OSH awareness",
                hours="8",
                managers_men="1",
                managers_women="1",
                workers_men="1",
                workers_women="1",
            ),
        )
    ],
    "assessments:open_case": [
        Act(HOME_ADVISERS, _mill, _said(opened_on="2018-05-25", trigger="Locked exit"))
    ],
    "assessments:add_file": [
        Act(
            {"adviser"},
            lambda scene: {"assessment_id": scene.things["draft"].pk, "question": "WT-2-01"},
            lambda scene: {"chosen": SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF")},
        )
    ],
    "assessments:send_file": [
        Act(
            {"adviser"},
            lambda scene: {"assessment_id": scene.things["draft"].pk},
            lambda scene: {
                "question": "WT-2-01",
                "file": SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF"),
            },
        )
    ],
    "assessments:remove_file": [Act({"adviser"}, lambda scene: {"file_id": scene.things["draft_file"].pk})],
    "assessments:comment": [
        Act(
            {"reviewer"},
            lambda scene: {"assessment_id": scene.things["submitted"].pk, "question": "WT-2-01"},
            _said(text="Which line?"),
        )
    ],
    # bulk files: the global team
    "assessments:import": [
        Act(
            {"global", "global_too"},
            data=lambda scene: {"kind": "visits", "file": SimpleUploadedFile("visits.csv", b"factory\n")},
            tells=False,
        )
    ],
    "assessments:import_write": [
        Act({"global"}, lambda scene: {"job_id": scene.things["import_job"]}, tells=False)
    ],
    # return, accept, finalise, correct: a reviewer not on the team
    "assessments:return": [Act({"reviewer"}, _assessment("submitted"), _said(reason="Look again."))],
    "assessments:accept": [Act({"reviewer"}, _assessment("submitted"))],
    "assessments:finalise": [Act({"reviewer"}, _assessment("window_over"))],
    "assessments:correct": [
        Act(
            {"reviewer"},
            _assessment("final"),
            lambda scene: {
                "question": "OS-8-06",
                "answer": "C",
                "reason": "Misread.",
                "second_person": scene.person("manager").pk,
            },
        )
    ],
    # verify what was put right: advisers and reviewers
    "assessments:verify": [
        Act(
            HOME_ADVISERS | {"reviewer"},
            lambda scene: {
                "assessment_id": scene.things["final"].pk,
                "finding_id": scene.things["finding"].pk,
            },
            lambda scene: {
                "fixed_on": "2018-05-20",
                f"finding-{scene.things['finding'].pk}-fixed_on": "2018-05-20",
            },
        )
    ],
    # respond, consent, plan: the factory (and its advisers keep the plan with it)
    "assessments:respond": [
        Act(
            {"factory", "group"},
            lambda scene: {
                "assessment_id": scene.things["window"].pk,
                "finding_id": scene.things["window_finding"].pk,
            },
            lambda scene: {
                f"finding-{scene.things['window_finding'].pk}-response": "We have changed the roster."
            },
        )
    ],
    "consent": [
        Act(
            {"factory", "group"},
            _mill,
            lambda scene: {"brand": scene.things["other_brand"].pk, "act": "give"},
        ),
        Act(
            {"factory", "group"}, _mill, lambda scene: {"brand": scene.things["brand"].pk, "act": "withdraw"}
        ),
    ],
    "assessments:record_plan_item": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            _mill,
            _said(ref="new-item", issue="Exits", status="not_started"),
        )
    ],
    "assessments:plan_item": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            lambda scene: {**_mill(scene), "item_id": scene.things["plan_item"].pk},
            _said(ref="open-item", issue="Exits, all of them", status="in_progress"),
        )
    ],
    "assessments:add_plan_file": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            lambda scene: {**_mill(scene), "item_id": scene.things["plan_item"].pk},
            lambda scene: {"chosen": SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF")},
        )
    ],
    "assessments:plan_status": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            lambda scene: {**_mill(scene), "item_id": scene.things["plan_item"].pk},
            _said(status="done"),
        )
    ],
    # close a zero-tolerance case: the country manager
    "assessments:close_case": [
        Act(
            {"manager"},
            lambda scene: {**_mill(scene), "case_uid": scene.things["case"].uid},
            _said(closed_on="2018-05-28"),
        )
    ],
    # propose: reviewer or country manager who did not assess; decide: the global team
    "recognition:propose": [
        Act(
            {"reviewer", "manager"},
            lambda scene: {"code": scene.things["eligible"].code},
            _said(reason="Meets everything."),
        )
    ],
    "recognition:decide": [
        *(_decision("proposed", act, **more) for act, more in DECISIONS.items()),
        _decision("published", "suspend"),
        _decision("published", "withdraw"),
        _decision("appealed", "grant_appeal"),
        _decision("appealed", "dismiss_appeal"),
    ],
    "stories:story": [
        Act(
            STORY_WRITERS,
            lambda scene: {"code": scene.things["listed"].code},
            _said(language="en", title="Another title", text="More follows.", act="keep"),
        )
    ],
    "stories:decide": [
        Act(STORY_WRITERS, lambda scene: {"story_id": scene.things["draft_story"].pk, "act": "discard"}),
        Act(
            STORY_EDITORS,
            lambda scene: {"story_id": scene.things["public_story"].pk, "act": "withdraw"},
            _said(reason="The speaker asked for it."),
        ),
    ],
    "appeal": [
        Act(
            {"factory", "group"},
            lambda scene: _mill(scene) | {"recognition_id": scene.things["declined"].pk},
            _said(grounds="The exit was open on both days."),
        )
    ],
    # draft criteria / approve them: the global team / another of it
    "recognition:lab_document": [
        Act(
            {"global", "global_too"},
            data=lambda scene: {
                "text": scene.things["criteria"].text.replace('version = "1.0"', 'version = "1.2"')
            },
        )
    ],
    "recognition:approve": [
        Act(
            {"global"},
            lambda scene: {"code": "high-performance", "version": "1.1"},
            lambda scene: {
                "in_force_from": "2030-01-01",
                "digest": scene.things["draft_criteria"].digest,
            },
        )
    ],
    "recognition:judge": [Act(DECIDERS | {"manager_abroad"}, tells=False)],
    "recognition:judge_factory": [Act(HOME_STAFF, _mill, tells=False)],
    # the plan of visits: the country manager and the global team; an adviser declares their own conflicts
    "recognition:make_plan": [Act(PLANNERS | {"manager_abroad"}, tells=False)],
    "recognition:capacity": [
        Act(PLANNERS, lambda scene: {"adviser_id": scene.person("colleague").pk}, _said(per_month="3"))
    ],
    "recognition:declare_conflict": [
        Act(
            HOME_ADVISERS | PLANNERS,
            data=lambda scene: {
                "factory": scene.things["eligible"].code,
                "adviser": scene.person("colleague").pk,
                "reason": "Family.",
            },
        )
    ],
    "recognition:end_conflict": [
        Act(PLANNERS, lambda scene: {"conflict_id": scene.things["conflict"].pk}),
    ],
    "recognition:move_visit": [
        Act(
            PLANNERS,
            lambda scene: {"planned_id": scene.things["planned"].pk},
            lambda scene: {
                "starts_on": "2018-06-28",
                "lead": scene.person("colleague").pk,
                "second": scene.things["second"].pk,
                "reason": "A road is closed.",
            },
        )
    ],
    # packages: who decides about recognition in the country
    "benefits:add": [
        Act(
            ABROAD_READERS - {"adviser_abroad"},
            lambda scene: {"recognition_id": scene.things["published"].pk},
            _said(kind="profile", note="In the autumn issue"),
        )
    ],
    "benefits:settle": [
        Act(
            ABROAD_READERS - {"adviser_abroad"},
            lambda scene: {"benefit_id": scene.things["benefit"].pk, "act": "deliver"},
            _said(delivered_on="2018-05-30", what="Two days for ten supervisors"),
        ),
        Act(
            ABROAD_READERS - {"adviser_abroad"},
            lambda scene: {"benefit_id": scene.things["benefit"].pk, "act": "cancel"},
            _said(reason="The trainer is ill."),
        ),
    ],
    # forums: the country manager and the global team; answers: who is invited
    "benefits:plan_forum": [
        Act(PLANNERS, data=_forum(uid="00000000-0000-4000-8000-000000000003", countries="KH")),
        Act(
            {"global", "global_too"},
            data=_forum(uid="00000000-0000-4000-8000-000000000004", countries=["KH", "VN"]),
        ),
    ],
    "benefits:change_forum": [
        Act(PLANNERS, _of_forum("forum"), _forum(uid="00000000-0000-4000-8000-000000000003", countries="KH"))
    ],
    "benefits:cancel_forum": [Act(PLANNERS, _of_forum("forum"), _said(reason="The hall is flooded."))],
    "benefits:move_forum": [
        Act(PLANNERS, _of_forum("planned_forum"), _said(act="open")),
        Act(PLANNERS, _of_forum("begun_forum"), _said(act="hold")),
    ],
    "benefits:invite": [
        Act(
            PLANNERS,
            _of_forum("forum"),
            lambda scene: {"act": "factory", "guest": scene.things["eligible"].code},
        ),
        Act(PLANNERS, _of_forum("forum"), lambda scene: {"act": "brand", "guest": "Southwind"}),
    ],
    "benefits:uninvite": [
        Act(PLANNERS, lambda scene: {"invitation_id": scene.things["invitation"].pk}),
    ],
    "benefits:answer": [
        Act(
            {"factory", "group"},
            lambda scene: {"invitation_id": scene.things["invitation"].pk},
            _said(act="register", people="2"),
        ),
        Act(
            {"factory", "group"},
            lambda scene: {"invitation_id": scene.things["invitation"].pk},
            _said(act="decline"),
        ),
        Act(
            {"brand"},
            lambda scene: {"invitation_id": scene.things["brand_invitation"].pk},
            _said(act="register", people="3"),
        ),
    ],
    "benefits:attendance": [
        Act(
            PLANNERS,
            _of_forum("held_forum"),
            lambda scene: {f"came-{scene.things['past_invitation'].pk}": "2"},
        )
    ],
    "benefits:calendar": [Act(STAFF | BRANDS | FACTORY_PEOPLE, data=_said(act="make"), tells=False)],
    # accounts
    "profile": [Act(SIGNED_IN, data=_said(language="km"))],
    "mail_choice": [Act(SIGNED_IN, data=_said(way="at_once"))],
    "read_notices": [Act(SIGNED_IN, tells=False)],
    "person": [Act({"admin", "global", "global_too"}, lambda scene: {"user_id": scene.person("brand").pk})],
    "invite": [
        Act(
            {"admin", "global", "global_too"},
            data=_said(email="new@example.org", name="New", role="brand", language="en"),
        )
    ],
    "job_cancel": [Act({"global"}, lambda scene: {"job_id": scene.things["job"]}, tells=False)],
    "set_language": [Act(EVERYBODY, data=_said(language="km"), tells=False)],
}
