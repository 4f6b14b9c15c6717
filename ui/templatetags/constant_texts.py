"""`{% load i18n %}`: Django's own, but `{% translate "words" %}` looks its words up without detours.

Takes the place of Django's library (settings.TEMPLATES). Django makes a lazy text of the words at every rendering and
asks whether it has to be localised and escaped; a list of fifty rows translates the names of its columns 250 times.
"""

from __future__ import annotations

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class ConstantTextNode(Node):
    """Words that stand in the template, perhaps kept in a variable (`as name`)."""

    def __init__(self, words: str, variable: str | None) -> None:
        # per cent signs are doubled in the catalogues, as Django's own tag expects
        self.words, self.variable = words.replace("%", "%%"), variable

    def render(self, context: Context) -> SafeString | str:
        """The words in the reader's language: ours or the translators', so nothing is escaped, as in Django's."""
        text = mark_safe(gettext(self.words).replace("%%", "%"))  # noqa: S308  # as above
        if self.variable is None:
            return text
        context[self.variable] = text
        return ""


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Django's own node for all but plain words."""
    node = i18n.do_translate(parser, token)
    words = node.filter_expression.var.literal
    if isinstance(words, str) and not (node.filter_expression.filters or node.noop or node.message_context):
        return ConstantTextNode(words, node.asvar)
    return node
