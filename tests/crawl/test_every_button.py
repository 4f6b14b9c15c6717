"""Every page as every role: every link leads somewhere, every form is answered, and nothing typed is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from lab.queries import kept_programme
from tests.access.pages import PAGES, STAFF
from tests.access.scene import PUBLIC, Scene, scene
from tests.crawl.crawler import Crawler, Walk
from tests.make import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("side", ["inside", "outside"])
@time_machine.travel(NOW)
def test_every_link_leads_somewhere_and_every_form_is_answered(side):
    here, walk = scene(), Walk()
    kept_programme.forget()
    for person, user in here.people.items():
        if (person in STAFF) == (side == "inside"):
            Crawler(person, user, walk).crawl(["/", *addresses(here, person)])

    if "CRAWL_REPORT" in os.environ:
        report = "\n".join([str(walk.counted), *map(str, walk.faults)])
        Path(f"{os.environ['CRAWL_REPORT']}.{side}").write_text(report)
    assert walk.counted["post 302"] > 50  # taken, and not all of it refused
    assert [str(fault) for fault in walk.faults] == []


def addresses(here: Scene, person: str) -> list[str]:
    """What the access matrix has for somebody; pages without anybody's secrets once, as the public sees them."""
    return [
        reverse(route, kwargs=case.fill(here)) + (f"?{case.query}" if case.query else "")
        for route, cases in PAGES.items()
        for case in cases
        if person in case.readers and (not case.plain or person == PUBLIC)
    ]
