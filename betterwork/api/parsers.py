"""Bodies of the API: JSON, and none that is nested without end."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MOST_LEVELS = 20
"""No address takes more than a handful. What is nested further would exhaust whatever walks through it."""


class NestedTooDeeply(ParseError):
    """The body has more levels than any address takes."""

    default_detail = f"JSON parse error - nested in more than {MOST_LEVELS} levels"


class JsonBodyParser(JSONParser):
    """JSON of at most `MOST_LEVELS` levels."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """What was sent.

        Raises:
            ParseError.
        """
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise NestedTooDeeply from None
        level = [data]
        for _depth in range(MOST_LEVELS):
            level = [inner for part in level for inner in _within(part)]
        if level:
            raise NestedTooDeeply
        return data


def _within(part: Any) -> list[Any]:
    """The objects and lists within one."""
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [value for value in inner if isinstance(value, dict | list)]
