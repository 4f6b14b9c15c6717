"""What each role sees of the first recognised factory: design.md §6, column by column, seen and not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.from_empty.files import MILL, NORTH
from tests.from_empty.hands import WHAT_WAS_FOUND

if TYPE_CHECKING:
    from tests.from_empty.hands import Person
    from tests.from_empty.journey import Journey

REVIEWERS = {"reviewer", "manager", "global", "global2"}
ADVISERS = {"adviser", "adviser2"}
FACTORY_PEOPLE = {"factory", "worker", "group"}
OUTSIDERS = ("brand2", "inspector", "public")
"""They see of this factory what everybody sees: no link and no consent, another role, no account."""


def who_reads_a_draft(journey: Journey) -> None:
    """Column "draft assessment"."""
    assert journey.readers(journey.assessment) == {"adviser", *REVIEWERS}


def who_reads_open_findings(journey: Journey) -> None:
    """Column "findings in the comment window"."""
    assert journey.readers(journey.assessment) == {"adviser", *REVIEWERS, *FACTORY_PEOPLE}


def who_knows_of_a_proposal(journey: Journey) -> None:
    """Column "recognition in progress"."""
    assert journey.readers(journey.dossier) == REVIEWERS
    for who in ("brand", *OUTSIDERS):
        _open_factory(journey, who).misses("Recognised since")
    journey["factory"].start()
    journey["factory"].misses("Proposed")


def who_reads_without_consent(journey: Journey) -> None:
    """A linked brand that the factory has not consented to sees what everybody sees."""
    brand = _open_factory(journey, "brand")
    brand.misses(WHAT_WAS_FOUND)
    brand.misses("criteria are met")


def look_with_everybodys_eyes(journey: Journey) -> None:
    """All columns of the table, now that there is something in each."""
    _final_findings(journey)
    _evaluation(journey)
    _published(journey)
    _lists(journey)


def _final_findings(journey: Journey) -> None:
    """Column "final findings": staff and the factory whole, the consented brand on its page, others as public."""
    assert journey.readers(journey.assessment) == {*ADVISERS, *REVIEWERS, *FACTORY_PEOPLE, "brand"}
    brand = journey["brand"]
    brand.start()
    brand.menu("My suppliers")
    journey.crowd.look(brand, "suppliers", phone=True)
    brand.follow_to(MILL)
    brand.sees("shares its reports with you")
    brand.sees(WHAT_WAS_FOUND)
    journey.crowd.look(brand, "supplier", phone=True)
    for who in OUTSIDERS:
        somebody = _open_factory(journey, who)
        somebody.misses(WHAT_WAS_FOUND)
        somebody.misses("The two pages were signed")
        journey.crowd.look(somebody, f"factory-as-{who}")


def _evaluation(journey: Journey) -> None:
    """Column "evaluation, distance"."""
    verdict = f"/factories/{journey.codes[MILL]}/verdict/"
    assert journey.readers(verdict) == {*ADVISERS, *REVIEWERS}
    for who in ("factory", "brand"):
        somebody = _open_factory(journey, who)
        somebody.sees("The four pillars")
    for who in ("worker", "group"):
        _open_factory(journey, who).sees("The four pillars")
    journey.crowd.look(journey["worker"], "progress-as-worker", phone=True)
    for who in OUTSIDERS:
        _open_factory(journey, who).misses("The four pillars")


def _published(journey: Journey) -> None:
    """Columns "recognition in progress" and "published recognition"."""
    assert journey.readers(journey.dossier) == REVIEWERS
    for who in journey.people:
        if not who.startswith("admin"):
            _open_factory(journey, who).main.locator(".seal").first.wait_for()
    brand2 = journey["brand2"]
    brand2.menu("Directory")
    brand2.sees(MILL)
    brand2.menu("My suppliers")
    brand2.misses(MILL)
    public = journey["public"]
    public.start()
    public.follow_to(MILL)
    public.sees("Certificate number")
    public.misses(NORTH)
    journey.crowd.look(public, "certificate", phone=True)


def _lists(journey: Journey) -> None:
    """Columns "unannounced dates", "sector tables" and "priority list"; and who has the programme's own pages."""
    staff = {*ADVISERS, *REVIEWERS}
    everybody = set(journey.people)
    administrators = {"admin", "admin2"}
    assert journey.readers("/plan/") == staff
    assert journey.readers("/priority/") == {*staff, "inspector"}
    assert journey.readers("/sector-tables/") >= everybody - administrators
    assert journey.readers("/desk/") == staff
    assert journey.readers("/recognition/") == REVIEWERS
    assert journey.readers("/setup/") == administrators
    inspector = journey["inspector"]
    inspector.start()
    inspector.sees_heading("Inspectorate")
    inspector.misses(MILL)
    journey.crowd.look(inspector, "priority", phone=True)


def _open_factory(journey: Journey, who: str) -> Person:
    """The factory's public address, which says to each what is theirs to see."""
    somebody = journey[who]
    somebody.page.goto(f"{journey.place.address}/factories/{journey.codes[MILL]}/")
    return somebody
