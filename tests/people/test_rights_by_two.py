"""Administrator and global team: proposed by one, decided by another, everybody who may decide told."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice, Proposal, User
from accounts.two_people import commands as deciding
from factories.queries.memberships.places import PlaceRef
from journal.commands import Unchanged
from journal.models import Event
from notifications.inbox import items, notices_for
from notifications.notices import notify_people
from people import commands
from people.commands.accounts import Proposed
from people.commands.guards import AccountOutOfReach, OwnAccount
from people.models import AccountInvitation
from tests import make
from tests.at_once import at_once
from tests.people.make import administrator, browser, fill_in, link_in, mails, send

pytestmark = pytest.mark.django_db
PASSWORD = "horses graze by the river"


def proposed(reason="Runs the programme", *, person=None, role="global", actor=None):
    person = person or make.user("reviewer", name="Rita")
    done = commands.change_role(person.pk, role=role, reason=reason, actor=actor, now=timezone.now())
    assert isinstance(done, Proposed)
    return person, done.proposal


def test_a_right_is_given_when_another_administrator_approves():
    ada, bea = administrator("Ada"), administrator("Bea")
    rita = make.user("reviewer", name="Rita")

    answer = fill_in(
        browser(ada),
        f"{reverse('people:role', kwargs={'user_id': rita.pk})}?role=global",
        reason="Decides from May",
    )
    assert answer.status_code == 302
    rita.refresh_from_db()
    assert rita.role == "reviewer"
    proposal = Proposal.objects.get()
    address = reverse("proposals:proposal", kwargs={"proposal_id": proposal.pk})
    page = browser(bea).get(address)
    assert "Decides from May" in page.content.decode()
    assert fill_in(browser(bea), address, act="approve").status_code == 302

    rita.refresh_from_db()
    proposal.refresh_from_db()
    assert (rita.role, proposal.state, proposal.decided_by) == ("global", "approved", bea)
    kinds = list(Event.objects.filter(subject=f"user:{rita.pk}").values_list("kind", flat=True))
    assert {"privilege.proposed", "user.role_changed", "membership.ended", "privilege.given"} <= set(kinds)


def test_the_proposer_cannot_approve_nor_the_person_concerned():
    ada, bea = administrator("Ada"), administrator("Bea")
    rita, proposal = proposed(actor=ada)

    page = browser(ada)
    address = reverse("proposals:proposal", kwargs={"proposal_id": proposal.pk})
    answer = page.get(address)
    assert not answer.context["decides"]
    assert send(page, address, answer, act="approve").status_code == 409
    rita.refresh_from_db()
    assert rita.role == "reviewer"

    User.objects.filter(pk=rita.pk).update(role="admin")  # an administrator is proposed for the global team
    own = commands.change_role(rita.pk, role="global", reason="x", actor=bea, now=timezone.now())
    with pytest.raises(deciding.MayNotDecide):
        deciding.approve_proposal(
            own.proposal.pk,
            digest=own.proposal.digest,
            actor=User.objects.get(pk=rita.pk),
            now=timezone.now(),
        )


def test_a_proposal_about_facts_that_changed_is_out_of_date():
    ada, bea = administrator("Ada"), administrator("Bea")
    rita, proposal = proposed(actor=ada)
    User.objects.filter(pk=rita.pk).update(name="Somebody Else")

    deciding.approve_proposal(proposal.pk, digest=proposal.digest, actor=bea, now=timezone.now())

    proposal.refresh_from_db()
    rita.refresh_from_db()
    assert (proposal.state, rita.role) == ("stale", "reviewer")
    with pytest.raises(deciding.AlreadyDecided):
        deciding.approve_proposal(proposal.pk, digest=proposal.digest, actor=bea, now=timezone.now())


def test_an_approval_is_of_what_the_page_showed():
    ada, bea = administrator("Ada"), administrator("Bea")
    _rita, proposal = proposed(actor=ada)

    with pytest.raises(deciding.ShownOtherwise):
        deciding.approve_proposal(proposal.pk, digest="0" * 64, actor=bea, now=timezone.now())


def test_declining_needs_a_reason_and_withdrawing_the_proposer():
    ada, bea = administrator("Ada"), administrator("Bea")
    _rita, proposal = proposed(actor=ada)
    address = reverse("proposals:proposal", kwargs={"proposal_id": proposal.pk})

    refused = fill_in(browser(bea), address, act="decline")
    assert refused.status_code == 422
    assert fill_in(browser(bea), address, act="decline", reason="Not now").status_code == 302
    again = deciding.decline_proposal(proposal.pk, reason="Not now", actor=bea, now=timezone.now())
    assert isinstance(again, Unchanged)
    _other, second = proposed(person=make.user("reviewer"), actor=ada)
    with pytest.raises(deciding.MayNotDecide):
        deciding.withdraw_proposal(second.pk, actor=bea, now=timezone.now())
    deciding.withdraw_proposal(second.pk, actor=ada, now=timezone.now())
    second.refresh_from_db()
    assert second.state == "withdrawn"


def test_an_invitation_to_a_right_is_sent_only_when_another_approves():
    ada, bea = administrator("Ada"), administrator("Bea")
    address = f"{reverse('people:invite')}?role=admin"

    answer = fill_in(browser(ada), address, email="new@example.org", name="New", reason="Third administrator")
    assert answer.status_code == 302
    assert mails() == {}
    proposal = Proposal.objects.get()
    fill_in(browser(bea), reverse("proposals:proposal", kwargs={"proposal_id": proposal.pk}), act="approve")
    link = link_in(mails()["new@example.org"])
    guest = browser()
    assert fill_in(guest, link, password=PASSWORD, again=PASSWORD).status_code == 302
    assert guest.get("/").url == reverse("first_run:checklist")


def test_a_declined_invitation_never_lets_anybody_in():
    ada, bea = administrator("Ada"), administrator("Bea")
    fill_in(
        browser(ada), f"{reverse('people:invite')}?role=global", email="n@example.org", name="N", reason="x"
    )

    deciding.decline_proposal(Proposal.objects.get().pk, reason="No", actor=bea, now=timezone.now())

    assert AccountInvitation.objects.get().state == "withdrawn"
    assert mails() == {}


def test_the_only_administrator_appoints_the_second_alone_and_the_journal_says_so():
    ada = administrator("Ada")
    alone = browser(ada)
    fill_in(alone, f"{reverse('people:invite')}?role=admin", email="bea@example.org", name="Bea", reason="x")

    assert "Bea has been invited." in alone.get(reverse("people:list")).content.decode()
    link = link_in(mails()["bea@example.org"])
    fill_in(browser(), link, password=PASSWORD, again=PASSWORD)
    assert Event.objects.get(kind="privilege.given").data["alone"] is True
    # from now on it takes two
    fill_in(alone, f"{reverse('people:invite')}?role=admin", email="c@example.org", name="C", reason="x")
    words = "C is invited as soon as a second administrator approves it."
    assert words in alone.get(reverse("people:list")).content.decode()
    assert Proposal.objects.count() == 1
    assert "c@example.org" not in mails()


def test_whoever_closes_the_other_administrators_does_not_decide_alone_afterwards():
    ada = administrator("Ada")
    invite = f"{reverse('people:invite')}?role=admin"
    fill_in(browser(ada), invite, email="bea@example.org", name="Bea", reason="The second")
    fill_in(browser(), link_in(mails()["bea@example.org"]), password=PASSWORD, again=PASSWORD)
    bea = User.objects.get(email="bea@example.org")
    closing = reverse("people:close", kwargs={"user_id": bea.pk})
    assert fill_in(browser(ada), closing, reason="Left").status_code == 302
    bea.refresh_from_db()
    assert not bea.is_active

    fill_in(browser(ada), invite, email="cec@example.org", name="Cec", reason="Mine")

    assert Proposal.objects.get().state == "pending"
    assert "cec@example.org" not in mails()


def test_whoever_demotes_the_other_administrator_does_not_decide_alone_afterwards():
    ada, bea = administrator("Ada"), administrator("Bea")
    at = [PlaceRef("country", make.country().pk)]
    commands.change_role(bea.pk, role="reviewer", places=at, reason="x", actor=ada, now=timezone.now())

    _, proposal = proposed(actor=ada)

    assert proposal.state == "pending"


def test_everybody_who_may_decide_is_told():
    ada, bea, cec = administrator("Ada"), administrator("Bea"), administrator("Cec")
    rita, proposal = proposed(actor=ada)
    notify_people([], now=timezone.now())

    told = set(Notice.objects.values_list("person_id", "event__kind"))
    assert told == {(bea.pk, "privilege.proposed"), (cec.pk, "privilege.proposed")}
    deciding.approve_proposal(proposal.pk, digest=proposal.digest, actor=bea, now=timezone.now())
    commands.close_account(User.objects.get(pk=rita.pk).pk, reason="Left", actor=bea, now=timezone.now())
    notify_people([], now=timezone.now())

    kinds = Notice.objects.filter(person=cec).values_list("event__kind", flat=True)
    assert set(kinds) == {"privilege.proposed", "privilege.given", "privilege.taken"}
    shown = items(notices_for(cec, timezone.now().date()), cec)
    assert any(reverse("proposals:proposal", kwargs={"proposal_id": proposal.pk}) == one.url for one in shown)
    assert browser(cec).get(reverse("inbox")).status_code == 200


def test_nobody_closes_or_changes_their_own_account_so_one_administrator_always_remains():
    ada = administrator("Ada")

    with pytest.raises(OwnAccount):
        commands.close_account(ada.pk, reason="x", actor=ada, now=timezone.now())
    with pytest.raises(OwnAccount):
        commands.change_role(ada.pk, role="inspector", reason="x", actor=ada, now=timezone.now())
    client = browser(ada)
    for name in ("close", "role", "hand_over"):
        assert client.get(reverse(f"people:{name}", kwargs={"user_id": ada.pk})).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other_leave_one():
    ada, bea = administrator("Ada"), administrator("Bea")
    now = timezone.now()

    done = at_once(
        lambda: commands.close_account(bea.pk, reason="x", actor=ada, now=now),
        lambda: commands.close_account(ada.pk, reason="x", actor=bea, now=now),
    )

    assert sum(isinstance(one, AccountOutOfReach) for one in done) == 1
    assert User.objects.filter(role="admin", is_active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_give_the_right_once():
    ada, bea, cec = administrator("Ada"), administrator("Bea"), administrator("Cec")
    _rita, proposal = proposed(actor=ada)
    now = timezone.now()

    done = at_once(
        lambda: deciding.approve_proposal(proposal.pk, digest=proposal.digest, actor=bea, now=now),
        lambda: deciding.approve_proposal(proposal.pk, digest=proposal.digest, actor=cec, now=now),
    )

    assert sum(isinstance(one, deciding.AlreadyDecided) for one in done) == 1
    assert Event.objects.filter(kind="privilege.given").count() == 1


def test_the_proposals_of_somebody_who_leaves_are_withdrawn():
    ada, bea = administrator("Ada"), administrator("Bea")
    _rita, proposal = proposed(actor=ada)

    commands.close_account(ada.pk, reason="Left", actor=bea, now=timezone.now())

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_reopening_an_administrator_takes_two_and_a_new_password():
    ada, bea, cec = administrator("Ada"), administrator("Bea"), administrator("Cec")
    old = browser(cec)
    commands.close_account(cec.pk, reason="Left", actor=ada, now=timezone.now())

    done = commands.reopen_account(cec.pk, reason="Back", actor=ada, now=timezone.now())
    assert isinstance(done, Proposed)
    deciding.approve_proposal(done.proposal.pk, digest=done.proposal.digest, actor=bea, now=timezone.now())
    link = link_in(mails()[cec.email])
    fill_in(browser(), link, password=PASSWORD, again=PASSWORD)

    cec.refresh_from_db()
    assert cec.is_active
    assert old.get(reverse("people:list")).status_code == 302  # the old session stays dead


@pytest.mark.parametrize("to", ["reviewer", "global"])
def test_what_somebody_proposed_is_withdrawn_with_their_role(to):
    ada, bea, cleo = administrator("Ada"), administrator("Bea"), administrator("Cleo")
    _rita, proposal = proposed(actor=ada)
    if to == "global":
        own = commands.change_role(ada.pk, role=to, reason="x", actor=bea, now=timezone.now()).proposal
        deciding.approve_proposal(own.pk, digest=own.digest, actor=cleo, now=timezone.now())
    else:
        places = [PlaceRef("country", make.country().pk)]
        commands.change_role(ada.pk, role=to, places=places, reason="x", actor=bea, now=timezone.now())

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    with pytest.raises(deciding.AlreadyDecided):
        deciding.approve_proposal(proposal.pk, digest=proposal.digest, actor=cleo, now=timezone.now())
