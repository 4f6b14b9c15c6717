"""Three devices, bad lines, killed browsers and servers, full disks, wrong clocks: what was entered is never lost.

Each seed plays one short history on a draft of its own: answers, words, photos. Twenty are played by default, in four
parts; each rare event (a killed server, a full disk, a killed browser, a release, a closed draft, somebody removed, a
submission by the page's own button) comes at least twice.
`CHAOS_SEEDS=200` plays more of them, `CHAOS_FROM=17` begins at another; a failure prints its seed, what was
done and what each line did to each request.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from assessments.models import Assessment
from questionnaires.domain.layout import layout_from_rows, reading_digest
from questionnaires.models import Layout
from tests import make
from tests.browser.chaos import Chaos
from tests.browser.field_devices import FieldDevice
from tests.browser.serving import Server, gather, next_release

pytestmark = [pytest.mark.looks, pytest.mark.long, pytest.mark.django_db(transaction=True)]
SEEDS = int(os.environ.get("CHAOS_SEEDS", "20"))
FROM = int(os.environ.get("CHAOS_FROM", "0"))
PARTS = 4
ORDERS = list(permutations(range(3)))
HOURS_OFF = (-5, 0, 26)


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    static = tmp_path / "static"
    gather(static)
    next_release(static, tmp_path / "next")
    started = Server(tmp_path, static)
    yield started
    started.kill()


@pytest.fixture
def devices(chromium: Browser, server: Server, tmp_path: Path) -> Iterator[list[FieldDevice]]:
    made = [
        FieldDevice(chromium, server.port, tmp_path / f"device-{place}", hours_off=hours)
        for place, hours in enumerate(HOURS_OFF)
    ]
    yield made
    for device in made:
        device.end()


def short_layout() -> Layout:
    """A variant of a few questions: what travels and how it is merged is the same, and pages open quickly."""
    make.questionnaire()
    whole = Layout.objects.get(country="KH")
    slots = [slot for slot in whole.slots if slot[0] not in set(whole.national_law)][:4]
    read = layout_from_rows("cat@1.0", "QQ", slots, points=whole.questionnaire.points)
    return Layout.objects.create(
        questionnaire=whole.questionnaire, country="QQ", digest=read.digest, slots=slots,
        wording={slot[0]: whole.wording[slot[0]] for slot in slots if slot[0] in whole.wording},
        reading_digest=reading_digest(read.digest, (), whole.questionnaire.marks),
    )  # fmt: skip


def draft_of_few_questions(layout: Layout, team: list) -> Assessment:
    made = make.assessment(
        make.factory(), state="draft", kind="partial", team=team, unanswered=make.layout("KH").codes
    )
    made.layout, made.sheet = layout, "-" * len(layout.slots)
    made.save(update_fields=["layout", "sheet"])
    return made


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_on_the_way_nothing_entered_is_lost_and_all_devices_agree(
    devices: list[FieldDevice], server: Server, tmp_path: Path, part: int
) -> None:
    layout = short_layout()
    people = [make.user("adviser", name=name) for name in ("Chea", "Sokha", "Dara")]
    releases = [tmp_path / "static", tmp_path / "next"]
    for seed in range(FROM + part, FROM + SEEDS, PARTS):
        # three people, or one of them with two devices
        hands = people if seed % 3 else [people[0], people[0], people[2]]
        draft = draft_of_few_questions(layout, people)
        chaos = Chaos(seed, draft, devices, server, releases)
        try:
            chaos.open(hands)
            chaos.play()
            chaos.come_back(ORDERS[seed % len(ORDERS)])
            chaos.check()
        except Exception as error:
            error.add_note("\n".join([f"seed {seed}", *chaos.told()]))
            raise
