"""What every address that takes something shares: who may send, what the form says, what the command answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.settings import api_settings

from accounts.models import User
from accounts.sign_in.tokens.entity_tags import GuardedWrites
from factories.queries import visible_to

if TYPE_CHECKING:
    from factories.models import Factory

OF_THE_WHOLE = str(api_settings.NON_FIELD_ERRORS_KEY)


class Entering(GuardedWrites):
    """For views that take what staff enter."""

    def caller(self, may: Callable[[User], bool]) -> User:
        """Who calls, if they may send this at all; for everybody else there is nothing to write to.

        Raises:
            NotFound.
        """
        user: Any = self.request.user
        if not (isinstance(user, User) and user.is_active and may(user)):
            raise NotFound
        return user

    def factory_of(self, caller: User) -> Factory:
        """The factory named in what was sent, if the caller works with it.

        Raises:
            NotFound, ValidationError.
        """
        request: Any = self.request
        data = request.data
        code = data.get("factory") if isinstance(data, Mapping) else None
        if not isinstance(code, str) or not code:
            raise ValidationError({"factory": [_("This field is required.")]})
        rows = visible_to(caller).select_related("country")
        found = rows.filter(code=code).first() if "\x00" not in code and _is_text(code) else None
        if found is None:
            raise NotFound
        return found

    def valid(self, serializer: type[Any], **options: Any) -> dict[str, Any]:
        """What was sent, by type.

        Raises:
            ValidationError.
        """
        request: Any = self.request
        read = serializer(data=request.data, context={"request": request}, **options)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)


def _is_text(code: str) -> bool:
    try:
        code.encode()
    except UnicodeError:
        return False
    return True


def check_form(form: forms.Form, *, sent: Mapping[str, Any] | None = None) -> None:
    """Refuse what the form refuses; and what was sent for a field that the form has not for this person.

    Raises:
        ValidationError: by field.
    """
    if refused := sorted((sent or {}).keys() - form.fields.keys()):
        raise ValidationError({name: [_("You cannot change this.")] for name in refused})
    if not form.is_valid():
        raise ValidationError(
            {
                OF_THE_WHOLE if name == NON_FIELD_ERRORS else name: [str(text) for text in texts]
                for name, texts in form.errors.items()
            }
        )


def not_offered(values: Iterable[str]) -> str:
    """Why values are refused that cannot be chosen: what was sent is never passed over unseen."""
    message = _("Select a valid choice. %(value)s is not one of the available choices.")
    return message % {"value": ", ".join(sorted(values))}
