"""From an empty database to the first recognised factory, through pages alone.

Each step bears the number and the title of its heading in docs/operating.md; tests/browser/test_from_empty.py holds the
two together. After the first account no command is run and no row is written but by what people do in their browsers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Error, expect

from tests.browser.marking import mark_the_rest
from tests.from_empty import eyes, files
from tests.from_empty.files import GROUP, MILL, NORTH, OTHER, SISTER, SOUTH, address, name
from tests.from_empty.hands import PASSWORD, TABLET, WHAT_WAS_FOUND, Crowd, Person
from tests.from_empty.installation import Installation

COMMENT_DAYS = 7
BY_NAME = re.compile(MILL)  # the link that leads to the factory, whatever else stands in it
OK, TO_SIGN_IN, NOT_FOUND = 200, 302, 404


@dataclass
class Journey:
    """What the steps share: the installation, who has come so far, and what they work on."""

    place: Installation
    crowd: Crowd
    folder: Path
    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # of factories, by name
    assessment: str = ""  # the path of its page
    dossier: str = ""  # the path of the recognition's page

    def __getitem__(self, who: str) -> Person:
        return self.people[who]

    @property
    def today(self) -> date:
        """The day in Cambodia, by the installation's clock."""
        return (datetime.now(ZoneInfo("Asia/Phnom_Penh")) + timedelta(days=self.place.ahead)).date()

    def write(self, filename: str, text: str) -> Path:
        """A file that somebody uploads."""
        path = self.folder / filename
        path.write_text(text, encoding="utf-8")
        return path

    def last_pictures(self, folder: Path) -> None:
        """What everybody has before their eyes when something fails."""
        for who, person in self.people.items():
            with suppress(Error):
                person.page.screenshot(path=folder / f"last-{who}.png", full_page=True)

    def readers(self, path: str) -> set[str]:
        """For whom of those who have come so far a page exists; for everybody else there is no trace of it."""
        answers = {who: person.status_of(path) for who, person in self.people.items()}
        away = {
            who
            for who, status in answers.items()
            if status == NOT_FOUND or (who, status) == ("public", TO_SIGN_IN)
        }
        readers = {who for who, status in answers.items() if status == OK}
        assert readers | away == set(answers), (path, answers)
        return readers


Step = Callable[[Journey], None]
STEPS: list[tuple[str, Step]] = []


def step(title: str) -> Callable[[Step], Step]:
    """A step under its title in docs/operating.md; they are numbered in their order."""

    def keep(function: Step) -> Step:
        STEPS.append((title, function))
        return function

    return keep


def travel(
    place: Installation,
    browser: Browser,
    folder: Path,
    say: Callable[[int, str], None],
    *,
    pictures: bool = False,
) -> Journey:
    """Take every step; `say` is told before each one. `pictures`: of each page, in the folder."""
    shots = folder / "pictures"
    shots.mkdir(exist_ok=True)
    crowd = Crowd(place, browser, shots if pictures else None)
    journey = Journey(place, crowd, folder)
    try:
        for number, (title, take) in enumerate(STEPS, 1):
            say(number, title)
            take(journey)
    except BaseException:
        journey.last_pictures(shots)
        raise
    finally:
        crowd.leave()
    assert crowd.troubles.left() == []
    assert place.failures() == []
    return journey


@step("Create the first account")
def create_the_first_account(journey: Journey) -> None:
    link = journey.place.manage("create_admin", "first@programme.example", "--name", "Ada First").split()[-1]
    journey.place.start()
    ada = journey.people["admin"] = journey.crowd.person("first@programme.example")
    ada.page.goto(link)
    ada.main.get_by_label("password").nth(0).fill(PASSWORD)
    ada.main.get_by_label("password").nth(1).fill(PASSWORD)
    ada.press("Save password")
    journey.crowd.look(ada, "password-saved")
    ada.sign_in()
    ada.sees_heading("Set-up")
    journey.crowd.look(ada, "setup-empty", phone=True)


@step("Add the countries of the programme")
def add_the_countries(journey: Journey) -> None:
    ada = journey["admin"]
    ada.follow("Countries", "Add a country")
    ada.choose("Country", "Cambodia")
    ada.press("Add the country")
    ada.sees_heading("Cambodia")
    ada.fill("Days in which a factory may comment", str(COMMENT_DAYS))
    ada.press("Save the settings")
    ada.sees("Saved.")
    journey.crowd.look(ada, "country")


@step("Load the questionnaires and the criteria")
def load_questionnaires_and_criteria(journey: Journey) -> None:
    ada = journey["admin"]
    ada.menu("Set-up")
    ada.press("Load the questionnaires")
    ada.sees("In force: cat@1.0")
    ada.press("Load the criteria")
    ada.sees("In force: high-performance/1.0")
    journey.crowd.look(ada, "setup-criteria")


@step("Test the mail")
def test_the_mail(journey: Journey) -> None:
    ada = journey["admin"]
    ada.press("Send me a test mail")
    ada.sees("The mail server took a mail")
    assert "Test mail" in str(journey.place.mail.taken[-1]["Subject"])
    journey.crowd.look(ada, "setup-mail")


@step("Appoint a second administrator")
def appoint_a_second_administrator(journey: Journey) -> None:
    ada = journey["admin"]
    ada.follow("Invite a person", "Administrator")
    _invite(ada, "second@programme.example", "Ben Second", why="Two give what matters.")
    journey.crowd.look(ada, "people-two")
    journey.people["admin2"] = journey.crowd.invited("second@programme.example")


@step("Appoint the global team, two by two")
def appoint_the_global_team(journey: Journey) -> None:
    ada, ben = journey["admin"], journey["admin2"]
    for number, who in ((1, "Gill One"), (2, "Gus Two")):
        ada.menu("People")
        ada.follow("Invite a person", "Global team")
        _invite(ada, address("global", number), who, why="Decides about recognition.")
    sent = [letter for letter in journey.place.mail.taken if letter["To"] == address("global", 1)]
    assert not sent, "nothing is sent before the second person agreed"
    for _ in range(2):
        ben.menu("People")
        ben.follow(re.compile("wait.* for a second person"))
        journey.crowd.look(ben, "proposals")
        ben.main.get_by_role("listitem").filter(has_text="waiting").get_by_role("link").first.click()
        journey.crowd.look(ben, "proposal")
        ben.send("Approve")
        ben.sees("approved")
    for number, who in ((1, "global"), (2, "global2")):
        journey.people[who] = journey.crowd.invited(address("global", number))


def _invite(actor: Person, email: str, called: str, *, why: str) -> None:
    actor.fill("E-mail address", email)
    actor.fill("Name", called)
    actor.fill("Why this person needs this right", why)
    actor.press("Send the invitation")
    actor.sees(called)


@step("Import the first list of factories")
def import_the_first_list(journey: Journey) -> None:
    gill = journey["global"]
    gill.menu("Factories")
    gill.follow("Import a list")
    gill.upload(journey.write("suppliers.csv", files.LIST))
    gill.fill("Whose list it is", NORTH)
    gill.press("Read the file")
    gill.sees("What each column holds")
    journey.crowd.look(gill, "list-columns", phone=True)
    gill.press("Compare with the register")
    gill.sees("Nothing is written yet.")
    journey.crowd.look(gill, "list-preview", phone=True)
    gill.press("Import the list")
    gill.sees("The list is imported.")
    journey.crowd.look(gill, "list-done")
    gill.follow("Go to the factories")
    for factory in (MILL, SISTER, OTHER):
        row = gill.main.get_by_role("row").filter(has_text=factory)
        journey.codes[factory] = re.search(r"KH-\d+", row.inner_text())[0]  # type: ignore[index]  # it is shown
    journey.crowd.look(gill, "factories")


@step("Link brands and a manufacturer group")
def link_brands_and_a_group(journey: Journey) -> None:
    gill = journey["global"]
    gill.follow("Groups", "Add a manufacturer group")
    gill.fill("Name", GROUP)
    gill.send("Add")
    gill.sees(GROUP)
    for brand in (NORTH, SOUTH):
        gill.menu("Factories")
        gill.follow("Brands", "Add a brand")
        gill.fill("Name", brand)
        gill.send("Add")
        gill.sees(brand)
    journey.crowd.look(gill, "brands")
    for factory in (MILL, SISTER):
        gill.menu("Factories")
        gill.follow(re.compile(factory), "Registry", "Put into a group")
        gill.choose("Group", GROUP)
        gill.fill("Reason", "Its owner says so.")
        gill.send("Put into the group")
        gill.sees_heading("Registry")
    gill.menu("Factories")
    gill.follow(BY_NAME, "Registry", "Link a brand")
    gill.fill("Brand", NORTH)
    gill.send("Link")
    gill.sees_heading("Registry")
    gill.sees(NORTH)
    journey.crowd.look(gill, "registry", phone=True)


@step("Invite everybody from a list")
def invite_everybody(journey: Journey) -> None:
    ada, ben = journey["admin"], journey["admin2"]
    ada.menu("People")
    ada.follow("Invite from a list")
    ada.upload(journey.write("people.csv", files.people(journey.codes[MILL], journey.codes[OTHER])))
    ada.press("Check the list")
    ada.sees("Nothing has been sent yet.")
    journey.crowd.look(ada, "people-preview", phone=True)
    ada.press("Invite them")
    ada.sees_heading("People")
    journey.crowd.look(ada, "people-list", phone=True)
    for _ in range(3):  # an administrator and two of the global team are among them
        ben.menu("People")
        ben.follow(re.compile("wait.* for a second person"))
        ben.main.get_by_role("listitem").filter(has_text="waiting").get_by_role("link").first.click()
        ben.send("Approve")
        ben.sees("approved")
    for who in ("adviser", "reviewer", "manager", "inspector", "brand", "factory", "worker", "group"):
        journey.people[who] = journey.crowd.invited(address(who), TABLET if who == "adviser" else None)
    journey.people["adviser2"] = journey.crowd.invited(address("adviser", 2))
    journey.people["brand2"] = journey.crowd.invited(address("brand", 5))
    journey.people["public"] = journey.crowd.person()
    ada.menu("Set-up")
    ada.sees("The programme can work here.")
    journey.crowd.look(ada, "setup-done")


@step("Give the factories an adviser")
def give_an_adviser(journey: Journey) -> None:
    manager, adviser = journey["manager"], journey["adviser"]
    manager.menu("Factories")
    for factory in (MILL, OTHER):
        manager.tick(factory)
    manager.send("Assign an adviser")
    journey.crowd.look(manager, "adviser-to-choose", phone=True)
    manager.choose("Adviser", name("adviser"))
    manager.send("Assign")
    for factory in (MILL, OTHER):
        manager.sees(re.compile(factory))
    assert manager.main.get_by_text("Assigned", exact=True).count() == 2
    journey.crowd.look(manager, "adviser-assigned", phone=True)
    manager.menu("Factories")
    manager.sees("3 factories")
    manager.misses("Ticked:")  # what was to be done with them is done
    adviser.menu("Factories")
    adviser.choose("Adviser", "Me")
    adviser.sees("2 factories")
    adviser.misses(SISTER)
    journey.crowd.look(adviser, "own-factories", phone=True)
    adviser.follow(BY_NAME)
    adviser.sees(name("adviser"))


@step("Bring in what is known of earlier years")
def bring_in_earlier_years(journey: Journey) -> None:
    gill = journey["global"]
    given = files.of_earlier_years(
        journey.folder / "earlier", factory=journey.codes[MILL], today=journey.today
    )
    for kind, filename in (
        ("Assessments (long, wide, or the programme's export)", "assessments-full.csv"),
        ("Improvement plans", "plan-items.csv"),
    ):
        gill.menu("Assessments")
        gill.follow("Import a file")
        gill.choose("What the file holds", kind)
        gill.upload(given[filename])
        gill.press("Check it")
        gill.press("Import the file")
        gill.sees("The file is in.")
        journey.crowd.look(gill, "earlier-written")


@step("Open an assessment and enter it on a tablet")
def open_and_enter(journey: Journey) -> None:
    adviser = journey["adviser"]
    adviser.menu("Factories")
    adviser.follow(BY_NAME, "New assessment")
    adviser.press("Begin")
    adviser.sees("Enter answers")
    journey.assessment = adviser.path
    journey.crowd.look(adviser, "draft", phone=True)
    eyes.who_reads_a_draft(journey)
    adviser.follow("Enter answers")
    adviser.page.wait_for_selector("#ws[data-ready]", state="attached")
    found = files.new_finding(journey.today)
    adviser.come_to(found)
    adviser.page.locator(f"#{found} label:has([value=N])").click()
    adviser.page.locator(f"#{found} [data-field=details]").fill("Some files lack a page.")
    adviser.page.locator(f"#{found} [data-field=workers]").fill("2")
    journey.crowd.look(adviser, "tablet-finding", whole=False)
    mark_the_rest(adviser.page)
    journey.crowd.look(adviser, "tablet-complete", whole=False)
    adviser.follow("Assessment")
    adviser.send("Submit for review")
    adviser.sees("submitted")
    journey.crowd.look(adviser, "submitted")


@step("Review it: return it once, then accept it")
def review(journey: Journey) -> None:
    reviewer, adviser = journey["reviewer"], journey["adviser"]
    reviewer.take_up("Review the assessment", MILL)
    reviewer.follow("Return")
    reviewer.fill("What must the team change?", "Say how many files were looked at.")
    reviewer.send("Return")
    reviewer.sees("draft")
    adviser.start()
    journey.crowd.look(adviser, "desk-given-back", phone=True)
    adviser.take_up("Change the assessment", MILL)
    adviser.sees("Say how many files were looked at.")
    adviser.follow("Enter answers")
    adviser.page.wait_for_selector("#ws[data-ready]", state="attached")
    found = files.new_finding(journey.today)
    adviser.come_to(found)
    adviser.page.locator(f"#{found} [data-field=details]").fill(WHAT_WAS_FOUND)
    expect(adviser.page.locator("[data-state-words]")).to_have_text("All saved on the server")
    adviser.follow("Assessment")
    adviser.send("Submit for review")
    adviser.sees("submitted")
    reviewer.take_up("Review the assessment", MILL)
    reviewer.sees(WHAT_WAS_FOUND)
    reviewer.send("Accept")
    reviewer.sees("comment")
    journey.crowd.look(reviewer, "accepted")


@step("Let the factory comment")
def let_the_factory_comment(journey: Journey) -> None:
    factory, worker = journey["factory"], journey["worker"]
    factory.start()
    factory.sees("Your comments are awaited")
    journey.crowd.look(factory, "progress-window", phone=True)
    factory.follow("Read and comment")
    factory.sees(WHAT_WAS_FOUND)
    factory.fill("Your response", "The two pages were signed today.")
    factory.send("Send")
    factory.sees("Your response is sent.")
    journey.crowd.look(factory, "responded", phone=True)
    eyes.who_reads_open_findings(journey)
    worker.start()
    worker.sees("Your comments are awaited")


@step("Record a visit and what it showed")
def record_a_visit(journey: Journey) -> None:
    adviser = journey["adviser"]
    adviser.menu("Factories")
    adviser.follow(BY_NAME, "Record a visit")
    adviser.fill("Purpose", "Progress visit")
    adviser.fill("Topics", "Committee; management systems")
    adviser.send("Record")
    adviser.sees_heading(re.compile("visit", re.IGNORECASE))
    journey.crowd.look(adviser, "visit")
    for link, values in RECORDS:
        adviser.menu("Factories")
        adviser.follow(BY_NAME, link)
        for label, value in values.items():
            field = adviser.main.get_by_label(label, exact=True)
            if value == "Yes":
                adviser.main.get_by_role("group", name=label).get_by_label(value).check()
            elif value == LEVEL:
                for area in range(2):
                    field.nth(area).select_option(label=value)
            else:
                field.first.fill(value)
        journey.crowd.look(adviser, "record")
        adviser.send("Record")
        adviser.sees_heading(MILL)


LEVEL = "4 – in place and kept up"
ELEMENTS = (
    "Policy (optional)",
    "Responsible person (optional)",
    "Procedure (optional)",
    "Communication (optional)",
    "Monitoring (optional)",
    "Correction (optional)",
)
RECORDS = (
    (
        "A committee review",
        {
            "Seats of workers": "5",
            "Seats of management": "5",
            "Were the workers' members elected?": "Yes",
            "Women among the workers' members, per cent (optional)": "85",
            "Meetings in the last 12 months (optional)": "12",
            "Of these with minutes (optional)": "12",
        },
    ),
    (
        "A review of management systems",
        dict.fromkeys(ELEMENTS, LEVEL),
    ),
    (
        "Learning",
        {"Course or seminar": "Industry seminar", "Hours": "3", "Managers, men": "1"},
    ),
    (
        "Learning",
        {"Course or seminar": "Supervisory skills", "Hours": "16", "Managers, women": "3"},
    ),
    (
        "Learning",
        {"Course or seminar": "Workers' rights", "Hours": "4", "Workers, men": "6", "Workers, women": "24"},
    ),
)


@step("Wait for the end of the comment window")
def wait_for_the_end(journey: Journey) -> None:
    journey.place.move_clock(COMMENT_DAYS + 1)
    journey.crowd.sign_in_again()  # sessions end that were not used for three days
    adviser = journey["adviser"]
    adviser.menu("Assessments")
    adviser.waits_for("final")
    adviser.follow(BY_NAME)
    adviser.sees("final")
    journey.crowd.look(adviser, "final")


@step("Judge, and propose the factory")
def propose(journey: Journey) -> None:
    reviewer = journey["reviewer"]
    reviewer.menu("Recognition")
    journey.crowd.look(reviewer, "worklist", phone=True)
    reviewer.waits_for(MILL)
    reviewer.follow(BY_NAME)
    reviewer.press("Evaluate again")
    reviewer.sees("22 of 22 criteria are met.")
    journey.crowd.look(reviewer, "verdict")
    reviewer.follow("Propose for recognition")
    reviewer.fill("Why", "Two cycles with few findings, and a committee that meets.")
    reviewer.press("Propose")
    reviewer.sees("Proposed. Another person of the global team decides.")
    journey.dossier = reviewer.path
    journey.crowd.look(reviewer, "dossier")
    eyes.who_knows_of_a_proposal(journey)
    public = journey["public"]
    public.start()
    public.misses(MILL)


@step("Confirm and publish")
def confirm(journey: Journey) -> None:
    gus, public = journey["global2"], journey["public"]
    gus.take_up("Decide on recognition", MILL)
    gus.follow("Confirm")
    gus.fill("Why", "Evidence read; nothing stands against it.")
    gus.press("Confirm")
    gus.sees("Confirmed. It becomes public on its day.")
    journey.crowd.look(gus, "confirmed")
    public.start()
    public.waits_for(MILL)
    journey.crowd.look(public, "recognised", phone=True)


@step("Let the factory consent")
def consent(journey: Journey) -> None:
    eyes.who_reads_without_consent(journey)
    factory = journey["factory"]
    factory.start()
    factory.sees(NORTH)
    factory.follow("Requests and access", "Give consent")
    factory.main.get_by_label("Improvement plan: summary and findings, and the plan with its pace").check()
    factory.press("Give consent")
    factory.sees("consent since")
    factory.start()
    factory.sees("consent since")
    journey.crowd.look(factory, "progress", phone=True)


@step("See what everybody sees")
def see_what_everybody_sees(journey: Journey) -> None:
    eyes.look_with_everybodys_eyes(journey)
