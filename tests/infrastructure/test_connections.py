"""How the product connects to PostgreSQL, whatever the server's own settings are."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only it compiles statements")
def test_statements_of_pages_are_not_compiled() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone()[0] == "off"
