"""Two web processes and three workers on one database and broker: one of each dies, nothing is lost or done twice."""

from __future__ import annotations

import http.client
import itertools
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.commands.tokens import make_token
from accounts.models import Role
from advisory.models import AdvisoryVisit, PlanItem
from betterwork.projection_checks import copy_faults, stale_copies
from betterwork.queues import PUBLISHING_QUEUE
from journal.chains.verification import walk
from journal.models import Delivery, Event
from tests import make
from tests.browser.serving import Server
from tests.conftest import StartWorker
from tests.waiting import eventually

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.worker,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one machine on SQLite has one web process"),
]
FACTORIES, DAYS, TABLETS = 6, 10, 4


class Tablet:
    """A program that sends to one address after the other until it is answered, as behind a load balancer."""

    def __init__(self, ports: list[int], token: str) -> None:
        self._ports = itertools.cycle(ports)
        self._headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
        self.resent = 0

    def send(self, path: str, data: dict[str, Any]) -> int:
        """The status of the first answer. What a process did that died before it answered is sent again."""
        until = time.monotonic() + 60
        while True:
            try:
                return self._sent(path, data)
            except (OSError, http.client.HTTPException):
                self.resent += 1
            assert time.monotonic() < until, f"{path} {data} was not answered"
            time.sleep(0.05)

    def _sent(self, path: str, data: dict[str, Any]) -> int:
        asked = http.client.HTTPConnection("127.0.0.1", next(self._ports), timeout=20)
        try:
            asked.request("POST", path, json.dumps(data), self._headers)
            answer = asked.getresponse()
            answer.read()
            return answer.status
        finally:
            asked.close()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[Server]]:
    started = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        started.append(Server(folder, folder))
    yield started
    for server in started:
        server.kill()


def work(codes: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """What the tablets send: a visit a day to each factory, and what each agreed on."""
    days = [date(2018, 5, 1) + timedelta(days=number) for number in range(DAYS)]
    return [
        sent
        for number, day in enumerate(days)
        for code in codes
        for sent in (
            ("visits", {"id": str(uuid4()), "factory": code, "visited_on": str(day), "purpose": "Follow-up"}),
            (
                "plan-items",
                {"factory": code, "ref": f"2018-{number}", "issue": "Exits", "due_on": "2030-01-01"},
            ),
        )
    ]


def test_nothing_is_lost_or_done_twice_when_a_web_process_and_a_worker_die(
    servers: list[Server], start_worker: StartWorker
) -> None:
    mills = [make.factory() for _ in range(FACTORIES)]
    for mill in mills:
        make.assessment(mill, findings=["OS-8-06"])
    adviser = make.user(Role.ADVISER)
    token = make_token(
        adviser.pk, name="x", scope="write", expires_at=None, actor=adviser, now=timezone.now()
    )
    call_command("rebuild_projections", stderr=StringIO())
    call_command("rebuild_sector_counts", stdout=StringIO())
    Delivery.objects.update(state=Delivery.State.DONE)
    dying = start_worker(queue="celery")
    start_worker(beat=True, queue="celery")
    start_worker(queue=PUBLISHING_QUEUE)
    tablets = [Tablet([server.port for server in servers], token) for _ in range(TABLETS)]
    everything = work([mill.code for mill in mills])
    parts = [everything[number::TABLETS] for number in range(TABLETS)]

    with ThreadPoolExecutor(TABLETS) as pool:
        at_work = [
            pool.submit(
                lambda tablet=tablet, part=part: [
                    tablet.send(f"/api/v1/{kind}/", data) for kind, data in part
                ]
            )
            for tablet, part in zip(tablets, parts, strict=True)
        ]
        eventually(lambda: AdvisoryVisit.objects.count() > FACTORIES * DAYS / 4, every=0.02)
        servers[0].kill()
        eventually(lambda: Delivery.objects.filter(state=Delivery.State.CLAIMED).exists(), every=0.005)
        dying.kill()
        answers = [status for sending in at_work for status in sending.result()]

    assert set(answers) <= {200, 201}
    assert sum(tablet.resent for tablet in tablets) > 0  # some met the server that was gone
    visits = AdvisoryVisit.objects.filter(superseded_at__isnull=True)
    assert sorted(visits.values_list("factory__code", "visited_on")) == sorted(
        (data["factory"], date.fromisoformat(data["visited_on"]))
        for kind, data in everything
        if kind == "visits"
    )
    assert PlanItem.objects.count() == visits.count() == AdvisoryVisit.objects.count() == FACTORIES * DAYS
    for kind in ("visit.recorded", "plan_item.recorded"):
        assert Event.objects.filter(kind=kind).count() == FACTORIES * DAYS
    eventually(lambda: not Delivery.objects.exclude(state=Delivery.State.DONE).exists(), seconds=120)
    assert [list(walk()), list(copy_faults(timezone.now()))] == [[], []]
    assert stale_copies() == []
