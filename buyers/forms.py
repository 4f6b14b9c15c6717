"""What a brand's people write on their home page, over their lists, and to their suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buyers.models import BuyerCommitment, DigestChoice
from files.forms import DayField

if TYPE_CHECKING:
    from factories.models import Brand


class DigestForm(forms.Form):
    """How often the digest comes."""

    way = forms.ChoiceField(label=_("By e-mail"), choices=DigestChoice.Way.choices)


class CommitmentForm(forms.Form):
    """What a brand commits to; `once`: made by the page, so that it is stored once."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    brand = forms.TypedChoiceField(label=_("Brand"), coerce=int)
    kind = forms.ChoiceField(label=_("About"), choices=BuyerCommitment.Kind.choices)
    text = forms.CharField(
        label=_("What you commit to"),
        help_text=_("The factory reads this with your brand's name. Other brands do not."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
    due_on = DayField(label=_("Done by"))

    def __init__(self, *args: Any, brands: Sequence[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["brand"]
        chosen.choices = [(brand.pk, brand.name) for brand in brands]
        if len(brands) == 1:
            chosen.widget, self.initial["brand"] = forms.HiddenInput(), brands[0].pk


class CommitmentReportForm(forms.Form):
    """Whether it was done."""

    state = forms.ChoiceField(
        label=_("Is it done?"),
        choices=[
            (BuyerCommitment.State.DONE, BuyerCommitment.State.DONE.label),
            (BuyerCommitment.State.NOT_YET, BuyerCommitment.State.NOT_YET.label),
            (BuyerCommitment.State.ENDED, _("we end it")),
        ],
    )
    note = forms.CharField(label=_("A word to the factory"), required=False, max_length=500)


class PlanCommentForm(forms.Form):
    """A comment on an item of a plan; `once`: made by the page, so that it is stored once. Brands may sign."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    ref = forms.CharField(max_length=40, widget=forms.HiddenInput)
    brand = forms.TypedChoiceField(label=_("Brand"), coerce=int)
    text = forms.CharField(
        label=_("Comment"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )
    is_signed = forms.BooleanField(label=_("Show our name to other brands"), required=False)

    def __init__(self, *args: Any, brands: Sequence[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["brand"]
        chosen.choices = [(brand.pk, brand.name) for brand in brands]
        if not brands:
            del self.fields["brand"], self.fields["is_signed"]
        elif len(brands) == 1:
            chosen.widget, self.initial["brand"] = forms.HiddenInput(), brands[0].pk
