"""What somebody does with a browser: follows links that a page shows, fills fields by their labels, presses buttons.

No address is typed here but the start page, links that came by mail, and public pages.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.chromium import Troubles
from tests.from_empty.installation import Installation
from tests.waiting import eventually

DESKTOP, PHONE, TABLET = (
    {"width": 1440, "height": 900},
    {"width": 390, "height": 844},
    {"width": 820, "height": 1180},
)
PASSWORD = "lotus-and-river-84"  # everybody's here, in an installation that goes away
WHAT_WAS_FOUND = "Two of nineteen files lack a signed page."
PATIENCE = 60_000  # milliseconds until a page shows what it should
LINK = re.compile(r"https?://\S+")


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, place: Installation, context: BrowserContext, page: Page, email: str = "") -> None:
        self.place, self.context, self.page, self.email = place, context, page, email

    # --- going about ---------------------------------------------------------------------------------------------

    @property
    def main(self) -> Locator:
        """The page's content."""
        return self.page.get_by_role("main")

    @property
    def path(self) -> str:
        """The page's path, for others to be asked whether it exists for them."""
        self.page.wait_for_load_state()
        return urlsplit(self.page.url).path

    def start(self) -> None:
        """Open the start page: its address is the one that people know."""
        self.page.goto(self.place.address + "/")

    def menu(self, name: str) -> None:
        """Follow an entry of the header."""
        header = self.page.get_by_role("banner")
        wide = header.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True)
        if not wide.first.is_visible():
            header.locator(".menu-places summary").click()
        wide.locator("visible=true").first.click()

    def follow(self, *names: str | re.Pattern[str]) -> None:
        """Follow links of the content, one after another."""
        for name in names:
            self.main.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def follow_to(self, part: str) -> None:
        """Follow the first link of the content whose words hold this."""
        self.follow(re.compile(re.escape(part)))

    def take_up(self, title: str, factory: str) -> None:
        """Begin at the start page, and follow what waits there for this person at a factory."""
        self.start()
        waiting = self.main.get_by_role("region", name="Waiting for me").get_by_role("listitem")
        waiting.filter(has_text=factory).get_by_role("link", name=title).first.click()

    def press(self, name: str) -> None:
        """Press a button of the content."""
        self.main.get_by_role("button", name=name, exact=True).first.click()

    def send(self, name: str) -> None:
        """Press a button of the content that sends a form, and wait for the page that answers it."""
        with self.page.expect_navigation():
            self.press(name)

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.main.get_by_label(label).first.fill(value)

    def choose(self, label: str, value: str) -> None:
        """Choose in a list by the words shown."""
        self.main.get_by_label(label).first.select_option(label=value)

    def tick(self, words: str) -> None:
        """Tick the box of the table's row that holds these words."""
        self.main.get_by_role("row").filter(has_text=words).get_by_role("checkbox").check()

    def come_to(self, question: str) -> None:
        """Scroll the workspace to a question, until its keys and fields are there."""
        self.page.locator(f"#{question}").scroll_into_view_if_needed()
        self.page.wait_for_selector(f"#{question}[data-whole]", state="attached")

    def upload(self, path: Path) -> None:
        """Give the page's file field a file."""
        self.main.locator("input[type=file]").first.set_input_files(path)

    def sees(self, words: str | re.Pattern[str]) -> None:
        """Wait until the page shows these words, in its content or in what it announces."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible()

    def sees_heading(self, words: str | re.Pattern[str]) -> None:
        """Wait until a heading has these words."""
        expect(self.main.get_by_role("heading", name=words).first).to_be_visible()

    def misses(self, words: str) -> None:
        """The content, as it stands, does not have these words."""
        assert words not in self.main.inner_text(), f"{self.email} reads {words!r} on {self.page.url}"

    def waits_for(self, words: str, *, seconds: float = 40) -> None:
        """Open the page anew until it has these words."""

        def there() -> bool:
            if words in self.main.inner_text():
                return True
            self.page.reload()
            return words in self.main.inner_text()

        eventually(there, seconds=seconds, every=0.5)

    def status_of(self, address: str) -> int:
        """What the server answers to this address, asked with this person's session."""
        # asked again, as a browser does, where the server has just closed the connection that was kept
        return self.context.request.get(self.place.address + address, max_redirects=0, max_retries=3).status

    # --- coming in -----------------------------------------------------------------------------------------------

    def open_invitation(self) -> None:
        """Follow the link that came by mail, choose a password, and be signed in."""
        self.page.goto(self._mailed_link("You are invited"))
        self.fill("Password", PASSWORD)
        if self.main.get_by_label("Password").count() > 1:
            self.main.get_by_label("Password").nth(1).fill(PASSWORD)
        self.press("Choose this password and sign in")
        expect(self.page.get_by_role("banner").get_by_role("link", name="Inbox")).to_be_visible()

    def sign_in(self) -> None:
        """Through the page."""
        self.start()
        if self.page.get_by_role("link", name="Sign in", exact=True).count():
            self.page.get_by_role("link", name="Sign in", exact=True).first.click()
        self.fill("Email", self.email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
        expect(self.page.get_by_role("banner").get_by_role("link", name="Inbox")).to_be_visible()

    def _mailed_link(self, subject: str) -> str:
        def found() -> str:
            for letter in reversed(list(self.place.mail.taken)):
                if letter["To"] == self.email and subject in str(letter["Subject"]):
                    body = letter.get_body(("plain",))
                    links = LINK.findall(body.get_content()) if body else []
                    return links[0] if links else ""
            return ""

        return eventually(found, seconds=60)


class Crowd:
    """Everybody who comes into the journey; what a page complains about is remembered."""

    def __init__(self, place: Installation, browser: Browser, shots: Path | None = None) -> None:
        self.place, self.troubles = place, Troubles()
        self._browser, self._shots, self._taken = browser, shots, 0
        self._people: list[Person] = []

    def person(self, email: str = "", viewport: dict[str, int] | None = None) -> Person:
        """Somebody new, with a browser that nobody used before."""
        context = self._browser.new_context(viewport=viewport or DESKTOP, locale="en")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        self.troubles.watch(page)
        self._people.append(Person(self.place, context, page, email))
        return self._people[-1]

    def invited(self, email: str, viewport: dict[str, int] | None = None) -> Person:
        """Somebody who follows the link of their invitation and chooses a password."""
        somebody = self.person(email, viewport)
        somebody.open_invitation()
        return somebody

    def sign_in_again(self) -> None:
        """Everybody with an account signs in anew."""
        for somebody in self._people:
            if somebody.email:
                somebody.sign_in()

    def look(self, somebody: Person, name: str, *, phone: bool = False, whole: bool = True) -> None:
        """Keep a picture of the page, where pictures are wanted; with `phone`, of the narrow one too."""
        if self._shots is None:
            return
        self._taken += 1
        for width in (1440, 390) if phone else (1440,):
            before = somebody.page.viewport_size
            somebody.page.set_viewport_size({"width": width, "height": 900})
            path = self._shots / f"{self._taken:02}-{name}-{width}.png"
            somebody.page.screenshot(path=path, full_page=whole)
            somebody.page.set_viewport_size(before or DESKTOP)

    def leave(self) -> None:
        """Close every browser window."""
        for somebody in self._people:
            somebody.context.close()
