"""Charts as tags: each takes plain values, finds positions in ui.charts and draws with a component.

Values may be numbers, None (unknown), or shares as `{"n": 14, "of": 212}` or Fraction: a share is drawn in per cents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from files.domain.shares import with_per_cent_sign
from journal.wording import comma
from ui.charts.bars import columns, stacked
from ui.charts.lanes import Axis
from ui.charts.scale import Number, measured, nice_top, place, share
from ui.charts.score import score
from ui.charts.trend import trend
from ui.charts.world import WHOLE_WORLD, bubble, countries, points_in_view

register = template.Library()

WORLD = "vendor/world-2.0.2.svg"
NEAR = 0.22  # of the axis
LEAST = 10  # small multiples never make a mountain of one or two per cent
STRIP_MARKS = {  # a mark of ten by ten, as a part of the one path of its outcome: a list holds a thousand of them
    "met": "M{middle} 7h0",  # a dot as wide as the line
    "not_met": "M{middle} 2l5 10h-10z",
    "unknown": "M{left}.5 7a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0",
}
Data = dict[str, Any]


def written(value: Number | None, unit: str = "") -> str:
    """A number as the page's language writes it: whole, half rounded up, with its unit; "–" when unknown."""
    if value is None:
        return "–"
    whole = floor(Fraction(value) + Fraction(1, 2))
    text = number_format(whole, force_grouping=True)
    if unit == "points":  # of per cents
        return ngettext("%(n)s percentage point", "%(n)s percentage points", whole) % {"n": text}
    if unit == "%":
        return with_per_cent_sign(text, get_language())
    return f"{text} {unit}" if unit else text


@register.inclusion_tag("components/charts/score_bar.html")
def score_bar(
    value: Any,
    threshold: Any = None,
    *,
    outcome: str = "",
    direction: str = "at_most",
    last: Any = None,
    top: int | None = None,
    unit: str = "",
    label: str = "",
    threshold_label: str = "",
) -> Data:
    """`{% score_bar value threshold outcome="not_met" direction="at_most" last=… unit="%" %}`."""
    now, line, before = measured(value), measured(threshold), measured(last)
    spoken = [label, written(now, unit) if now is not None else _("unknown")]
    words = threshold_label
    if line is not None and not words:
        bound = _("at most %(value)s") if direction == "at_most" else _("at least %(value)s")
        words = bound % {"value": written(line, unit)}
    spoken += [
        words,
        _("last time %(value)s") % {"value": written(before, unit)} if before is not None else "",
    ]
    return {
        "at": score(now, line, at_most=direction == "at_most", last=before, top=top),
        "outcome": {"met": "met", "not_met": "not", "unknown": "unknown"}.get(outcome, ""),
        "words": words,
        "spoken": comma().join(word for word in spoken if word),
    }


@register.inclusion_tag("components/charts/sparkline.html")
def sparkline(values: Sequence[Any], *, label: str = "", unit: str = "", top: int | None = None) -> Data:
    """`{% sparkline rates label=_("Non-compliance by cycle") unit="%" %}`: a line the height of its text."""
    numbers = [measured(v) for v in values]
    return {
        "at": trend(numbers, top=top),
        "spoken": f"{label}: {', '.join(written(n, unit) for n in numbers)}",
    }


@register.inclusion_tag("components/charts/trend.html")
def trend_chart(
    points: Sequence[Mapping[str, Any]],
    *,
    finding: str = "",
    sub: str = "",
    source: str = "",
    unit: str = "",
    threshold: Any = None,
    threshold_label: str = "",
    top: int | None = None,
    head: str = "",
    value_head: str = "",
) -> Data:
    """`{% trend_chart points finding=… unit="%" threshold=10 %}`; a point is `{"label", "value", "on"?, "note"?}`."""
    numbers = [measured(p["value"]) for p in points]
    days: list[date] | None = (
        [p["on"] for p in points] if points and all(p.get("on") for p in points) else None
    )
    drawn = trend(numbers, days=days, threshold=measured(threshold), top=top)
    labels, texts = [str(p["label"]) for p in points], [written(n, unit) for n in numbers]
    return {
        "at": drawn,
        "rows": [{"at": t.at, "text": written(t.value, unit)} for t in drawn.rows],
        "columns": [{"at": t.at, "anchor": t.anchor, "text": labels[t.value]} for t in drawn.columns],
        "dots": [{"x": d.x, "y": d.y, "text": f"{labels[d.index]}: {texts[d.index]}"} for d in drawn.dots],
        "last": _last(drawn.dots, numbers, unit),
        "threshold_label": threshold_label,
        "table": [
            {"label": p["label"], "text": text, "note": p.get("note", "")}
            for p, text in zip(points, texts, strict=True)
        ],
        "finding": finding, "sub": sub, "source": source, "head": head, "value_head": value_head,
    }  # fmt: skip


def _last(dots: Sequence[Any], numbers: Sequence[Number | None], unit: str) -> Data | None:
    if not dots:
        return None
    return {"x": dots[-1].x, "y": dots[-1].y, "text": written(numbers[dots[-1].index], unit)}


@register.inclusion_tag("components/charts/multiples.html")
def small_multiples(
    items: Sequence[Mapping[str, Any]],
    *,
    unit: str = "%",
    less_is_better: bool = True,
    top: int | None = None,
    own_axes: bool = False,
) -> Data:
    """`{% small_multiples clusters %}`; an item is `{"name", "url"?, "values": [{"label", "value"}, …]}`, oldest first.

    All share one axis, so that heights compare; with `own_axes`, for numbers of different things, each has its own, and
    an item's `less` says whether less of it is better (None: neither is).
    """
    series = [[measured(v["value"]) for v in item["values"]] for item in items]
    end = top if top is not None else nice_top([LEAST, *(n for numbers in series for n in numbers)])
    return {
        "items": [
            _multiple(
                item,
                numbers,
                unit,
                nice_top(numbers) if own_axes else end,
                less=item.get("less", less_is_better),
            )
            for item, numbers in zip(items, series, strict=True)
        ]
    }


def _multiple(
    item: Mapping[str, Any], numbers: Sequence[Number | None], unit: str, end: int, *, less: bool | None
) -> Data:
    labels = [str(v["label"]) for v in item["values"]]
    change = _change(numbers, less=less)
    return {
        "name": item["name"], "url": item.get("url", ""), "parts": columns([[n] for n in numbers], top=end).parts,
        "last_index": len(numbers) - 1, "figure": written(numbers[-1], unit) if numbers else "–",
        "first": labels[0] if labels else "", "last": labels[-1] if len(labels) > 1 else "", "change": change,
        "spoken": comma().join(f"{label} {written(n, unit)}" for label, n in zip(labels, numbers, strict=True)),
    }  # fmt: skip


def _change(numbers: Sequence[Number | None], *, less: bool | None) -> Data | None:
    known = [n for n in numbers[-2:] if n is not None]
    if len(known) < 2:  # noqa: PLR2004  # a change is between two
        return None
    by = floor(Fraction(known[1]) + Fraction(1, 2)) - floor(Fraction(known[0]) + Fraction(1, 2))
    if by == 0:
        return {"text": _("unchanged"), "icon": "minus", "tone": ""}
    text, icon = number_format(abs(by), force_grouping=True), "arrow-down" if by < 0 else "arrow-up"
    if less is None:
        return {"text": text, "icon": icon, "tone": "", "spoken": _("less by") if by < 0 else _("more by")}
    better = (by < 0) == less
    return {
        "text": text, "icon": icon,
        "tone": "better" if better else "worse", "spoken": _("better by") if better else _("worse by"),
    }  # fmt: skip


@register.inclusion_tag("components/charts/bar_table.html")
def bar_table(
    rows: Sequence[Mapping[str, Any]],
    *,
    caption: str = "",
    sub: str = "",
    source: str = "",
    head: str = "",
    value_head: str = "",
    unit: str = "",
    top: int | None = None,
    threshold: Any = None,
) -> Data:
    """A table that is its own chart; a share shows its n of all.

    A row is `{"label", "value", "url"?, "tone"?, "strong"?}`.
    """
    numbers = [measured(r["value"]) for r in rows]
    line = measured(threshold)
    end = top if top is not None else nice_top([*numbers, line])
    drawn = [
        {
            **row, "length": share(place(n, end)) if n is not None else "", "text": written(n, unit),
            "of": row["value"] if isinstance(row["value"], Mapping) else None, "tone": row.get("tone") or "1",
        }
        for row, n in zip(rows, numbers, strict=True)
    ]  # fmt: skip
    return {
        "rows": drawn, "caption": caption, "sub": sub, "source": source, "head": head, "value_head": value_head,
        "threshold": None if line is None else share(place(line, end)),
    }  # fmt: skip


@register.inclusion_tag("components/charts/stacked_table.html")
def stacked_table(
    rows: Sequence[Mapping[str, Any]],
    series: Sequence[Mapping[str, Any]],
    *,
    caption: str = "",
    sub: str = "",
    source: str = "",
    head: str = "",
    whole: int | None = None,
) -> Data:
    """Bars in parts. A row is `{"label", "parts": [n, …], "url"?}`, a series `{"label", "tone"}`."""
    longest = whole if whole is not None else max((sum(r["parts"]) for r in rows), default=0)
    drawn = [
        {
            **r,
            "bars": [(p, series[p.series]["tone"]) for p in stacked(r["parts"], whole=longest)],
            "sum": sum(r["parts"]),
        }
        for r in rows
    ]
    return {"rows": drawn, "series": series, "caption": caption, "sub": sub, "source": source, "head": head}


@register.inclusion_tag("components/charts/columns.html")
def column_chart(
    items: Sequence[Mapping[str, Any]],
    series: Sequence[Mapping[str, Any]],
    *,
    finding: str = "",
    sub: str = "",
    source: str = "",
    head: str = "",
    top: int | None = None,
) -> Data:
    """Columns side by side, usually years. An item is `{"label", "parts": [n, …]}`, a series `{"label", "tone"}`."""
    drawn = columns([i["parts"] for i in items], top=top)
    return {
        "parts": [(p, series[p.series]["tone"]) for p in drawn.parts],
        "rows": [{"at": t.at, "text": written(t.value)} for t in drawn.rows],
        "sums": [
            {"x": x, "y": y, "label": item["label"], "text": written(sum(v or 0 for v in item["parts"]))}
            for (x, y), item in zip(drawn.sums, items, strict=True)
        ],
        "items": items, "series": series, "finding": finding, "sub": sub, "source": source, "head": head,
    }  # fmt: skip


@register.inclusion_tag("components/charts/lanes.html")
def lanes(
    rows: Sequence[Mapping[str, Any]], *, start: date, end: date, today: date | None = None, label: str = ""
) -> Data:
    """A factory's years.

    A row is `{"name", "events": [{"on", "label", "url"?, "tone"?}], "spans"?: [{"from", "until"}]}`.
    Tones: "1" full dot, "2" open dot, "3" grey dot, "gold" recognised, "bad".
    """
    axis = Axis(start, end)
    drawn = [
        {
            "name": row["name"],
            "events": [{**e, "at": axis.at(e["on"]), "tone": e.get("tone") or "1"} for e in row["events"]],
            "spans": [
                {"at": axis.at(s["from"]), "width": axis.width(s["from"], s.get("until") or end)}
                for s in row.get("spans", ())
            ],
        }
        for row in rows
    ]  # fmt: skip
    listed = sorted(
        ((e["on"], row["name"], e) for row in drawn for e in row["events"]), key=lambda x: x[0], reverse=True
    )
    return {
        "rows": drawn, "years": _years(axis, today), "today": axis.at(today) if today else None, "label": label,
        "listed": [{"on": on, "lane": name, **e} for on, name, e in listed],
    }  # fmt: skip


def _years(axis: Axis, today: date | None) -> list[Data]:
    """Years for the axis; those just before today give way to it where there is little room."""
    return [
        {
            "at": at,
            "year": year,
            "near": today is not None and 0 <= (today - date(year, 1, 1)).days < axis.days * NEAR,
        }
        for at, year in axis.years()
    ]


@register.inclusion_tag("components/charts/map.html")
def world_map(places: Sequence[Mapping[str, Any]], *, label: str = "", chosen: str = "") -> Data:
    """A map for a list beside it. A place is `{"code", "name", "value", "url"?, "gold"?}` with an ISO country code."""
    largest = max((float(p["value"]) for p in places), default=0.0)
    drawn = [
        {**p, "at": at, "text": written(p["value"])}
        for p in sorted(places, key=lambda p: -p["value"])
        if (at := bubble(p["code"], float(p["value"]), largest=largest)) is not None
    ]
    here = {p["code"] for p in drawn}
    return {
        "places": drawn, "world": static(WORLD), "label": label, "chosen": chosen, "view_box": WHOLE_WORLD,
        "others": sorted(countries() - here), "here": sorted(here),
    }  # fmt: skip


@register.inclusion_tag("components/charts/map.html")
def point_map(
    points: Sequence[Mapping[str, Any]], *, country: str, label: str = "", gold: bool = False
) -> Data:
    """A country's points for a list beside it: `{"latitude", "longitude", "name", "value", "url"?, "chosen"?}`."""
    view, circles = points_in_view(
        [(point["latitude"], point["longitude"], point["value"]) for point in points]
    )
    drawn = [
        {**point, "at": at, "text": written(point["value"]), "gold": gold}
        for point, at in zip(points, circles, strict=True)
    ]
    return {
        "places": sorted(drawn, key=lambda point: -point["value"]), "world": static(WORLD), "label": label,
        "chosen": "", "view_box": view, "others": sorted(countries() - {country}),
        "here": sorted(countries() & {country}),
    }  # fmt: skip


@register.inclusion_tag("components/charts/strip.html")
def verdict_strip(groups: Sequence[Mapping[str, Any] | tuple[str, ...]], *, label: str = "") -> Data:
    """Every criterion of a verdict in one line.

    A group is `{"name", "outcomes": ["met", "not_met", …]}`, or a tuple of its outcomes.
    """
    outcomes_by_group = [group if isinstance(group, tuple) else group["outcomes"] for group in groups]
    paths, x = dict.fromkeys(STRIP_MARKS, ""), 0
    for outcomes_of_group in outcomes_by_group:
        for outcome in outcomes_of_group:
            paths[outcome] += STRIP_MARKS[outcome].format(left=x, middle=x + 5)
            x += 12
        x += 8
    outcomes = [o for g in outcomes_by_group for o in g]
    counts = {o: outcomes.count(o) for o in STRIP_MARKS}
    return {"paths": paths, "width": max(1, x - 8), "label": label, "counts": counts}
