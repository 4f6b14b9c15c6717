"""What people say of two records that may be one factory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.models import DuplicatePair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duplicates.queries.merge_tables import Later
    from duplicates.queries.pair_facts import Fact


class ApartForm(forms.Form):
    """They are two factories, and how one knows."""

    reason = forms.CharField(
        label=_("How do you know that they are two?"),
        help_text=_("Whoever meets both later reads this; nobody is asked again."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


class MergeForm(forms.Form):
    """They are one factory: which record stays, and which values."""

    keep = forms.ChoiceField(label=_("Which record stays?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("How do you know that they are one?"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: object, pair: DuplicatePair, facts: Sequence[Fact], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        self.pair = pair
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            (str(factory.pk), f"{factory.code} – {factory.name}") for factory in (pair.first, pair.second)
        ]
        for fact in facts:
            if fact.key and fact.differs:
                self.fields[f"value_{fact.key}"] = forms.ChoiceField(
                    label=str(fact.label),
                    required=False,
                    choices=[
                        ("", _("as the record that stays")),
                        (str(pair.first_id), fact.left or _("nothing")),
                        (str(pair.second_id), fact.right or _("nothing")),
                    ],
                )
        self.order_fields(["keep", *(name for name in self.fields if name.startswith("value_")), "reason"])

    @property
    def keep_id(self) -> int:
        """The record that stays."""
        return int(self.cleaned_data["keep"])

    @property
    def taken(self) -> list[str]:
        """Values that are taken from the record that does not stay."""
        return [
            name.removeprefix("value_")
            for name, value in self.cleaned_data.items()
            if name.startswith("value_") and value not in {"", self.cleaned_data["keep"]}
        ]


class SplitForm(forms.Form):
    """A merge is taken back: why, and which later rows go with the other record."""

    take = forms.MultipleChoiceField(
        label=_("Recorded since the merge"),
        help_text=_("What you tick goes with the other record; the rest stays."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Why are they two factories after all?"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: object, later: Sequence[Later], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        self.fields["take"].choices = [(row.key, f"{row.label}: {row.day}") for row in later]  # type: ignore[attr-defined]
        if not later:
            del self.fields["take"]


class SameAsForm(forms.Form):
    """Another record that is this factory."""

    code = forms.CharField(label=_("Code of the other record"), help_text=_("As KH-00017."), max_length=20)
    reason = forms.CharField(
        label=_("What speaks for it?"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
