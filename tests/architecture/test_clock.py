"""Only views, API, tasks and management commands look at the clock; and no instant becomes a day without a country."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.reading import in_layer, sources, tree

CLOCKS = {
    ("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("functions", "Now"),
}  # fmt: skip
CLOCKS_WHEN_GIVEN_NOTHING = {"localtime", "localdate"}
READERS = ("views", "api", "tasks", "management")
EXCEPTIONS = {
    "factories/queries/memberships/places.py": "rights hold at the moment of the request, whatever day a page is about",
    "accounts/middleware.py": "the day of the request",
    "betterwork/broker.py": "names messages by age; no fact depends on it",
    "accounts/sign_in/tokens/authentication.py": "around every call of the API",
    "accounts/sign_in/sessions/limits.py": "around every page",
    "accounts/sign_in/security_log.py": "signals come with no moment",
    "accounts/sign_in/tokens/idempotency.py": "around every POST of the API",
    "betterwork/api/pagination.py": "a part of API views",
    "accounts/access_log.py": "around every page",
    "accounts/page_limits.py": "around every page",
    "accounts/sign_in/sessions/signals.py": "allauth's signals come with no moment",
    "accounts/sign_in/single_sign_on/adapter.py": "allauth's hook comes with no moment",
}


def looks(path: Path) -> list[str]:
    """Where a file names a clock, called or handed on."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            if (owner, node.attr) in CLOCKS:
                found.append(f"{path}:{node.lineno} {owner}.{node.attr}")
        elif isinstance(node, ast.Call) and not node.args and not node.keywords:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in CLOCKS_WHEN_GIVEN_NOTHING:
                found.append(f"{path}:{node.lineno} {name}()")
        elif isinstance(node, ast.ImportFrom) and node.module in {"django.utils.timezone", "time"}:
            found += [
                f"{path}:{node.lineno} {a.name}" for a in node.names if a.name in {"now", "time", "time_ns"}
            ]
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
            found += [f"{path}:{node.lineno} {a.name}" for a in node.names if a.name == "Now"]
    return found


def test_nothing_else_looks_at_the_clock() -> None:
    astray = [
        look
        for path in sources()
        if not in_layer(path, *READERS) and path.as_posix() not in EXCEPTIONS
        for look in looks(path)
    ]

    assert astray == []


def test_a_look_at_the_clock_would_be_seen() -> None:
    assert any(looks(path) for path in sources() if in_layer(path, *READERS))
    assert looks(Path("betterwork/broker.py"))


# --- the day is a country's -----------------------------------------------------------------------------------------

LOCAL_TIME = (
    "countries/queries/local_time.py"  # where an instant becomes the day of a country, or the programme's
)
# a cell, a text or a clock at a known place becomes a day here; the reason beside each
OTHER_DAYS = {
    "ui/templatetags/ui.py": "shows an instant by the clock that the page has chosen",
    "countries/domain/local_hours.py": "what takes place has a clock of its own",
    "benefits/forms.py": "a forum has a clock of its own",
    "courses/forms.py": "a session has a clock of its own",
    "people/same_transaction/invitations.py": "the last instant of an invitation, in UTC, as the journal has it",
    "notifications/invitation_email.py": "the last instant of an invitation, which the mail says in UTC",
    "files/domain/cells.py": "a day in a file has no clock",
    "files/workbook/tables.py": "a day in a file has no clock",
    "files/workbook/old_excel.py": "a day in a file has no clock",
}


def days_of_nowhere(tree_of_file: ast.AST) -> list[int]:
    """Lines on which an instant becomes a day by whatever clock it happens to carry."""
    found = []
    for node in ast.walk(tree_of_file):
        name = getattr(node, "attr", getattr(node, "id", ""))
        if name in {"localdate", "utcnow", "fromtimestamp"}:
            found.append(node.lineno)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date":
            by = node.func.value
            placed = isinstance(by, ast.Call) and getattr(by.func, "attr", "") == "astimezone"
            if not node.args and not placed:
                found.append(node.lineno)
    return found


def test_no_instant_becomes_a_day_without_a_country() -> None:
    astray = [
        f"{path}:{line}"
        for path in sources()
        if path.as_posix() not in {LOCAL_TIME, *OTHER_DAYS}
        for line in days_of_nowhere(tree(path))
    ]

    assert astray == []


def test_every_other_place_still_makes_days() -> None:
    assert [path for path in (LOCAL_TIME, *OTHER_DAYS) if not days_of_nowhere(tree(Path(path)))] == []


def test_a_day_without_a_country_would_be_seen() -> None:
    seen = (
        "now.date()",
        "timezone.localdate()",
        "localdate(now)",
        "row.proposed_at.date()",
        "timezone.localtime(now).date()",
    )
    fine = "now.astimezone(zone).date()", "today_in(country, now)", "form.date", "date(2018, 6, 1)"

    assert [text for text in seen if not days_of_nowhere(ast.parse(text))] == []
    assert [text for text in fine if days_of_nowhere(ast.parse(text))] == []
