"""Six acts take two people. Each through its own pages: who may approve, and what if the content changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Proposal, User
from advisory.models import ZeroToleranceCase
from assessments.models import Assessment, SheetRevision, TeamMember
from criteria.commands.criteria import draft_criteria
from criteria.models import CriteriaVersion, Evaluation
from criteria.projections import SHIPPED, refresh_verdicts
from recognition.models import Recognition
from stories.models import Story
from tests import make
from tests.notifications.cast import inbox, tell
from tests.people.make import administrator, browser, fill_in, forms_of
from tests.recognition.make import NOW, eligible_factory, judged, recognition
from tests.stories.make import story

pytestmark = pytest.mark.django_db


@dataclass
class Use:
    """One act of two people, proposed on its page.

    Attributes:
        page: where it is decided. `said`: what the approver types there.
        people: self, no_right, involved (on the team, author, person concerned) and second.
        applied: whether the approval took effect.
        change: changes the content behind the pages.
    """

    page: str
    people: dict[str, User]
    applied: Callable[[], bool]
    change: Callable[[], object]
    said: dict[str, Any] = field(default_factory=lambda: {"act": "approve"})


def proposed(client: Any, address: str, **said: Any) -> str:
    """Propose on a page as it is rendered; the address of the page on which it is decided."""
    answer = fill_in(client, address, **said)
    assert answer.status_code == 302, forms_of(answer)
    return answer["Location"]


@time_machine.travel(NOW)
@pytest.mark.parametrize(("act", "told"), [("approve", "was approved"), ("decline", "was declined")])
def test_the_proposer_is_told_how_it_ended(act, told):
    use = correction()
    proposer = use.people["self"]
    fill_in(browser(use.people["second"]), use.page, act=act, reason="Looked at it.")
    tell()

    page = browser(proposer).get(reverse("inbox")).content.decode()

    assert f"Your proposal {told}: Correct a final assessment" in page
    assert f'href="{use.page}"' in page
    assert not [sentence for sentence in inbox(use.people["second"]) if "Your proposal" in sentence]


def correction() -> Use:
    mill, involved = make.factory(), make.user("manager")
    final = make.assessment(mill, findings={"OS-8-06": "One exit was locked."}, team=[involved])
    proposer = make.user("reviewer")
    rows = {"rows-0-question": "OS-8-06", "rows-0-answer": "C"}
    address = reverse("assessments:correct", args=[final.pk])
    page = proposed(browser(proposer), address, reason="A cupboard.", **rows)
    people = {
        "self": proposer,
        "no_right": make.user("adviser"),
        "involved": involved,
        "second": make.user("manager"),
    }
    return Use(
        page,
        people,
        applied=lambda: SheetRevision.objects.filter(assessment=final, revision=2).exists(),
        change=lambda: SheetRevision.objects.filter(assessment=final).update(digest="0" * 64),
    )


def criteria() -> Use:
    involved = make.user("global", name="Author")
    text = (SHIPPED / "high-performance" / "1.0.toml").read_text(encoding="utf-8")
    draft = CriteriaVersion.objects.get(pk=draft_criteria(text, actor=involved, now=NOW))
    proposer = make.user("global")
    page = proposed(
        browser(proposer), reverse("lab:propose", args=[draft.code, draft.version]), reason="As agreed."
    )
    people = {
        "self": proposer,
        "no_right": make.user("reviewer"),
        "involved": involved,
        "second": make.user("global"),
    }
    return Use(
        page,
        people,
        applied=lambda: CriteriaVersion.objects.get().state == "approved",
        change=lambda: CriteriaVersion.objects.update(digest="0" * 64),
    )


def recognising() -> Use:
    involved = make.user("global", name="Former adviser")
    mill = eligible_factory()
    TeamMember.objects.create(
        assessment=Assessment.objects.filter(factory=mill)[0], user=involved, is_lead=False
    )
    judged(mill)
    proposer = make.user("reviewer")
    found = proposed(browser(proposer), reverse("recognition:propose", args=[mill.code]), reason="Meets all.")
    page = f"{found}confirm/"

    def change() -> None:
        make.learning(mill, "Another course", held_on=NOW.date() - timedelta(days=9), now=NOW)
        Evaluation.objects.update(is_current=False)
        refresh_verdicts([mill.pk], now=NOW)

    people = {
        "self": proposer,
        "no_right": make.user("manager"),
        "involved": involved,
        "second": make.user("global"),
    }
    return Use(
        page,
        people,
        applied=lambda: Recognition.objects.get().state in {"confirmed", "published"},
        change=change,
        said={"reason": "As discussed."},
    )


def right() -> Use:
    person, proposer = make.user("admin", name="Rita"), administrator("Ada")
    address = f"{reverse('people:role', kwargs={'user_id': person.pk})}?role=global"
    answer = fill_in(browser(proposer), address, reason="Decides from May")
    assert answer.status_code == 302
    people = {
        "self": proposer,
        "no_right": make.user("manager"),
        "involved": person,
        "second": administrator("Bea"),
    }
    return Use(
        reverse("proposals:proposal", args=[Proposal.objects.get().pk]),
        people,
        applied=lambda: User.objects.get(pk=person.pk).role == "global",
        change=lambda: User.objects.filter(pk=person.pk).update(name="Somebody Else"),
    )


def closing() -> Use:
    mill, involved = make.factory(), make.user("manager", name="Former adviser")
    case = make.case(mill)
    ZeroToleranceCase.objects.update(recorded_by=involved)
    proposer = make.user("manager")
    page = proposed(
        browser(proposer),
        reverse("advisory:close_case", args=[mill.code, case.uid]),
        statement="The child is at school.",
        evidence="Visit of 29 May",
    )
    people = {
        "self": proposer,
        "no_right": make.user("adviser"),
        "involved": involved,
        "second": make.user("global"),
    }
    return Use(
        page,
        people,
        applied=lambda: ZeroToleranceCase.objects.filter(closed_on__isnull=False).exists(),
        change=lambda: ZeroToleranceCase.objects.update(details="Two children."),
    )


def publishing() -> Use:
    mill = recognition(eligible_factory(), "published").factory
    involved, proposer = make.user("manager", name="Author"), make.user("manager")
    story(mill, "draft", by=involved)
    client, address = browser(proposer), reverse("stories:story", args=[mill.code])
    Story.objects.update(written_by=involved)
    assert fill_in(client, address, act="submit").status_code == 302
    people = {
        "self": proposer,
        "no_right": make.user("adviser"),
        "involved": involved,
        "second": make.user("global"),
    }
    return Use(
        reverse("proposals:proposal", args=[Proposal.objects.get().pk]),
        people,
        applied=lambda: Story.objects.get().state == "published",
        change=lambda: Story.objects.update(text="Otherwise."),
    )


USES = [correction, criteria, recognising, right, closing, publishing]


def decides(client: Any, use: Use, digest: str) -> int:
    """Approve with the page's own form; where the page offers none, send what it would have sent. The status."""
    page = client.get(use.page)
    offered = [form for form in forms_of(page) if "reason" in form["data"]] if page.status_code == 200 else []
    client.handler.enforce_csrf_checks = bool(offered)
    typed = (
        offered[0]["data"] if offered else {"digest": digest, "seen": "proposed", "publish_on": "2018-06-01"}
    )
    answer: int = client.post(use.page, {"reason": "Seen.", **typed, **use.said}).status_code
    return answer


@pytest.mark.parametrize("changed", [False, True], ids=["as proposed", "changed meanwhile"])
@pytest.mark.parametrize("make_use", USES, ids=lambda use: use.__name__)
@time_machine.travel(NOW, tick=False)
def test_only_a_second_person_approves_and_only_what_was_proposed(make_use, changed):
    use = make_use()
    digest = getattr(Proposal.objects.first(), "digest", "")
    if changed:
        use.change()

    for who in ("self", "no_right", "involved"):
        assert decides(browser(use.people[who]), use, digest) in {404, 409, 302}, who
        assert not use.applied(), who
    decides(browser(use.people["second"]), use, digest)

    assert use.applied() is not changed


@pytest.mark.parametrize(
    "make_use", [use for use in USES if use is not recognising], ids=lambda use: use.__name__
)
@time_machine.travel(NOW, tick=False)
def test_what_waits_is_on_the_page_of_whom_it_waits_for_and_can_be_declined_or_withdrawn(make_use):
    use = make_use()
    second, proposer = browser(use.people["second"]), browser(use.people["self"])
    label = str(second.get(use.page).context["label"])

    desk = second.get(reverse("desk")).content.decode() if use.people["second"].is_staff else label
    listed = second.get(reverse("proposals:list")).content.decode()
    assert label in desk
    assert use.page in listed
    assert fill_in(second, use.page, act="decline").status_code == 422
    assert fill_in(proposer, use.page, act="withdraw").status_code == 302
    assert Proposal.objects.get().state == "withdrawn"
    assert not use.applied()
