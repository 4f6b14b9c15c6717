"""What a browser finds on a page: links, forms with their fields and buttons, and the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {
    "text",
    "textarea",
    "search",
    "email",
    "url",
    "tel",
    "number",
    "date",
    "datetime-local",
    "time",
    "month",
}
"""Kinds of fields into which people type, as browsers show them."""

Attributes = dict[str, str]


@dataclass(slots=True)
class Field:
    """One control of a form. `values` is what a browser sends of it as it stands."""

    name: str
    kind: str  # the type of an input, or textarea or select
    attributes: Attributes
    values: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)  # of a select
    value: str = ""  # of a checkbox or radio button

    @property
    def typed(self) -> bool:
        """Whether people type into it, and it can be changed."""
        return self.kind in TYPED and "readonly" not in self.attributes


@dataclass(slots=True)
class Button:
    """Something that sends a form: its name and value, and where to if it has an address of its own."""

    name: str
    value: str
    action: str
    method: str
    hx_post: str | None


@dataclass(slots=True)
class Form:
    """A form as it stands on the page; `hx` is the address that htmx posts to, if any."""

    attributes: Attributes
    fields: list[Field] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    @property
    def method(self) -> str:
        """`get`, `post` or `dialog`."""
        return self.attributes.get("method", "get").lower()

    @property
    def action(self) -> str:
        """Where it is sent; "" is the page itself."""
        return self.attributes.get("action", "")


class Page(HTMLParser):
    """A page taken apart. Markup that a browser would mend is taken as it comes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.fetched: list[str] = []  # what htmx asks for by GET, beside forms
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self.words: list[str] = []
        self._form: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._loose: list[tuple[str, Field | Button]] = []
        self._area: Field | None = None
        self._select: Field | None = None
        self._option: str | None = None
        self._silent = 0
        self.feed(text)
        self.close()
        for form_id, part in self._loose:
            if form_id in self._by_id:
                _put(self._by_id[form_id], part)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what a browser would."""
        said = {name: value or "" for name, value in attrs}
        if "id" in said:
            self.ids.add(said["id"])
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        if said.get("hx-get") and tag != "form":
            self.fetched.append(said["hx-get"])
        if tag in {"script", "style"}:
            self._silent += 1
        opened = getattr(self, f"_open_{tag}", None)
        if opened is not None:
            opened(said)

    def _open_form(self, said: Attributes) -> None:
        self._form = Form(said)
        self.forms.append(self._form)
        if "id" in said:
            self._by_id[said["id"]] = self._form

    def _open_textarea(self, said: Attributes) -> None:
        self._area = Field(said.get("name", ""), "textarea", said, [""])
        self._part(said, self._area)

    def _open_select(self, said: Attributes) -> None:
        self._select = Field(said.get("name", ""), "select", said)
        self._part(said, self._select)

    def _open_button(self, said: Attributes) -> None:
        if said.get("type", "submit").lower() == "submit":
            self._part(said, _button(said))

    def _open_option(self, said: Attributes) -> None:
        if self._select is None or "disabled" in said:
            return
        value = said.get("value", "")
        self._select.options.append(value)
        if "selected" in said:
            self._select.values.append(value)

    def _open_input(self, said: Attributes) -> None:
        kind = said.get("type", "text").lower()
        name, value = said.get("name", ""), said.get("value", "")
        if kind in {"submit", "image"}:
            self._part(said, _button(said))
        elif kind in {"checkbox", "radio"}:
            value = said.get("value", "on")
            self._part(said, Field(name, kind, said, [value] if "checked" in said else [], value=value))
        elif kind not in {"button", "reset"}:
            self._part(said, Field(name, kind, said, [] if kind == "file" else [value]))

    def _part(self, said: Attributes, part: Field | Button) -> None:
        if "disabled" in said:
            return
        if "form" in said:
            self._loose.append((said["form"], part))
        elif self._form is not None:
            _put(self._form, part)

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area is not None:
            self._area.values[0] = self._area.values[0].removeprefix("\n")
            self._area = None
        elif tag == "select" and self._select is not None:
            if not self._select.values and self._select.options and "multiple" not in self._select.attributes:
                self._select.values.append(self._select.options[0])
            self._select = None
        elif tag in {"script", "style"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        """Words, or what stands in a text area."""
        if self._area is not None:
            self._area.values[0] += data
        elif not self._silent:
            self.words.append(data)

    def holds(self, name: str, value: str) -> bool:
        """Whether what was typed is still there: in a field of that name, or to be read on the page."""
        wanted = tidy(value)
        fields = [one for form in self.forms for one in form.fields if one.name == name]
        if any(wanted == tidy(held) for one in fields for held in one.values):
            return True
        return wanted in tidy(" ".join(self.words))


def tidy(text: str) -> str:
    """Text without the differences that a browser or a page makes between blanks."""
    return " ".join(text.split())


def _put(form: Form, part: Field | Button) -> None:
    if isinstance(part, Button):
        form.buttons.append(part)
    elif part.name:
        form.fields.append(part)


def _button(said: Attributes) -> Button:
    return Button(
        said.get("name", ""),
        said.get("value", ""),
        said.get("formaction", ""),
        said.get("formmethod", "").lower(),
        said.get("hx-post"),
    )
