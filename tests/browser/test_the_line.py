"""One journey down the whole line: from `import_assessments` to a recognised factory, and to its withdrawal.

The pages are the real ones, people sign in through the sign-in page, and a real worker does what follows.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from factories.models import Brand, Factory
from questionnaires.workbook.release import QUESTIONNAIRES
from tests import make
from tests.assessments.files import run
from tests.browser.fixtures import NewPage
from tests.line.files_of_a_factory import KINDS, brought_forward
from tests.processes import Worker
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
MILL = "Fictional Lotus Sewing"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """What the programme knows of the factory, as of today; the questionnaire, the criteria and the rest are in."""
    files = brought_forward(tmp_path, to=timezone.localdate())
    call_command("load_questionnaire", str(QUESTIONNAIRES / "cat" / "1.0"))
    call_command("load_criteria")
    assert run("import_factories", files["factories.csv"]).code == 0
    assert run("import_assessments", files["assessments-partial.csv"]).code == 0
    assert [run("import_evidence", kind, files[f"{kind}.csv"]).code for kind in KINDS] == [0] * len(KINDS)
    return files


def enter(page: Page, who: User) -> Page:
    """Sign in through the page."""
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password").fill(make.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.locator(".menu-word", has_text=who.name)).to_be_visible()
    return page


def shows(page: Page, address: str, words: str) -> bool:
    """Whether a page, opened anew, has the words in its content."""
    page.goto(address)
    return page.get_by_role("main").get_by_text(words).count() > 0


def decide(page: Page, act: str, reason: str) -> None:
    """Take a decision offered on the dossier."""
    page.get_by_role("link", name=act, exact=True).click()
    page.get_by_label("Why").fill(reason)
    page.get_by_role("main").get_by_role("button", name=act, exact=True).click()


def test_from_import_to_recognition_and_back(
    files: dict[str, Path], new_page: NewPage, worker: Worker
) -> None:
    mill = Factory.objects.get()
    reviewer = enter(new_page(), make.user("reviewer", name="Rina Reviewer"))
    decider = enter(new_page(), make.user("global", name="Gill Global"))
    brand = enter(new_page(), make.user("brand", brand=Brand.objects.get(name="Fictional Brand North")))
    public = new_page(viewport={"width": 390, "height": 844})
    assert not shows(reviewer, "/recognition/?list=candidates", MILL)
    assert not shows(public, "/recognised/", MILL)

    # the evidence comes in: the worker judges without being asked
    assert run("import_assessments", files["assessments-full.csv"]).counts == (2, 0, 0)
    eventually(lambda: shows(reviewer, "/recognition/?list=candidates", MILL), seconds=40)

    # one proposes ...
    reviewer.get_by_role("link", name=MILL).click()
    expect(reviewer.get_by_role("heading", level=1)).to_contain_text(MILL)
    expect(reviewer.get_by_text("22 of 22 criteria are met.")).to_be_visible()
    reviewer.get_by_role("link", name="Propose for recognition").click()
    reviewer.get_by_label("Why").fill("Two cycles with few findings, and a committee that meets.")
    reviewer.get_by_role("main").get_by_role("button", name="Propose", exact=True).click()
    expect(reviewer.get_by_text("Proposed. Another person of the global team decides.")).to_be_visible()
    dossier = reviewer.url
    expect(reviewer.get_by_role("link", name="Confirm", exact=True)).to_have_count(0)
    assert not shows(public, "/recognised/", MILL)

    # ... another confirms: on its day, which is today, it becomes public without another hand
    assert shows(decider, "/recognition/?list=decisions", MILL)
    decider.goto(dossier)
    decide(decider, "Confirm", "Evidence read; nothing stands against it.")
    expect(decider.get_by_text("Confirmed. It becomes public on its day.")).to_be_visible()

    # brands and everybody see it
    eventually(lambda: shows(public, "/recognised/", MILL), seconds=40)
    public.get_by_role("link", name=MILL).click()
    address = public.url
    expect(public.get_by_role("heading", level=1)).to_contain_text(MILL)
    assert shows(brand, "/directory/?recognised=yes", MILL)
    card = brand.get_by_role("article").filter(has_text=MILL)
    expect(card).to_contain_text("Recognised")
    expect(card).to_contain_text(mill.code)

    # it is withdrawn: gone from every window at once, before any worker could act
    worker.stop()
    decider.goto(dossier)
    decide(decider, "Withdraw", "An exit was found locked again.")
    expect(decider.get_by_text("Withdrawn.", exact=True)).to_be_visible()
    assert not shows(public, "/recognised/", MILL)
    assert not shows(brand, "/directory/?recognised=yes", MILL)
    assert shows(public, address, "not currently recognised")
    assert not shows(public, address, "An exit was found locked again.")
