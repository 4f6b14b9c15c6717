from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The people who use the programme's application."""

    name = "accounts"
    verbose_name = "Accounts"
