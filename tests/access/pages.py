"""Who may open what: a row for every route, a case for every thing it may be asked for.

A route that is not here fails `test_every_route_has_a_row`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benefits.queries.calendar import token_of
from factories.models import Membership
from tests.access.scene import PUBLIC, Scene, wording_key

HOME_ADVISERS = {"adviser", "colleague"}
DECIDERS = {"reviewer", "manager", "global", "global_too"}
PLANNERS = {"manager", "global", "global_too"}
HOME_STAFF = HOME_ADVISERS | DECIDERS
COURSE_ORGANISERS = HOME_STAFF - {"reviewer"}
REGISTRY_KEEPERS = PLANNERS | {"manager_abroad"}
STAFF = HOME_STAFF | {"adviser_abroad", "manager_abroad"}
BRANDS = {"brand", "brand_without_consent"}
OWN = {"factory", "worker", "group"}
FACTORY_PEOPLE = OWN | {"factory_elsewhere"}
INSPECTORS = {"inspector", "inspector_abroad"}
SIGNED_IN = STAFF | BRANDS | FACTORY_PEOPLE | INSPECTORS | {"admin"}
EVERYBODY = SIGNED_IN | {PUBLIC}
NOBODY: set[str] = set()
ABROAD_READERS = {"adviser_abroad", "manager_abroad", "global", "global_too"}

DRAFT_READERS = {"adviser"} | DECIDERS
WINDOW_READERS = DRAFT_READERS | OWN
LIST_IMPORTERS = {"manager", "manager_abroad", "global", "global_too"}
STORY_EDITORS = {"manager_abroad", "global", "global_too"}
STORY_WRITERS = STORY_EDITORS | {"adviser_abroad"}
FINAL_READERS = HOME_STAFF | OWN | {"brand"}


MANAGERS = {"manager", "manager_abroad"}
# whoever has a role to give; nobody of the scene administers a place
KEEPERS = {"admin", "global", "global_too"} | MANAGERS


@dataclass(frozen=True, slots=True)
class Case:
    """One address: what fills it, and who gets a page there. Everybody else gets 404 (or the way to sign in)."""

    readers: set[str]
    fill: Callable[[Scene], dict[str, Any]] = lambda scene: {}
    query: str = ""
    plain: bool = False  # holds nothing of anybody: two kinds of people look at it instead of all


def _for(thing: str, key: str, attribute: str = "pk") -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {key: getattr(scene.things[thing], attribute)}


def _mill(**more: str) -> Callable[[Scene], dict[str, Any]]:
    """The mill's code, and other parts of the address from things."""

    def fill(scene: Scene) -> dict[str, Any]:
        assert scene.mill is not None
        said: dict[str, Any] = {"code": scene.mill.code}
        for key, thing in more.items():
            name, _, attribute = thing.partition(".")
            said[key] = getattr(scene.things[name], attribute or "pk")
        return said

    return fill


def _diagnosis(thing: str, **more: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {**_mill(diagnosis_id=thing)(scene), **more}


REGISTRY_CHANGES = (
    "rename", "move", "close", "reopen", "successor", "country", "group", "leave-group", "identifier", "brand",
)  # fmt: skip


def _change(act: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {**_mill()(scene), "act": act}


def _row_change(scene: Scene, act: str, thing: str) -> dict[str, Any]:
    return {**_mill()(scene), "act": act, "row_id": scene.things[thing].pk}


def _person(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"user_id": scene.person(name).pk}


def _place_of(name: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {
        "membership_id": Membership.objects.filter(user=scene.person(name)).order_by("pk")[0].pk
    }


def _file_cases(key: str = "file_id") -> list[Case]:
    """A file is for whoever may read the finding it is beside."""
    return [
        Case(DRAFT_READERS, _for("draft_file", key)),
        Case(WINDOW_READERS, _for("window_file", key)),
        Case(FINAL_READERS, _for("final_file", key)),
        Case(NOBODY, _nothing(key)),
    ]


def _response_file_cases(key: str = "pk") -> list[Case]:
    """A file that was not sent is the management's alone."""
    return [
        Case(WINDOW_READERS, _for("response_file", key)),
        Case({"factory", "group"}, _for("response_draft_file", key)),
        Case(NOBODY, _nothing(key)),
    ]


def _nothing(key: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {key: uuid.uuid4()}


def _assessment_cases(key: str) -> list[Case]:
    return [
        Case(FINAL_READERS, _for("final", key)),
        Case(WINDOW_READERS, _for("window", key)),
        Case(DRAFT_READERS, _for("submitted", key)),
        Case(DRAFT_READERS, _for("draft", key)),
        Case(NOBODY, _nothing(key)),
    ]


def _own_step(thing: str) -> list[Case]:
    """A step of an import is for whoever began it."""
    return [
        Case({"global"}, lambda scene: {"job_id": scene.things[thing]}),
        Case(NOBODY, lambda scene: {"job_id": scene.things["job"]}),
        Case(NOBODY, _nothing("job_id")),
    ]


def _report_cases() -> list[Case]:
    """A factory's report is its own and the programme's; a buyer's summary also that buyer's."""
    return [
        Case(HOME_STAFF | OWN, _for("progress_report", "number", "printed_number")),
        Case(FINAL_READERS, _for("progress_summary", "number", "printed_number")),
        Case(NOBODY, lambda scene: {"number": "R-00000-00000"}),
    ]


EXPORT = "format=csv"


def _draft_criterion(criterion: str) -> dict[str, str]:
    return {"code": "high-performance", "version": "1.1", "criterion": criterion}


PAGES: dict[str, list[Case]] = {
    # everybody's
    "healthz": [Case(EVERYBODY, plain=True)],
    "readyz": [Case(EVERYBODY, plain=True)],
    "metrics": [Case(NOBODY)],
    "recognised": [Case(EVERYBODY), Case(EVERYBODY, query="q=KH-90002")],
    "recognised_export": [Case(EVERYBODY, query=EXPORT)],
    "public_issues": [Case(EVERYBODY), Case(EVERYBODY, query="q=KH-90001&issue=OS-8-06&outcome=found")],
    "factory_issues": [
        Case(EVERYBODY, _mill()),
        Case(NOBODY, lambda scene: {"code": "XX-00000"}),
    ],
    "recognised_feed": [Case(EVERYBODY, plain=True)],
    "recognition": [
        Case(EVERYBODY, _for("published", "recognition_id")),
        Case(EVERYBODY, _for("withdrawn", "recognition_id")),
        Case(NOBODY, _for("proposed", "recognition_id")),
        Case(NOBODY, _nothing("recognition_id")),
    ],
    "recognition_photo": [
        Case(EVERYBODY, _for("published", "recognition_id")),
        Case(NOBODY, _for("withdrawn", "recognition_id")),
        Case(NOBODY, _for("proposed", "recognition_id")),
    ],
    "scheme": [Case(EVERYBODY)],
    "seals": [Case(EVERYBODY, plain=True)],
    "seals_document": [Case(EVERYBODY, plain=True)],
    "seals_feed": [Case(EVERYBODY, plain=True)],
    "questionnaire": [
        Case(EVERYBODY, lambda scene: {"code": "cat", "version": "1.0"}, plain=True),
        Case(NOBODY, lambda scene: {"code": "cat", "version": "9.9"}),
    ],
    "sector_tables:export": [Case(EVERYBODY, query=EXPORT, plain=True)],
    "sector_tables:pdf": [Case(EVERYBODY, plain=True)],
    "styleguide": [Case(EVERYBODY, plain=True)],
    "factory": [
        Case(EVERYBODY, _mill()),
        Case(EVERYBODY, lambda scene: {"code": scene.things["candidate"].code}),
        Case(EVERYBODY, lambda scene: {"code": scene.things["listed"].code}),
        Case(NOBODY, lambda scene: {"code": "XX-00000"}),
    ],
    "looks_export": [Case(HOME_STAFF | OWN, _mill(), query=EXPORT)],
    "looks": [Case(HOME_STAFF | OWN, _mill()), Case(NOBODY, lambda scene: {"code": "XX-00000"})],
    "history": [Case(HOME_STAFF, _mill()), Case(NOBODY, lambda scene: {"code": "XX-00000"})],
    "history_export": [Case(HOME_STAFF, _mill(), query=EXPORT)],
    "api:schema": [Case(EVERYBODY, plain=True)],
    "api:docs": [Case(EVERYBODY, plain=True)],
    # one's own account
    "account_login": [Case({PUBLIC})],
    "account_reset_password": [Case(EVERYBODY, plain=True)],
    "account_reset_password_done": [Case(EVERYBODY, plain=True)],
    "account_reset_password_from_key_done": [Case(EVERYBODY, plain=True)],
    "account_inactive": [Case(EVERYBODY, plain=True)],
    "account_logout": [Case(SIGNED_IN)],
    "account_change_password": [Case(SIGNED_IN)],
    "account_reauthenticate": [Case(SIGNED_IN)],
    "sign_on_start": [Case(EVERYBODY, plain=True)],
    "profile": [Case(SIGNED_IN)],
    "mfa_index": [Case(SIGNED_IN)],
    "mfa_activate_totp": [Case(SIGNED_IN)],
    "mfa_add_webauthn": [Case(SIGNED_IN)],
    "mfa_generate_recovery_codes": [Case(SIGNED_IN)],
    # nobody here has a second factor yet: tests/accounts/test_second_factor.py has somebody
    "mfa_deactivate_totp": [Case(NOBODY)],
    "mfa_view_recovery_codes": [Case(NOBODY)],
    "mfa_download_recovery_codes": [Case(NOBODY)],
    "mfa_edit_webauthn": [Case(NOBODY, lambda scene: {"pk": 1})],
    "mfa_remove_webauthn": [Case(NOBODY, lambda scene: {"pk": 1})],
    "account_sessions": [Case(SIGNED_IN)],
    "account_tokens": [Case(SIGNED_IN)],
    "account_new_token": [Case(SIGNED_IN)],
    "webhooks:list": [Case(BRANDS)],
    "webhooks:new": [Case(BRANDS)],
    "webhooks:webhook": [Case({"brand"}, _for("webhook", "webhook_id"))],
    "webhooks:change": [Case({"brand"}, _for("webhook", "webhook_id"))],
    "webhooks:secret": [Case({"brand"}, _for("webhook", "webhook_id"))],
    "account_reset_second_factor": [
        Case({"admin"}, lambda scene: {"user_id": scene.person("brand").pk}),
        Case(NOBODY, lambda scene: {"user_id": scene.person("admin").pk}),
    ],
    "sign_ons": [Case({"admin"})],
    "new_sign_on": [Case({"admin"})],
    "sign_on": [
        Case({"admin"}, _for("sign_on", "slug", "slug")),
        Case(NOBODY, lambda scene: {"slug": "none"}),
    ],
    "inbox": [Case(SIGNED_IN)],
    "mail_choice": [Case(SIGNED_IN)],
    "obligations:list": [Case(STAFF | FACTORY_PEOPLE | INSPECTORS | {"admin"})],
    "obligations:absence": [Case(STAFF)],
    "people:list": [Case(KEEPERS), Case(KEEPERS, query="q=colleague")],
    "people:export": [Case(KEEPERS, query=EXPORT)],
    "people:invite": [
        Case(KEEPERS),
        Case({"admin", "global", "global_too"}, query="role=brand"),
        Case({"admin", *MANAGERS}, query="role=factory"),
        Case({"admin"}, query="role=global"),
    ],
    "people:import": [Case(KEEPERS)],
    "people:template": [Case(KEEPERS, query=EXPORT)],
    "people:security": [
        Case({"admin"}),
        Case({"admin"}, query="list=rights"),
        Case({"admin"}, query="list=refused"),
    ],
    # what takes two people: whoever may decide, and whoever proposed it
    "proposals:list": [Case(STAFF | {"admin"})],
    "proposals:proposal": [
        Case(DECIDERS, _for("assessment.correction", "proposal_id")),
        Case(DECIDERS, _for("zero_tolerance.closing", "proposal_id")),
        Case({"global", "global_too"}, _for("criteria.approval", "proposal_id")),
        Case({"admin"}, lambda scene: {"proposal_id": scene.things["right_proposal"]}),
        Case(NOBODY, _nothing("proposal_id")),
    ],
    "people:person": [
        Case({"admin", "global", "global_too"}, _person("brand")),
        Case({"admin", "manager"}, _person("factory")),
        Case({"admin", "manager", "global", "global_too"}, _person("adviser")),
        Case({"admin", "manager_abroad", "global", "global_too"}, _person("adviser_abroad")),
        Case({"admin"}, _person("global")),
    ],
    "people:role": [
        Case({"admin", "manager"}, _person("factory")),
        Case({"admin", "global", "global_too"}, _person("brand")),
    ],
    "people:places": [
        Case({"admin", "manager"}, _person("factory")),
        Case({"admin", "global", "global_too"}, _person("brand")),
    ],
    "people:close": [
        Case({"admin", "manager"}, _person("factory")),
        Case({"admin", "global", "global_too"}, _person("brand")),
        Case({"admin"}, _person("global")),
    ],
    "people:erase": [Case({"admin"}, _person("factory"))],
    "people:reopen": [Case({"admin", "manager"}, _person("factory"))],
    "people:withdraw": [Case({"admin", "manager"}, _person("factory"))],
    "people:hand_over": [Case({"admin", "manager", "global", "global_too"}, _person("adviser"))],
    "people:end_place": [
        Case({"admin", "manager"}, _place_of("factory")),
        Case({"admin", "global", "global_too"}, _place_of("brand")),
        Case({"admin", "manager_abroad", "global", "global_too"}, _place_of("adviser_abroad")),
    ],
    "people:administrator": [
        Case({"admin", "manager"}, _place_of("factory")),
        Case({"admin", "global", "global_too"}, _place_of("brand")),
    ],
    "people:invitation": [
        Case(EVERYBODY, lambda scene: {"secret": scene.things["invitation_secret"]}, plain=True),
        Case(NOBODY, lambda scene: {"secret": "x" * 43}),
    ],
    "countries": [Case({"admin", "global", "global_too", "manager", "manager_abroad"})],
    "add_country": [Case({"admin", "global", "global_too"})],
    "country": [
        Case({"admin", "global", "global_too", "manager"}, lambda scene: {"code": "KH"}),
        Case({"admin", "global", "global_too", "manager_abroad"}, lambda scene: {"code": "VN"}),
        Case(NOBODY, lambda scene: {"code": "XX"}),
    ],
    "first_run:checklist": [Case({"admin"})],
    "job": [Case({"global"}, lambda scene: {"job_id": scene.things["job"]})],
    # the windows
    "directory": [Case(BRANDS), Case(BRANDS, query="q=KH-9")],
    "directory_compare": [Case(BRANDS), Case(BRANDS, query="compare=KH-90001&compare=VN-90003")],
    "directory_export": [Case(BRANDS, query=EXPORT)],
    "brand_home": [Case(BRANDS)],
    "saved_lists:lists": [Case(STAFF | BRANDS)],
    "suppliers": [Case(BRANDS), Case(BRANDS, query="watched=yes")],
    # only a brand that buys there asks; only who speaks for the factory answers
    "access_request": [Case(BRANDS, _mill()), Case(NOBODY, lambda scene: {"code": "KH-90002"})],
    "commit": [Case({"brand"}, _mill()), Case(NOBODY, lambda scene: {"code": "KH-90002"})],
    "shared_plan": [
        Case({"brand"} | OWN | HOME_STAFF, _mill()),
        Case(NOBODY, lambda scene: {"code": "XX-00000"}),
    ],
    "report_access": [Case(OWN, _mill())],
    "grant_access": [
        Case({"factory", "group"}, _mill(brand_id="other_brand")),
        Case(NOBODY, lambda scene: {**_mill()(scene), "brand_id": 10**9}),
    ],
    "withdraw_access": [Case({"factory", "group"}, _mill(brand_id="brand"))],
    "decline_access": [
        Case({"factory", "group"}, _mill(request_id="access_request")),
        Case(NOBODY, lambda scene: {**_mill()(scene), "request_id": uuid.uuid4()}),
    ],
    "suppliers_export": [Case(BRANDS, query=EXPORT)],
    "suppliers_compare": [Case(BRANDS, query="compare=KH-90001&compare=KH-90002")],
    "inspectorate": [Case(STAFF | INSPECTORS)],
    "issue_factories": [
        Case(STAFF | INSPECTORS),
        Case(STAFF | INSPECTORS, query="issue=OS-8-06&result=again"),
    ],
    "issue_factories_export": [Case(STAFF | INSPECTORS, query=EXPORT)],
    # the programme and the inspectorate of the country; managers hand over
    "handovers:hand_over": [Case(PLANNERS, _mill()), Case(NOBODY, lambda scene: {"code": "XX-00000"})],
    "handovers:handover": [
        Case(HOME_STAFF | {"inspector"}, _for("handover", "handover_id")),
        Case(NOBODY, _nothing("handover_id")),
    ],
    "priority": [Case(STAFF | INSPECTORS)],
    "priority_export": [Case(STAFF | INSPECTORS, query=EXPORT)],
    "progress": [Case(FACTORY_PEOPLE)],
    "progress_export": [Case(FACTORY_PEOPLE, query=EXPORT)],
    "appeal": [
        Case({"factory", "group"}, _mill(recognition_id="declined")),
        Case(NOBODY, _mill(recognition_id="proposed")),
    ],
    # the staff's
    "desk": [Case(STAFF)],
    "overview:overview": [Case(STAFF), Case(STAFF, query="country=KH")],
    "overview:export": [Case(STAFF, query=EXPORT), Case(NOBODY, query="format=exe")],
    "overview:plan_items": [Case(STAFF), Case(STAFF, query="state=overdue&due=2018")],
    "overview:plan_items_export": [Case(STAFF, query=EXPORT)],
    "factory_table:list": [Case(STAFF), Case(STAFF, query="q=KH-90001")],
    "factory_table:assign": [Case(PLANNERS, query="factory=KH-90001")],
    "factory_table:export": [Case(STAFF, query=EXPORT)],
    "factories:add": [Case(REGISTRY_KEEPERS)],
    "factories:looks_like": [Case(REGISTRY_KEEPERS, query="country=KH&name=Fictional+Mill+1")],
    "factories:brands": [Case(STAFF)],
    "factories:add_brand": [Case(REGISTRY_KEEPERS)],
    "factories:rename_brand": [Case({"global", "global_too"}, _for("brand", "slug", "slug"))],
    "factories:merge_brand": [Case({"global", "global_too"}, _for("brand", "slug", "slug"))],
    "factories:groups": [Case(STAFF)],
    "factories:add_group": [Case(REGISTRY_KEEPERS)],
    "factories:registry": [Case(HOME_STAFF, _mill()), Case(NOBODY, lambda scene: {"code": "XX-00000"})],
    "factories:change": [
        *(Case(HOME_ADVISERS | PLANNERS, _change(act)) for act in ("correct", "head-count")),
        *(Case(PLANNERS, _change(act)) for act in REGISTRY_CHANGES),
        Case(NOBODY, _change("burn")),
        Case(NOBODY, _change("end-brand")),
    ],
    "factories:change_row": [
        *(
            Case(PLANNERS, lambda scene, act=act: _row_change(scene, act, "sourcing"))
            for act in ("end-brand", "correct-brand")
        ),
        Case(PLANNERS, lambda scene: _row_change(scene, "retire-identifier", "identifier")),
        Case(NOBODY, lambda scene: _row_change(scene, "retire-identifier", "identifier_elsewhere")),
    ],
    "duplicates:duplicates": [
        Case(PLANNERS | {"manager_abroad"}),
        Case(PLANNERS | {"manager_abroad"}, query="state=same"),
    ],
    "duplicates:pair": [
        Case(PLANNERS, _for("pair", "pair_id")),
        Case(NOBODY, lambda scene: {"pair_id": 10**6}),
    ],
    "duplicates:merge": [Case(PLANNERS, _for("merge", "merge_id")), Case(NOBODY, _nothing("merge_id"))],
    "duplicates:same_as": [Case(PLANNERS, _for("twice", "code", "code"))],
    "translations:languages": [Case(STAFF)],
    "translations:texts": [
        Case(HOME_STAFF, lambda scene: {"language": "km"}),
        Case({"global", "global_too"}, lambda scene: {"language": "ht"}),
        Case(NOBODY, lambda scene: {"language": "xx"}),
    ],
    "translations:terms": [Case(HOME_STAFF, lambda scene: {"language": "km"})],
    "translations:text": [
        Case(HOME_STAFF, lambda scene: {"language": "km", "key": scene.things["text_key"]}),
        Case(NOBODY, lambda scene: {"language": "km", "key": "0" * 32}),
        Case(HOME_STAFF, lambda scene: {"language": "km", "key": wording_key(only_in="KH")}),
        Case({"global", "global_too"}, lambda scene: {"language": "km", "key": wording_key(only_in="BD")}),
    ],
    "factory_lists:import": [Case(LIST_IMPORTERS)],
    "factory_lists:import_columns": _own_step("read-factory-list"),
    "factory_lists:import_preview": _own_step("check-factory-list"),
    "factory_lists:import_done": _own_step("write-factory-list"),
    "factory_lists:import_rest": [
        Case(NOBODY, lambda scene: {"job_id": scene.things["check-factory-list"], "file_format": "csv"}),
        Case(NOBODY, lambda scene: {"job_id": uuid.uuid4(), "file_format": "csv"}),
    ],
    "assessments:list": [Case(STAFF), Case(STAFF, query="q=KH-90001")],
    "assessment_files:export": [Case(STAFF, query=EXPORT)],
    "evidence_files:import": [Case({"global", "global_too"})],
    "evidence_files:imported": [
        Case({"global"}, lambda scene: {"job_id": scene.things["import_job"]}),
        Case(NOBODY, lambda scene: {"job_id": scene.things["job"]}),
        Case(NOBODY, _nothing("job_id")),
    ],
    "sector_tables:table": [
        Case(EVERYBODY, plain=True),
        Case(EVERYBODY, query="country=KH&level=question", plain=True),
    ],
    "assessments:detail": _assessment_cases("assessment_id"),
    "assessments:enter": [
        Case({"adviser"}, lambda scene: {"assessment_id": scene.things["draft"].pk, "point": "WT-2"}),
        Case(NOBODY, lambda scene: {"assessment_id": scene.things["final"].pk, "point": "WT-2"}),
    ],
    "assessments:workspace": [
        Case({"adviser"}, _for("draft", "assessment_id")),
        *(Case(NOBODY, _for(thing, "assessment_id")) for thing in ("final", "window", "submitted")),
        Case(NOBODY, _nothing("assessment_id")),
    ],
    "assessments:sheet": [
        Case({"adviser"}, _for("draft", "assessment_id")),
        Case({"adviser"}, _for("draft", "assessment_id"), query="since=0"),
        *(Case(NOBODY, _for(thing, "assessment_id")) for thing in ("final", "window", "submitted")),
        Case(NOBODY, _nothing("assessment_id")),
    ],
    "assessments:questions": [
        Case(
            HOME_ADVISERS | {"adviser_abroad"},
            lambda scene: {"layout_digest": scene.things["draft"].layout.digest, "language": "en"},
        ),
        Case(NOBODY, lambda scene: {"layout_digest": "0" * 64, "language": "en"}),
        Case(NOBODY, lambda scene: {"layout_digest": scene.things["draft"].layout.digest, "language": "xx"}),
    ],
    "assessments:entries": [
        Case(HOME_STAFF, _for("final", "assessment_id"), query="who=all"),
        Case(DRAFT_READERS, _for("submitted", "assessment_id")),
        Case(DRAFT_READERS, _for("draft", "assessment_id")),
        Case(NOBODY, _nothing("assessment_id")),
    ],
    "offline_workbook:form_sheet": [
        Case({"adviser"}, _for("draft", "assessment_id")),
        *(Case(NOBODY, _for(thing, "assessment_id")) for thing in ("final", "window", "submitted")),
        Case(NOBODY, _nothing("assessment_id")),
    ],
    "offline_workbook:form_file": [
        Case({"adviser"}, _for("draft", "assessment_id")),
        Case({"adviser"}, _for("draft", "assessment_id"), query="language=ar"),
        *(Case(NOBODY, _for(thing, "assessment_id")) for thing in ("final", "window", "submitted")),
        Case(NOBODY, _nothing("assessment_id")),
    ],
    "assessments:service_worker": [Case(EVERYBODY, plain=True)],
    "assessments:manifest": [Case(EVERYBODY, plain=True)],
    "day": [Case(HOME_ADVISERS | {"adviser_abroad"} | FACTORY_PEOPLE)],
    "assessments:offline": [Case(EVERYBODY, plain=True)],
    "assessments:return": [Case({"reviewer"}, _for("submitted", "assessment_id"))],
    "assessments:correct": [Case({"reviewer"}, _for("final", "assessment_id"))],
    "reviews:comment": [
        Case(
            {"reviewer"}, lambda scene: {"assessment_id": scene.things["submitted"].pk, "question": "WT-2-01"}
        ),
        Case({"reviewer"}, lambda scene: {"assessment_id": scene.things["window"].pk, "question": "WT-2-01"}),
        Case(NOBODY, lambda scene: {"assessment_id": scene.things["draft"].pk, "question": "WT-2-01"}),
        Case(NOBODY, lambda scene: {"assessment_id": scene.things["final"].pk, "question": "WT-2-01"}),
        Case(NOBODY, lambda scene: {"assessment_id": scene.things["submitted"].pk, "question": "ZZ-1"}),
    ],
    "assessments:add_file": [
        Case({"adviser"}, lambda scene: {"assessment_id": scene.things["draft"].pk, "question": "WT-2-01"}),
        Case(NOBODY, lambda scene: {"assessment_id": scene.things["final"].pk, "question": "OS-8-06"}),
        Case(NOBODY, lambda scene: {"assessment_id": scene.things["draft"].pk, "question": "ZZ-1"}),
    ],
    "assessments:file": _file_cases(),
    "assessments:thumbnail": _file_cases(),
    "reviews:review": [
        Case(DRAFT_READERS, _for("submitted", "assessment_id")),
        Case(DRAFT_READERS, _for("draft", "assessment_id"), query="show=all"),
        Case(DRAFT_READERS, _for("window", "assessment_id"), query="show=found"),
        Case(HOME_STAFF, _for("final", "assessment_id")),
        Case(NOBODY, _nothing("assessment_id")),
    ],
    "responses:respond": [
        Case(OWN, _for("window", "assessment_id")),
        Case(OWN, _for("window_over", "assessment_id")),
        Case(OWN, _for("final", "assessment_id")),
        Case(NOBODY, _for("submitted", "assessment_id")),
        Case(NOBODY, _for("draft", "assessment_id")),
    ],
    "responses:file": _response_file_cases("file_id"),
    "assessments:verify": [
        Case(
            {"adviser", "colleague", "reviewer"},
            lambda scene: {
                "assessment_id": scene.things["final"].pk,
                "finding_id": scene.things["finding"].pk,
            },
        )
    ],
    "advisory:visit": [
        Case(HOME_STAFF | OWN, _for("visit", "visit_uid", "uid")),
        Case(NOBODY, _nothing("visit_uid")),
    ],
    "advisory:change_visit": [
        Case(HOME_ADVISERS, _for("visit", "visit_uid", "uid")),
        Case(NOBODY, _nothing("visit_uid")),
    ],
    "scheduling:change_draft": [
        Case({"adviser", "manager"}, _for("draft", "assessment_id")),
        Case(NOBODY, _for("final", "assessment_id")),
    ],
    "scheduling:abandon_draft": [
        Case({"adviser", "manager"}, _for("draft", "assessment_id")),
        Case(NOBODY, _for("final", "assessment_id")),
    ],
    "assessments:open": [Case(HOME_ADVISERS, _mill())],
    "advisory:record_visit": [Case(HOME_ADVISERS, _mill())],
    "advisory:record_committee": [Case(HOME_ADVISERS, _mill())],
    "advisory:record_systems": [Case(HOME_ADVISERS, _mill())],
    "advisory:record_learning": [Case(HOME_ADVISERS, _mill())],
    "advisory:plan": [Case(HOME_STAFF | OWN, _mill()), Case(NOBODY, lambda scene: {"code": "XX-00000"})],
    "advisory:add_plan_file": [
        Case(HOME_ADVISERS | {"factory", "group"}, _mill(item_id="plan_item")),
        Case(
            NOBODY,
            lambda scene: {"code": scene.things["elsewhere"].code, "item_id": scene.things["plan_item"].pk},
        ),
    ],
    "advisory:plan_file": [
        Case(HOME_STAFF | OWN, _for("plan_file", "file_id")),
        Case(NOBODY, _nothing("file_id")),
    ],
    "advisory:systems": [Case(HOME_STAFF | OWN, _mill()), Case(NOBODY, lambda scene: {"code": "XX-00000"})],
    "advisory:systems_file": [
        Case(HOME_STAFF | OWN, _for("systems_file", "file_id")),
        Case(NOBODY, _nothing("file_id")),
    ],
    "advisory:item": [
        Case(HOME_STAFF | OWN, _mill(item_id="plan_item")),
        Case(HOME_STAFF | OWN, _mill(item_id="asked_item")),
        Case(
            NOBODY,
            lambda scene: {"code": scene.things["elsewhere"].code, "item_id": scene.things["plan_item"].pk},
        ),
    ],
    "improvement_plans:plan_findings": [
        Case(HOME_ADVISERS | {"factory", "group"}, _for("final", "assessment_id")),
        Case(NOBODY, _for("window", "assessment_id")),
    ],
    "improvement_plans:causes": [Case(STAFF), Case(STAFF, query="by=point"), Case(NOBODY, query="by=person")],
    "improvement_plans:causes_export": [Case(STAFF, query="format=csv"), Case(NOBODY, query="format=exe")],
    "advisory:start_plan_item": [
        Case(HOME_ADVISERS | {"factory", "group"}, _mill()),
        Case(HOME_ADVISERS | {"factory", "group"}, _mill(), query="q=exit"),
    ],
    "advisory:record_plan_item": [Case(HOME_ADVISERS | {"factory", "group"}, _mill())],
    "advisory:plan_item": [Case(HOME_ADVISERS | {"factory", "group"}, _mill(item_id="plan_item"))],
    "advisory:open_case": [Case(HOME_ADVISERS, _mill())],
    "advisory:case": [
        Case({"adviser", "factory", "group"} | DECIDERS, _mill(case_uid="case.uid")),
        Case(
            NOBODY,
            lambda scene: {"code": scene.things["elsewhere"].code, "case_uid": scene.things["case"].uid},
        ),
    ],
    "advisory:case_file": [
        Case({"adviser"} | DECIDERS, _for("case_entry", "entry_id")),
        Case(NOBODY, _nothing("entry_id")),
    ],
    "advisory:close_case": [Case({"manager"}, _mill(case_uid="case.uid"))],
    # the judgement
    "recognition:worklist": [
        Case(DECIDERS | {"manager_abroad"}),
        Case(DECIDERS | {"manager_abroad"}, query="list=all&q=KH-9"),
    ],
    "recognition:export": [Case(DECIDERS | {"manager_abroad"}, query=f"{EXPORT}&list=all")],
    "recognition:detail": [
        Case(DECIDERS, _for("proposed", "recognition_id")),
        Case({"manager_abroad", "global", "global_too"}, _for("published", "recognition_id")),
        Case(NOBODY, _nothing("recognition_id")),
    ],
    "recognition:decide": [
        Case(
            {"global", "global_too"},
            lambda scene: {"recognition_id": scene.things["proposed"].pk, "act": "confirm"},
        ),
        Case(NOBODY, lambda scene: {"recognition_id": scene.things["proposed"].pk, "act": "anoint"}),
    ],
    # a story before it is public: staff of the recognised factory's country, which is abroad
    "certificate": [
        Case(EVERYBODY, _for("published", "recognition_id")),
        Case(NOBODY, _for("withdrawn", "recognition_id")),
        Case(NOBODY, _for("proposed", "recognition_id")),
        Case(NOBODY, _nothing("recognition_id")),
    ],
    "progress_reports:factory": [
        Case(FINAL_READERS, _mill()),
        Case(NOBODY, lambda scene: {"code": "XX-00000"}),
    ],
    "progress_reports:all": [Case(STAFF)],
    "progress_reports:report": _report_cases(),
    "progress_reports:pdf": _report_cases(),
    "progress_reports:number_form": [Case(EVERYBODY, plain=True)],
    "progress_reports:proof": [
        Case(EVERYBODY, _for("progress_report", "number", "printed_number")),
        Case(EVERYBODY, _for("progress_summary", "number", "printed_number")),
        Case(NOBODY, lambda scene: {"number": "R-00000-00000"}),
        Case(NOBODY, lambda scene: {"number": "anything"}),
    ],
    "stories:story": [
        Case(STORY_WRITERS, lambda scene: {"code": scene.things["listed"].code}),
        Case(HOME_STAFF, _mill()),
    ],
    "stories:photo": [
        Case(STORY_WRITERS, _for("draft_story", "story_id")),
        Case(NOBODY, _nothing("story_id")),
    ],
    "stories:decide": [
        Case(STORY_EDITORS, lambda scene: {"story_id": scene.things["public_story"].pk, "act": "withdraw"}),
        Case(STORY_WRITERS, lambda scene: {"story_id": scene.things["draft_story"].pk, "act": "discard"}),
        Case(NOBODY, lambda scene: {"story_id": scene.things["draft_story"].pk, "act": "anoint"}),
    ],
    "recognition:verdict": [Case(HOME_STAFF, _mill())],
    "recognition:propose": [
        Case({"reviewer", "manager"}, lambda scene: {"code": scene.things["eligible"].code}),
    ],
    "scheduling:plan": [Case(STAFF), Case(STAFF, query="view=list"), Case(STAFF, query="month=2018-06")],
    "scheduling:export": [Case(STAFF, query="format=csv"), Case(NOBODY, query="format=exe")],
    "scheduling:calendar": [Case(HOME_ADVISERS | {"adviser_abroad"})],
    "scheduling:plan_advisers": [Case(PLANNERS | {"manager_abroad"})],
    "scheduling:declare_conflict": [Case(HOME_ADVISERS | {"adviser_abroad", "manager_abroad"} | PLANNERS)],
    "scheduling:move_visit": [
        Case(PLANNERS, _for("planned", "planned_id")),
        Case(NOBODY, _nothing("planned_id")),
    ],
    "lab:lab": [
        Case({"global", "global_too"}),
        Case({"global", "global_too"}, query="bar-S2-REPEAT=40&off=L1-COURSES"),
    ],
    "lab:export": [
        *(
            Case({"global", "global_too"}, query=f"panel={panel}&bar-S2-REPEAT=40&{EXPORT}")
            for panel in ("obstacles", "curve", "moves", "years", "fairness")
        ),
        Case(NOBODY, query=f"panel=none&{EXPORT}"),
    ],
    "lab:document": [Case({"global", "global_too"})],
    "lab:new_draft": [
        Case({"global", "global_too"}),
        Case({"global", "global_too"}, query="bar-S2-REPEAT=40&off=L1-COURSES"),
    ],
    **{
        name: [
            Case({"global", "global_too"}, lambda scene: {"code": "high-performance", "version": "1.1"}),
            Case(NOBODY, lambda scene: {"code": "high-performance", "version": "1.0"}),
        ]
        for name in ("lab:draft", "lab:draft_texts", "lab:draft_text", "lab:propose", "lab:abandon")
    },
    "lab:draft_criterion": [
        Case({"global", "global_too"}, lambda scene: _draft_criterion("C5-OPEN")),
        Case(NOBODY, lambda scene: _draft_criterion("C9")),
        Case(NOBODY, lambda scene: _draft_criterion("C5-OPEN") | {"version": "1.0"}),
    ],
    "criteria:criteria": [
        Case({"global", "global_too"}, lambda scene: {"code": "high-performance", "version": "1.1"}),
        Case(EVERYBODY, lambda scene: {"code": "high-performance", "version": "1.0"}, plain=True),
        Case(NOBODY, lambda scene: {"code": "high-performance", "version": "9.9"}),
    ],
    "criteria:criterion": [
        Case(EVERYBODY, lambda scene: {"code": "high-performance", "version": "1.0", "criterion": "C5-OPEN"}),
        Case(NOBODY, lambda scene: {"code": "high-performance", "version": "1.0", "criterion": "C9"}),
    ],
    "criteria:measures": [Case(EVERYBODY, plain=True)],
    "criteria:measure": [
        Case(EVERYBODY, lambda scene: {"name": "noncompliance_rate_OS"}, plain=True),
        Case(EVERYBODY, lambda scene: {"name": "open_cases"}, plain=True),
        Case(NOBODY, lambda scene: {"name": "smiles"}),
    ],
    # what recognition brings: packages and forums
    "benefits:own": [Case(FACTORY_PEOPLE)],
    "benefits:package": [
        Case(ABROAD_READERS, _for("published", "recognition_id")),
        Case(DECIDERS, _for("withdrawn", "recognition_id")),
        Case(NOBODY, _for("proposed", "recognition_id")),
        Case(NOBODY, _nothing("recognition_id")),
    ],
    "benefits:add": [
        Case(ABROAD_READERS - {"adviser_abroad"}, _for("published", "recognition_id")),
        Case(NOBODY, _for("withdrawn", "recognition_id")),
    ],
    "benefits:settle": [
        *(
            Case(
                ABROAD_READERS - {"adviser_abroad"},
                lambda scene, act=act: {"benefit_id": scene.things["benefit"].pk, "act": act},
            )
            for act in ("deliver", "cancel")
        ),
        Case(NOBODY, lambda scene: {"benefit_id": scene.things["benefit"].pk, "act": "praise"}),
    ],
    "benefits:forums": [Case(STAFF | BRANDS | FACTORY_PEOPLE)],
    "benefits:plan_forum": [Case(PLANNERS | {"manager_abroad"})],
    "benefits:forum": [
        Case(HOME_STAFF | OWN | {"brand"}, _for("forum", "forum_id")),
        Case(HOME_STAFF, _for("planned_forum", "forum_id")),
        Case(NOBODY, _nothing("forum_id")),
    ],
    "benefits:forum_ics": [
        Case(HOME_STAFF | OWN | {"brand"}, _for("forum", "forum_id")),
        Case(NOBODY, _nothing("forum_id")),
    ],
    "benefits:change_forum": [
        Case(PLANNERS, _for("forum", "forum_id")),
        Case(NOBODY, _for("held_forum", "forum_id")),
    ],
    "benefits:cancel_forum": [
        Case(PLANNERS, _for("forum", "forum_id")),
        Case(NOBODY, _for("held_forum", "forum_id")),
    ],
    # courses and the committee's meetings
    "courses:sessions": [Case(STAFF | FACTORY_PEOPLE)],
    "courses:announce": [Case(STAFF - {"reviewer"})],
    **{
        route: [
            # a session is for all factories of its country
            Case(HOME_STAFF | FACTORY_PEOPLE, _for("session", "session_id")),
            Case(HOME_STAFF | FACTORY_PEOPLE, _for("past_session", "session_id")),
            Case(NOBODY, _nothing("session_id")),
        ]
        for route in ("courses:session", "courses:session_ics")
    },
    **{
        route: [Case(COURSE_ORGANISERS, _for("session", "session_id")), Case(NOBODY, _nothing("session_id"))]
        for route in ("courses:change", "courses:cancel")
    },
    "committees:agenda": [
        Case(HOME_STAFF | OWN, _mill()),
        Case(NOBODY, lambda scene: {"code": "XX-00000"}),
    ],
    "self_diagnosis:list": [
        Case(HOME_ADVISERS | OWN, _mill()),
        Case(NOBODY, lambda scene: {"code": "XX-00000"}),
    ],
    "self_diagnosis:begin": [Case(OWN, _mill())],
    **{
        route: [
            # nobody outside the factory before it is shared; then its advisers
            Case(OWN, _diagnosis("own_diagnosis", **more)),
            Case(HOME_ADVISERS | OWN, _diagnosis("shared_diagnosis", **more)),
            Case(NOBODY, lambda scene, more=more: {**_mill()(scene), "diagnosis_id": uuid.uuid4(), **more}),
        ]
        for route, more in (
            ("self_diagnosis:diagnosis", {}),
            ("self_diagnosis:paper", {}),
            ("self_diagnosis:point", {"point": "OS-8"}),
        )
    },
    "benefits:calendar": [Case(STAFF | BRANDS | FACTORY_PEOPLE)],
    # whoever holds an address reads the calendar of the person who made it
    "benefits:feed": [
        Case(EVERYBODY, lambda scene: {"token": token_of(scene.person("factory_elsewhere"))}),
        Case(NOBODY, lambda scene: {"token": scene.things["calendar"].hex + "0" * 64}),
    ],
    # machines: lists exist for everybody and hold what one may see; a thing one may not see is 404
    "api:listing-list": [Case(EVERYBODY)],
    "api:listing-detail": [Case(EVERYBODY, _for("published", "pk")), Case(NOBODY, _for("proposed", "pk"))],
    "api:factory-list": [Case(EVERYBODY)],
    "api:factory-detail": [
        Case(HOME_STAFF | OWN, _mill()),
        Case(NOBODY, lambda scene: {"code": "XX-00000"}),
    ],
    "api:assessment-list": [Case(EVERYBODY)],
    "api:assessment-detail": _assessment_cases("pk"),
    "api:handover-list": [Case(EVERYBODY)],
    "api:handover-detail": [
        Case(HOME_STAFF | {"inspector"}, _for("handover", "pk")),
        Case(NOBODY, _nothing("pk")),
    ],
    "api:finding-list": [Case(EVERYBODY)],
    "api:finding-export": [Case(EVERYBODY)],
    "api:factory-export": [Case(EVERYBODY)],
    "api:supplier-list": [Case(EVERYBODY)],
    "api:supplier-export": [Case(EVERYBODY)],
    "api:evaluation-export": [Case(EVERYBODY)],
    "api:change-export": [Case(EVERYBODY)],
    "api:commitment-list": [Case(EVERYBODY)],
    "api:commitment-export": [Case(EVERYBODY)],
    "api:commitment-detail": [Case({"brand"} | OWN, _for("commitment", "pk")), Case(NOBODY, _nothing("pk"))],
    "api:visit-list": [Case(EVERYBODY)],
    "api:visit-detail": [Case(HOME_STAFF | OWN, _for("visit", "id", "uid"))],
    "api:assessment-responses": [
        Case(WINDOW_READERS, _for("window", "pk")),
        Case(FINAL_READERS - BRANDS, _for("final", "pk")),
        Case(DRAFT_READERS, _for("submitted", "pk")),
        Case(NOBODY, _nothing("pk")),
    ],
    "api:assessment-comments": [
        Case({"adviser", "reviewer"}, _for("submitted", "pk")),
        Case({"adviser", "reviewer"}, _for("draft", "pk")),
        Case(NOBODY, _for("final", "pk")),
    ],
    "api:factory-entry": [Case(HOME_ADVISERS | PLANNERS, _mill())],
    "api:visit-finding-list": [Case(EVERYBODY)],
    "api:visit-finding-detail": [Case(NOBODY, lambda scene: {"pk": 0})],
    "api:plan-item-list": [Case(EVERYBODY)],
    "api:plan-item-detail": [Case(HOME_STAFF | OWN, _for("plan_item", "pk"))],
    "api:plan-item-messages": [
        Case(HOME_STAFF | OWN, _for(thing, "pk")) for thing in ("plan_item", "asked_item")
    ],
    "api:course-session-list": [Case(EVERYBODY)],
    "api:course-session-detail": [
        Case(HOME_STAFF | FACTORY_PEOPLE, _for("session", "pk")),
        Case(HOME_STAFF | FACTORY_PEOPLE, _for("past_session", "pk")),
        Case(NOBODY, _nothing("pk")),
    ],
    "api:course-registration-list": [Case(EVERYBODY)],
    "api:course-registration-detail": [Case(HOME_STAFF | OWN, _for("registration", "pk"))],
    "api:committee-agenda-detail": [
        Case(HOME_STAFF | OWN, _mill()),
        Case(NOBODY, lambda scene: {"code": "XX-00000"}),
    ],
    "api:self-diagnosis-list": [Case(EVERYBODY)],
    "api:self-diagnosis-detail": [
        Case(OWN, _for("own_diagnosis", "pk")),
        Case(HOME_ADVISERS | OWN, _for("shared_diagnosis", "pk")),
        Case(NOBODY, _nothing("pk")),
    ],
    "api:evidence-file-list": [Case(EVERYBODY)],
    "api:evidence-file-detail": _file_cases("pk"),
    "api:evidence-file-content": _file_cases("pk"),
    "api:response-file-list": [Case(EVERYBODY)],
    "api:response-file-detail": _response_file_cases(),
    "api:response-file-content": _response_file_cases(),
    "api:plan-file-list": [Case(EVERYBODY)],
    "api:plan-file-detail": [Case(HOME_STAFF | OWN, _for("plan_file", "pk"))],
    "api:plan-file-content": [Case(HOME_STAFF | OWN, _for("plan_file", "pk"))],
    "api:access-request-list": [Case(EVERYBODY)],
    "api:access-request-detail": [Case(OWN | {"brand_without_consent"}, _for("access_request", "pk"))],
    "api:consent-list": [Case(EVERYBODY)],
    "api:consent-detail": [Case(OWN | {"brand"}, _for("consent", "pk"))],
    "api:committee-review-list": [Case(EVERYBODY)],
    "api:committee-review-detail": [Case(NOBODY, lambda scene: {"pk": 0})],
    "api:systems-review-list": [Case(EVERYBODY)],
    "api:systems-review-detail": [Case(NOBODY, lambda scene: {"pk": 0})],
    "api:learning-record-list": [Case(EVERYBODY)],
    "api:learning-record-detail": [Case(NOBODY, lambda scene: {"pk": 0})],
    "api:case-list": [Case(EVERYBODY)],
    "api:case-detail": [Case({"adviser", "factory", "group"} | DECIDERS, _for("case", "id", "uid"))],
    "api:plan-comment-list": [Case(HOME_STAFF | OWN | {"brand"}, query="factory=KH-90001")],
    "api:sector-table-list": [Case(EVERYBODY)],
    "api:evaluation-list": [Case(EVERYBODY)],
    "api:evaluation-detail": [Case(HOME_STAFF | OWN, _for("evaluation", "pk"))],
    "api:recognition-list": [Case(EVERYBODY)],
    "api:recognition-detail": [
        Case(EVERYBODY, _for("published", "pk")),
        Case(DECIDERS, _for("proposed", "pk")),
        Case(NOBODY, _nothing("pk")),
    ],
    "api:criteria-list": [Case(EVERYBODY)],
    "api:criteria-detail": [Case(EVERYBODY, _for("criteria", "pk"))],
    "api:job-list": [Case(EVERYBODY)],
    "api:change-list": [Case(EVERYBODY)],
    "api:webhook-list": [Case(EVERYBODY)],
    "api:webhook-detail": [Case({"brand"}, _for("webhook", "pk"))],
    "api:job-detail": [Case({"global"}, lambda scene: {"pk": scene.things["job"]})],
}

# routes that only take a POST, or only pass somebody on: their rows are in acts.py, or nothing is shown there
ONLY_ACTS = {
    "progress_reports:make",
    "progress_reports:make_all",
    "account_end_session",
    "account_end_sessions",
    "account_revoke_token",
    "webhooks:test",
    "webhooks:pause",
    "webhooks:resume",
    "webhooks:delete",
    "webhooks:again",
    "api:commitment-report",
    "api:factory-assign-adviser",
    "api:factory-rename",
    "api:factory-move",
    "api:factory-close",
    "api:factory-reopen",
    "api:factory-successor",
    "api:factory-country",
    "api:factory-group",
    "api:factory-leave-group",
    "api:factory-identifier",
    "api:factory-retire-identifier",
    "api:factory-head-count",
    "api:factory-brand",
    "api:factory-end-brand",
    "api:factory-correct-brand",
    "api:assessment-abandon",
    "api:assessment-answers",
    "api:assessment-submit",
    "api:assessment-send-responses",
    "api:assessment-agree",
    "api:assessment-worker-comment",
    "api:assessment-resolve",
    "api:assessment-accept",
    "api:assessment-finalise",
    "api:assessment-give-back",
    "api:assessment-fixed",
    "api:assessment-corrections",
    "api:plan-item-status",
    "api:plan-item-propose-due-day",
    "api:plan-item-decide-due-day",
    "api:access-request-withdraw",
    "api:access-request-decline",
    "api:access-request-grant",
    "api:consent-withdraw",
    "api:evidence-file-remove",
    "api:course-session-cancel",
    "api:course-session-attendance",
    "api:course-registration-cancel",
    "api:committee-agenda-day",
    "api:committee-agenda-choose",
    "api:committee-agenda-worker-points",
    "api:self-diagnosis-answers",
    "api:self-diagnosis-complete",
    "api:self-diagnosis-reopen",
    "api:self-diagnosis-share",
    "api:self-diagnosis-stop-sharing",
    "api:self-diagnosis-remove",
    "api:self-diagnosis-plan",
    "api:response-file-remove",
    "api:case-steps",
    "api:case-closing",
    "api:webhook-test",
    "api:webhook-pause",
    "api:webhook-resume",
    "api:webhook-rotate-secret",
    "cancel_country_settings",
    "first_run:questionnaires",
    "first_run:criteria",
    "first_run:mail",
    "duplicates:keep_apart",
    "translations:review",
    "translations:restore",
    "duplicates:merge_pair",
    "people:import_write",
    "people:resend",
    "withdraw_access_request",
    "job_cancel",
    "read_notices",
    "handovers:act",
    "report_commitment",
    "obligations:end_absence",
    "brand_home_seen",
    "brand_digest",
    "saved_lists:change",
    "factory_table:chosen",
    "watch_factory",
    "set_language",
    "assessments:acts",
    "advisory:take_entry",
    "advisory:add_case_entry",
    "assessments:hand_over",
    "assessments:submit",
    "assessments:accept",
    "assessments:finalise",
    "assessments:remove_file",
    "assessments:send_file",
    "offline_workbook:store_form",
    "advisory:plan_status",
    "advisory:plan_message",
    "advisory:propose_due_day",
    "advisory:decide_due_day",
    "evidence_files:import_write",
    "factory_lists:import_write",
    "factory_lists:import_cancel",
    "factory_lists:import_drop",
    "recognition:judge",
    "recognition:judge_factory",
    "scheduling:make_plan",
    "scheduling:begin",
    "scheduling:begin_day",
    "scheduling:capacity",
    "scheduling:end_conflict",
    "courses:register",
    "courses:unregister",
    "courses:attendance",
    "committees:set_day",
    "committees:choose",
    "committees:worker_points",
    "self_diagnosis:change",
    "self_diagnosis:plan",
    "benefits:answer",
    "benefits:move_forum",
    "benefits:invite",
    "benefits:uninvite",
    "benefits:attendance",
}
ONLY_PASSES_ON = {
    "home",
    "saved_lists:list",
    "account_set_password",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
}
