"""Components are also looked at in a browser; its fixtures are those of the journeys."""

from __future__ import annotations

from tests.browser.conftest import chromium, new_page, page, troubles

__all__ = ["chromium", "new_page", "page", "troubles"]
