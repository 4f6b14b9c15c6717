"""The wiring: settings, addresses, API router, Celery, schedule and reactions. Imports all; nobody imports it."""

from __future__ import annotations

from betterwork.celery import app as celery_app

__all__ = ["celery_app"]
