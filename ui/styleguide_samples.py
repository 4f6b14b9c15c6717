"""What the component sheet shows: fictional factories, figures without meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms

from countries.domain.local_hours import LocalHours
from ui.styleguide_charts import Sample, lanes, places, points

SWATCHES = (
    ("Ground", ("paper", "sheet", "well", "line", "line-strong")),
    ("Ink", ("ink", "ink-2", "ink-3")),
    ("Action", ("teal", "teal-strong", "teal-soft")),
    ("Recognised", ("gold", "gold-soft", "gold-text")),
    ("Outcomes", ("met", "met-soft", "not", "not-soft", "unknown", "unknown-soft")),
)
CLUSTERS = (
    ("Child labour", (0, 0, 0, 0)),
    ("Discrimination", (12, 9, 8, 5)),
    ("Forced labour", (0, 0, 0, 0)),
    ("Freedom of association and collective bargaining", (16, 14, 15, 12)),
    ("Compensation", (34, 29, 21, 17)),
    ("Contracts and human resources", (28, 30, 24, 19)),
    ("Occupational safety and health", (52, 47, 41, 44)),
    ("Working time", (61, 58, 49, 36)),
)


class Choices(forms.Form):
    """Every kind of field, bound with mistakes."""

    name = forms.CharField(
        label="Factory name", help_text="As on the business licence.", initial="Lotus Thread Garment Co."
    )
    email = forms.EmailField(label="E-mail address")
    country = forms.ChoiceField(
        label="Country", choices=[("KH", "Cambodia"), ("VN", "Viet Nam"), ("JO", "Jordan")]
    )
    workers = forms.IntegerField(label="Workers", min_value=0, required=False)
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    purpose = forms.ChoiceField(
        label="Purpose of the visit",
        choices=[
            ("plan", "Improvement plan"),
            ("committee", "Committee meeting"),
            ("other", "Something else"),
        ],
        widget=forms.RadioSelect,
        initial="plan",
    )
    agreed = forms.BooleanField(label="Management and workers have both seen this report")
    file = forms.FileField(label="Choose a file", required=False)


class Filters(forms.Form):
    """As above a list."""

    q = forms.CharField(
        label="Search factories",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, code or OS ID"}),
    )
    country = forms.ChoiceField(
        label="Country", choices=[("", "All countries"), ("KH", "Cambodia")], required=False
    )
    state = forms.ChoiceField(
        label="Recognition", choices=[("", "Any"), ("published", "Recognised")], required=False
    )


@dataclass(frozen=True)
class SampleSession(LocalHours):
    """A session in Phnom Penh."""

    starts_at: datetime
    ends_at: datetime
    time_zone: str = "Asia/Phnom_Penh"


def samples() -> Sample:
    """The whole context of the sheet."""
    wrong = Choices({"name": "", "email": "sok", "country": "KH", "purpose": "plan"}, prefix="wrong")
    return {
        "swatches": SWATCHES,
        "form": Choices(),
        "upload": Choices(prefix="upload"),
        "wrong": wrong,
        "filters": Filters({"q": "lotus", "country": "KH"}, auto_id="filter_%s"),
        "saved_lists": [{"name": "Worst first", "pk": "00000000-0000-4000-8000-000000000000"}],
        "active": [{"label": "Cambodia", "url": "?q=lotus"}],
        "today": date(2018, 6, 1),
        "one_morning": SampleSession(
            datetime(2018, 6, 12, 2, tzinfo=UTC), datetime(2018, 6, 12, 5, tzinfo=UTC)
        ),
        "two_days": SampleSession(datetime(2018, 6, 12, 2, tzinfo=UTC), datetime(2018, 6, 13, 9, tzinfo=UTC)),
        "pillars": _pillars(),
        "wide_pillars": _wide_pillars(),
        "groups": _groups(),
        "groups_met": [{"name": "All", "outcomes": ["met"] * n} for n in (10, 3, 6, 3)],
        "columns": [
            {"label": "Factory", "url": "?sort=name", "sorted": "ascending"},
            {"label": "Country"},
            {"label": "Workers", "numeric": True, "url": "?sort=-workers"},
            {"label": "Latest rate", "numeric": True},
            {"label": "Recognition"},
        ],
        "rows": _rows(),
        "work": _work(),
        "steps": _steps(),
        "stopped": _stopped(),
        "events": _events(),
        "lane_rows": lanes(),
        "lanes_start": date(2015, 6, 1),
        "lanes_end": date(2018, 9, 1),
        "rates": [31, 27, 24, 18, 14],
        "points": points(),
        "clusters": [
            {"name": name, "values": [{"label": 2015 + i, "value": v} for i, v in enumerate(values)]}
            for name, values in CLUSTERS
        ],
        "binding": [
            {"label": "Working time", "value": {"n": 212, "of": 498}, "url": "#charts"},
            {"label": "Occupational safety and health", "value": {"n": 187, "of": 498}},
            {"label": "Contracts", "value": {"n": 96, "of": 498}},
            {"label": "Discrimination", "value": {"n": 21, "of": 498}},
        ],
        "by_country": [
            {"label": "Cambodia", "parts": [1, 42, 498]},
            {"label": "Viet Nam", "parts": [1, 31, 387]},
            {"label": "Jordan", "parts": [0, 9, 68]},
            {"label": "Haiti", "parts": [0, 3, 25]},
        ],
        "by_country_series": [
            {"label": "Recognised", "tone": "gold"},
            {"label": "Close", "tone": "1"},
            {"label": "Others", "tone": "quiet"},
        ],
        "years": [
            {"label": "2014", "parts": [3, 14]},
            {"label": "2015", "parts": [4, 22]},
            {"label": "2016", "parts": [8, 31]},
            {"label": "2017", "parts": [7, 58]},
            {"label": "2018", "parts": [12, 88]},
        ],
        "years_series": [{"label": "Would qualify", "tone": "1"}, {"label": "Close", "tone": "3"}],
        "places": places(),
        "job_running": {"id": "a", "state": "running", "done_units": 640, "total_units": 1500},
        "job_done": {"id": "b", "state": "done", "message": "1,500 factories judged; 2 eligible, 98 close."},
        "job_failed": {
            "id": "c",
            "state": "failed",
            "error": "assessments.csv:41:answer: “Y” is no answer; use C, N or X",
        },
        "tabs": [
            {"label": "Overview", "url": "#tabs", "current": True},
            {"label": "Findings", "url": "#tabs", "count": 14},
            {"label": "Plan", "url": "#tabs", "count": 9},
            {"label": "History", "url": "#tabs"},
        ],
        "path": [
            {"label": "Factories", "url": "#path"},
            {"label": "Lotus Thread Garment Co.", "url": "#path"},
        ],
        "facts": [
            {"label": "Programme code", "value": "KH-0412"},
            {"label": "OS ID", "value": "KH2019098F3T1QK"},
            {"label": "Place", "value": "Kampong Speu, Cambodia"},
            {"label": "Workers", "value": "5,998 (86% women)"},
            {"label": "Brands", "value": "4 consented", "url": "#facts"},
            {"label": "Joined", "value": "March 2013"},
        ],
    }


def _pillars() -> list[Sample]:
    compliance = [
        {
            "code": "C2-LATEST",
            "outcome": "met",
            "sentence": "At most 10% of applicable questions non-compliant in the latest assessment",
            "found": "14 of 212 questions (7%).",
            "value": {"n": 14, "of": 212},
            "threshold": 10,
            "last": {"n": 23, "of": 209},
            "unit": "%",
            "top": 25,
            "url": "#verdict",
        },
        {
            "code": "C3-PUBLIC",
            "outcome": "not_met",
            "sentence": "No publicly reported issue found in the latest assessment",
            "found": "2 publicly reported issues found.",
            "shortfall": "Two findings fewer.",
            "value": 2,
            "threshold": 0,
            "last": 4,
            "top": 8,
            "url": "#verdict",
        },
    ]
    dialogue = [
        {
            "code": "D1-MEETINGS",
            "outcome": "met",
            "sentence": "The committee met at least six times in twelve months",
            "found": "9 meetings with minutes.",
            "value": 9,
            "threshold": 6,
            "last": 5,
            "direction": "at_least",
            "top": 12,
            "url": "#verdict",
        },
        {
            "code": "D1-WOMEN",
            "outcome": "unknown",
            "sentence": "Women’s share of the worker side is near their share of the workforce",
            "found": "",
            "shortfall": "No committee review since March 2017.",
            "threshold": 75,
            "unit": "%",
            "direction": "at_least",
            "top": 100,
        },
    ]
    return [
        {"title": "Compliance", "criteria": compliance, "met": 1},
        {"title": "Social dialogue", "criteria": dialogue, "met": 1},
    ]


def _wide_pillars() -> list[Sample]:
    learning = [
        {
            "code": "L1-COURSES",
            "outcome": "met",
            "sentence": "At least three courses attended in twelve months",
            "found": "4 courses.",
            "value": 4,
            "threshold": 3,
            "last": 3,
            "direction": "at_least",
            "top": 6,
            "url": "#verdict",
        },
        {
            "code": "L1-MANAGERS",
            "outcome": "not_met",
            "sentence": "At least 20% of supervisors trained in twelve months",
            "found": "18 of 104 supervisors (17%).",
            "shortfall": "Three supervisors more.",
            "value": {"n": 18, "of": 104},
            "threshold": 20,
            "last": {"n": 9, "of": 98},
            "direction": "at_least",
            "unit": "%",
            "top": 50,
            "url": "#verdict",
        },
    ]
    return [{"title": "Learning", "criteria": learning, "met": 1}]


def _groups() -> list[Sample]:
    met, not_met, unknown = "met", "not_met", "unknown"
    return [
        {"name": "Compliance", "outcomes": [met, met, met, met, not_met, met, met, met, met, met]},
        {"name": "Management systems", "outcomes": [met, met, met]},
        {"name": "Social dialogue", "outcomes": [met, met, unknown, met, met, met]},
        {"name": "Learning", "outcomes": [met, not_met, met]},
    ]


def _rows() -> list[list[Any]]:
    return [
        [
            {"text": "Lotus Thread Garment Co.", "url": "#table", "sub": "KH-0412"},
            "Cambodia",
            "5,998",
            "7%",
            {"state": "published", "text": "recognised"},
        ],
        [
            {
                "text": "Blue Heron Apparel and Embroidery Manufacturing Company Limited (Second Factory)",
                "url": "#table",
                "sub": "VN-1180",
            },
            "Viet Nam",
            "1,254",
            "9%",
            {"state": "proposed", "text": "proposed"},
        ],
        [
            {"text": "Cedar Gate Knitting", "url": "#table", "sub": "JO-0031"},
            "Jordan",
            "812",
            "31%",
            {"state": "not_eligible", "text": "not eligible"},
        ],
        [
            {"text": "Atelye Solèy", "url": "#table", "sub": "HT-0007"},
            "Haiti",
            "2,040",
            "–",
            {"state": "incomplete", "text": "incomplete evidence"},
        ],
    ]


def _work() -> list[Sample]:
    return [
        {
            "title": "Review the assessment of Lotus Thread",
            "url": "#rows",
            "note": "Submitted by S. Chan after two days on site",
            "end": "3 days ago",
        },
        {
            "title": "Comment window of Cedar Gate Knitting ends",
            "url": "#rows",
            "note": "Factory has answered 4 of 9 findings",
            "end": "2 days late",
            "late": True,
        },
        {
            "title": "Decide on Blue Heron Apparel",
            "url": "#rows",
            "note": "Proposed by the country manager",
            "state": "proposed",
            "state_label": "proposed",
            "end": "yesterday",
        },
    ]


def _steps() -> list[Sample]:
    return [
        {"label": "Eligible", "state": "done", "on": date(2018, 4, 12)},
        {"label": "Proposed", "state": "done", "on": date(2018, 4, 20), "note": "country manager"},
        {"label": "Confirmed", "state": "now", "note": "waits for the global team"},
        {"label": "Published", "state": "todo", "note": "planned for 1 June 2018"},
    ]


def _stopped() -> list[Sample]:
    return [
        {"label": "Eligible", "state": "done", "on": date(2017, 4, 12)},
        {"label": "Confirmed", "state": "done", "on": date(2017, 5, 2)},
        {"label": "Recognised", "state": "recognised", "on": date(2017, 6, 1)},
        {"label": "Suspended", "state": "stopped", "on": date(2018, 2, 9), "note": "while a case is open"},
    ]


def _events() -> list[Sample]:
    return [
        {
            "at": datetime(2018, 6, 1, 8, tzinfo=UTC),
            "sentence": "recognition published",
            "actor": "",
            "kind": "recognition.published",
        },
        {
            "at": datetime(2018, 5, 24, 8, tzinfo=UTC),
            "sentence": "recognition confirmed",
            "actor": "Amara Okafor",
            "kind": "",
        },
        {
            "at": datetime(2018, 4, 12, 8, tzinfo=UTC),
            "sentence": "verdict: eligible",
            "actor": "",
            "kind": "",
        },
        {
            "at": datetime(2017, 2, 9, 8, tzinfo=UTC),
            "sentence": "zero-tolerance case opened",
            "actor": "Sophea Chan",
            "kind": "zero_tolerance.opened",
        },
    ]
