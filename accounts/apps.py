from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people who use the programme's application."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Connect what follows a change of how a person signs in; check the setting that no default can mend."""
        from accounts.sign_in import checks, schema, security_log, signals  # noqa: F401, PLC0415  # models must be there first
