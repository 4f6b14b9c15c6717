"""Every page there is, as somebody who may see it: accessible, within its width, without complaint from the browser.

Pages are those of the table of access, which must have a row for every route that the resolver knows; so a new page
is looked at here without being asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize

from tests.access.addresses import routes
from tests.access.pages import ONLY_ACTS, ONLY_PASSES_ON, PAGES, Case
from tests.access.scene import PUBLIC, Scene, scene
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import HOST, sign_in

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]

NO_PAGES = {
    # a warning that a script puts into the page "Add a factory"
    "factories:looks_like",
    # for machines: JSON, or a file; the API's own page is Swagger's: its markup is not ours
    "healthz", "readyz",
    "recognised_export", "recognised_feed", "seals_document", "seals_feed",
    "sector_tables:export", "sector_tables:pdf",
    "overview:export", "overview:plan_items_export", "directory_export", "suppliers_export", "priority_export",
    "issue_factories_export",
    "people:export", "people:template", "factory_lists:import_rest",
    "factory_table:export", "history_export", "looks_export", "progress_export", "assessment_files:export",
    "recognition:export", "improvement_plans:causes_export", "scheduling:export", "scheduling:calendar",
    "assessments:file", "assessments:thumbnail", "advisory:plan_file", "advisory:case_file", "advisory:systems_file",
    "offline_workbook:form_file",
    "lab:export",
    "stories:photo", "recognition_photo",
    "benefits:forum_ics", "benefits:feed", "courses:session_ics",
    "responses:file", "progress_reports:pdf", "certificate",
    "assessments:sheet", "assessments:questions", "assessments:service_worker", "assessments:manifest",
    *(route for route in PAGES if route.startswith("api:")),
}  # fmt: skip
"""Routes that give no page of ours; why stands beside them."""

IN_ANOTHERS_LANGUAGE = frozenset({"people:invitation"})
"""Pages in the language of the person whom they are about, whoever reads them."""

# one and the same address shows each of these something else
MANY_VIEWS = {
    "factory": ["adviser", "reviewer", "brand", "brand_without_consent", "factory", "inspector"],
    "assessments:detail": ["reviewer", "factory", "brand"],
    "desk": ["reviewer", "global"],
    "suppliers": ["brand_without_consent"],
    "progress": ["worker", "group", "factory_elsewhere"],
    "benefits:own": ["worker"],
    "benefits:forums": ["brand", "global"],
    "benefits:forum": ["factory", "global"],
}
DESKTOP, TABLET, PHONE = (
    ViewportSize(width=width, height=height) for width, height in ((1440, 900), (820, 1180), (390, 844))
)
MISSING = "/there-is-no-such-page/"


@dataclass(frozen=True, slots=True)
class Look:
    """One address, seen by one person of the scene."""

    address: str
    viewer: str

    def __str__(self) -> str:
        return f"{self.address} as {self.viewer}"


def looks(here: Scene) -> Iterator[Look]:
    """Every page: each thing it may show, to somebody who may see it."""
    for route, cases in PAGES.items():
        if route not in NO_PAGES:
            yield from (look(here, route, case) for case in cases if case.readers)
    yield Look(MISSING, PUBLIC)


def other_looks(here: Scene) -> Iterator[Look]:
    """The pages that look different to different people, as these see them."""
    for route, viewers in MANY_VIEWS.items():
        yield from (look(here, route, PAGES[route][0], viewer) for viewer in viewers)


def first_looks(here: Scene, *, but: frozenset[str] = frozenset()) -> Iterator[Look]:
    """Every page once, except those of the routes `but`."""
    for route, cases in PAGES.items():
        seen = [case for case in cases if case.readers]
        if route not in NO_PAGES | but and seen:
            yield look(here, route, seen[0])
    yield Look(MISSING, PUBLIC)


def look(here: Scene, route: str, case: Case, viewer: str = "") -> Look:
    """A case as seen by the viewer, or by the first of those who may."""
    query = f"?{case.query}" if case.query else ""
    first = min(case.readers, key=list(here.people).index)
    return Look(reverse(route, kwargs=case.fill(here)) + query, viewer or first)


class Viewers:
    """One page of the browser for each person, opened when first needed."""

    def __init__(self, here: Scene, new_page: NewPage, language: str) -> None:
        self.here, self.new_page, self.language = here, new_page, language
        self.open: dict[str, Page] = {}

    def page(self, viewer: str) -> Page:
        """The person's own page, signed in, in the language asked for."""
        if viewer not in self.open:
            page = self.open[viewer] = self.new_page()
            name = settings.LANGUAGE_COOKIE_NAME
            page.context.add_cookies([{"name": name, "value": self.language, "domain": HOST, "path": "/"}])
            if (user := self.here.people[viewer]) is not None:
                sign_in(page, user)
        return self.open[viewer]


def open_whole(page: Page, address: str) -> None:
    """Go there and wait until a page that is built by its script has been built."""
    page.goto(address)
    if page.locator("#ws").count():
        page.wait_for_selector("#ws[data-ready]", state="attached")


def test_every_route_is_looked_at_or_excepted() -> None:
    known = routes().keys()

    assert known == PAGES.keys() | ONLY_ACTS | ONLY_PASSES_ON
    assert NO_PAGES - known == set()
    assert MANY_VIEWS.keys() - known == set()


@pytest.mark.long
def test_in_english_every_page_is_accessible_and_fits_every_screen(
    new_page: NewPage, troubles: Troubles
) -> None:
    troubles.allow(MISSING)
    here = scene()
    viewers, wrong = Viewers(here, new_page, "en"), {}

    firsts = {str(seen) for seen in first_looks(here)}
    for seen in (*looks(here), *other_looks(here)):
        page = viewers.page(seen.viewer)
        page.set_viewport_size(DESKTOP)
        open_whole(page, seen.address)
        # the other looks at a page are made of the same components, whose colours were measured at the first
        found = (
            axe(page, contrast=str(seen) in firsts)
            + too_wide(page, DESKTOP)
            + too_wide(page, TABLET)
            + too_wide(page, PHONE)
        )
        if found:
            wrong[str(seen)] = found

    assert wrong == {}


@pytest.mark.long
def test_in_arabic_every_page_is_accessible_and_fits_a_phone(new_page: NewPage, troubles: Troubles) -> None:
    troubles.allow(MISSING)
    here = scene()
    viewers, wrong = Viewers(here, new_page, "ar"), {}

    for seen in first_looks(here, but=IN_ANOTHERS_LANGUAGE):
        page = viewers.page(seen.viewer)
        page.set_viewport_size(PHONE)
        open_whole(page, seen.address)
        assert page.locator("html").get_attribute("dir") == "rtl", seen
        if found := axe(page, contrast=False) + too_wide(page, PHONE):
            wrong[str(seen)] = found

    assert wrong == {}


def too_wide(page: Page, size: ViewportSize) -> list[str]:
    """What a page that must be scrolled sideways is reproached with."""
    page.set_viewport_size(size)
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} px wide on a screen of {size['width']}"] if wide > size["width"] else []
