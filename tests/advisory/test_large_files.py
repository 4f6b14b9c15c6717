"""What a file of a whole programme sets off grows with the file, not with its square."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisory.commands.remediation import fix_by_new_items
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plan of SQLite")
def test_findings_are_fixed_without_reading_the_plan_anew_for_each_of_them():
    with CaptureQueriesContext(connection) as seen:
        fix_by_new_items(actor=None, now=make.NOW)
    updates = [query["sql"] for query in seen if query["sql"].startswith("UPDATE")]
    assert updates

    for sql in updates:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.fetchall()]
        assert not [step for step in steps if step.startswith("CORRELATED LIST")], steps
        assert not [step for step in steps if step.startswith("SCAN advisory_planitem")], steps
