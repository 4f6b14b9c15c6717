"""Texts that people and translators wrote are text on every page, whatever mark-up they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse

from assessments.models import EvidenceFile
from files.workbook.attachments import NotAcceptable, checked
from tests.access.pages import PAGES
from tests.access.scene import Scene, scene
from tests.access.test_hostile_requests import _close_files as close_files
from tests.architecture.reading import APPS
from tests.make import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.long]

HOSTILE = "<img src=x onerror=alert(1)>\"'</script><b>{{ 7|add:7 }}{% now 'Y' %}%(n)s%s{0}"
BEGINS, OUT_OF_ATTRIBUTE = "<img src=x onerror", "alert(1)>\"'"
SHORTEST = 60  # characters of a column in which people write
WRITTEN = re.compile(
    r"name|address|note|details|reason|text|paper|evidence|issue|action|comment|statement|practice|title|summary"
    r"|description|body|place|words|remark|organisation|source"
)
KEPT = {"journal", "criteria", "questionnaires", "translations"}  # the chain; documents of the project
FILES = (models.FileField, models.URLField, models.EmailField, models.SlugField)


@pytest.fixture
def here() -> Iterator[Scene]:
    with time_machine.travel(NOW):
        yield scene()


def _columns() -> Iterator[tuple[type[models.Model], str, int | None]]:
    """Where people's words are kept."""
    for app in APPS:
        if app in KEPT:
            continue
        for model in apps.get_app_config(app).get_models():
            for column in model._meta.concrete_fields:
                is_text = isinstance(column, models.TextField | models.CharField)
                if not is_text or isinstance(column, FILES) or column.choices or column.unique:
                    continue
                too_short = column.max_length is not None and column.max_length < SHORTEST
                if too_short or "match_" in column.name or not WRITTEN.search(column.name):
                    continue
                yield model, column.name, column.max_length


def spoilt() -> list[str]:
    """Write the hostile text into every such column; the columns that took it."""
    taken = []
    for model, name, longest in _columns():
        rows = model._default_manager.all() if not hasattr(model, "every") else model.every.all()
        try:
            with transaction.atomic():
                if rows.exclude(**{name: ""}).update(**{name: HOSTILE[: longest or None]}):
                    taken.append(f"{model._meta.label}.{name}")
        except DatabaseError:
            continue  # a constraint of its own
    return taken


def test_no_page_holds_mark_up_that_people_wrote(here):
    taken = spoilt()
    assert {"factories.Factory.name", "factories.Brand.name", "accounts.User.name"} <= set(taken)
    wrong = []
    for route, cases in PAGES.items():
        for case in cases:
            if not case.readers:
                continue
            client = Client(raise_request_exception=False)
            if (user := here.people[min(case.readers, key=list(here.people).index)]) is not None:
                client.force_login(user)
            answer = client.get(reverse(route, kwargs=case.fill(here)) + case.query)
            kind = answer.headers.get("Content-Type", "")
            sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = sent.decode("utf-8", "replace")
            close_files(answer)
            if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                wrong.append((route, answer.status_code))
            if any(sign in kind for sign in ("html", "xml", "atom")) and (
                BEGINS in text or OUT_OF_ATTRIBUTE in text
            ):
                wrong.append((route, text[text.find(BEGINS) - 80 :][:120]))

    assert wrong == []


@pytest.mark.parametrize(
    "name",
    [
        'a".html"; filename="evil.html', "a\r\nSet-Cookie: evil=1.pdf", "..\\..\\evil.pdf", "../../evil.pdf",
        "\u202efdp.exe", "=cmd|'/C calc'!A1.pdf", "<svg onload=alert(1)>.pdf", "ក" * 300 + ".pdf", ".", "a;b.pdf",
    ],
)  # fmt: skip
def test_a_files_name_says_nothing_else_in_its_header(name, here):
    """As an upload, and as a row that holds it all the same."""
    found = EvidenceFile.objects.order_by("pk").first()
    EvidenceFile.objects.update(name=name[:100])
    client = Client(raise_request_exception=False)
    client.force_login(here.people["global"])

    answer = client.get(reverse("assessments:file", args=[found.pk]))

    close_files(answer)
    assert answer.status_code == HTTPStatus.OK
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment")
    assert "\r" not in header
    assert "\n" not in header
    assert "Set-Cookie" not in answer.headers
    assert header.count("filename") == 1 or 'filename="evil.html' not in header.replace('\\"', "")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
POLYGLOT = b"%PDF-1.4\n<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("exit.svg", SVG),
        ("exit.jpg", SVG),
        ("exit.png", b"<html>"),
        ("exit.html", POLYGLOT),
        ("exit.pdf", b"MZ\x90"),
    ],
)
def test_no_upload_is_ever_a_page(name, content):
    try:
        kept = checked(SimpleUploadedFile(name, content))
    except NotAcceptable:
        return
    assert (
        kept.content_type == "application/pdf"
    )  # given out to be saved, under a policy in which nothing runs
