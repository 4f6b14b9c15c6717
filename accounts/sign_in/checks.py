"""Settings of signing in that would fail only when a person signs in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from accounts.sign_in.second_factor import COMPULSORY_FOR


@register()
def second_factor_is_known(**_more: Any) -> list[CheckMessage]:
    """REQUIRE_SECOND_FACTOR is one of its three words."""
    if settings.REQUIRE_SECOND_FACTOR in COMPULSORY_FOR:
        return []
    return [Error(f"REQUIRE_SECOND_FACTOR must be one of {', '.join(COMPULSORY_FOR)}.", id="accounts.E001")]
