"""What people type about brands and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.forms.fields import brand_name_field, name_field, reason_field
from factories.models import Brand
from factories.queries.registry import live_brands

if TYPE_CHECKING:
    from django.utils.functional import Promise

_WHY: str | Promise = _("Stands in the journal.")


class NameForm(forms.Form):
    """A group, by its name."""

    name = name_field(120, label=_("Name"))


class BrandNameForm(forms.Form):
    """A new brand."""

    name = brand_name_field(label=_("Name"))


class RenameBrandForm(forms.Form):
    """A brand's new name; `seen` is the one on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=120)
    name = brand_name_field(label=_("New name"))
    reason = reason_field(help_text=_WHY)


class MergeBrandForm(forms.Form):
    """Which brand this one is in truth; `seen` is its name on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=120)
    into = forms.ModelChoiceField(
        label=_("It is the same as"), queryset=Brand.objects.none(), empty_label=_("Choose")
    )
    reason = reason_field(help_text=_WHY)

    def __init__(self, *args: Any, brand: Brand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = live_brands().exclude(pk=brand.pk)  # type: ignore[attr-defined]
