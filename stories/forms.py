"""What staff type about a recognised factory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from files.domain.attachments import CheckedFile
from files.workbook.attachments import checked
from journal.refusals import Refused
from stories.domain.story import LONGEST_LINE, LONGEST_QUOTE, LONGEST_TEXT, LONGEST_TITLE, Lack, Words

LACKS: dict[Lack, tuple[str, Any]] = {
    Lack.TITLE: ("title", _("Give the story a title.")),
    Lack.TEXT: ("text", _("Write what the factory does well.")),
    Lack.QUOTED: ("quoted", _("Say who speaks, by what they do.")),
    Lack.QUOTE_PERMISSION: ("quote_permission", _("Say who agreed to the quote, and when.")),
    Lack.PHOTO_WORDS: ("photo_words", _("Say what the photo shows, for those who cannot see it.")),
    Lack.PHOTO_PERMISSION: (
        "photo_permission",
        _("Say who agreed to the photo, and when: everybody who can be recognised on it."),
    ),
}


class PhotoField(forms.FileField):
    """A photo, as it is to be kept: what it is, is seen from its bytes."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": "image/jpeg,image/png,image/webp"}
        super().__init__(widget=forms.FileInput(accept), allow_empty_file=True, required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        """None where nothing was chosen."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return checked(upload)
        except Refused as refusal:
            raise ValidationError(str(refusal), code="photo") from refusal


class StoryForm(forms.Form):
    """A draft may be unfinished: permissions are asked for when it is given to a second reader."""

    language = forms.ChoiceField(
        label=_("Language of the story"),
        help_text=_("Shown as it is written, whatever the reader's language."),
    )
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("What the factory does well"),
        help_text=_("What changed, how, and what workers have of it. An empty line begins a new paragraph."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 10}),
    )
    quote = forms.CharField(
        label=_("Quote"), max_length=LONGEST_QUOTE, required=False, widget=forms.Textarea({"rows": 3})
    )
    quoted = forms.CharField(
        label=_("Who speaks"),
        help_text=_("By what they do, such as “a line leader”. Never a worker's name."),
        max_length=LONGEST_LINE,
        required=False,
    )
    quote_permission = forms.CharField(
        label=_("Permission for the quote"),
        help_text=_("Who agreed, to whom, and when. Kept here, never shown outside."),
        max_length=LONGEST_LINE,
        required=False,
    )
    photo = PhotoField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, at most 15 MB. The place and camera are taken out of it."),
    )
    without_photo = forms.BooleanField(label=_("Leave the photo out"), required=False)
    photo_words = forms.CharField(label=_("What the photo shows"), max_length=LONGEST_LINE, required=False)
    photo_permission = forms.CharField(
        label=_("Permission for the photo"),
        help_text=_("Everybody who can be recognised on it agreed: to whom, and when. Never shown outside."),
        max_length=LONGEST_LINE,
        required=False,
    )

    def __init__(self, *args: Any, has_photo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        if isinstance(language, forms.ChoiceField):
            language.choices = settings.LANGUAGES
        if not has_photo:
            del self.fields["without_photo"]
        for field in self.fields.values():  # the story may be in another script than the page
            if isinstance(field.widget, forms.TextInput | forms.Textarea):
                field.widget.attrs["dir"] = "auto"

    def words(self) -> Words:
        """What the story is to say."""
        return Words(**{name: self.cleaned_data[name] for name in Words.__dataclass_fields__})

    def tell_lacks(self, lacking: list[Lack]) -> None:
        """Say beside each field what is missing before another person can read it."""
        for lack in lacking:
            field, words = LACKS[lack]
            self.add_error(field, words)


class ReturnStoryForm(forms.Form):
    """Why a story is sent back, or taken back."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Kept with the story. Write no names of workers."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
