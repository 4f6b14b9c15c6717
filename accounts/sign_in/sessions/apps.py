"""allauth's list of sessions, without its look at every session of a person at each sign-in."""

from __future__ import annotations

from allauth.usersessions.apps import UserSessionsConfig


class SessionsConfig(UserSessionsConfig):
    """allauth's app; `accounts.sign_in.sessions.signals` notes a session when it begins."""

    def ready(self) -> None:
        """Connect nothing: allauth would ask the database once for each session that a person has."""
