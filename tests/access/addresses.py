"""Every address that the resolver knows, by the name of its route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def routes() -> dict[str, URLPattern]:
    """Every route by its name, namespaces before it; a route without a name is an error."""
    return dict(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        else:
            assert one.name, f"{one.pattern} has no name"
            yield f"{namespace}{one.name}", one
