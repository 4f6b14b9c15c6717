"""The workspace as production serves it: what it weighs, and that a server killed in the middle loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from assessments.models import AnswerLog, EvidenceFile
from tests import make
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.serving import Server, Stalling, next_release
from tests.browser.tablets import SAVED, Tablet, draft, tablet

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
FIRST, AGAIN = 300_000, 40_000  # bytes


def weight(sent: list[tuple[str, int]]) -> int:
    return sum(size for _path, size in sent)


def test_the_page_is_light_the_first_time_and_very_light_after(new_page: NewPage, server: Server) -> None:
    chea = make.user("adviser")
    hands = tablet(new_page, chea, draft(chea), base_url=server.address)

    hands.open(kept=True)
    first = server.sent()
    hands.page.close()
    hands.page = hands.page.context.new_page()
    hands.open(kept=True)
    again = server.sent()[len(first) :]

    assert weight(first) < FIRST, (weight(first), first)
    assert weight(again) < AGAIN, (weight(again), again)


def test_it_is_as_light_in_another_script(new_page: NewPage, server: Server) -> None:
    chea = make.user("adviser")
    chea.language = "km"
    chea.save()
    hands = tablet(new_page, chea, draft(chea), base_url=server.address, locale="km")

    hands.open(kept=True)

    assert weight(server.sent()) < FIRST, server.sent()


def test_a_server_killed_in_the_middle_of_the_upload_loses_nothing(
    new_page: NewPage, server: Server, troubles: Troubles
) -> None:
    troubles.allow("net::ERR_")
    chea = make.user("adviser")
    made = draft(chea)
    hands = tablet(new_page, chea, made, base_url=server.address)
    hands.open(kept=True)
    codes = hands.codes[:60]
    hands.page.context.set_offline(True)
    for _ in codes:
        hands.key("c")
    hands.tap(f"#{codes[0]} label:has([value=N])")
    hands.photograph(codes[0], "exit.jpg", "hall.jpg")
    hands.state("Answers only on this device: 61 · Photos only on this device: 2")

    killed: list[str] = []

    def kill(route: Route) -> None:
        route.continue_()
        if not killed:
            killed.append(route.request.url)
            server.kill()

    hands.page.context.route("**/acts/", kill)
    hands.page.context.set_offline(False)
    hands.state("The server does not answer")
    hands.page.context.unroute("**/acts/")
    server.start()
    expect(hands.page.locator("[data-state-words]")).to_have_text(SAVED, timeout=60_000)

    assert killed
    stored = list(AnswerLog.objects.order_by("pk").values_list("question", "new"))
    assert stored == [*((code, "C") for code in codes), (codes[0], "N")]
    made.refresh_from_db()
    assert (made.sheet.count("C"), made.sheet.count("N")) == (59, 1)
    assert sorted(EvidenceFile.objects.values_list("name", flat=True)) == ["exit.jpg", "hall.jpg"]


def test_a_release_between_two_kept_pages_breaks_neither(
    new_page: NewPage, server: Server, gathered_files: Path, tmp_path: Path, troubles: Troubles
) -> None:
    troubles.allow("net::ERR_")
    chea = make.user("adviser")
    first = tablet(new_page, chea, draft(chea), base_url=server.address)
    first.open(kept=True)
    next_release(gathered_files, tmp_path / "next")
    server.release(tmp_path / "next")
    mill = make.factory("KH-00013", name="Hillside Garments")
    codes = make.layout("KH").codes
    second = Tablet(first.page, make.assessment(mill, state="draft", team=[chea], unanswered=codes))
    second.open(kept=True)

    first.page.context.set_offline(True)
    server.kill()
    for hands in (first, second, first):
        hands.open()
        hands.shows(hands.codes[0], "-")
    first.key("c")
    first.state("Answers only on this device: 1")

    # cold start without a connection: what is kept is listed, with a way into each
    first.page.goto("/assessments/")
    kept = first.page.locator("[data-kept-list] a")
    expect(kept).to_have_count(2)
    kept.filter(has_text="Riverside").click()
    first.ready()
    first.shows(first.codes[0], "C")
    first.page.context.set_offline(False)


def test_a_kept_page_wins_over_one_that_arrives_by_half(
    new_page: NewPage, server: Server, troubles: Troubles
) -> None:
    troubles.allow("net::ERR_")
    chea = make.user("adviser")
    hands = tablet(new_page, chea, draft(chea), base_url=server.address)
    hands.open(kept=True)
    with Stalling(server.port) as stalling:
        server.kill()
        stalling.begin()
        hands.page.goto(hands.address, wait_until="commit")
        hands.shows("CL-1-01", "-")
        hands.tap("#CL-1-01 label:has([value=C])")
        hands.shows("CL-1-01", "C")
        assert stalling.begun > 0
