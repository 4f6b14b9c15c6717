"""The design's first table: things that some may see, and the signs by which they are found in a page's text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.access.pages import (
    ABROAD_READERS,
    DECIDERS,
    DRAFT_READERS,
    EVERYBODY,
    FACTORY_PEOPLE,
    FINAL_READERS,
    HOME_ADVISERS,
    HOME_STAFF,
    NOBODY,
    OWN,
    PLANNERS,
    STORY_WRITERS,
    WINDOW_READERS,
)
from tests.access.scene import Scene


@dataclass(frozen=True, slots=True)
class Marker:
    """A thing, who may see it, and how it is recognised (in case-folded text)."""

    thing: str
    readers: set[str]
    signs: Callable[[Scene], list[str]]


def _says(*signs: str) -> Callable[[Scene], list[str]]:
    return lambda scene: [sign.casefold() for sign in signs]


MARKERS = (
    Marker("draft assessment", DRAFT_READERS, _says("DRAFT-MARK")),
    Marker("unannounced dates", DRAFT_READERS, _says("2018-05-09", "9 May 2018", "2018-05-08", "8 May 2018")),
    Marker("planned visits", DRAFT_READERS, _says("2018-06-27", "27 June 2018")),
    Marker("conflicts of interest", PLANNERS, _says("CONFLICT-MARK")),
    Marker("the plan's seed", NOBODY, _says("SEED-MARK")),
    Marker("findings in the comment window", WINDOW_READERS, _says("WINDOW-MARK")),
    Marker("response that was sent", WINDOW_READERS, _says("RESPONSE-MARK")),
    Marker("response that is a draft", {"factory", "group"}, _says("DRAFTED-MARK")),
    Marker("workers' comment", WINDOW_READERS, _says("WORKERS-MARK")),
    Marker("final findings", FINAL_READERS, _says("FINAL-MARK")),
    Marker("verdict and distance", FINAL_READERS, _says("One publicly reported issue fewer")),
    Marker("webhook", {"brand"}, _says("HOOK-MARK")),
    Marker("request for access", OWN | {"brand_without_consent"}, _says("ACCESS-PURPOSE-MARK")),
    Marker("what a brand commits to", {"brand"} | OWN, _says("COMMITMENT-MARK")),
    Marker("comment on a plan", {"brand"} | OWN | HOME_STAFF, _says("PLAN-COMMENT-MARK")),
    Marker("hand-over to the inspectorate", HOME_STAFF | {"inspector"}, _says("HANDOVER-MARK")),
    Marker("somebody's saved list", {"brand"}, _says("LIST-OF-THE-BRAND-MARK")),
    Marker("improvement plan", FINAL_READERS, _says("PLAN-MARK")),
    Marker("question on the plan", HOME_STAFF | OWN, _says("ASKED-MARK", "DAY-MARK")),
    Marker("self-diagnosis", OWN, _says("DIAGNOSED-MARK")),
    Marker("self-diagnosis that is shared", HOME_ADVISERS | OWN, _says("SHARED-MARK")),
    Marker("recognition in progress", DECIDERS, lambda scene: [str(scene.things["proposed"].pk)]),
    Marker("decision addressed to the factory", DECIDERS | OWN, _says("DECISION-MARK")),
    Marker("published recognition", EVERYBODY, lambda scene: [str(scene.things["published"].pk)]),
    Marker("public story", EVERYBODY, _says("STORY-PUBLIC-MARK")),
    Marker("story not yet public", STORY_WRITERS, _says("STORY-OPEN-MARK", "PERMISSION-MARK")),
    Marker("notes of a visit", HOME_STAFF, _says("NOTES-MARK")),
    Marker(
        "zero-tolerance case",
        {"adviser", "factory", "group"} | DECIDERS,  # in the adviser's case: of the team
        _says("CASE-MARK"),
    ),
    Marker("what was done about a case", {"adviser"} | DECIDERS, _says("NOTICE-MARK")),
    Marker("end of a case that is proposed", DECIDERS, _says("CLOSING-MARK")),
    Marker("correction that is proposed", HOME_STAFF, _says("CORRECTION-MARK")),
    Marker("criteria that are proposed", {"global", "global_too"}, _says("CRITERIA-MARK")),
    Marker("who works for the factory", HOME_STAFF | {"admin"}, _says("Quiet Colleague")),
    Marker("right that is proposed", {"admin"}, _says("RIGHT-MARK")),
    Marker("business forum", HOME_STAFF | OWN | {"brand"}, _says("FORUM-MARK")),
    Marker("forum being planned", HOME_STAFF, _says("FORUM-MARK planned")),
    Marker("session of a course", HOME_STAFF | FACTORY_PEOPLE, _says("SESSION-MARK")),
    Marker("the committee's next meeting", HOME_STAFF | OWN, _says("AGENDA-MARK")),
    Marker("promise in a package", ABROAD_READERS, _says("PACKAGE-MARK")),
    # an administrator knows the brand as a place of people, its own person where it asked
    Marker(
        "which brands buy there", HOME_STAFF | OWN | {"admin", "brand_without_consent"}, _says("Southwind")
    ),
)
