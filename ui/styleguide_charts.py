"""What the charts of the style guide show."""

from __future__ import annotations

from datetime import date
from typing import Any

Sample = dict[str, Any]


def lanes() -> list[Sample]:
    """Rows of a lane chart: what happened when."""
    return [
        {
            "name": "Assessments",
            "events": [
                {"on": date(2015, 9, 14), "label": "Assessment, 31%", "url": "#timeline"},
                {"on": date(2016, 8, 30), "label": "Assessment, 24%", "url": "#timeline"},
                {"on": date(2017, 9, 4), "label": "Assessment, 14%", "url": "#timeline"},
                {"on": date(2018, 3, 20), "label": "Assessment, 7%", "url": "#timeline"},
            ],
        },
        {
            "name": "Advisory visits",
            "events": [
                {"on": date(2015 + m // 12, m % 12 + 1, 10), "label": "Visit", "tone": "2"}
                for m in (10, 14, 17, 22, 25, 29, 34)
            ],
        },
        {
            "name": "Committee",
            "events": [
                {"on": date(2016, 2, 1), "label": "Committee reviewed", "tone": "3"},
                {"on": date(2017, 3, 1), "label": "Committee reviewed", "tone": "3"},
            ],
        },
        {
            "name": "Recognition",
            "spans": [{"from": date(2018, 6, 1), "until": None}],
            "events": [
                {"on": date(2017, 2, 9), "label": "Zero-tolerance case opened", "tone": "bad"},
                {"on": date(2018, 6, 1), "label": "Recognised", "tone": "gold", "url": "#timeline"},
            ],
        },
    ]


def points() -> list[Sample]:
    """Points of a trend: a count of questions on each day."""
    days = (date(2014, 10, 2), date(2015, 9, 14), date(2016, 8, 30), date(2017, 9, 4), date(2018, 3, 20))
    counts = (
        {"n": 66, "of": 205},
        {"n": 63, "of": 206},
        {"n": 50, "of": 208},
        {"n": 29, "of": 209},
        {"n": 14, "of": 212},
    )
    return [
        {
            "label": f"{day:%b %Y}",
            "on": day,
            "value": count,
            "note": f"{count['n']} of {count['of']} questions",
        }
        for day, count in zip(days, counts, strict=True)
    ]


def places() -> list[Sample]:
    """Rows of a bar table by country."""
    rows = (
        ("KH", "Cambodia", 541),
        ("VN", "Viet Nam", 419),
        ("BD", "Bangladesh", 193),
        ("ID", "Indonesia", 216),
        ("JO", "Jordan", 77),
        ("NI", "Nicaragua", 26),
        ("HT", "Haiti", 28),
    )
    return [
        {"code": code, "name": name, "value": value, "url": "#map", "gold": code == "KH"}
        for code, name, value in rows
    ]
