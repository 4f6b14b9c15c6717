"""The design's second table: who may do what, as requests that change something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from django.utils import timezone

from assessments.models import Assessment
from assessments.queries.answering.workspace import draft_of
from countries.forms import CountrySettingsForm
from countries.queries.country_settings import rules_of
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.criteria_parsing import parse_criteria
from factories.models import Membership
from lab.domain.draft_edits import fingerprint_of, fingerprint_of_texts
from offline_workbook.domain.layout import CheckedForm, WorkbookChange
from offline_workbook.forms import carried
from offline_workbook.queries import draft_snapshot
from people.queries.open_work import open_work
from tests.access.pages import (
    ABROAD_READERS,
    BRANDS,
    COURSE_ORGANISERS,
    DECIDERS,
    EVERYBODY,
    FACTORY_PEOPLE,
    HOME_ADVISERS,
    HOME_STAFF,
    KEEPERS,
    LIST_IMPORTERS,
    OWN,
    PLANNERS,
    REGISTRY_KEEPERS,
    SIGNED_IN,
    STAFF,
    STORY_EDITORS,
    STORY_WRITERS,
)
from tests.access.scene import Scene, wording_key
from tests.make import NOW
from translations.queries.catalogue import key_of
from webhooks.queries.secrets import secret_version

Fill = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """One request: what fills its address, what it sends, and who changes something with it."""

    actors: set[str]
    fill: Fill = lambda scene: {}
    data: Fill = lambda scene: {}
    tells: bool = True  # the journal hears of it
    content_type: str = MULTIPART_CONTENT
    query: str = ""


def _assessment(thing: str) -> Fill:
    return lambda scene: {"assessment_id": scene.things[thing].pk}


def _webhook(scene: Scene) -> dict[str, Any]:
    return {"webhook_id": scene.things["webhook"].pk}


def _secret_seen(scene: Scene) -> dict[str, Any]:
    scene.things["webhook"].refresh_from_db()
    return {"seen": secret_version(scene.things["webhook"])}


def _webhook_of_api(scene: Scene) -> dict[str, Any]:
    return {"pk": scene.things["webhook"].pk}


UNKNOWN = "00000000-0000-4000-8000-00000000000a"


def _absence(colleague: str) -> Fill:
    today = timezone.now().date()
    days = {"from_on": today.isoformat(), "until_on": (today + timedelta(days=7)).isoformat()}
    return lambda scene: {"colleague": scene.person(colleague).pk, **days}


def _text(scene: Scene) -> dict[str, Any]:
    return {"language": "km", "key": scene.things["text_key"]}


def _seen_text(scene: Scene) -> dict[str, Any]:
    return {"seen": scene.things["text_version"]}


def _reviewable_text(_scene: Scene) -> dict[str, Any]:
    return {"language": "km", "key": key_of("", "Recognised factories", "")}


def _case(scene: Scene) -> dict[str, Any]:
    return {**_mill(scene), "case_uid": scene.things["case"].uid}


def _approval(kind: str, actors: set[str]) -> Act:
    return Act(
        actors,
        lambda scene: {"proposal_id": scene.things[kind].pk},
        lambda scene: {"act": "approve", "digest": scene.things[kind].digest},
    )


def _entry(kind: str, **fields: str) -> Fill:
    def made(scene: Scene) -> dict[str, Any]:
        item = scene.things["plan_item"]
        at = "2018-05-30T10:00:00Z"
        return {
            "id": UNKNOWN, "kind": kind, "factory": _mill(scene)["code"], "fields": fields,
            "base": {"status": item.status, "evidence": item.evidence}, "at": at, "sent": at, "device": "tablet-1",
        }  # fmt: skip

    return made


def _diagnosis(thing: str) -> Fill:
    return lambda scene: {**_mill(scene), "diagnosis_id": scene.things[thing].pk}


def _handover(thing: str, act: str) -> Fill:
    return lambda scene: {"handover_id": scene.things[thing].pk, "act": act}


def _mill(scene: Scene) -> dict[str, Any]:
    assert scene.mill is not None
    return {"code": scene.mill.code}


def _draft(scene: Scene) -> dict[str, Any]:
    draft = scene.things["draft_criteria"]
    return {"code": draft.code, "version": draft.version}


def _document(scene: Scene) -> CriteriaDocument:
    return parse_criteria(scene.things["draft_criteria"].text)


def _person(name: str) -> Fill:
    return lambda scene: {"user_id": scene.person(name).pk}


def _made(thing: str) -> Fill:
    return lambda scene: {"user_id": scene.things[thing].pk}


INSPECTORS_KEEPERS = {"admin", "manager", "global", "global_too"}  # of the scene's own country


def _place_of(name: str) -> Fill:
    return lambda scene: {
        "membership_id": Membership.objects.filter(user=scene.person(name)).order_by("pk")[0].pk
    }


def _people_list() -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", b"email,name,role,countries\nlisted@example.org,L,inspector,KH\n")


def _of_forum(thing: str) -> Fill:
    return lambda scene: {"forum_id": scene.things[thing].pk}


def _forum(**more: Any) -> Fill:
    said = {
        "name": "Forum of the coast", "place": "Kampot", "day": "2030-03-01", "starts": "09:00", "ends": "17:00",
        "time_zone": "Asia/Phnom_Penh", "capacity": "80",
    }  # fmt: skip
    return _said(**said, **more)


def _of_session(thing: str) -> Fill:
    return lambda scene: {"session_id": scene.things[thing].pk}


def _session(**more: Any) -> Fill:
    entered = {
        "course": "osh-awareness", "country": "KH", "place": "Kampot", "day": "2030-03-01", "starts": "09:00",
        "ends": "17:00", "sign_up_ends_on": "2030-02-20", "places": "30", "trainer": "Institute", "language": "km",
    }  # fmt: skip
    return _said(**entered, **more)


def _said(**data: Any) -> Fill:
    return lambda scene: data


def _sign_on(name: str, domain: str, *, secret: str = "kept apart") -> Fill:
    return _said(
        name=name, domains=domain, issuer=f"https://login.{domain}", client_id="programme", secret=secret,
        is_enabled="on",
    )  # fmt: skip


def _sealed_form(scene: Scene) -> dict[str, Any]:
    """What the preview of the adviser's own upload carries."""
    adviser, draft = scene.person("adviser"), scene.things["draft"]
    found = draft_of(Assessment.objects.all(), adviser, draft.pk)
    assert found is not None
    checked = CheckedForm(changes=(WorkbookChange("WT-2-02", "C", "N", "C"),))
    return {"sealed": carried(checked, draft_snapshot(found), user_id=adviser.pk)}


def _settings(scene: Scene) -> dict[str, Any]:
    """The form of a country, with a longer comment window from the day of the planned settings on."""
    planned = scene.things["planned_settings"]
    rules = replace(rules_of(planned), comment_days=30)
    data = CountrySettingsForm.initial_of(rules, from_on=planned.from_on, seen=planned.pk)
    return data | {"added_holidays": "", "removed_holidays": "", "in_programme": "on"}


def _decision(thing: str, act: str, **more: str) -> Act:
    return Act(
        {"global", "global_too"},
        lambda scene: {"recognition_id": scene.things[thing].pk, "act": act},
        _said(reason="As discussed.", **more),
    )


LATEST = str(10**9)  # as if the page had been opened a moment ago


def _registry_act(act: str, actors: set[str] = PLANNERS, **typed: str) -> Act:
    return Act(actors, lambda scene: {**_mill(scene), "act": act}, _said(seen=LATEST, **typed))


def _registry_row(act: str, thing: str, **typed: str) -> Act:
    return Act(
        PLANNERS,
        lambda scene: {**_mill(scene), "act": act, "row_id": scene.things[thing].pk},
        _said(seen=LATEST, **typed),
    )


_NEW_FACTORY = {"name": "Lotus Works", "address": "Street 1", "another": True}


def _json(
    actors: set[str], fill: Fill = lambda _scene: {}, data: Fill = lambda _scene: {}, *, tells: bool = True
) -> Act:
    return Act(actors, fill, data, tells=tells, content_type="application/json")


def _of_mill(**data: Any) -> Fill:
    return lambda scene: {"factory": _mill(scene)["code"], **data}


def _pk(thing: str) -> Fill:
    return lambda scene: {"pk": scene.things[thing].pk}


def _case_of_api(scene: Scene) -> dict[str, Any]:
    return {"id": scene.things["case"].uid}


DECISIONS: dict[str, dict[str, str]] = {"confirm": {"publish_on": "2018-06-01"}, "defer": {}, "decline": {}}

ACTS: dict[str, list[Act]] = {
    # whether two records are one factory: the country's manager, the global team
    "duplicates:keep_apart": [
        Act(PLANNERS, lambda scene: {"pair_id": scene.things["pair"].pk}, _said(reason="Two"))
    ],
    "duplicates:merge_pair": [
        Act(
            PLANNERS,
            lambda scene: {"pair_id": scene.things["pair"].pk},
            lambda scene: {"keep": str(scene.things["pair"].first_id), "reason": "One"},
        )
    ],
    "duplicates:same_as": [
        Act(
            PLANNERS,
            lambda scene: {"code": scene.things["twice"].code},
            _said(code="KH-90010", reason="Seen there"),
        )
    ],
    "duplicates:merge": [
        Act(PLANNERS, lambda scene: {"merge_id": scene.things["merge"].pk}, _said(reason="Two"))
    ],
    # correct a text: the staff of the language's countries, the global team
    "translations:text": [Act(HOME_STAFF, _text, lambda scene: {"form_0": "ផ្សេង", **_seen_text(scene)})],
    "translations:restore": [Act(HOME_STAFF, _text, _seen_text)],
    "translations:review": [
        Act(HOME_STAFF, _reviewable_text),
        Act({"global", "global_too"}, lambda _scene: {"language": "km", "key": wording_key(only_in="BD")}),
    ],
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
    # what is entered in the field: by those who may do the same on its page
    "advisory:take_entry": [
        Act(
            HOME_ADVISERS,
            data=_entry("visit", uid=UNKNOWN, visited_on="2018-05-30", purpose="Follow-up"),
            content_type="application/json",
        ),
        Act(
            HOME_ADVISERS | {"factory", "group"},
            data=_entry("plan_status", ref="open-item", status="done"),
            content_type="application/json",
        ),
        Act(
            HOME_ADVISERS | {"factory", "group", "worker"},
            data=_entry("plan_word", ref="open-item", text="Who pays?"),
            content_type="application/json",
        ),
        Act(
            {"factory", "group"},
            data=_entry("due_day", ref="open-item", due_on="2030-01-01", reason="Late."),
            content_type="application/json",
        ),
        Act(
            {"factory", "group"},
            data=lambda scene: _entry(
                "response", assessment=str(scene.things["window"].pk), question="WT-2-01", text="Changed."
            )(scene),
            content_type="application/json",
        ),
        Act(
            {"worker"},
            data=lambda scene: _entry(
                "comment", assessment=str(scene.things["window"].pk), question="WT-2-01", text="Not kept."
            )(scene),
            content_type="application/json",
        ),
        Act(
            {"factory", "group"},
            data=lambda scene: {
                **_entry("course", ref=str(scene.things["session"].pk), workers_women="2")(scene),
                "base": {
                    name: str(number) for name, number in scene.things["registration"].people.fields().items()
                },
            },
            content_type="application/json",
        ),
        Act(
            OWN,
            data=lambda scene: _entry(
                "diagnosis", **{"ref": f"{scene.things['own_diagnosis'].pk}/OS-8", "answer-OS-8-01": "gap"}
            )(scene),
            content_type="application/json",
        ),
        Act(
            HOME_ADVISERS,
            data=_entry("case", opened_on="2018-05-30", trigger="Fire"),
            content_type="application/json",
        ),
        Act(
            HOME_ADVISERS,
            data=_entry("committee", reviewed_on="2018-05-30", worker_seats="4", management_seats="4"),
            content_type="application/json",
        ),
        Act(
            HOME_ADVISERS,
            data=_entry("systems", reviewed_on="2018-05-30", osh="3"),
            content_type="application/json",
        ),
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
    "offline_workbook:store_form": [Act({"adviser"}, _assessment("draft"), _sealed_form)],
    "improvement_plans:plan_findings": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            _assessment("final"),
            lambda scene: {
                f"finding-{scene.things['finding'].pk}-{name}": value
                for name, value in {"chosen": "on", "issue": "Exit locked.", "due_on": "2018-09-01"}.items()
            },
        )
    ],
    "scheduling:change_draft": [
        Act(
            {"adviser", "manager"},
            _assessment("draft"),
            lambda scene: {
                "assessed_on": "2018-05-10",
                "kind": "partial",
                "team": [scene.person("adviser").pk, scene.person("colleague").pk],
            },
        )
    ],
    "scheduling:abandon_draft": [
        Act({"adviser", "manager"}, _assessment("draft"), _said(reason="A strike."))
    ],
    "assessments:submit": [Act({"adviser"}, _assessment("draft"))],
    "advisory:record_visit": [
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
    "advisory:change_visit": [
        Act(
            HOME_ADVISERS,
            lambda scene: {"visit_uid": scene.things["visit"].uid},
            _said(purpose="Advisory visit", topics="Exits"),
        )
    ],
    "advisory:record_committee": [
        Act(HOME_ADVISERS, _mill, _said(reviewed_on="2018-05-02", worker_seats="5", management_seats="5"))
    ],
    "advisory:record_systems": [Act(HOME_ADVISERS, _mill, _said(reviewed_on="2018-05-02", osh="4"))],
    "advisory:record_learning": [
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
    "advisory:open_case": [Act(HOME_ADVISERS, _mill, _said(opened_on="2018-05-25", trigger="Locked exit"))],
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
    "reviews:review": [Act({"reviewer"}, _assessment("submitted"), _said(clusters="OS"))],
    "reviews:comment": [
        Act(
            {"reviewer"},
            lambda scene: {"assessment_id": scene.things["submitted"].pk, "question": "WT-2-01"},
            _said(text="Which line?"),
        )
    ],
    # factory lists: country managers and the global team
    "factory_lists:import": [
        Act(
            LIST_IMPORTERS,
            data=lambda scene: {"file": SimpleUploadedFile("list.csv", b"name,country\n")},
            tells=False,
        )
    ],
    "factory_lists:import_columns": [
        Act(
            {"global"},
            lambda scene: {"job_id": scene.things["read-factory-list"]},
            _said(column_0="name", column_1="country", day="2018-06-01", source="Northwind"),
        )
    ],
    "factory_lists:import_write": [
        Act({"global"}, lambda scene: {"job_id": scene.things["check-factory-list"]}, tells=False)
    ],
    "factory_lists:import_cancel": [
        Act({"global"}, lambda scene: {"job_id": scene.things["check-factory-list"]}, tells=False)
    ],
    "factory_lists:import_drop": [
        Act({"global"}, lambda scene: {"job_id": scene.things["check-factory-list"]}, tells=False)
    ],
    # bulk files: the global team
    "evidence_files:import": [
        Act(
            {"global", "global_too"},
            data=lambda scene: {"kind": "visits", "file": SimpleUploadedFile("visits.csv", b"factory\n")},
            tells=False,
        )
    ],
    "evidence_files:import_write": [
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
                "rows-TOTAL_FORMS": "1",
                "rows-INITIAL_FORMS": "0",
                "rows-0-question": "OS-8-06",
                "rows-0-answer": "C",
                "reason": "Misread.",
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
    "responses:respond": [
        Act(
            {"factory", "group"},
            _assessment("window"),
            _said(act="save", question="WT-2-01", text="We have changed the roster."),
        ),
        Act(
            {"factory", "group"},
            _assessment("window"),
            _said(act="send_one", question="WT-2-01", text="We have changed the roster."),
        ),
        Act({"factory", "group"}, _assessment("window"), _said(act="send")),
        Act({"factory", "group"}, _assessment("window"), _said(act="agree_all")),
        Act(
            {"factory", "group"},
            _assessment("window"),
            lambda scene: {
                "act": "remove",
                "question": "WT-2-03",
                "file": scene.things["response_draft_file"].pk,
            },
        ),
        Act(
            {"worker"},
            _assessment("window"),
            _said(act="comment", question="WT-2-01", text="The roster is not kept."),
        ),
    ],
    "access_request": [
        Act(
            {"brand_without_consent"},
            _mill,
            lambda scene: {
                "brand": scene.things["other_brand"].pk,
                "scope": "findings",
                "purpose": "The yearly review.",
                "until_on": "2018-12-31",
            },
        )
    ],
    "commit": [
        Act(
            {"brand"},
            _mill,
            lambda scene: {
                "once": UNKNOWN,
                "brand": scene.things["brand"].pk,
                "kind": "payment",
                "text": "Paid within 30 days.",
                "due_on": "2018-12-31",
            },
        )
    ],
    # whoever reads the plan for a brand; the factory and its staff answer, whatever brand their form names
    "shared_plan": [
        Act(
            {"brand", "factory", "group", "manager"} | HOME_ADVISERS,
            _mill,
            lambda scene: {
                "once": UNKNOWN,
                "ref": scene.things["plan_item"].ref,
                "brand": scene.things["brand"].pk,
                "text": "Until when?",
            },
        )
    ],
    "handovers:hand_over": [
        Act(PLANNERS, _mill, _said(once=UNKNOWN, reason="As discussed.", due_on="2018-12-31"))
    ],
    "handovers:act": [
        Act({"inspector"}, _handover("handover", "take")),
        Act({"inspector"}, _handover("taken_over", "plan"), _said(planned_on="2018-12-01")),
        Act(
            {"inspector"},
            _handover("taken_over", "record"),
            _said(inspected_on="2018-06-01", found="Two.", action="An order."),
        ),
        Act(PLANNERS, _handover("reported", "note")),
        Act(PLANNERS, _handover("handover", "withdraw"), _said(reason="As discussed.")),
    ],
    "report_commitment": [
        Act(
            {"brand"},
            lambda scene: {**_mill(scene), "commitment_id": scene.things["commitment"].pk},
            _said(state="done"),
        )
    ],
    "api:commitment-list": [
        Act(
            {"brand"},
            data=lambda scene: {
                "id": "6b1f2a70-3c5d-4e8f-9a1b-2c3d4e5f6a7b",
                "factory": _mill(scene)["code"],
                "brand": scene.things["brand"].slug,
                "kind": "payment",
                "text": "Paid within 40 days.",
                "due_on": "2018-12-31",
            },
            content_type="application/json",
        )
    ],
    "api:commitment-report": [
        Act(
            {"brand"},
            lambda scene: {"pk": scene.things["commitment"].pk},
            _said(state="not_yet"),
            content_type="application/json",
        )
    ],
    # what staff enter through pages, by programs
    "api:factory-list": [
        _json(REGISTRY_KEEPERS - {"manager_abroad"}, data=_said(**_NEW_FACTORY, country="KH")),
        _json({"manager_abroad", "global", "global_too"}, data=_said(**_NEW_FACTORY, country="VN")),
    ],
    "api:factory-assign-adviser": [
        _json(
            PLANNERS,
            data=lambda scene: {
                "factories": [_mill(scene)["code"]],
                "adviser": scene.person("adviser").email,
                "from_on": timezone.now().date().isoformat(),
            },
        )
    ],
    "api:factory-rename": [
        _json(PLANNERS, _mill, _said(name="Lotus", from_on="2018-05-01", reason="New owner"))
    ],
    "api:factory-move": [
        _json(PLANNERS, _mill, _said(address="Road 6", from_on="2018-05-01", reason="Moved"))
    ],
    "api:factory-close": [_json(PLANNERS, _mill, _said(closed_on="2018-06-01", reason="Shut"))],
    "api:factory-reopen": [_json(PLANNERS, _mill, _said(reason="Works again"), tells=False)],
    "api:factory-successor": [
        _json(PLANNERS, _mill, _said(successor="KH-90009", from_on="2018-06-01", reason="Goes on there"))
    ],
    "api:factory-country": [_json(PLANNERS, _mill, _said(country="KH", reason="Wrong"), tells=False)],
    "api:factory-group": [  # it is in it already
        _json(
            PLANNERS,
            _mill,
            lambda scene: {
                "group": Membership.objects.get(user=scene.person("group")).group.name,
                "from_on": "2018-05-01",
                "reason": "Bought",
            },
            tells=False,
        )
    ],
    "api:factory-leave-group": [_json(PLANNERS, _mill, _said(until_on="2018-05-20", reason="Sold"))],
    "api:factory-identifier": [
        _json(PLANNERS, _mill, _said(scheme="gln", value="9506000134376", from_on="2018-06-01"))
    ],
    "api:factory-retire-identifier": [
        _json(PLANNERS, _mill, lambda scene: {"row": scene.things["identifier"].pk, "until_on": "2018-06-01"})
    ],
    "api:factory-head-count": [
        _json(HOME_ADVISERS | PLANNERS, _mill, _said(counted_on="2018-05-30", workers=411))
    ],
    "api:factory-brand": [_json(PLANNERS, _mill, _said(brand="Eastwind", from_on="2018-05-01"))],
    "api:factory-end-brand": [
        _json(PLANNERS, _mill, lambda scene: {"row": scene.things["sourcing"].pk, "until_on": "2018-06-01"})
    ],
    "api:factory-correct-brand": [
        _json(
            PLANNERS,
            _mill,
            lambda scene: {
                "row": scene.things["sourcing"].pk,
                "from_on": "2014-01-01",
                "reason": "Typed wrongly",
            },
        )
    ],
    "api:assessment-list": [
        _json(HOME_ADVISERS, data=_of_mill(assessed_on="2018-06-02", kind="full", announced=False))
    ],
    "api:assessment-answers": [  # not without the tag of what it replaces
        _json(set(), _pk("draft"), _said(answers=[{"question": "WT-2-02", "answer": "C"}]))
    ],
    "api:assessment-abandon": [_json({"adviser", "manager"}, _pk("draft"), _said(reason="Shut"))],
    "api:assessment-submit": [_json({"adviser"}, _pk("draft"))],
    "api:assessment-accept": [_json({"reviewer"}, _pk("submitted"))],
    "api:assessment-finalise": [_json(set(), _pk("window"))],
    "api:assessment-give-back": [_json({"reviewer"}, _pk("submitted"), _said(reason="See OS-8."))],
    "api:assessment-responses": [
        _json({"factory", "group"}, _pk("window"), _said(question="WT-2-01", text="Changed.", send=True))
    ],
    "api:assessment-send-responses": [_json({"factory", "group"}, _pk("window"))],
    "api:assessment-agree": [_json({"factory", "group"}, _pk("window"))],
    "api:assessment-worker-comment": [
        _json({"worker"}, _pk("window"), _said(question="WT-2-01", text="The roster is not kept."))
    ],
    "api:assessment-comments": [
        _json({"reviewer"}, _pk("submitted"), _said(question="WT-2-01", text="Which line?"))
    ],
    "api:assessment-resolve": [  # there is no open comment
        _json({"reviewer"}, _pk("submitted"), _said(question="WT-2-01"), tells=False)
    ],
    "api:assessment-fixed": [
        _json(HOME_ADVISERS | {"reviewer"}, _pk("final"), _said(question="OS-8-06", fixed_on="2018-06-01"))
    ],
    "api:assessment-corrections": [
        _json(
            {"reviewer"},
            _pk("final"),
            _said(reason="Read again", answers=[{"question": "WT-2-02", "answer": "X"}]),
        )
    ],
    "api:visit-list": [_json(HOME_ADVISERS, data=_of_mill(visited_on="2018-05-30", purpose="Follow-up"))],
    "api:visit-finding-list": [
        _json(
            HOME_ADVISERS,
            data=lambda scene: _of_mill(
                visited_on=scene.things["visit"].visited_on.isoformat(), question="WT-2-02", details="Long."
            )(scene),
        )
    ],
    "api:plan-item-list": [_json(HOME_ADVISERS | {"factory", "group"}, data=_of_mill(issue="Dust"))],
    "api:plan-item-status": [
        _json(HOME_ADVISERS | {"factory", "group"}, _pk("plan_item"), _said(status="done"))
    ],
    "api:plan-item-messages": [
        _json(HOME_ADVISERS | {"factory", "group", "worker"}, _pk("plan_item"), _said(text="Who pays?")),
        _json({"worker"}, _pk("done_item"), _said(kind="confirmed")),
    ],
    "api:plan-item-propose-due-day": [
        _json({"factory", "group"}, _pk("plan_item"), _said(due_on="2030-01-01", reason="Lamps come late."))
    ],
    "api:plan-item-decide-due-day": [
        _json(
            HOME_ADVISERS,
            _pk("asked_item"),
            lambda scene: {"proposal": str(scene.things["due_day"].pk), "accept": True},
        )
    ],
    "api:course-session-list": [
        _json(COURSE_ORGANISERS, data=lambda scene: {**_session()(scene), "places": 30, "id": UNKNOWN})
    ],
    "api:course-session-cancel": [
        _json(COURSE_ORGANISERS, _pk("session"), _said(reason="The hall is flooded."))
    ],
    "api:course-session-attendance": [
        _json(
            COURSE_ORGANISERS,
            _pk("past_session"),
            lambda scene: {
                "came": [{"registration": str(scene.things["past_registration"].pk), "workers_women": 2}]
            },
        )
    ],
    "api:course-registration-list": [
        _json(
            COURSE_ORGANISERS | {"factory", "group"},
            data=lambda scene: _of_mill(session=str(scene.things["session"].pk), workers_women=2)(scene),
        )
    ],
    "api:course-registration-cancel": [_json(COURSE_ORGANISERS | {"factory", "group"}, _pk("registration"))],
    # what replaces a part of the agenda, or answers, is not taken without the tag of what it replaces
    "api:committee-agenda-day": [_json(set(), _mill, _said(meets_on="2018-06-20"))],
    "api:committee-agenda-choose": [_json(set(), _mill, _said(points="The canteen"))],
    "api:committee-agenda-worker-points": [_json(set(), _mill, _said(points="Fans in hall 2"))],
    "api:self-diagnosis-list": [_json(OWN, data=_of_mill(id=UNKNOWN, taking_part="committee"))],
    "api:self-diagnosis-answers": [
        _json(
            set(),
            _pk("own_diagnosis"),
            _said(point="OS-8", answers=[{"question": "OS-8-01", "answer": "gap"}]),
        )
    ],
    "api:self-diagnosis-complete": [_json(OWN, _pk("own_diagnosis"))],
    "api:self-diagnosis-reopen": [_json(set(), _pk("shared_diagnosis"))],
    "api:self-diagnosis-share": [_json(set(), _pk("own_diagnosis"))],
    "api:self-diagnosis-stop-sharing": [_json(OWN, _pk("shared_diagnosis"))],
    "api:self-diagnosis-remove": [_json(OWN, _pk("own_diagnosis"))],
    "api:self-diagnosis-plan": [
        _json({"factory", "group"}, _pk("own_diagnosis"), _said(questions=["OS-8-06"]))
    ],
    "api:evidence-file-list": [
        Act(
            {"adviser"},
            data=lambda scene: {
                "assessment": str(scene.things["draft"].pk),
                "question": "WT-2-01",
                "file": SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF"),
            },
        )
    ],
    "api:evidence-file-remove": [_json({"adviser"}, _pk("draft_file"))],
    "api:response-file-list": [
        Act(
            {"factory", "group"},
            data=lambda scene: {
                "assessment": str(scene.things["window"].pk),
                "question": "WT-2-01",
                "file": SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF"),
            },
        )
    ],
    "api:response-file-remove": [_json({"factory", "group"}, _pk("response_draft_file"))],
    "api:plan-file-list": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            data=lambda scene: {
                "factory": _mill(scene)["code"],
                "ref": "open-item",
                "file": SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF"),
            },
        )
    ],
    "api:access-request-list": [
        _json(
            {"brand_without_consent"},
            data=_of_mill(scope="findings", purpose="The yearly review.", until_on="2018-12-31"),
        )
    ],
    "api:access-request-withdraw": [_json({"brand_without_consent"}, _pk("access_request"))],
    "api:access-request-decline": [
        _json({"factory", "group"}, _pk("access_request"), _said(word="Not this year."))
    ],
    "api:access-request-grant": [
        _json({"factory", "group"}, _pk("access_request"), _said(scope="summary", until_on="2018-12-31"))
    ],
    "api:consent-list": [
        _json(
            {"factory", "group"},
            data=lambda scene: _of_mill(
                brand=scene.things["other_brand"].slug, scope="summary", until_on="2018-12-31"
            )(scene),
        )
    ],
    "api:consent-withdraw": [_json({"factory", "group"}, _pk("consent"))],
    "api:committee-review-list": [
        _json(HOME_ADVISERS, data=_of_mill(reviewed_on="2018-05-30", worker_seats=6, management_seats=6))
    ],
    "api:systems-review-list": [
        _json(HOME_ADVISERS, data=_of_mill(reviewed_on="2018-05-30", area="osh", score=3))
    ],
    "api:learning-record-list": [
        _json(HOME_ADVISERS, data=_of_mill(held_on="2018-05-30", course="OSH", hours=6))
    ],
    "api:case-list": [_json(HOME_ADVISERS, data=_of_mill(opened_on="2018-05-30", trigger="Forced labour"))],
    "api:case-steps": [
        _json(
            {"adviser", "manager"},
            _case_of_api,
            _said(step="follow_up", happened_at=NOW.isoformat()),
        )
    ],
    "api:case-closing": [  # it is proposed already, in other words
        _json(
            {"manager"},
            _case_of_api,
            _said(closed_on="2018-06-01", statement="At school.", evidence="Visit."),
            tells=False,
        )
    ],
    "api:plan-comment-list": [
        _json(
            {"brand", "factory", "group", "manager"} | HOME_ADVISERS,
            data=_of_mill(id=UNKNOWN, ref="open-item", text="When?"),
        )
    ],
    # a brand's people keep their own lists, of which no event tells
    "watch_factory": [Act(BRANDS, _mill, _said(watched="yes"), tells=False)],
    "brand_home_seen": [Act(BRANDS, tells=False)],
    "brand_digest": [Act(BRANDS, data=_said(way="weekly"), tells=False)],
    "saved_lists:lists": [
        Act(BRANDS, data=_said(page="suppliers", name="Shared", query="shared=yes"), tells=False),
        Act(STAFF, data=_said(page="factories", name="Large", query="sort=-workers"), tells=False),
        Act(
            {"reviewer", "manager", "manager_abroad", "global", "global_too"},
            data=_said(page="recognition", name="Close", query="list=close"),
            tells=False,
        ),
    ],
    "saved_lists:change": [
        Act(
            {"brand"},
            lambda scene: {"list_id": scene.things["saved_list"].pk},
            _said(name="Another name"),
            tells=False,
        )
    ],
    "withdraw_access_request": [Act({"brand_without_consent"}, _mill, _said())],
    "grant_access": [
        Act(
            {"factory", "group"},
            lambda scene: {**_mill(scene), "brand_id": scene.things["other_brand"].pk},
            _said(scope="summary", until_on="2018-12-31"),
        )
    ],
    "decline_access": [
        Act(
            {"factory", "group"},
            lambda scene: {**_mill(scene), "request_id": scene.things["access_request"].pk},
            _said(word="Not this year."),
        )
    ],
    "withdraw_access": [
        Act(
            {"factory", "group"},
            lambda scene: {**_mill(scene), "brand_id": scene.things["brand"].pk},
            _said(),
        )
    ],
    "advisory:record_plan_item": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            _mill,
            _said(ref="new-item", issue="Exits", status="not_started"),
        )
    ],
    "advisory:plan_item": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            lambda scene: {**_mill(scene), "item_id": scene.things["plan_item"].pk},
            _said(ref="open-item", issue="Exits, all of them", status="in_progress"),
        )
    ],
    "advisory:plan_message": [
        Act(
            HOME_ADVISERS | {"factory", "group", "worker"},
            lambda scene: {**_mill(scene), "item_id": scene.things["plan_item"].pk},
            _said(once=UNKNOWN, text="Who pays for the lamps?"),
        ),
        Act(
            {"worker"},
            lambda scene: {**_mill(scene), "item_id": scene.things["done_item"].pk},
            _said(once=UNKNOWN, kind="confirmed"),
        ),
    ],
    "advisory:propose_due_day": [
        Act(
            {"factory", "group"},
            lambda scene: {**_mill(scene), "item_id": scene.things["plan_item"].pk},
            _said(once=UNKNOWN, due_on="2030-01-01", reason="The lamps come late."),
        )
    ],
    "advisory:decide_due_day": [
        Act(
            HOME_ADVISERS,
            lambda scene: {"proposal_id": scene.things["due_day"].pk},
            _said(act="accept"),
        )
    ],
    "advisory:add_plan_file": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            lambda scene: {**_mill(scene), "item_id": scene.things["plan_item"].pk},
            lambda scene: {"chosen": SimpleUploadedFile("list.pdf", b"%PDF-1.4 %%EOF")},
        )
    ],
    "advisory:plan_status": [
        Act(
            HOME_ADVISERS | {"factory", "group"},
            lambda scene: {**_mill(scene), "item_id": scene.things["plan_item"].pk},
            _said(status="done"),
        )
    ],
    # close a zero-tolerance case: the country manager
    "advisory:close_case": [
        Act(
            {"manager"},
            _case,
            _said(closed_on="2018-05-28", statement="Settled.", evidence="Seen on a visit."),
        )
    ],
    # a step of the protocol: the case's adviser and the manager; notices to authorities: the manager
    "advisory:add_case_entry": [
        Act({"adviser", "manager"}, _case, _said(step="manager", happened_at="2018-05-28T09:00")),
        Act(
            {"manager"},
            _case,
            _said(step="notice", happened_at="2018-05-28T09:00", authority="Ministry of Labour"),
        ),
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
    "progress_reports:make": [
        Act(HOME_STAFF | {"factory", "worker", "group", "brand"}, _mill, _said(language="en")),
    ],
    "progress_reports:make_all": [Act(STAFF, data=_said(factories="due", language="es"), tells=False)],
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
    "lab:document": [
        Act(
            {"global", "global_too"},
            data=lambda scene: {
                "text": scene.things["criteria"].text.replace('version = "1.0"', 'version = "1.2"'),
                "reason": "As agreed.",
            },
        )
    ],
    "lab:new_draft": [Act({"global", "global_too"}, data=_said(reason="As agreed."))],
    "lab:draft_criterion": [
        Act(
            {"global", "global_too"},
            lambda scene: _draft(scene) | {"criterion": "C1-COUNT"},
            lambda scene: {
                "seen": fingerprint_of(_document(scene).criterion("C1-COUNT")),
                "bar": "3",
                "kind": "all",
                "title": "Assessed often",
                "sentence": "{bar} assessments.",
            },
        )
    ],
    "lab:draft_texts": [
        Act(
            {"global", "global_too"},
            _draft,
            lambda scene: {
                "seen": fingerprint_of_texts(_document(scene)),
                "max_failed": "1",
                "title": "Higher",
                **_document(scene).pillars,
            },
        )
    ],
    "lab:draft_text": [
        Act(
            {"global", "global_too"},
            _draft,
            lambda scene: {
                "seen": scene.things["draft_criteria"].digest,
                "text": scene.things["draft_criteria"].text + "# one word more",
            },
        )
    ],
    "lab:abandon": [Act({"global", "global_too"}, _draft, _said(reason="Not needed."))],
    "lab:propose": [
        Act({"global", "global_too"}, _draft, _said(in_force_from="2030-01-01", reason="As agreed."))
    ],
    "recognition:judge": [Act(DECIDERS | {"manager_abroad"}, tells=False)],
    "recognition:judge_factory": [Act(HOME_STAFF, _mill, tells=False)],
    # the plan of visits: the country manager and the global team; an adviser declares their own conflicts
    "scheduling:make_plan": [Act(PLANNERS | {"manager_abroad"}, tells=False)],
    "scheduling:capacity": [
        Act(PLANNERS, lambda scene: {"adviser_id": scene.person("colleague").pk}, _said(per_month="3"))
    ],
    "scheduling:declare_conflict": [
        Act(
            HOME_ADVISERS | PLANNERS,
            data=lambda scene: {
                "factory": scene.things["eligible"].code,
                "adviser": scene.person("colleague").pk,
                "reason": "Family.",
            },
        )
    ],
    "scheduling:end_conflict": [
        Act(PLANNERS, lambda scene: {"conflict_id": scene.things["conflict"].pk}),
    ],
    "scheduling:begin": [Act({"adviser"}, lambda scene: {"planned_id": scene.things["planned"].pk})],
    "scheduling:begin_day": [
        Act({"adviser"}, data=_said(day="2018-06-27")),
    ],
    "scheduling:move_visit": [
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
    # courses: organisers of the country, and who speaks for the factory; the committee: either side its own part
    "courses:announce": [
        Act(COURSE_ORGANISERS, data=_session(uid="00000000-0000-4000-8000-000000000005")),
    ],
    "courses:change": [
        Act(COURSE_ORGANISERS, _of_session("session"), _session(uid="00000000-0000-4000-8000-000000000005"))
    ],
    "courses:cancel": [Act(COURSE_ORGANISERS, _of_session("session"), _said(reason="The hall is flooded."))],
    "courses:register": [
        Act(
            COURSE_ORGANISERS | {"factory", "group"},
            _of_session("session"),
            lambda scene: {"factory": _mill(scene)["code"], "workers_women": "2"},
        )
    ],
    "courses:unregister": [
        Act(
            COURSE_ORGANISERS | {"factory", "group"},
            lambda scene: {"registration_id": scene.things["registration"].pk},
        )
    ],
    "courses:attendance": [
        Act(
            COURSE_ORGANISERS,
            _of_session("past_session"),
            lambda scene: {f"workers_women-{scene.things['past_registration'].pk}": "2"},
        )
    ],
    "committees:set_day": [
        Act(OWN, _mill, lambda scene: {"meets_on": (timezone.now() + timedelta(days=20)).date().isoformat()})
    ],
    "committees:choose": [Act({"factory", "group"}, _mill, _said(points="The canteen"))],
    "committees:worker_points": [Act({"worker"}, _mill, _said(points="Fans in hall 2"))],
    "self_diagnosis:begin": [Act(OWN, _mill, _said(once=UNKNOWN, taking_part="committee"))],
    "self_diagnosis:change": [
        Act(OWN, _diagnosis("own_diagnosis"), _said(act="complete")),
        Act(OWN, _diagnosis("own_diagnosis"), _said(act="delete")),
        Act(OWN, _diagnosis("shared_diagnosis"), _said(act="stop_sharing")),
    ],
    "self_diagnosis:plan": [
        Act({"factory", "group"}, _diagnosis("own_diagnosis"), _said(questions="OS-8-06"))
    ],
    "self_diagnosis:point": [
        Act(
            OWN,
            lambda scene: {**_diagnosis("own_diagnosis")(scene), "point": "OS-8"},
            _said(**{"once": UNKNOWN, "seen": "{}", "ref": "-", "answer-OS-8-01": "gap"}),
        )
    ],
    "benefits:calendar": [Act(STAFF | BRANDS | FACTORY_PEOPLE, data=_said(act="make"), tells=False)],
    # the registry: country managers and the global team; advisers what can be seen on the spot
    "factory_table:assign": [
        Act(
            PLANNERS,
            data=lambda scene: {
                "factory": _mill(scene)["code"],
                "adviser": scene.person("adviser").pk,
                "from_on": timezone.now().date().isoformat(),
                "assign": "1",
            },
        )
    ],
    "factory_table:chosen": [Act(HOME_STAFF, data=_of_mill(), tells=False)],
    "factories:add": [
        Act(PLANNERS, data=_said(country="KH", name="Quite New Works", address="1 Long Road, Takeo"))
    ],
    "factories:add_brand": [Act(PLANNERS | {"manager_abroad"}, data=_said(name="Third Wind"))],
    "factories:add_group": [Act(PLANNERS | {"manager_abroad"}, data=_said(name="Third Holding"))],
    "factories:rename_brand": [
        Act(
            {"global", "global_too"},
            lambda scene: {"slug": scene.things["brand"].slug},
            _said(name="Northerly", reason="Bought.", seen="Northwind"),
        )
    ],
    "factories:merge_brand": [
        Act(
            {"global", "global_too"},
            lambda scene: {"slug": scene.things["other_brand"].slug},
            lambda scene: {"into": scene.things["brand"].pk, "reason": "One brand.", "seen": "Southwind"},
        )
    ],
    "factories:change": [
        _registry_act("head-count", HOME_ADVISERS | PLANNERS, counted_on="2018-05-20", workers="811"),
        _registry_act(
            "correct",
            HOME_ADVISERS | PLANNERS,
            name="Fictional Mill Right",
            products="Shirts",
            address="1 Street",
        ),
        _registry_act("rename", name="Orchid", from_on="2018-05-20", reason="Sold."),
        _registry_act("move", address="2 Street", from_on="2018-05-20", reason="Moved."),
        _registry_act("identifier", scheme="programme", value="OLD-1", from_on="2018-05-20"),
        _registry_act("brand", brand="Third Wind", from_on="2018-05-20"),
        _registry_act("leave-group", until_on="2018-05-20", reason="Sold."),
        _registry_act("successor", successor="KH-90005", from_on="2018-05-20", reason="Sold."),
        _registry_act("close", closed_on="2018-05-20", reason="Shut."),
    ],
    "factories:change_row": [
        _registry_row("retire-identifier", "identifier", until_on="2018-05-20"),
        _registry_row("correct-brand", "sourcing", from_on="2015-02-01", reason="Wrong."),
        _registry_row("end-brand", "sourcing", until_on="2018-05-20"),
    ],
    # accounts
    "profile": [Act(SIGNED_IN, data=_said(language="km"))],
    "account_new_token": [Act(SIGNED_IN, data=_said(name="Report", scope="read", days="90"))],
    "account_revoke_token": [Act({"brand"}, lambda scene: {"token_uid": scene.things["token"].uid})],
    "webhooks:new": [
        Act(BRANDS, data=_said(name="Sourcing", url="https://new.example/", kinds=["recognition.published"])),
    ],
    "webhooks:change": [
        Act({"brand"}, _webhook, _said(name="Buying", url="https://n.example/", kinds=["access.ended"]))
    ],
    "webhooks:secret": [Act({"brand"}, _webhook, _secret_seen)],
    "api:webhook-list": [
        Act(
            BRANDS,
            data=_said(name="Sourcing", url="https://new.example/", kinds=["recognition.published"]),
            content_type="application/json",
        )
    ],
    "api:webhook-test": [Act({"brand"}, _webhook_of_api, content_type="application/json")],
    "api:webhook-pause": [Act({"brand"}, _webhook_of_api, content_type="application/json")],
    "api:webhook-resume": [  # it is in use
        Act({"brand"}, _webhook_of_api, content_type="application/json", tells=False)
    ],
    "api:webhook-rotate-secret": [
        Act(
            {"brand"},
            _webhook_of_api,
            _secret_seen,
            content_type="application/json",
        )
    ],
    "webhooks:test": [Act({"brand"}, _webhook)],
    "webhooks:pause": [Act({"brand"}, _webhook)],
    "webhooks:resume": [Act({"brand"}, _webhook, tells=False)],  # it is in use
    "webhooks:delete": [Act({"brand"}, _webhook)],
    "webhooks:again": [
        Act({"brand"}, lambda scene: {**_webhook(scene), "message_id": scene.things["webhook_message"].pk})
    ],
    "account_end_session": [Act(set(), lambda scene: {"session_id": 1})],
    "account_end_sessions": [Act(SIGNED_IN, tells=False)],
    "account_reset_second_factor": [
        Act(
            {"admin"},
            lambda scene: {"user_id": scene.person("brand").pk},
            _said(reason="Called back at the number in the contract."),
        )
    ],
    "new_sign_on": [Act({"admin"}, data=_sign_on("Southwind", "southwind.example"))],
    "sign_on": [
        Act(
            {"admin"},
            lambda scene: {"slug": "northwind"},
            _sign_on("Northwinds", "northwind.example", secret=""),
        )
    ],
    "mail_choice": [Act(SIGNED_IN, data=_said(way="at_once"))],
    "read_notices": [Act(SIGNED_IN, tells=False)],
    "obligations:absence": [
        # a colleague of one's own role and country; nobody stands in for themselves
        Act({"adviser"}, data=_absence("colleague")),
        Act({"global"}, data=_absence("global_too")),
    ],
    "obligations:end_absence": [Act(STAFF, tells=False)],
    "people:invite": [
        # a new address, in a role that is theirs to give; the role stands in the address of the page
        Act(
            {"admin", "global", "global_too"},
            data=lambda scene: {
                "email": "new@example.org",
                "name": "New",
                "language": "en",
                "places": scene.things["brand"].pk,
            },
            query="role=brand",
        ),
        Act(
            {"admin", "manager"},
            data=lambda scene: {
                "email": "n@example.org",
                "name": "N",
                "language": "en",
                "places": "KH-90001",
            },
            query="role=factory",
        ),
        Act(
            {"admin"},
            data=_said(email="g@example.org", name="G", language="en", reason="x"),
            query="role=global",
        ),
    ],
    "people:import": [Act(KEEPERS, data=lambda scene: {"file": _people_list()}, tells=False)],
    "people:import_write": [
        Act({"admin"}, data=lambda scene: {"kept": scene.things["people_list"]}),
    ],
    "people:close": [
        Act({"admin", "manager"}, _person("factory"), _said(reason="x")),
        Act({"admin", "global", "global_too"}, _person("brand"), _said(reason="x")),
        Act({"admin"}, _person("global_too"), _said(reason="x")),
    ],
    "people:erase": [Act({"admin"}, _made("closed"), _said(reason="x"))],
    "people:reopen": [Act(INSPECTORS_KEEPERS, _made("closed"), _said(reason="x"))],
    "people:resend": [
        Act(
            INSPECTORS_KEEPERS,
            _made("invited"),
            lambda scene: {"invitation": scene.things["live_invitation"]},
        )
    ],
    "people:withdraw": [Act(INSPECTORS_KEEPERS, _made("invited"), _said(reason="x"))],
    "people:role": [
        Act({"admin", "manager"}, _person("factory"), _said(reason="x"), query="role=worker"),
        Act({"admin"}, _person("inspector"), _said(reason="x"), query="role=global"),
    ],
    "people:places": [
        Act({"admin", "manager"}, _person("factory"), _said(places="KH-90009")),
        Act(
            {"admin", "global", "global_too"},
            _person("brand"),
            lambda scene: {"places": scene.things["other_brand"].pk},
        ),
    ],
    "people:end_place": [
        Act({"admin", "manager"}, _place_of("factory"), _said(reason="x")),
        Act(
            {"admin", "manager_abroad", "global", "global_too"},
            _place_of("adviser_abroad"),
            _said(reason="x"),
        ),
    ],
    "people:administrator": [
        Act({"admin", "manager"}, _place_of("factory"), _said(reason="x", give="True")),
        Act({"admin", "global", "global_too"}, _place_of("brand"), _said(reason="x", give="True")),
    ],
    "people:hand_over": [
        Act(
            {"admin", "manager", "global", "global_too"},
            _person("adviser"),
            lambda scene: (
                {
                    ref.name: scene.person("colleague").pk if ref.kind == "drafts" else "anew"
                    for ref in open_work(scene.person("adviser").pk)
                }
                | {"reason": "x"}
            ),
        )
    ],
    "proposals:proposal": [
        Act(
            {"admin"},
            lambda scene: {"proposal_id": scene.things["right_proposal"]},
            lambda scene: {"act": "approve", "digest": scene.things["right_digest"]},
        ),
        _approval("assessment.correction", DECIDERS),
        _approval("zero_tolerance.closing", PLANNERS),
        _approval("criteria.approval", {"global"}),
    ],
    "people:invitation": [
        Act(
            EVERYBODY,
            lambda scene: {"secret": scene.things["invitation_secret"]},
            _said(password="horses graze by the river", again="horses graze by the river"),
        )
    ],
    "add_country": [Act({"admin", "global", "global_too"}, data=_said(country="LK"))],
    "country": [Act({"admin", "global", "global_too"}, lambda scene: {"code": "KH"}, _settings)],
    "cancel_country_settings": [
        Act(
            {"admin", "global", "global_too"},
            lambda scene: {"code": "KH", "from_on": scene.things["planned_settings"].from_on.isoformat()},
        )
    ],
    # loaded already: nothing changes
    "first_run:questionnaires": [Act({"admin"}, tells=False)],
    "first_run:criteria": [Act({"admin"}, tells=False)],
    "first_run:mail": [Act({"admin"})],
    "job_cancel": [Act({"global"}, lambda scene: {"job_id": scene.things["job"]}, tells=False)],
    "set_language": [Act(EVERYBODY, data=_said(language="km"), tells=False)],
}
