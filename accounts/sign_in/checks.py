"""Settings of signing in that would fail only when somebody signs in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from accounts.sign_in.second_factor import MUST


@register()
def second_factor_is_known(**_more: Any) -> list[CheckMessage]:
    """REQUIRE_SECOND_FACTOR is one of its three words."""
    if settings.REQUIRE_SECOND_FACTOR in MUST:
        return []
    return [Error(f"REQUIRE_SECOND_FACTOR must be one of {', '.join(MUST)}.", id="accounts.E001")]
