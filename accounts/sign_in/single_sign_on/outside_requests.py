"""Requests to organisations' servers reach the outside alone: an issuer is no way into this installation's network."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from requests.adapters import HTTPAdapter

from outside.connections import OutsideHttpPool, OutsideHttpsPool


class OutsideAdapter(HTTPAdapter):
    """What a session of requests sends through, redirects included, unless `SIGN_ON_PRIVATE_ADDRESSES`.

    A proxy named by the environment looks names up itself, and is asked as ever.
    """

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Pools whose connections look where they lead."""
        super().init_poolmanager(*args, **more)
        if not settings.SIGN_ON_PRIVATE_ADDRESSES:
            self.poolmanager.pool_classes_by_scheme = {"http": OutsideHttpPool, "https": OutsideHttpsPool}
