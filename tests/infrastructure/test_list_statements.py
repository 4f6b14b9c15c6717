"""The statements of list pages, explained on 20,000 factories and 200,000 events: none reads or sorts a whole table.

Rows are copies of one made by commands, written by one statement a table: what matters here is how many there are.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from journal.models import Event
from tests import make

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="its planner knows how many rows there are"
    ),
]

FACTORIES, EVENTS, NOTICES = 20_000, 200_000, 50
MANY = 2_000  # rows: what is below is a page, or the factories of a person
PAGES = (
    "/factories/",
    "/factories/?sort=-workers",
    "/assessments/",
    "/desk/",
    "/inbox/",
    "/recognition/?list=all",
)
EXCEPTIONS = {
    'FROM "countries_country"': "which countries a filter offers: those with factories, found in one pass",
    'FROM "accounts_user"': "which advisers a filter offers: those of the countries with factories",
    'FROM "accounts_proposal"': "which proposals wait for a person: few, their factories looked up in a set",
    'COUNT("factories_factory"."id") AS "n"': "the desk's figures count every open factory, by country",
    'FROM "portal_': "the same figures, from the copies that brands' windows are made of",
}
"""What reads a whole table all the same, by a part of the statement, and why it may."""


def test_no_list_page_reads_or_sorts_a_whole_table(db: None) -> None:
    reader = make.user("global")
    factory = make.factory(country="KH")
    event = Event.objects.create(
        subject=f"factory:{factory.pk}", sequence=1, kind="assessment.finalised", factory_id=factory.pk,
        actor_commitment="", at=timezone.now(), previous_hash="", hash="",
    )  # fmt: skip
    _copies(factory, FACTORIES, code="'KH-' || (100000 + n)", name="'Factory ' || n")
    _copies(
        event,
        EVENTS,
        sequence="100 + n",
        at="now() - n * interval '1 minute'",
        factory_id=f"{factory.pk} + n %% 20000",
    )
    Notice.objects.create(person=reader, event=event, recorded_at=event.at)
    _copies(Notice.objects.get(person=reader), NOTICES, event_id=f"{event.pk} + n", read_at="now()")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(reader)
    faults = [fault for page in PAGES for fault in _faults(client, page)]
    assert faults == [], "\n".join(faults)


def _copies(row: models.Model, number: int, **changed: str) -> None:
    """So many copies of a row with other keys; `changed` says in SQL what else differs, by n from 1 on."""
    fields = [
        field for field in row._meta.concrete_fields if field.column not in changed and not field.primary_key
    ]
    columns = [field.column for field in fields]
    kept = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{row._meta.db_table}" ("id", {", ".join(changed)}, {kept}) '
            f"SELECT {row.pk} + n, {', '.join(changed.values())}, {kept} "
            f'FROM "{row._meta.db_table}", generate_series(1, {number}) n WHERE "id" = %s',
            [row.pk],
        )


def _faults(client: Client, page: str) -> list[str]:
    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert client.get(page).status_code == 200
    faults = []
    for sql, params in statements:
        if not sql.startswith("SELECT") or any(part in sql for part in EXCEPTIONS):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            answer = cursor.fetchone()[0]
        plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
        faults += [f"{page}: {fault}: {sql[:300]}" for fault in _expensive(plan)]
    return faults


def _expensive(node: dict[str, Any], *, ends_early: bool = False) -> list[str]:
    """What reads or sorts many rows in a plan. Reading may end after a page's rows; sorting needs all of them first."""
    kind, found = node["Node Type"], []
    if kind == "Seq Scan" and node["Plan Rows"] > MANY and not ends_early:
        found.append(f"reads all of {node['Relation Name']}")
    parts = node.get("Plans", [])
    if kind == "Sort" and any(part["Plan Rows"] > MANY for part in parts):
        found.append(f"sorts {parts[0]['Plan Rows']} rows by {node['Sort Key']}")
    ends_early = kind == "Limit" or (ends_early and kind not in {"Sort", "Hash", "Aggregate"})
    return found + [fault for part in parts for fault in _expensive(part, ends_early=ends_early)]
