"""What people type about accounts."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import MailChoice, User
from accounts.policies import roles_to_give


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: object, actor: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        self.fields["role"].choices = roles_to_give(actor)  # type: ignore[attr-defined]  # a ChoiceField


class LanguageForm(forms.Form):
    """In which language somebody reads."""

    language = forms.ChoiceField(label=_("Language of pages and mail"), choices=settings.LANGUAGES)


class MailChoiceForm(forms.Form):
    """How news come by e-mail."""

    way = forms.ChoiceField(
        label=_("News by e-mail"), choices=MailChoice.Way.choices, widget=forms.RadioSelect
    )
