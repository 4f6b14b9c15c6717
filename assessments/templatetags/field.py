"""What a page needs whose forms work without a connection: docs/visiting.md says how a form becomes one."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.models import FACTORY_PEOPLE
from assessments.views.answering.labels import field_words
from assessments.views.answering.offline import FIELD_MODULES, READING_MODULES, build_of_scripts

register = template.Library()


@register.inclusion_tag("assessments/_field_scripts.html")
def field_scripts() -> dict[str, Any]:
    """Scripts, their words, and the release that they belong to."""
    return {"modules": FIELD_MODULES, "words": field_words(), "build": build_of_scripts()}


@register.inclusion_tag("assessments/_kept_for_reading.html", takes_context=True)
def kept_for_reading(context: Context) -> dict[str, Any]:
    """In the head of a page that a factory's people can read without a connection once they opened it."""
    user = context["user"]
    reads = user.is_authenticated and user.role in FACTORY_PEOPLE
    return {"reads": reads, "modules": READING_MODULES, "build": build_of_scripts()}


@register.inclusion_tag("assessments/_kept_line.html")
def kept_line() -> dict[str, Any]:
    """Beside it, in the page: from when it is, shown without a connection."""
    return {}


@register.simple_tag
def field_form(  # one argument an attribute
    kind: str,
    code: str,
    name: str,
    *,
    about: str = "",
    changes: object = False,
    here: str = "",
    day: str = "",
    from_address: str = "",
) -> SafeString:
    """Attributes of a `<form>` that works without a connection.

    Args:
        kind: of the entry, one of `FieldEntry.Kind`.
        code, name: of the factory.
        about: what it is about, for lists of what is on the device.
        changes: its fields hold what is recorded; what they held when the page was opened is what the device has seen.
        here: its name, where several forms are on a page, which stays; its `[data-entry-state]` says what waits.
        day: the field that is today where the page was kept on an earlier day.
        from_address: what a kept page takes from its address, as `parameter=field` with spaces between.
    """
    attributes = {
        "field-entry": kind,
        "factory": code,
        "factory-name": name,
        "issue": about,
        "day-field": day,
        "from-address": from_address,
        "changes": "yes" if changes else "",
        "here": here,
    }
    return format_html_join(
        " ", 'data-{}="{}"', ((name, value) for name, value in attributes.items() if value)
    )
