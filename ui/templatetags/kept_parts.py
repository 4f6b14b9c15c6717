"""`{% include … only %}`, rendered once for the same plain values; and `{% url %}`, which asks nothing of the request.

Takes the place of Django's own tag in every template (settings.TEMPLATES): most of what pages cost was rendering the
same few icons, states and rows of lists again and again. A part that is included with `only` shows nothing but what it
is given, so each process keeps its text under template, language and values, as long as these are plain: words, whole
numbers, days, keys, yes or no, nothing, or tuples of these. A part that looks at the request all the
same (`own_path`) is found out when it does, and never kept.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import template
from django.template import Context, Node, Template, defaulttags, loader_tags
from django.template.base import FilterExpression, Parser, Token
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from translations.queries.live import changes_shown

register = template.Library()

MOST = 20_000_000
"""How many characters a process keeps before it begins anew: 20 to 40 MB."""

_PLAIN = frozenset({str, SafeString, int, bool, date, UUID, type(None)})
"""Classes of values. No moments: how they are shown depends on the zone."""
_UNKEYED = object()


class _KeptTexts:
    """What this process has rendered: text by template, values, language, and version of the language's texts."""

    texts: ClassVar[dict[Any, SafeString]] = {}
    characters: ClassVar[int] = 0
    bound_to_request: ClassVar[set[Template]] = set()


class _PartContext(Context):
    """The values of one part; notes whether anything in it looks at the request."""

    def __init__(self, outer: Context, values: dict[str, Any]) -> None:
        super().__init__(values, autoescape=outer.autoescape, use_l10n=outer.use_l10n, use_tz=outer.use_tz)
        self.template, self.render_context = outer.template, outer.render_context
        self.outer = outer
        self.looks: list[bool] = []  # one list for this context and all that Django copies from it

    @property
    def request(self) -> Any:
        """The request around the part, for the few that need it; a part around this one has looked at it too."""
        self.looks.append(True)
        return getattr(self.outer, "request", None)


class KeptPartNode(Node):
    """An include with `only` of a template that is named in words."""

    def __init__(self, name: str, values: dict[str, FilterExpression]) -> None:
        self.name, self.values = name, values

    def render(self, context: Context) -> SafeString:
        """The kept text; what is not plain is rendered as Django does."""
        found = context.template.engine.get_template(self.name)  # type: ignore[union-attr]  # rendering
        values = {name: value.resolve(context) for name, value in self.values.items()}
        plain = _plain(tuple(values.values()))
        if plain is _UNKEYED or found in _KeptTexts.bound_to_request:
            return found.render(context.new(values))
        key = (found, tuple(values), plain, get_language(), changes_shown(), context.autoescape)
        text = _KeptTexts.texts.get(key)
        if text is None:
            part = _PartContext(context, values)
            text = found.render(part)
            if part.looks:
                _KeptTexts.bound_to_request.add(found)
            else:
                _keep(key, text)
        return text


def _keep(key: Any, text: SafeString) -> None:
    if _KeptTexts.characters > MOST:
        forget_kept_texts()
    _KeptTexts.texts[key] = text
    _KeptTexts.characters += len(text)


def kept_characters() -> int:
    """How much is kept."""
    return _KeptTexts.characters


def forget_kept_texts() -> None:
    """Render everything anew."""
    _KeptTexts.texts.clear()
    _KeptTexts.characters = 0


def _plain(value: Any) -> Any:
    """A value as part of a key: with its class, because 1, True and a safe "1" are shown differently.

    By `type`, not by what a value calls its class: a word that is worked out late, such as the token of a form, calls
    itself a word, is another one at each request, and would keep its request alive.
    """
    kind = type(value)
    if kind in _PLAIN:
        return kind, value
    if isinstance(value, Promise):
        return _plain(str(value))
    if isinstance(value, tuple):
        parts = tuple(_plain(part) for part in value)
        return _UNKEYED if _UNKEYED in parts else (kind, parts)
    return _UNKEYED


@register.tag
def include(parser: Parser, token: Token) -> Node:
    """Django's own; with `only` and a name in words the text is kept."""
    node = loader_tags.do_include(parser, token)
    name = node.template.var
    if (
        node.isolated_context
        and isinstance(name, str)
        and not node.template.filters
        and not name.startswith(".")
    ):
        return KeptPartNode(name, node.extra_context)
    return node


class AddressNode(defaulttags.URLNode):
    """An address by its route. Django's asks the request which instance of an app it is in: here each is there once."""

    def render(self, context: Context) -> SafeString | str:
        """The address, or nothing when it is put into a variable."""
        args = [arg.resolve(context) for arg in self.args]
        kwargs = {name: value.resolve(context) for name, value in self.kwargs.items()}
        try:
            address = reverse(self.view_name.resolve(context), args=args, kwargs=kwargs)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django's own, but for the request."""
    node = defaulttags.url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
