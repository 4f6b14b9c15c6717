"""From an empty database to the first recognised factory, through pages alone, as docs/operating.md tells it.

The same journey as `scripts/from_empty.sh`, here on the test's database: web process, worker and schedule of its own.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from accounts.models import User
from assessments.models import Assessment
from factories.models import Factory
from recognition.models import Recognition
from tests.from_empty.installation import installed
from tests.from_empty.journey import STEPS, travel
from tests.processes import database_url

CHAPTER = "## From nothing to the first recognised factory"


def test_the_document_tells_the_steps_of_the_journey() -> None:
    document = (settings.BASE_DIR / "docs" / "operating.md").read_text(encoding="utf-8")
    chapter = document.partition(f"\n{CHAPTER}\n")[2].partition("\n## ")[0]

    headings = re.findall(r"^### (\d+)\. (.+)$", chapter, re.MULTILINE)

    assert headings == [(str(number), title) for number, (title, _take) in enumerate(STEPS, 1)]


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_from_nothing_to_the_first_recognised_factory(chromium: Browser, tmp_path: Path) -> None:
    assert not User.objects.exists()
    environment = {"DATABASE_URL": database_url()}
    if settings.REDIS_URL:
        environment["REDIS_URL"] = settings.REDIS_URL

    with installed(tmp_path / "var", **environment) as place:
        travel(place, chromium, tmp_path, lambda _number, _title: None)

    assert User.objects.count() == 44
    assert Factory.objects.count() == 3
    assert {one.state for one in Assessment.objects.all()} == {"final"}
    recognition = Recognition.objects.get()
    assert recognition.state == "published"
    assert recognition.factory.name == "Fictional Lotus Sewing Co., Ltd."
