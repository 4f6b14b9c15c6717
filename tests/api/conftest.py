"""A small programme, and programs that call the API with tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core.cache import cache
from rest_framework.test import APIClient

from accounts.commands.tokens import make_token
from accounts.models import User
from tests import make
from tests.portal.world import NOW, World, world


@pytest.fixture(autouse=True)
def _unlimited() -> None:
    cache.clear()


@pytest.fixture
def then() -> Iterator[None]:
    """It is the moment of the tests' evidence."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def programme(db) -> World:
    return world()


@pytest.fixture
def linh(db) -> User:
    """Of a brand."""
    return make.user("brand", brand=make.brand("Northwind"))


@pytest.fixture
def program() -> Callable[..., APIClient]:
    """A client with a token of a person; nobody's without a person."""

    def made(user=None, *, scope: str = "write", **more) -> APIClient:
        client = APIClient(**more)
        if user is not None:
            text = make_token(user.pk, name="x", scope=scope, expires_at=None, actor=user, now=NOW)
            client.credentials(HTTP_AUTHORIZATION=f"Token {text}")
        return client

    return made
