"""One programme with one of everything that somebody may not see, and one person of every kind who might look."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.commands.single_sign_on import link_sign_on, set_up_sign_on
from accounts.commands.tokens import make_token
from accounts.models import ApiToken, Proposal, User
from advisory.commands import propose_case_closing, propose_due_day, record_case_entry, write_on_plan_item
from advisory.models import CaseEntry
from assessments.commands import Correction, propose_correction
from assessments.models import Assessment
from benefits.commands.calendar import make_calendar_link
from benefits.commands.forums import hold_forum
from buyers.commands.commitments import make_commitment
from buyers.commands.plan_comments import comment_on_plan
from committees.commands.meetings import set_next_meeting
from countries.domain.country_rules import shipped_rules
from criteria.commands.criteria import draft_criteria, propose_criteria
from criteria.models import CriteriaVersion, Evaluation
from duplicates.commands.merging import merge_factories
from evidence_files.workbook.importing import IMPORT_FILE
from factories.commands import request_access
from factories.models import DuplicatePair, Factory
from factories.queries import brands_of
from factory_lists.domain.jobs import CHECK, READ, WRITE
from files.domain.attachments import CheckedFile
from handovers.commands.handing_over import hand_over_factory, record_outcome, take_over
from journal.jobs import enqueue
from notifications.notices import notify_people
from people.commands import change_role, close_account, invite_people
from people.commands.accounts import Proposed
from people.domain.invitation_rows import InvitationRow
from people.queries.invitations import live_invitation_of, secret_of
from people.views.inviting import packed
from progress_reports.commands import deliver_reports, make_reports, make_summary, note_opening
from progress_reports.models import ProgressReport
from recognition.commands.appeals import appeal_decision
from recognition.models import Recognition
from responses.commands import comment_on_finding, respond_to_finding
from saved_lists.models import SavedList
from saved_lists.projections import save_list
from scheduling.models import ConflictOfInterest, PlannedAssessment, PlanRun
from self_diagnosis.commands.diagnoses import complete_diagnosis, share_diagnosis
from tests import make
from tests.benefits import make as benefits
from tests.courses import make as courses
from tests.portal.world import refreshed
from tests.recognition.make import eligible_factory, judged, recognition
from tests.self_diagnosis.doing import diagnosed
from tests.stories.make import story
from translations.commands import correct_text
from translations.models import TextVersion
from translations.queries.catalogue import key_of
from translations.queries.wordings import wordings_by_language
from webhooks.commands.endpoints import add_endpoint, send_test
from webhooks.models import WebhookEndpoint, WebhookMessage

PUBLIC = "public"
ABROAD = ("adviser_abroad", "manager_abroad", "inspector_abroad")


@dataclass(slots=True)
class Scene:
    """Who and what there is. `people[PUBLIC]` is None: nobody signed in."""

    people: dict[str, User | None] = field(default_factory=dict)
    mill: Factory | None = None  # the factory that everything belongs to
    things: dict[str, Any] = field(default_factory=dict)

    def person(self, name: str) -> User:
        """Somebody with an account."""
        found = self.people[name]
        assert found is not None
        return found


def scene() -> Scene:
    """Everything in its place, copied as the reactions would."""
    made = Scene()
    adviser = make.user("adviser", name="Adviser of the team")
    mill = eligible_factory("KH-90001", latest={"OS-8-06": "FINAL-MARK"}, team=[adviser])
    made.mill = mill
    _people(made, mill, adviser)
    _evidence(made, mill, adviser)
    _recognitions(made)
    _plan(made, mill, adviser)
    _stories(made)
    _benefits(made, mill)
    _courses(made, mill)
    _sign_in(made)
    _duplicates(made)
    judged()
    refreshed()
    _reports(made, mill)
    _diagnoses(made, mill)
    notify_people([], now=make.NOW)
    made.things["evaluation"] = Evaluation.objects.get(factory=mill, is_current=True)
    shipped = made.things["criteria"] = CriteriaVersion.objects.get()
    text = shipped.text.replace('version = "1.0"', 'version = "1.1"')
    text = text.replace("threshold = 2\n", "threshold = 3\n", 1)  # what says the same is not proposed
    draft_criteria(text, actor=made.people["global_too"], now=timezone.now())
    made.things["draft_criteria"] = CriteriaVersion.objects.get(version="1.1")
    job = enqueue("nothing", parameters={}, actor=made.people["global"], now=timezone.now())
    made.things["job"] = job.pk
    said = {"kind": "visits", "file": "imports/none", "digest": "", "name": "IMPORT-MARK.csv", "write": False}
    checked = enqueue(IMPORT_FILE, parameters=said, actor=made.people["global"], now=timezone.now())
    counted = {"rows": 1, "created": 1, "updated": 0, "unchanged": 0, "problems": [], "problem_count": 0}
    type(checked).objects.filter(pk=checked.pk).update(state="done", result=counted)
    made.things["import_job"] = checked.pk
    later = replace(shipped_rules("KH"), in_programme=True, comment_days=21)
    made.things["planned_settings"] = make.country_settings(
        make.country("KH"), later, from_on=date(2031, 1, 1)
    )
    _list_jobs(made)
    _people_to_decide_on(made)
    _webhooks(made)
    _two_people(made)
    _texts(made)
    return made


def _diagnoses(made: Scene, mill: Factory) -> None:
    """A self-diagnosis that is shared, and one that goes on."""
    manager = made.person("factory")
    about = {"actor": manager, "now": make.NOW}
    shared = diagnosed(mill, manager, note="SHARED-MARK")
    complete_diagnosis(shared.pk, **about)
    share_diagnosis(shared.pk, **about)
    made.things["shared_diagnosis"] = shared
    made.things["own_diagnosis"] = diagnosed(mill, manager, note="DIAGNOSED-MARK")


def wording_key(*, only_in: str) -> str:
    """A question in Khmer as one country alone asks it."""
    wordings = wordings_by_language(["km"])["km"].values()
    return next(wording.key for wording in wordings if wording.only_in == only_in)


def _texts(made: Scene) -> None:
    """A text in the country's language: corrected once, so that it can be found right, corrected and taken back."""
    key = made.things["text_key"] = key_of("", "My account", "")
    correct_text("km", key, ["TEXT-MARK"], seen=None, actor=made.person("global"), now=make.NOW)
    made.things["text_version"] = TextVersion.objects.get().pk


def _reports(made: Scene, mill: Factory) -> None:
    """A report that its factory's people have opened, and a buyer's summary."""
    brand = made.person("brand")
    (number,) = make_reports([mill.pk], language="fr", actor=made.person("global"), now=make.NOW)
    deliver_reports([number], actor=made.person("global"), now=make.NOW)
    for reader in ("factory", "worker", "group"):
        note_opening(number, actor=made.person(reader), now=make.NOW)
    (summary,) = make_summary(
        mill.pk, brand_id=brands_of(brand).get().pk, language="fr", actor=brand, now=make.NOW
    )
    made.things["progress_report"] = ProgressReport.objects.get(pk=number)
    made.things["progress_summary"] = ProgressReport.objects.get(pk=summary)


def _two_people(made: Scene) -> None:
    """What waits for a second person besides a right: a correction, the end of a case, criteria."""
    final, case, draft = made.things["final"], made.things["case"], made.things["draft_criteria"]
    manager = make.user("manager", name="Manager who proposes")
    record_case_entry(
        case.uid, step="notice", happened_at=make.NOW, authority="NOTICE-MARK", actor=manager, now=make.NOW,
        file=CheckedFile("image/jpeg", b"\xff\xd8\xff\xd9", b"", 1, 1, "c" * 64), file_name="letter.jpg",
    )  # fmt: skip
    made.things["case_entry"] = CaseEntry.objects.get()
    record_case_entry(case.uid, step="safety", happened_at=make.NOW, actor=manager, now=make.NOW)
    propose_correction(
        final.pk, corrections={"OS-8-06": Correction("X")}, reason="CORRECTION-MARK", now=make.NOW,
        actor=make.user("reviewer", name="Reviewer who proposes"),
    )  # fmt: skip
    propose_case_closing(
        case.uid,
        closed_on=make.TODAY,
        statement="CLOSING-MARK",
        evidence="Visit.",
        actor=manager,
        now=make.NOW,
    )
    propose_criteria(
        draft.pk,
        in_force_from=None,
        reason="CRITERIA-MARK",
        actor=made.person("global_too"),
        now=timezone.now(),
    )
    for kind in ("assessment.correction", "zero_tolerance.closing", "criteria.approval"):
        made.things[kind] = Proposal.objects.get(kind=kind)


def _sign_in(made: Scene) -> None:
    """An organisation's sign-on through which the brand comes, and a token of the brand's."""
    brand, admin = made.person("brand"), made.person("admin")
    made.things["sign_on"] = set_up_sign_on(
        None, name="Northwind", domains=["northwind.example"], issuer="https://login.northwind.example",
        client_id="programme", secret="SECRET-MARK", is_enabled=True, is_compulsory=False, actor=admin, now=make.NOW,
    )  # fmt: skip
    link_sign_on(brand.pk, slug="northwind", subject_id="17", actor=brand, now=make.NOW)
    make_token(brand.pk, name="TOKEN-MARK", scope="read", expires_at=None, actor=brand, now=make.NOW)
    made.things["token"] = ApiToken.objects.get()


def _webhooks(made: Scene) -> None:
    """A webhook of the brand's, which took a message that was sent to it."""
    brand = made.person("brand")
    hook = add_endpoint(
        brands_of(brand).get().pk, name="HOOK-MARK", url="https://hooks.northwind.example/", actor=brand,
        kinds=["supplier.report_published"], now=make.NOW,
    )  # fmt: skip
    send_test(hook.endpoint_id, actor=brand, now=make.NOW)
    WebhookMessage.objects.update(state="sent")
    made.things["webhook"] = WebhookEndpoint.objects.get()
    made.things["webhook_message"] = WebhookMessage.objects.get()


def _list_jobs(made: Scene) -> None:
    """A factory list of the global team's at each step."""
    layout = {"encoding": "utf-8", "separator": ",", "sheet": "", "head_row": 1}
    said = {
        "file": "imports/none", "digest": "", "name": "LIST-MARK.csv", "source": "", "day": "2018-06-01",
        "layout": layout, "actor": made.people["global"].pk,
    }  # fmt: skip
    column = {"target": "", "how": "unknown", "samples": []}
    read = {
        "kind": "csv", "layout": layout, "guessed": False, "sheets": [], "lines": 1, "top": [], "remembered": False,
        "columns": [{**column, "column": "name"}, {**column, "column": "country"}],
    }  # fmt: skip
    counted = {
        "rows": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "suspected": 0,
        "faulty": 0,
        "ignored": [],
    }
    for kind, result in (
        (READ, read),
        (CHECK, {**counted, "rest": {}}),
        (WRITE, {**counted, "applied": True}),
    ):
        job = enqueue(kind, parameters=said, actor=made.people["global"], now=timezone.now())
        type(job).objects.filter(pk=job.pk).update(state="done", result=result)
        made.things[kind] = job.pk


def _people_to_decide_on(made: Scene) -> None:
    """Somebody invited, somebody who left, a list that was checked, and a right that waits for a second person."""
    now = timezone.now()
    second = make.user("admin", name="Second administrator")
    row = InvitationRow(2, "invited@example.org", "Invited", "inspector", "en", (("country", "KH"),))
    invite_people([row], actor=second, now=now)
    invited = made.things["invited"] = User.objects.get(email="invited@example.org")
    live = live_invitation_of(invited.pk)
    assert live is not None
    made.things |= {"invitation_secret": secret_of(live.pk), "live_invitation": live.pk}
    closed = made.things["closed"] = make.user("inspector", name="Closed")
    close_account(closed.pk, reason="left", actor=second, now=now)
    proposed = change_role(
        make.user("inspector", name="Proposed").pk, role="global", reason="RIGHT-MARK", actor=second, now=now
    )
    assert isinstance(proposed, Proposed)
    made.things |= {"right_proposal": proposed.proposal.pk, "right_digest": proposed.proposal.digest}
    listed = InvitationRow(2, "listed@example.org", "Listed", "inspector", "en", (("country", "KH"),))
    made.things["people_list"] = packed([listed], made.person("admin").pk)


def _people(made: Scene, mill: Factory, adviser: User) -> None:
    group, brand, other = make.group(), make.brand("Northwind"), make.brand("Southwind")
    Factory.objects.filter(pk=mill.pk).update(group=group)
    elsewhere = make.factory("KH-90009", name="Elsewhere Mill")
    made.people = {
        PUBLIC: None,
        "adviser": adviser,
        "colleague": make.user("adviser"),
        "adviser_abroad": make.user("adviser", country="VN"),
        "reviewer": make.user("reviewer"),
        "manager": make.user("manager"),
        "manager_abroad": make.user("manager", country="VN"),
        "global": make.user("global"),
        "global_too": make.user("global"),
        "admin": make.user("admin"),
        "brand": make.user("brand", brand=brand),
        "brand_without_consent": make.user("brand", brand=other),
        "factory": make.user("factory", factory=mill),
        "worker": make.user("worker", factory=mill),
        "group": make.user("group", group=group),
        "factory_elsewhere": make.user("factory", factory=elsewhere),
        "inspector": make.user("inspector"),
        "inspector_abroad": make.user("inspector", country="VN"),
    }
    make.user("worker", factory=mill, name="Quiet Colleague")
    links = [make.sourcing(one, mill) for one in (brand, other)]
    made.things["consent"] = make.consent(brand, mill)
    made.things |= {"elsewhere": elsewhere, "brand": brand, "other_brand": other, "sourcing": links[0]}
    asked = request_access(
        mill.pk, brand_id=other.pk, scope="findings", purpose="ACCESS-PURPOSE-MARK", until_on=date(2019, 5, 1),
        actor=made.person("brand_without_consent"), now=make.NOW,
    )  # fmt: skip
    made.things["access_request"] = asked
    save_list(made.person("brand").pk, "suppliers", name="LIST-OF-THE-BRAND-MARK", query="shared=yes")
    made.things["commitment"] = make_commitment(
        mill.pk, commitment_id=uuid4(), brand_id=brand.pk, kind="price", text="COMMITMENT-MARK",
        due_on=date(2018, 12, 1), actor=made.person("brand"), now=make.NOW,
    )  # fmt: skip
    made.things["saved_list"] = SavedList.objects.get()
    for thing in ("handover", "taken_over", "reported"):
        made.things[thing] = hand_over_factory(
            mill.pk, handover_id=uuid4(), reason="HANDOVER-MARK", questions=(), due_on=date(2018, 12, 1),
            actor=made.person("manager"), now=make.NOW,
        )  # fmt: skip
    for thing in ("taken_over", "reported"):
        take_over(made.things[thing].pk, actor=made.person("inspector"), now=make.NOW)
    record_outcome(
        made.things["reported"].pk, inspected_on=date(2018, 6, 1), found="Two.", action="An order.",
        actor=made.person("inspector"), now=make.NOW,
    )  # fmt: skip
    made.things["identifier"] = make.identifier(mill)
    made.things["identifier_elsewhere"] = make.identifier(elsewhere, value="9506000134369")


def _evidence(made: Scene, mill: Factory, adviser: User) -> None:
    final = Assessment.objects.filter(factory=mill).order_by("-assessed_on").first()
    assert final is not None
    made.things |= {
        "final": final,
        "finding": make.finding(final, "OS-8-06"),
        "window": make.assessment(
            mill, assessed_on=date(2018, 5, 7), cycle=3, state="comment_window", team=[adviser],
            findings={"WT-2-01": "WINDOW-MARK", "WT-2-02": "Seen.", "WT-2-03": "Seen."},
        ),
        "submitted": make.assessment(
            mill, assessed_on=date(2018, 5, 8), cycle=4, findings={"WT-2-01": "DRAFT-MARK"}, state="submitted",
            team=[adviser],
        ),
        "draft": make.assessment(
            mill, assessed_on=date(2018, 5, 9), cycle=5, findings={"WT-2-01": "DRAFT-MARK"}, state="draft",
            team=[adviser],
        ),
        "visit": make.visit(mill, notes="NOTES-MARK"),
        "plan_item": make.plan_item(mill, "open-item", issue="PLAN-MARK", due_on=date(2018, 5, 1)),
        "done_item": make.plan_item(mill, "done-item", status="done", done_on=date(2018, 5, 1)),
        "case": make.case(mill, trigger="CASE-MARK"),
    }  # fmt: skip
    over = make.assessment(
        mill, assessed_on=date(2018, 5, 3), cycle=6, state="comment_window", team=[adviser]
    )
    Assessment.objects.filter(pk=over.pk).update(window_closes_on=date(2018, 5, 17))
    made.things["window_over"] = over
    made.things["draft_file"] = make.evidence_file(made.things["draft"], "WT-2-01")
    made.things["window_file"] = make.evidence_file(made.things["window"], "WT-2-01")
    made.things["final_file"] = make.evidence_file(final, "OS-8-06")
    made.things["systems_file"] = make.systems_file(mill, "osh", "policy")
    made.things["plan_file"] = make.plan_file(mill, "open-item")
    _said_to_findings(made)
    _said_on_the_plan(made, mill)


def _said_to_findings(made: Scene) -> None:
    """In the comment window: an answer that was sent, one that was not, each with a file, and the workers' comment."""
    window, manager = made.things["window"], made.person("factory")
    about = {"actor": manager, "now": make.NOW}
    for question, text, thing in (
        ("WT-2-02", "RESPONSE-MARK", "response_file"),
        ("WT-2-03", "DRAFTED-MARK", "response_draft_file"),
    ):
        file = CheckedFile("application/pdf", b"%PDF-1.4 %%EOF", b"", 0, 0, thing.ljust(64, "x"))
        answered = respond_to_finding(
            window.pk, question=question, agrees=False, text=text, files=[("a.pdf", file)],
            send=thing == "response_file", **about,
        )  # fmt: skip
        (made.things[thing],) = answered.files
    comment_on_finding(
        window.pk, question="WT-2-02", text="WORKERS-MARK", actor=made.person("worker"), now=make.NOW
    )


def _said_on_the_plan(made: Scene, mill: Factory) -> None:
    """A question on an item, and another due day that waits."""
    comment_on_plan(
        mill.pk, comment_id=uuid4(), ref="open-item", brand_id=made.things["brand"].pk, text="PLAN-COMMENT-MARK",
        is_signed=False, actor=made.person("brand"), now=make.NOW,
    )  # fmt: skip
    made.things["asked_item"] = make.plan_item(mill, "late-item", due_on=date(2018, 6, 20))
    about = {"ref": "late-item", "actor": made.person("factory"), "now": make.NOW}
    made.things["due_day"] = propose_due_day(
        mill.pk, proposal_id=UUID(int=1), due_on=date(2018, 8, 1), reason="DAY-MARK", **about
    )
    write_on_plan_item(mill.pk, message_id=UUID(int=2), kind="message", text="ASKED-MARK", **about)


def _recognitions(made: Scene) -> None:
    proposer = make.user("reviewer", name="Proposer")
    judged(made.mill)
    declined = Recognition.objects.create(
        factory=made.mill,
        evaluation=Evaluation.objects.get(factory=made.mill, is_current=True),
        state="declined",
        reason="DECISION-MARK",
        proposed_at=make.NOW,
        proposed_by=proposer,
        ended_at=make.NOW,
        ended_by=made.people["global_too"],
    )
    against = recognition(eligible_factory("KH-90006"), "declined", by=proposer)
    appeal_decision(
        against.pk, grounds="Look again.", actor=make.user("factory", factory=against.factory), now=make.NOW
    )
    candidate = eligible_factory("KH-90002")
    proposed = recognition(candidate, "proposed", by=proposer, decider=made.people["global_too"])
    type(proposed).objects.filter(pk=proposed.pk).update(reason="PROPOSAL-MARK")
    listed = eligible_factory("VN-90003", country="VN")
    made.things |= {
        "candidate": candidate,
        "proposed": proposed,
        "listed": listed,
        "published": recognition(listed, "published", by=make.user("reviewer", country="VN")),
        "withdrawn": recognition(eligible_factory("KH-90004"), "withdrawn", by=proposer),
        "eligible": eligible_factory("KH-90005"),
        "declined": declined,
        "appealed": against,
    }


def _plan(made: Scene, mill: Factory, adviser: User) -> None:
    run = PlanRun.objects.create(
        as_of=make.TODAY, seed="SEED-MARK", rules={"interval": {"priority": 6, "ordinary": 12, "recognised": 24}},
        shift=[{"group": "recognised", "factories": 1, "before": [1, 1], "after": [1, 2]}],
        kept=0, placed=1, unplaced=0, made_at=make.NOW,
    )  # fmt: skip
    made.things["second"] = make.user("adviser", name="Second of the visit")
    made.things["planned"] = PlannedAssessment.objects.create(
        factory=mill, plan=run, group="ordinary", due_on=date(2018, 7, 1), late_from=date(2018, 7, 22),
        opens_on=date(2018, 6, 10), closes_on=date(2018, 7, 21), starts_on=date(2018, 6, 27), lead=adviser,
        second=made.things["second"], state="planned",
    )  # fmt: skip
    made.things["conflict"] = ConflictOfInterest.objects.create(
        adviser=made.person("colleague"), factory=made.things["candidate"], reason="CONFLICT-MARK",
        declared_at=make.NOW, declared_by=made.person("manager"),
    )  # fmt: skip


def _stories(made: Scene) -> None:
    listed, writer, reader = (
        made.things["listed"],
        made.person("adviser_abroad"),
        made.person("manager_abroad"),
    )
    made.things["public_story"] = story(
        listed, "published", by=writer, reader=reader, title="STORY-PUBLIC-MARK"
    )
    made.things["draft_story"] = story(
        listed, "draft", by=writer, title="STORY-OPEN-MARK", photo_permission="PERMISSION-MARK"
    )


def _duplicates(made: Scene) -> None:
    """A pair to decide in Cambodia, and a merge there that stands."""
    one, other = make.factory("KH-90007", name="Twice Mill"), make.factory("KH-90008", name="Twice Mills")
    kept, dropped = make.factory("KH-90010", name="Kept Mill"), make.factory("KH-90011", name="Dropped Mill")
    said = {"because": "alike", "score": 80, "found_at": make.NOW}
    merged = DuplicatePair.objects.create(first=kept, second=dropped, **said)
    made.things |= {
        "pair": DuplicatePair.objects.create(first=one, second=other, reason="PAIR-MARK", **said),
        "twice": one,
        "merge": merge_factories(
            merged.pk, keep_id=kept.pk, reason="MERGE-MARK", actor=made.people["global_too"], now=make.NOW
        ),
    }


def _benefits(made: Scene, mill: Factory) -> None:
    organiser = made.people["global"]
    ahead = benefits.forum(by=organiser, name="FORUM-MARK")
    begun = benefits.forum(
        by=organiser, name="FORUM-MARK begun", starts_at=datetime(2018, 6, 1, 8, tzinfo=UTC)
    )
    held = benefits.forum(
        by=organiser, name="FORUM-MARK held", starts_at=datetime(2018, 5, 30, 2, tzinfo=UTC)
    )
    made.things |= {
        "forum": ahead,
        "begun_forum": begun,
        "planned_forum": benefits.forum("planned", by=organiser, name="FORUM-MARK planned"),
        "held_forum": held,
        "invitation": benefits.invited(ahead, mill, by=organiser),
        "brand_invitation": benefits.invited(ahead, made.things["brand"], by=organiser),
        "past_invitation": benefits.invited(held, mill, by=organiser),
        "benefit": benefits.line(made.things["published"].pk, by=organiser, note="PACKAGE-MARK"),
        "calendar": make_calendar_link(actor=made.person("factory_elsewhere"), now=make.NOW),
    }
    hold_forum(held.pk, actor=organiser, now=make.NOW)


def _courses(made: Scene, mill: Factory) -> None:
    """A session ahead and one that was, with the mill registered for both; and the committee's next meeting."""
    now = timezone.now()
    later = datetime(2030, 6, 20, 2, tzinfo=UTC)
    ahead = courses.session(by=made.people["global"], place="SESSION-MARK", starts_at=later, now=now)
    past = courses.session(
        by=made.people["global"], place="SESSION-MARK past", starts_at=make.NOW - timedelta(days=9)
    )
    worker = made.person("worker")
    set_next_meeting(
        mill.pk, meets_on=now.date() + timedelta(days=9), place="AGENDA-MARK", actor=worker, now=now
    )
    made.things |= {
        "session": ahead,
        "past_session": past,
        "registration": courses.registered(ahead, mill, by=made.person("factory"), now=now),
        "past_registration": courses.registered(past, mill, by=made.person("factory"), now=courses.BEFORE),
    }
