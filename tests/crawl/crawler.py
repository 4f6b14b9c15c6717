"""Walks through the product as one person: follows what is shown, sends what can be sent, and takes note of faults.

Nothing has to be registered: it begins at the person's first page and at the addresses that the access matrix has for
them, and goes on by what the pages show. Whatever is sent is taken back, so that the walk always goes on in the same
scene. Kinds of links and forms that it has seen often enough are passed over, unless CRAWL_THOROUGH is set.
"""

from __future__ import annotations

import os
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from tests.crawl.filling import AS_PROPOSED, PLAUSIBLE, VARIANTS, Sent, filled
from tests.crawl.markup import Button, Form, Page, tidy
from tests.taken_back import taken_back

THOROUGH = bool(os.environ.get("CRAWL_THOROUGH"))
ALIKE = 10_000 if THOROUGH else 2
"""How many links to one route with the same questions a person follows; with several questions, all persons together:
the combinations of a list's filters are many, and the same list answers them all."""
REDIRECTS = 5
HTMX = {"HX-Request": "true"}
FROM_HERE = {"Origin": "http://testserver"}
SAMPLES = {"styleguide"}
"""Pages of samples: their forms and links lead nowhere."""
CHOOSING = {"status", "act", "answer", "list"}
"""Names of buttons whose values are different acts."""
TOKEN = "csrfmiddlewaretoken"
PASSWORDS = re.compile("password|token|sealed|secret", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a person would have met, and how to meet it again."""

    person: str
    page: str
    what: str
    sent: str = ""

    def __str__(self) -> str:
        return f"{self.page}\n    as {self.person}: {self.what}" + (
            f"\n    sent: {self.sent}" if self.sent else ""
        )


@dataclass(slots=True)
class Walk:
    """What all persons of a run have seen: some is looked at once for all of them."""

    faults: list[Fault] = field(default_factory=list)
    sent: set[Any] = field(default_factory=set)
    kinds: Counter[Any] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)


class Crawler:
    """One person with a browser."""

    def __init__(self, person: str, user: User | None, walk: Walk) -> None:
        self.person = person
        self.user = user
        self.walk = walk
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)
        self.cookies = self._cookies()
        self.seen: set[str] = set()
        self.kinds: Counter[Any] = Counter()

    def crawl(self, begin: Iterable[str]) -> None:
        """Look at the addresses, and at all that can be reached from there."""
        waiting = deque((address, "") for address in begin)
        while waiting:
            address, source = waiting.popleft()
            if not self._is_new(address, known=not source):
                continue
            page, address = self._looked_at(address, source)
            if page is None:
                continue
            waiting.extend((urljoin(address, link), address) for link in self._links(page))
            for each in page.fetched:
                self._fetched(urljoin(address, each), address)
            for form in page.forms:
                self._tried(form, address)

    # --- links ------------------------------------------------------------------------------------------------------

    def _is_new(self, address: str, *, known: bool) -> bool:
        address = urldefrag(address).url
        if address in self.seen or route_of(address) in SAMPLES:
            return False
        questions = tuple(sorted({name for name, _ in parse_qsl(urlsplit(address).query)}))
        kind = (route_of(address), questions)
        counted = self.walk.kinds if len(questions) > 1 else self.kinds
        if not known and counted[kind] >= ALIKE:
            return False
        self.seen.add(address)
        counted[kind] += 1
        return True

    def _links(self, page: Page) -> Iterator[str]:
        for link in page.links:
            parts = urlsplit(link)
            if (
                parts.scheme in {"", "http", "https"}
                and not parts.netloc
                and not link.startswith(("#", "/static/"))
            ):
                yield link

    def _looked_at(self, address: str, source: str) -> tuple[Page | None, str]:
        """The page behind an address, if it is one; what a person may be shown by a link must be there."""
        answer, where = self._followed(self.client.get(urldefrag(address).url))
        self.walk.counted["pages"] += 1
        if answer.status_code != HTTPStatus.OK:
            shown = f"shown on {source}" if source else "of the access matrix"
            self._fault(address, f"a link {shown} answers {answer.status_code}")
            return None, address
        if source and _is_door(answer) and not _is_door_address(address):
            self._fault(address, f"a link shown on {source} leads to the way to sign in")
        page = _page(answer)
        if page is not None:
            for link in page.links:
                if link.startswith("#") and link != "#" and link[1:] not in page.ids:
                    self._fault(address, f"the link {link} leads nowhere on the page")
        return page, where or address

    def _fetched(self, address: str, source: str) -> None:
        answer = self.client.get(address, headers=HTMX)
        if answer.status_code != HTTPStatus.OK:
            self._fault(source, f"hx-get {address} answers {answer.status_code}")

    # --- forms ------------------------------------------------------------------------------------------------------

    def _tried(self, form: Form, address: str) -> None:
        """Send a form by each of its buttons, filled in each way that nobody has tried."""
        if form.method == "dialog":
            return
        buttons = form.buttons or [Button("", "", "", "", None)]
        for button in buttons:
            for variant in VARIANTS:
                if self._is_to_be_sent(form, button, variant, address):
                    self._sent(form, button, variant, address)

    def _is_to_be_sent(self, form: Form, button: Button, variant: str, address: str) -> bool:
        method = button.method or form.method
        action = button.action or form.action
        # a form that names where it goes is the same on every page, as long as it has its token
        token = any(one.name == TOKEN and one.values[0] for one in form.fields)
        places = (route_of(urljoin(address, action)), "" if action else route_of(address), token)
        names = frozenset(_kind_of_name(one.name) for one in form.fields)
        if method == "get" and variant == AS_PROPOSED:
            names = frozenset()
        who = self.person if variant == AS_PROPOSED or THOROUGH else ""
        value = button.value if button.name in CHOOSING else ""
        key = (places, method, names, button.name, value, button.hx_post, variant, who)
        if not any(one.kind != "hidden" for one in form.fields) and variant != AS_PROPOSED:
            return False  # only a button: there is nothing to fill in
        if key in self.walk.sent:
            return False
        self.walk.sent.add(key)
        return True

    def _sent(self, form: Form, button: Button, variant: str, address: str) -> None:
        sent = filled(form, variant)
        if button.name:
            sent.setdefault(button.name, []).append(button.value)
        to = urldefrag(urljoin(address, button.action or form.action)).url
        method = button.method or form.method
        self._send_once(form, sent, Step(to, method, variant, address))
        if button.hx_post is not None and variant in {AS_PROPOSED, PLAUSIBLE}:
            to = urldefrag(urljoin(address, button.hx_post)).url
            self._send_once(form, sent, Step(to, "post", variant, address, by_htmx=True))

        if variant == PLAUSIBLE and method == "post" and any(one.typed for one in form.fields):
            self._sent_too_late(
                form,
                sent,
                Step(urldefrag(urljoin(address, button.action or form.action)).url, "post", variant, address),
            )

    def _sent_too_late(self, form: Form, sent: Sent, step: Step) -> None:
        """The same after the session has ended, with a token of another day, and a second time by a second click."""
        if self.user is None or any(
            PASSWORDS.search(one.name) for one in form.fields if one.kind == "password"
        ):
            return
        cache.clear()
        away = Client(enforce_csrf_checks=True, raise_request_exception=False)
        away.cookies = SimpleCookie({"csrftoken": self.cookies["csrftoken"]})
        self._still_there(form, sent, step, away.post(step.to, sent), "signed out")
        old = sent | {TOKEN: ["x" * 64]}
        self._still_there(
            form, sent, step, self.client.post(step.to, old, headers=FROM_HERE), "with an old token"
        )
        with taken_back():
            self.client.post(step.to, sent)
            answer = self.client.post(step.to, sent)
            if answer.status_code >= HTTPStatus.BAD_REQUEST:
                self._still_there(form, sent, step, answer, "a second time")
        self.client.cookies = SimpleCookie(self.cookies)

    def _still_there(self, form: Form, sent: Sent, step: Step, answer: Any, how: str) -> None:
        if answer.status_code == HTTPStatus.FOUND and not answer.headers["Location"].startswith("/sign-in/"):
            return  # taken: it asks for no session, such as the way to a new password
        lost = _lost(form, sent, _page(answer))
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or lost:
            self._fault(
                step.page, f"POST {step.to} {how}: {answer.status_code} loses {', '.join(lost)[:200]}", sent
            )

    def _send_once(self, form: Form, sent: Sent, step: Step) -> None:
        cache.clear()  # limits of rate are another test's
        try:
            with taken_back():
                if step.method == "get":
                    answer = self.client.get(step.to.partition("?")[0], sent)
                else:
                    answer = self.client.post(step.to, sent, headers=HTMX if step.by_htmx else {})
                self.walk.counted[f"{step.method} {answer.status_code}"] += 1
                refused = answer.status_code < 300 or answer.status_code >= 400  # else it was taken
                answer, _ = self._followed(answer)
                self._judge(form, sent, step, answer, refused=refused)
        finally:
            self.client.cookies = SimpleCookie(self.cookies)
            for values in sent.values():  # a file is read once
                for value in values:
                    if isinstance(value, SimpleUploadedFile):
                        value.seek(0)

    def _judge(self, form: Form, sent: Sent, step: Step, answer: Any, *, refused: bool) -> None:
        status = answer.status_code
        if (
            status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
            or status >= 500
        ):
            self._fault(step.page, f"{step.method.upper()} {step.to} ({step.variant}) answers {status}", sent)
            return
        if step.method == "get" and status != HTTPStatus.OK:
            self._fault(step.page, f"GET {step.to} ({step.variant}) answers {status}", sent)
            return
        page = _page(answer)
        if not refused or page is None:
            return
        lost = _lost(form, sent, page)
        if lost:
            self._fault(step.page, f"{step.to} ({step.variant}) {status} loses {', '.join(lost)[:300]}", sent)
        files = [one.name for one in form.fields if one.kind == "file" and sent.get(one.name)]
        again = {one.name for each in page.forms for one in each.fields if one.kind == "file"}
        if (
            files
            and set(files) & again
            and "choose the file again" not in tidy(" ".join(page.words)).casefold()
        ):
            self._fault(
                step.page, f"{step.to} ({step.variant}) does not say that the file is to be chosen again"
            )

    # --- answers ----------------------------------------------------------------------------------------------------

    def _followed(self, answer: Any) -> tuple[Any, str]:
        """The answer behind redirects, and where that is."""
        where = ""
        for _ in range(REDIRECTS):
            if answer.status_code not in {301, 302, 303, 307, 308}:
                break
            where = urljoin(answer.request["PATH_INFO"], answer.headers["Location"])
            if urlsplit(where).netloc:
                break
            _done(answer)
            answer = self.client.get(urldefrag(where).url)
        _done(answer)
        return answer, where

    def _fault(self, page: str, what: str, sent: Sent | None = None) -> None:
        shown = {name: [str(value)[:60] for value in values] for name, values in (sent or {}).items()}
        shown.pop(TOKEN, None)
        self.walk.faults.append(Fault(self.person, page, what, str(shown) if sent is not None else ""))

    def _cookies(self) -> dict[str, str]:
        """What the browser holds, with a token: it is there before any form is sent."""
        self.client.get("/scheme/")
        return {name: morsel.value for name, morsel in self.client.cookies.items()}


@dataclass(frozen=True, slots=True)
class Step:
    """One form on its way: where to, how, filled in how, from which page."""

    to: str
    method: str
    variant: str
    page: str
    by_htmx: bool = False


def _lost(form: Form, sent: Sent, page: Page | None) -> list[str]:
    """What was typed and stands nowhere on the page; everything when there is no page."""
    typed = {one.name for one in form.fields if one.typed and not PASSWORDS.search(one.name)}
    return [
        f"{name}={str(value)[:30]!r}"
        for name in sorted(typed & sent.keys())
        for value in sent[name]
        if isinstance(value, str) and tidy(value) and (page is None or not page.holds(name, value))
    ]


@lru_cache(maxsize=10_000)
def route_of(address: str) -> str:
    """The name of the route that an address is one of; "" for none."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _kind_of_name(name: str) -> str:
    """Fields of rows that differ by a number or a code are of one kind."""
    return re.sub(r"[0-9]+|[A-Z]{2,}[A-Z0-9-]*", "#", name)


def _page(answer: Any) -> Page | None:
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return None
    return Page(answer.content.decode())


def _is_door(answer: Any) -> bool:
    return answer.request["PATH_INFO"].startswith("/sign-in/")


def _is_door_address(address: str) -> bool:
    return urlsplit(address).path.startswith("/sign-in/")


def _done(answer: Any) -> None:
    """Close what it holds open; to close the answer itself would close the database too."""
    for close in getattr(answer, "_resource_closers", ()):
        close()
