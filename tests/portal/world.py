"""A small programme for the windows: a recognised factory, suppliers with and without consent, two brands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from factories.models import Brand, Factory
from portal.projections import (
    refresh_listings,
    refresh_priorities,
    refresh_progress,
    refresh_reports,
    refresh_scheme,
    refresh_wording,
)
from recognition.models import Recognition
from tests import make
from tests.recognition.make import NOW, TODAY, eligible_factory, judged, recognition


@dataclass(frozen=True, slots=True)
class World:
    """Who and what there is."""

    recognised: Factory
    recognition: Recognition
    supplier: Factory  # of the brand, with consent; one finding more than allowed
    quiet: Factory  # of the brand, without consent
    stranger: Factory  # nobody's
    brand: Brand
    linh: User  # of the brand
    karim: User  # of another brand: links to nobody


def refreshed() -> None:
    """Everything copied as the reactions would."""
    refresh_scheme()
    refresh_wording()
    refresh_listings()
    refresh_progress()
    refresh_reports()
    refresh_priorities(TODAY)


def world() -> World:
    """The programme, judged and copied."""
    recognised = eligible_factory("VN-00001", country="VN")
    supplier = eligible_factory("KH-00001", latest={"OS-8-06": "LOCKED-EXIT"})
    quiet = eligible_factory("KH-00002", latest={"OS-8-06": "HIDDEN-EXIT"})
    stranger = make.factory("KH-00003")
    published = recognition(recognised, "published")
    judged()
    brand, other = make.brand("Northwind"), make.brand("Southwind")
    for one in (recognised, supplier, quiet):
        make.sourcing(brand, one)
    make.consent(brand, supplier)
    refreshed()
    return World(
        recognised=recognised,
        recognition=published,
        supplier=supplier,
        quiet=quiet,
        stranger=stranger,
        brand=brand,
        linh=make.user(Role.BRAND, brand=brand),
        karim=make.user(Role.BRAND, brand=other),
    )


@contextmanager
def reading() -> Iterator[list[str]]:
    """The SELECT statements asked inside."""
    asked: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield asked
    asked += [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]


__all__ = ["NOW", "TODAY", "World", "date", "judged", "reading", "refreshed", "world"]
