"""Small words of every template: icons, panels with content, sortable heads, per cents, days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from countries.domain.time_zones import city_of
from countries.queries.countries import local_name
from files.domain.shares import whole_per_cent, with_per_cent_sign
from journal.wording import comma, day_in_words

register = template.Library()

ICONS = "vendor/lucide-1.62.0.svg"
# these point along the line of reading, so they turn with it
TURNING = {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-in", "log-out", "send", "undo-2", "list",
           "external-link", "trending-up", "trending-down"}  # fmt: skip
MONTH, YEAR = 30, 365


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "search" %}`: an icon of the vendored set; always beside a word, so it says nothing itself."""
    classes = "icon" + (" icon-turns" if name in TURNING else "") + (f" icon-{size}" if size else "")
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static(ICONS),
        name,
    )


@register.filter
def country(code: str) -> str:
    """`{{ factory.country_id|country }}`: the country's name in the reader's language."""
    return local_name(code)


@register.simple_tag
@cache
def language_choices(current: str) -> SafeString:
    """`{% language_choices lang %}`: a button for each language, in its own words; made once, for all pages."""
    return format_html_join(
        "",
        '<button type="submit" name="language" value="{}" lang="{}"{}>{}</button>',
        (
            (
                code,
                code,
                mark_safe(' aria-current="true"') if code == current else "",  # our own words
                capfirst(get_language_info(code)["name_local"]),
            )
            for code, _name in settings.LANGUAGES
        ),
    )


@register.simple_block_tag(takes_context=True)
def component(context: Context, content: SafeString, name: str, **values: Any) -> SafeString:
    """`{% component "panel" title=_("Plan") %}…{% endcomponent %}`: a component with content of one's own."""
    found = context.template.engine.get_template(f"components/{name}.html")  # type: ignore[union-attr]  # rendering
    return found.render(context.new({**values, "body": content}))


@register.simple_block_tag
def unless_empty(content: SafeString, css_class: str) -> SafeString | str:
    """`{% unless_empty "page-lede" %}…{% endunless_empty %}`: a <div> around what is said; nothing around nothing."""
    return format_html('<div class="{}">{}</div>', css_class, content) if content.strip() else ""


@register.simple_tag(takes_context=True)
def sort_link(context: Context, key: str, *, param: str = "sort") -> dict[str, str]:
    """`{% sort_link "workers" as by %}` → `{"url", "sorted"}`; sorted is "ascending", "descending" or ""."""
    parameters = context["request"].GET.copy()
    now = parameters.get(param, "")
    parameters[param] = f"-{key}" if now == key else key
    for cursor in ("cursor", "page"):
        parameters.pop(cursor, None)
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {"url": f"?{parameters.urlencode()}", "sorted": state}


@register.simple_tag(takes_context=True)
def own_path(context: Context) -> str:
    """`{% own_path %}`: this page's path without its question, also in what is included with `only`.

    For `hx-get` of a form: of an empty one htmx takes the whole address and hangs the fields on what is there already.
    """
    request = getattr(context, "request", None)
    return request.path if request is not None else ""


@register.filter
def per_cent(n: int | None, of: int | None) -> str:
    """`{{ n|per_cent:of }}` → "7%": whole, half rounded up, from integers; "–" when there is nothing to divide."""
    if n is None or not of:
        return "–"
    return per_cent_sign(whole_per_cent(n, of))


@register.filter
def per_cent_sign(share: int) -> str:
    """`{{ line.percent|per_cent_sign }}` → "7%", as the language writes it."""
    return with_per_cent_sign(str(share), get_language())


@register.filter
def whole(value: int | None) -> str:
    """`{{ workers|whole }}` → "5,998": grouped as the language writes it; "–" for None."""
    return "–" if value is None else number_format(value, force_grouping=True)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """`{{ on|day }}`: a date as people write it, machine-readable too."""
    if value is None:
        return "–"
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_in_words(value))


@register.simple_tag(name="comma")
def list_comma() -> str:
    """`{{ code }}{% comma %}{{ country }}`: the comma of the reader's language, with its blank."""
    return comma()


@register.filter
def listed(parts: Iterable[object]) -> str:
    """`{{ names|listed }}` → "Cambodia, Vietnam": parts with the comma of the reader's language."""
    return comma().join(map(str, parts))


@register.filter
def city(zone: object) -> str:
    """`{{ zone|city }}` → "Phnom Penh": the city that people know a time zone's clock by."""
    return city_of(str(zone))


@register.filter
def age(value: date | datetime | None, today: date | datetime | None = None) -> str:
    """`{{ on|age:today }}` → "3 months ago", "in 2 days", "today": days, then months, then years."""
    if value is None or today is None:
        return ""
    days = (_day_of(today) - _day_of(value)).days
    if days == 0:
        return _("today")
    count, words = _in_words(abs(days))
    text = words % {"count": count}
    return _("%(time)s ago") % {"time": text} if days > 0 else _("in %(time)s") % {"time": text}


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last part of a name."""
    parts = [part for part in str(name).split() if part]
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def _day_of(value: date | datetime) -> date:
    return (
        localtime(value).date()
        if isinstance(value, datetime) and is_aware(value)
        else (value.date() if isinstance(value, datetime) else value)
    )


def _in_words(days: int) -> tuple[int, str]:
    if days < 2 * MONTH:
        return days, ngettext("%(count)d day", "%(count)d days", days)
    if days < 2 * YEAR:
        return days // MONTH, ngettext("%(count)d month", "%(count)d months", days // MONTH)
    return days // YEAR, ngettext("%(count)d year", "%(count)d years", days // YEAR)
