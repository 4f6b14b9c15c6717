"""A self-diagnosis as the pages and devices of a factory make it."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone

from accounts.models import User
from advisory.commands import record_field_entry
from advisory.commands.field_entries import SubmittedEntry
from factories.models import Factory
from self_diagnosis.commands.diagnoses import begin_diagnosis
from self_diagnosis.domain.answers import SaidAnswer
from self_diagnosis.models import SelfDiagnosis
from tests.make import NOW

FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')


def signed_in(user: User) -> Client:
    """A browser that sends forms as they are rendered, token and all."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page, as a form would send them."""
    found = {}
    for tag in FIELD.findall(page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found[name[1]] = html.unescape(value[1])
    return found


def post(client: Client, address: str, page: str, **said: Any):
    """Fill in the form of a page and send it; several values of one field as a list."""
    response = client.get(page)
    assert response.status_code == 200, (page, response.status_code)
    return client.post(address, {**hidden(response.content.decode()), **said})


def begun(client: Client, mill: Factory, *points: str, taking_part: str = "committee") -> SelfDiagnosis:
    """Begun on the page."""
    address = f"/factories/{mill.code}/self-diagnoses/new/"
    response = post(client, address, address, taking_part=taking_part, points=list(points))
    assert response.status_code == 302, response.content.decode()
    return SelfDiagnosis.objects.get(pk=UUID(response.headers["Location"].split("/")[-2]))


def home(diagnosis: SelfDiagnosis) -> str:
    return f"/factories/{diagnosis.factory.code}/self-diagnoses/{diagnosis.pk}/"


def answered(client: Client, diagnosis: SelfDiagnosis, point: str, **said: str):
    """A point answered on its page without scripts; `said` by field, with "_" for "-"."""
    page = f"{home(diagnosis)}points/{point}/"
    return post(client, page, page, **{name.replace("_", "-"): value for name, value in said.items()})


def acted(client: Client, diagnosis: SelfDiagnosis, act: str):
    return post(client, f"{home(diagnosis)}state/", home(diagnosis), act=act)


def entry(
    diagnosis: SelfDiagnosis, point: str, fields: dict[str, str], *, base: dict[str, str] | None = None
) -> dict[str, Any]:
    """What a device sends of one form."""
    at = timezone.now().isoformat()
    return {
        "id": str(uuid4()), "kind": "diagnosis", "factory": diagnosis.factory.code,
        "fields": {"ref": f"{diagnosis.pk}/{point}", **fields}, "base": base or {},
        "at": at, "sent": at, "device": "phone-1",
    }  # fmt: skip


def sent(user: User, what: dict[str, Any]):
    client = Client()
    client.force_login(user)
    return client.post("/field-entries/", what, content_type="application/json")


def diagnosed(mill: Factory, actor: User, *, note: str, question: str = "OS-8-06") -> SelfDiagnosis:
    """A committee's, with one gap; through the commands."""
    diagnosis_id = uuid4()
    begin_diagnosis(diagnosis_id, mill.pk, points=[], taking_part="committee", actor=actor, now=NOW)
    point = question.rpartition("-")[0]
    said = SubmittedEntry(
        uuid4(), "diagnosis", mill.pk, {"ref": f"{diagnosis_id}/{point}"}, {}, "", NOW, NOW.date()
    )
    given = {question: SaidAnswer("gap", note)}
    data = {"diagnosis": diagnosis_id, "point": point, "given": given, "base": {}, "choices": {}}
    record_field_entry(said, data=data, actor=actor, now=NOW)
    return SelfDiagnosis.objects.get(pk=diagnosis_id)
