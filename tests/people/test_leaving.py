"""Whoever leaves hands over what is open in the same act; a closed account keeps nothing planned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.commands.tokens import make_token
from accounts.models import Proposal, User
from assessments.commands.opening import SomebodyLeft, open_assessment
from assessments.models import TeamMember
from assessments.policies import was_on_team
from factories.models import Membership
from factories.queries.memberships.staff import staff_of
from journal.models import Event
from people import commands
from people.queries.open_work import WorkRef, open_work
from people.same_transaction.handing_over import WorkLeft
from scheduling.models import PlannedAssessment, PlanRun
from tests import make
from tests.at_once import at_once
from tests.people.make import administrator, browser, fill_in, forms_of

pytestmark = pytest.mark.django_db
DRAFTS, VISITS = WorkRef("drafts", "KH"), WorkRef("visits", "KH")


def visit(factory, lead, second, starts_on):
    run = PlanRun.objects.create(
        as_of=starts_on, seed="s", rules={}, shift=[], kept=0, placed=1, unplaced=0, made_at=make.NOW
    )
    return PlannedAssessment.objects.create(
        factory=factory, plan=run, group="ordinary", due_on=starts_on, late_from=starts_on, opens_on=starts_on,
        closes_on=starts_on, starts_on=starts_on, lead=lead, second=second, state="planned",
    )  # fmt: skip


@pytest.fixture
def work(db):
    """An adviser with a draft that they lead and two visits, one of which their colleague cannot take."""
    leaver, colleague, third = (make.user("adviser", name=name) for name in ("Leaver", "Colleague", "Third"))
    draft = make.assessment(make.factory(), state="draft", team=[leaver], assessed_on=date(2018, 5, 9))
    TeamMember.objects.filter(assessment=draft, user=leaver).update(is_lead=True)
    day = timezone.now().date() + timedelta(days=30)
    first = visit(make.factory(), leaver, third, day)
    # the same days: the colleague is elsewhere
    busy = visit(make.factory(), colleague, third, day + timedelta(days=60))
    second = visit(make.factory(), third, leaver, day + timedelta(days=60))
    return {
        "leaver": leaver, "colleague": colleague, "third": third, "draft": draft, "first": first, "second": second,
        "busy": busy,
    }  # fmt: skip


def test_closing_hands_everything_over_in_one_act(work):
    leaver, colleague = work["leaver"], work["colleague"]
    client = browser(make.user("manager"))
    address = reverse("people:close", kwargs={"user_id": leaver.pk})

    page = client.get(address)
    assert {"drafts-KH", "visits-KH", "reason"} <= set(forms_of(page)[0]["data"])
    missing = client.post(address, {**forms_of(page)[0]["data"], "reason": "Left"})
    assert missing.status_code == 422
    leaver.refresh_from_db()
    assert leaver.is_active
    done = fill_in(
        client, address, **{"drafts-KH": colleague.pk, "visits-KH": colleague.pk, "reason": "Left in May"}
    )

    assert done.status_code == 302
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert open_work(leaver.pk) == {}
    for name in ("first", "second"):
        work[name].refresh_from_db()
    assert (work["first"].lead, work["first"].state) == (colleague, "planned")
    assert (work["second"].state, work["second"].starts_on) == ("unplaced", None)  # planned anew, never lost
    team = dict(TeamMember.objects.filter(assessment=work["draft"]).values_list("user_id", "is_lead"))
    assert team == {leaver.pk: False, colleague.pk: True}
    assert browser(colleague).get(reverse("assessments:detail", args=[work["draft"].pk])).status_code == 200
    assert was_on_team(leaver, work["draft"].pk)  # four eyes remember
    # no event betrays an unannounced date
    for event in Event.objects.filter(kind="plan.visit_handed_over"):
        assert event.factory_id is None
        assert set(event.data) == {"reason", "quiet"}


def test_ending_the_country_hands_over_what_is_there_and_takes_the_choice_away(work):
    leaver, colleague = work["leaver"], work["colleague"]
    make.place_at(leaver, country=make.country("VN"))
    abroad = make.assessment(
        make.factory(country="VN"), state="draft", team=[leaver], assessed_on=date(2018, 5, 9)
    )
    here = Membership.objects.get(user=leaver, country="KH")

    with pytest.raises(WorkLeft):
        commands.end_place(here.pk, reason="Moved", actor=administrator(), now=timezone.now())
    commands.end_place(
        here.pk,
        reason="Moved",
        handover={DRAFTS: colleague.pk, VISITS: None},
        actor=administrator(),
        now=timezone.now(),
    )

    assert set(open_work(leaver.pk)) == {WorkRef("drafts", "VN")}
    assert TeamMember.objects.filter(assessment=abroad, user=leaver, left_at__isnull=True).exists()
    assert leaver not in staff_of("KH", ["adviser"])


def test_a_colleague_must_have_the_role_and_work_there(work):
    abroad = make.user("adviser", country="VN")
    reviewer = make.user("reviewer")
    for wrong in (abroad, reviewer, work["leaver"]):
        with pytest.raises(WorkLeft):
            commands.close_account(
                work["leaver"].pk,
                reason="x",
                handover={DRAFTS: wrong.pk, VISITS: wrong.pk},
                actor=administrator(),
                now=timezone.now(),
            )


def test_a_role_is_changed_with_the_work_handed_over_in_one_act(work):
    client = browser(administrator())
    address = f"{reverse('people:role', kwargs={'user_id': work['leaver'].pk})}?role=reviewer"

    refused = fill_in(client, address, reason="Becomes a reviewer")
    assert refused.status_code == 422
    assert "drafts-KH" in refused.context["form"].errors
    chosen = {"drafts-KH": work["colleague"].pk, "visits-KH": "anew"}
    assert fill_in(client, address, reason="Becomes a reviewer", **chosen).status_code == 302

    work["leaver"].refresh_from_db()
    assert (work["leaver"].role, work["leaver"].is_active) == ("reviewer", True)
    assert open_work(work["leaver"].pk) == {}
    assert Membership.objects.filter(user=work["leaver"], country="KH", ended_at__isnull=True).exists()


def proposed_for_the_global_team(work):
    client = browser(administrator("Ada"))
    administrator("Bea")
    address = f"{reverse('people:role', kwargs={'user_id': work['leaver'].pk})}?role=global"
    chosen = {"drafts-KH": work["colleague"].pk, "visits-KH": work["colleague"].pk}
    assert fill_in(client, address, reason="Decides from May", **chosen).status_code == 302
    return reverse("proposals:proposal", kwargs={"proposal_id": Proposal.objects.get().pk})


def test_a_right_that_is_proposed_takes_the_work_only_when_approved(work):
    address = proposed_for_the_global_team(work)
    assert set(open_work(work["leaver"].pk)) == {DRAFTS, VISITS}
    bea = browser(User.objects.get(name="Bea"))

    assert work["colleague"].name in bea.get(address).content.decode()
    assert fill_in(bea, address, act="approve").status_code == 302

    work["leaver"].refresh_from_db()
    assert work["leaver"].role == "global"
    assert open_work(work["leaver"].pk) == {}
    assert DRAFTS in open_work(work["colleague"].pk)


def test_a_colleague_who_left_meanwhile_makes_the_proposal_out_of_date(work):
    address = proposed_for_the_global_team(work)
    User.objects.filter(pk=work["colleague"].pk).update(is_active=False)

    assert fill_in(browser(User.objects.get(name="Bea")), address, act="approve").status_code == 302

    work["leaver"].refresh_from_db()
    assert (work["leaver"].role, Proposal.objects.get().state) == ("adviser", "stale")
    assert set(open_work(work["leaver"].pk)) == {DRAFTS, VISITS}


def test_a_closed_account_loses_sessions_tokens_and_password_for_good():
    ada, person = administrator(), make.user("inspector", name="Ivy")
    token = make_token(person.pk, name="x", scope="read", expires_at=None, actor=person, now=timezone.now())
    signed_in = browser(person)
    assert signed_in.get(reverse("priority")).status_code == 200

    commands.close_account(person.pk, reason="Left", actor=ada, now=timezone.now())
    assert signed_in.get(reverse("priority")).status_code == 302
    assert browser().get("/api/v1/factories/", headers={"Authorization": f"Token {token}"}).status_code == 401
    User.objects.filter(pk=person.pk).update(is_active=True)  # whoever opens it again, however

    assert signed_in.get(reverse("priority")).status_code == 302
    assert browser().get("/api/v1/factories/", headers={"Authorization": f"Token {token}"}).status_code == 401
    assert not User.objects.get(pk=person.pk).check_password(make.PASSWORD)


def test_closing_twice_changes_nothing():
    ada, person = administrator(), make.user("inspector")
    commands.close_account(person.pk, reason="Left", actor=ada, now=timezone.now())
    before = Event.objects.count()

    commands.close_account(person.pk, reason="Left", actor=ada, now=timezone.now())

    assert Event.objects.count() == before


def test_an_invited_or_closed_person_is_in_no_choice():
    ada = administrator()
    make.country("KH")
    invited = User.objects.create_user("i@example.org", role="adviser", name="I", is_active=False)
    make.place_at(invited, country=make.country("KH"))
    closed = make.user("adviser")
    commands.close_account(closed.pk, reason="Left", actor=ada, now=timezone.now())

    assert not staff_of("KH", ["adviser"]).exists()
    with pytest.raises(SomebodyLeft):
        open_assessment(
            make.factory().pk,
            assessed_on=date(2018, 5, 1),
            team=[closed],
            actor=make.user("adviser"),
            now=make.NOW,
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_to_each_other_at_once_leave_one_who_has_it_all():
    ada, bea = administrator("Ada"), administrator("Bea")
    one, other = make.user("adviser", name="One"), make.user("adviser", name="Other")
    for person in (one, other):
        make.assessment(make.factory(), state="draft", team=[person], assessed_on=date(2018, 5, 9))
    now = timezone.now()

    done = at_once(
        lambda: commands.close_account(one.pk, reason="x", handover={DRAFTS: other.pk}, actor=ada, now=now),
        lambda: commands.close_account(other.pk, reason="x", handover={DRAFTS: one.pk}, actor=bea, now=now),
    )

    assert sum(isinstance(each, WorkLeft) for each in done) == 1
    (left,) = User.objects.filter(role="adviser", is_active=True)
    assert open_work(left.pk) == {DRAFTS: 2}


@pytest.mark.django_db(transaction=True)
def test_nobody_opens_a_draft_for_whom_leaves_at_the_same_moment():
    ada, lead, leaver = (
        administrator(),
        make.user("adviser", name="Lead"),
        make.user("adviser", name="Leaver"),
    )
    make.questionnaire()
    factory, now = make.factory(), timezone.now()

    at_once(
        lambda: commands.close_account(leaver.pk, reason="x", handover={}, actor=ada, now=now),
        lambda: open_assessment(factory.pk, assessed_on=date(2018, 5, 1), team=[leaver], actor=lead, now=now),
    )

    leaver.refresh_from_db()
    assert leaver.is_active or open_work(leaver.pk) == {}
