"""The words of a report that are the same in every report, in the active language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def headings() -> dict[str, str]:
    """Titles of parts and columns, by the keys that the templates use."""
    return {
        "steps": _("Next steps"),
        "pillars": _("The four pillars"),
        "criterion": _("Criterion"),
        "trend": _("Over the years"),
        "share": _("Non-compliant"),
        "assessment": _("Assessment"),
        "met_at": _("Criteria met at each assessment"),
        "criteria_met": _("Criteria met"),
        "peers": _("Where we stand among others"),
        "changes": _("What changed"),
        "plan": _("Improvement plan"),
        "reference": _("Reference"),
        "action": _("Action"),
        "due": _("Due"),
        "status": _("Status"),
        "findings": _("Findings of the latest assessment"),
        "response": _("Factory's response:"),
        "law": _("Law:"),
        "learning": _("Learning on offer:"),
        "meaning": _("What recognition means"),
        "counting": _("How the numbers are counted"),
        "proof": _("Is this document genuine?"),
        "page": _("Page"),
        "met": _("Met"),
        "not_met": _("Not met"),
        "unknown": _("Unknown"),
    }


def meaning() -> list[str]:
    """What recognition is, for readers who never heard of it."""
    return [
        _(
            "A recognised factory meets every criterion in four pillars: compliance, management systems, social "
            "dialogue and learning. The criteria are the same for every factory and public."
        ),
        _(
            "It is listed for buyers and the public, and its benefits are set out in a package. A recognition holds "
            "until its last day and can be suspended or withdrawn before."
        ),
        _("One person proposes a recognition and another decides. A factory can appeal against a decision."),
    ]


def counting() -> list[str]:
    """How to read the numbers."""
    return [
        _(
            "Every criterion is judged on what had been recorded by the day of this report. Where evidence is missing "
            "the outcome is unknown: that is no failure, and no pass either."
        ),
        _(
            "Non-compliance is the share of applicable questions found non-compliant in a final assessment, in whole "
            "per cents, half rounded up."
        ),
        _("Values of earlier years are judged by today's criteria on what had happened by that day."),
        _("Zero-tolerance cases are handled apart: this document does not speak of them."),
    ]


def counting_with_cases() -> list[str]:
    """The same for readers who may know of zero-tolerance cases."""
    return [
        *counting()[:-1],
        _("This edition counts zero-tolerance cases and is for the factory's management alone."),
    ]


def proof(number: str, address: str) -> str:
    """How whoever holds the document finds out whether it is genuine."""
    return _("Scan the code or open %(address)s: the page says whether number %(number)s is genuine.") % {
        "number": number,
        "address": address,
    }


def qr_words(address: str) -> str:
    """What the QR code is, for whoever does not see it."""
    return _("QR code of the address %(address)s") % {"address": address}
