"""Open work of a person as lines with links to where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from countries.queries.countries import local_name
from people.queries.open_work import DRAFTS, WorkRef


def work_lines(work: Mapping[WorkRef, int], *, links: bool) -> list[dict[str, Any]]:
    """Each kind and country: how much it is, and where it can be seen by readers who see evidence (`links`)."""
    lines = []
    for ref, number in work.items():
        if ref.kind == DRAFTS:
            words = ngettext("%(n)s open assessment", "%(n)s open assessments", number)
            url = f"{reverse('assessments:list')}?country={ref.country}"
        else:
            words = ngettext("%(n)s planned visit", "%(n)s planned visits", number)
            url = reverse("scheduling:plan")
        lines.append(
            {"words": words % {"n": number}, "country": local_name(ref.country), "url": url if links else ""}
        )
    return lines
