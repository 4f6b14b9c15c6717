"""Somebody with a tablet in a factory: opens the workspace, answers by keys or taps, and counts both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Assessment
from tests import make
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in

TABLET = {"width": 820, "height": 1180}
OF_A_QUESTION = re.compile(r"#([A-Z]+-\d+-\d+)\b")
SAVED = "All saved on the server"


def draft(*team: User, **said: Any) -> Assessment:
    """An assessment of real size with nothing answered."""
    mill = make.factory("KH-00012", name="Riverside Garments")
    codes = make.layout("KH").codes
    return make.assessment(mill, state="draft", team=team, unanswered=codes, **said)


@dataclass(slots=True)
class Tablet:
    """One device on the workspace of one assessment."""

    page: Page
    assessment: Assessment
    acts: int = 0  # keys and taps; typing of details is counted as none
    codes: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the workspace is."""
        return f"/assessments/{self.assessment.pk}/enter/"

    def open(self, *, kept: bool = False) -> None:
        """Go to the workspace and wait until it can be used; with `kept`, until the device has kept it too."""
        self.page.goto(self.address)
        self.ready(kept=kept)

    def ready(self, *, kept: bool = False) -> None:
        """Wait until it can be used."""
        self.page.wait_for_selector("#ws[data-kept]" if kept else "#ws[data-ready]", state="attached")
        self.codes = self.page.locator("li[data-question]").evaluate_all(
            "items => items.map((item) => item.dataset.question)"
        )

    def key(self, name: str) -> None:
        """Press a key."""
        self.acts += 1
        self.page.keyboard.press(name)

    def near(self, code: str) -> None:
        """Scroll to a question, so that all of it is in the page."""
        self.page.locator(f"#{code}").scroll_into_view_if_needed()
        self.page.wait_for_selector(f"#{code}[data-whole]", state="attached")

    def tap(self, selector: str) -> None:
        """Tap something."""
        self.acts += 1
        question = OF_A_QUESTION.match(selector)
        if question:
            self.near(question[1])
        self.page.locator(selector).first.click()

    def photograph(self, code: str, *names: str) -> None:
        """Take photos beside a question, each of another colour; until they are shown there."""
        self.acts += 1
        self.near(code)
        shots = [{"name": name, "mimeType": "image/jpeg", "buffer": photo(name)} for name in names]
        shown = self.page.locator(f"#{code} [data-file]")
        before = shown.count()
        self.page.locator(f"#{code} [data-add-file]").set_input_files(shots)
        expect(shown).to_have_count(before + len(names))

    def letter(self, code: str) -> str:
        """The answer that the page shows."""
        return self.page.locator(f"#{code}").get_attribute("data-letter") or ""

    def shows(self, code: str, letter: str) -> None:
        """Wait until the page shows this answer."""
        where = self.page.locator(f"#{code}")
        expect(where).to_have_attribute("data-letter", letter)

    def offline(self) -> None:
        """Take the connection away, also from a page that is opened now and may be quicker than the emulation."""
        self.page.context.route("**/acts/", lambda route: route.abort("internetdisconnected"))
        self.page.context.set_offline(True)

    def online(self) -> None:
        """Give the connection back."""
        self.page.context.unroute("**/acts/")
        self.page.context.set_offline(False)

    def state(self, words: str) -> None:
        """Wait until the line that says what is safe holds these words, once the last key and photo are on the disk."""
        expect(self.page.locator("#ws[data-storing], [data-storing-files]")).to_have_count(0)
        expect(self.page.locator("[data-state-words]")).to_contain_text(words)

    def waits(self, store: str = "changes") -> list[dict[str, Any]]:
        """What is in the device's own store and not on the server, in order."""
        return self.page.evaluate(
            """async (store) => {
                const { open, all } = await import("/static/js/workspace/store.js");
                const base = await open();
                const found = await all(base, store);
                base.close();
                return found;
            }""",
            store,
        )


def photo(name: str, size: tuple[int, int] = (800, 600)) -> bytes:
    """A photo that differs from those of other names, and tells where it was taken."""
    place = Image.Exif()
    place[0x010F] = "SECRET-CAMERA"
    colour = tuple(sha256(name.encode()).digest()[:3])
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=place)
    return out.getvalue()


def tablet(new_page: NewPage, user: User, assessment: Assessment, **options: Any) -> Tablet:
    """A tablet in the hands of somebody who is signed in."""
    page = new_page(**{"viewport": TABLET, "has_touch": True, **options})
    sign_in(page, user)
    return Tablet(page, assessment)
