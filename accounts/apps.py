from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people who use the programme's application."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Connect what follows a change of how a person signs in; check the setting that no default can mend."""
        # models must be there first
        from accounts.sign_in import checks, security_log  # noqa: F401, PLC0415
        from accounts.sign_in.sessions import signals  # noqa: F401, PLC0415
        from accounts.sign_in.tokens import schema  # noqa: F401, PLC0415
