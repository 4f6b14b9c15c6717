"""What tests of people need: browsers with CSRF enforced, forms as pages render them, mails and their links."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from notifications.outgoing_email import post_letters
from tests import make

LINK = re.compile(r"http://127\.0\.0\.1:8000(/invitation/\S+)")


class _Forms(HTMLParser):
    """The forms of a page: what each would send untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.select: str | None = None
        self.text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            self.forms.append(
                {"action": said.get("action", ""), "method": said.get("method", "get"), "data": {}}
            )
        if not self.forms:
            return
        data, name = self.forms[-1]["data"], said.get("name", "")
        if tag == "input" and name:
            if said.get("type") in {"checkbox", "radio"} and "checked" not in said:
                return
            data.setdefault(name, said.get("value", ""))
        elif tag == "select":
            self.select = name
            data.setdefault(name, "")
        elif tag == "option" and self.select is not None and "selected" in said:
            data[self.select] = said.get("value", "")
        elif tag == "textarea":
            self.text = name
            data.setdefault(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.text = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.forms[-1]["data"][self.text] += data.strip()


def browser(user: User | None = None) -> Client:
    """A browser of somebody, or of nobody, that must send the tokens of the forms."""
    made = Client(enforce_csrf_checks=True)
    if user is not None:
        made.force_login(user)
    return made


def forms_of(page: Any) -> list[dict[str, Any]]:
    """The POST forms in the main part of a page."""
    reader = _Forms()
    body = page.content.decode()
    reader.feed(body[body.index("<main") : body.index("</main>")])
    return [form for form in reader.forms if form["method"].lower() == "post"]


def fill_in(client: Client, address: str, *, form: int = 0, **said: Any) -> Any:
    """Open a page, fill its form in, send it with everything that the form holds."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return send(client, address, page, form=form, **said)


def send(client: Client, address: str, page: Any, *, form: int = 0, **said: Any) -> Any:
    """Send a form of a page that is open."""
    found = forms_of(page)[form]
    action = found["action"]
    target = address.partition("?")[0] + action if action.startswith("?") else action or address
    return client.post(target, {**found["data"], **said})


def mails() -> dict[str, Any]:
    """What leaves now, by address; the last one of each."""
    mail.outbox.clear()
    post_letters(clock=timezone.now)
    return {message.to[0]: message for message in mail.outbox}


def link_in(message: Any) -> str:
    """The invitation's address in a mail."""
    found = LINK.search(message.body)
    assert found, message.body
    return found[1]


def administrator(name: str = "Ada") -> User:
    """An administrator with an open account."""
    return make.user("admin", name=name)
