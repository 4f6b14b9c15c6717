"""Whole lists as NDJSON and Parquet: the rows of the list, for whoever may read them, streamed."""

from __future__ import annotations

import io
import json
import tracemalloc
from datetime import date

import pytest
from pyarrow import parquet

from accounts.models import Role
from desk.access_log import PAGES as WORDS
from factories.api.bulk_export import SLICE
from factories.models import Consent, Factory
from journal.models import Access
from portal.projections import refresh_reports
from portal.queries.shown_content import LISTINGS, PROGRESS, REPORTS
from tests import make
from tests.recognition.make import NOW, TODAY
from webhooks.projections.changes import note_access, note_content

pytestmark = pytest.mark.django_db
EXPORTED = ("factories", "suppliers", "findings", "evaluations", "changes", "commitments")
NDJSON, PARQUET = "application/x-ndjson", "application/vnd.apache.parquet"


def listed(client, name):
    answer = client.get(f"/api/v1/{name}/", {"page_size": 500})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def exported(client, name, accept=NDJSON, **asked):
    answer = client.get(f"/api/v1/{name}/export/", asked, headers={"Accept": accept})
    assert answer.status_code == 200, answer.getvalue()
    assert answer.headers["Content-Type"] == accept
    assert answer.streaming
    return answer.getvalue()


def lines(client, name, **asked):
    return [json.loads(line) for line in exported(client, name, **asked).splitlines()]


def table(client, name, **asked):
    return parquet.read_table(io.BytesIO(exported(client, name, PARQUET, **asked)))


def noted(world):
    for copy in (REPORTS, PROGRESS, LISTINGS):
        note_content(copy, None, now=NOW)
    note_access(None, now=NOW)
    return world


def by_row(rows):
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def test_both_formats_hold_the_rows_of_the_list(programme, program):
    """A brand, staff and nobody: what each reads in the list, and nothing else."""
    noted(programme)
    read = {}
    for person in (programme.linh, make.user(Role.GLOBAL), None):
        client = program(person)
        for name in EXPORTED:
            rows = listed(client, name)
            assert by_row(lines(client, name)) == by_row(rows), (person, name)
            assert table(client, name).num_rows == len(rows), (person, name)
            read[getattr(person, "role", "public"), name] = len(rows)

    assert read["brand", "suppliers"] == 3
    assert read["brand", "findings"] > 0
    assert read["brand", "changes"] > 0
    assert read["global", "factories"] == 4
    assert read["global", "evaluations"] > 0
    assert {number for (role, _name), number in read.items() if role == "public"} == {0}


def test_parquet_has_types(programme, program):
    findings = table(program(programme.linh), "findings")
    suppliers = table(program(programme.linh), "suppliers")
    factories = table(program(make.user(Role.GLOBAL)), "factories")

    types = {field.name: str(field.type) for field in findings.schema}
    assert types["found_on"] == types["fixed_on"] == "date32[day]"
    assert (types["cycle"], types["text"]) == ("int64", "string")
    assert isinstance(findings.to_pylist()[0]["found_on"], date)
    assert {field.name: str(field.type) for field in suppliers.schema}["close"] == "bool"
    assert str(factories.schema.field("lat").type) == "decimal128(9, 6)"
    evaluations = table(program(make.user(Role.GLOBAL)), "evaluations").schema
    assert str(evaluations.field("failed").type).startswith("list<")
    assert str(evaluations.field("evaluated_at").type) == "timestamp[us, tz=UTC]"


def test_filters_are_those_of_the_list_and_nothing_else_is_known(programme, program):
    linh = program(programme.linh)

    assert [row["factory"] for row in lines(linh, "suppliers", shared="yes")] == ["KH-00001"]
    assert {row["factory"] for row in lines(linh, "findings", factory="KH-00002")} == set()
    for wrong in ({"contry": "KH"}, {"page_size": 5}, {"ordering": "name"}):
        answer = linh.get("/api/v1/suppliers/export/", wrong)
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert linh.get("/api/v1/findings/export/", {"assessment": "x"}).status_code == 400
    assert linh.get("/api/v1/changes/export/", {"cursor": "x"}).status_code == 404


def test_the_format_is_chosen_by_header_or_parameter(programme, program):
    linh = program(programme.linh)

    chosen = linh.get("/api/v1/suppliers/export/", {"format": "parquet"})
    assert chosen.headers["Content-Type"] == PARQUET
    assert chosen.headers["Content-Disposition"] == 'attachment; filename="suppliers.parquet"'
    assert chosen.getvalue()[:4] == b"PAR1"
    assert linh.get("/api/v1/suppliers/export/").headers["Content-Type"] == NDJSON
    refused = linh.get("/api/v1/suppliers/export/", headers={"Accept": "text/csv"})
    assert (refused.status_code, refused.headers["Content-Type"]) == (406, "application/problem+json")


def test_changes_go_on_from_a_cursor(programme, program):
    noted(programme)
    linh = program(programme.linh)
    everything = lines(linh, "changes")

    assert lines(linh, "changes", cursor=everything[1]["id"]) == everything[2:]


def test_what_is_shared_no_longer_is_gone(programme, program):
    linh = program(programme.linh)
    before = exported(linh, "findings")
    Consent.objects.update(ended_at=NOW)

    assert before
    assert exported(linh, "findings") == b""
    assert "KH-00001" not in {row["factory"] for row in lines(linh, "suppliers") if row["scope"]}


def test_what_a_brand_may_not_know_changes_no_byte(programme, program):
    """A case, an assessment of a supplier that shares nothing, another brand's commitment: all the same."""
    linh = program(programme.linh)
    before = [exported(linh, name) for name in EXPORTED]

    make.case(programme.supplier)
    make.assessment(programme.quiet, assessed_on=TODAY, findings={"OS-8-06": "QUIET-MARK"}, cycle=3)
    make.assessment(programme.supplier, assessed_on=TODAY, findings=["OS-8-06"], state="submitted", cycle=4)
    refresh_reports([programme.quiet.pk])

    assert [exported(linh, name) for name in EXPORTED] == before


def test_each_factory_that_an_export_names_stands_in_the_log_of_looks(programme, program):
    exported(program(programme.linh), "findings")

    (look,) = Access.objects.all()
    assert (look.factory_id, look.kind, look.page) == (programme.supplier.pk, "export", "api:finding-export")


@pytest.mark.parametrize("name", EXPORTED)
@pytest.mark.parametrize("kind", ["brand", "global"])
def test_what_is_exported_and_listed_stands_in_the_log_in_words(programme, program, name, kind):
    noted(programme)
    person = programme.linh if kind == "brand" else make.user(Role.GLOBAL)
    rows = lines(program(person), name)
    listed(program(person), name)

    looks = Access.objects.filter(user=person)
    named = Factory.objects.filter(code__in=[row.get("factory") or row["code"] for row in rows])
    exports = looks.filter(kind="export").values_list("factory_id", flat=True)
    assert set(exports) == set(named.values_list("pk", flat=True))
    assert set(looks.values_list("page", flat=True)) <= WORDS.keys()


@pytest.mark.parametrize("accept", [NDJSON, PARQUET])
def test_memory_and_statements_do_not_grow_with_the_rows(program, accept, django_assert_max_num_queries, db):
    make.factory()
    staff = program(make.user(Role.GLOBAL))
    first = Factory.objects.get()
    values = {name: getattr(first, name) for name in ("name", "country_id", "recorded_at")}

    def grown(to: int) -> int:
        held = Factory.objects.count()
        Factory.objects.bulk_create(
            Factory(code=f"KH-{n:05}", **values) for n in range(50_000 + held, 50_000 + to)
        )
        staff.get("/api/v1/factories/export/", headers={"Accept": accept}).getvalue()  # modules, caches
        answer = staff.get("/api/v1/factories/export/", headers={"Accept": accept})
        tracemalloc.start()
        rows = sum(len(piece) > 0 for piece in answer.streaming_content)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert rows
        return peak

    few, many = grown(11_000), grown(22_000)

    assert many < few * 1.3
    noted_in_log = 2 * (22_000 // SLICE)  # a slice at a time
    with django_assert_max_num_queries(6 + noted_in_log):
        staff.get("/api/v1/factories/export/", headers={"Accept": accept}).getvalue()
