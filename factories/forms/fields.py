"""Fields that several forms of the registry share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from files.domain.names import match_text, mixes_scripts

MOST_WORKERS = 500_000


def check_name(value: str) -> None:
    """A name is found again by its letters and digits."""
    if not match_text(value):
        raise ValidationError(_("Write the name with letters."))


def name_field(longest: int = 200, **options: Any) -> forms.CharField:
    """A name of a person or something."""
    return forms.CharField(max_length=longest, validators=[check_name], **options)


def check_brand_name(value: str) -> None:
    """People are let read by a brand's name: no word of it borrows letters that only look like its own."""
    check_name(value)
    if any(map(mixes_scripts, value.split())):
        raise ValidationError(_("Write each word in letters of one script."))


def brand_name_field(**options: Any) -> forms.CharField:
    """A brand's name."""
    return forms.CharField(max_length=120, validators=[check_brand_name], **options)


def reason_field(**options: Any) -> forms.CharField:
    """Why; it stands in the history for all of the programme's staff."""
    options.setdefault("label", _("Reason"))
    options.setdefault("help_text", _("Stands in the factory's history. No names of workers."))
    return forms.CharField(max_length=300, widget=forms.Textarea({"rows": 2}), **options)


def address_field(**options: Any) -> forms.CharField:
    """Where a factory stands."""
    options.setdefault("label", _("Address"))
    return forms.CharField(max_length=400, widget=forms.Textarea({"rows": 2}), **options)


def latitude_field() -> forms.DecimalField:
    """Degrees north."""
    return _degrees(
        Decimal(90), label=_("Latitude"), help_text=_("Degrees, as 11.562108; south is negative.")
    )


def longitude_field() -> forms.DecimalField:
    """Degrees east."""
    return _degrees(
        Decimal(180), label=_("Longitude"), help_text=_("Degrees, as 104.888535; west is negative.")
    )


def _degrees(most: Decimal, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        required=False, max_digits=9, decimal_places=6, min_value=-most, max_value=most, **options
    )


def workers_field(**options: Any) -> forms.IntegerField:
    """How many people work there."""
    options.setdefault("label", _("Workers"))
    return forms.IntegerField(min_value=0, max_value=MOST_WORKERS, **options)


def women_field() -> forms.IntegerField:
    """How many of them are women."""
    return workers_field(
        label=_("Women among them"),
        required=False,
        help_text=_("Leave it empty when they were not counted apart."),
    )
