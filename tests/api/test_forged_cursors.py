"""A cursor that nobody was given is answered, as one that does not exist or by a page with nothing on it."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.django_db
EDGES = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-23:59"]


@pytest.mark.parametrize("moment", EDGES)
def test_a_moment_at_the_edge_of_time_is_no_error(client, moment):
    cursor = b64encode(urlencode({"p": moment}).encode()).decode()

    answer = client.get("/api/v1/recognitions/", {"cursor": cursor})

    # PostgreSQL knows days before the first year
    assert answer.status_code == 404 or answer.json()["results"] == [], answer.content
