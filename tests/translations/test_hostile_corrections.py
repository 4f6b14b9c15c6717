"""A hostile or broken translation: no mark-up comes through, and no page goes down, however it was written."""

from __future__ import annotations

from http import HTTPStatus
from itertools import count

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from tests import make
from translations.domain.faults import Fault, faults_of
from translations.models import TextVersion
from translations.queries import live
from translations.queries.catalogue import catalogue_of, key_of

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = "Recognised factories"
HOSTILE = [
    ("Keep", "", "<script>alert(1)</script>"),
    ("Keep", "", "Garder <img src=x onerror=alert(1) "),  # the page's next ">" closes it
    ("Keep", "", 'Garder" formaction="https://evil.example/" x="'),  # where a page has it in an attribute
    ("Keep", "", "Garder &lt;b"),
    ("Keep", "", "100 % d'usines"),  # "% d" of an empty set of values
    ("Keep", "", "Garder %(secret)s"),
    ("Keep", "", "Garder %(secret)"),
    ("Keep", "", "Garder %x"),
    ("Keep", "", "Garder\nBcc: all@evil.example"),  # the subject of a letter
    ("Keep", "", "Garder\x1b[2J"),
    ("Keep", "", "Garder \u202egnihtemos"),
    ("Undo {question}", "", "Annuler {question.__class__}"),
    ("Undo {question}", "", "Annuler {question} {"),
    ("Undo {question}", "", "Annuler {question!r:>999999999}"),
    ("%(n)s of %(of)s", "", "%(n)s / %(of)s %"),
    ("%(n)s of %(of)s", "", "%(n)s / %(of)s % d"),
    ("%(n)s of %(of)s", "", "%(n)s / %(of)999999999s"),
    ("<b>%(n)s</b> day", "<b>%(n)s</b> days", "<b>%(n)s jours"),
    ("%(n)s day", "%(n)s days", '%(n)s "jours"'),
    ("%(n)s day", "%(n)s days", "% jours"),
]


@pytest.mark.parametrize(("english", "plural", "text"), HOSTILE)
def test_what_a_page_would_run_or_break_on_is_refused(english, plural, text):
    texts = [text, text] if plural else [text]

    assert set(faults_of(english, plural, texts, forms=2)) & {Fault.SIGNS, Fault.PLACEHOLDERS}


@pytest.mark.parametrize(
    ("english", "plural", "text"),
    [
        ("Keep", "", "Conserver l’« usine » d'ici"),
        ("%(n)s per cent", "", "%(n)s %%"),
        ("<b>%(n)s</b> of %(of)s", "", "%(of)s : <b>%(n)s</b>"),
        ("Two\nlines", "", "Trois\nvraies\nlignes"),
    ],
)
def test_what_a_language_needs_is_not_refused(english, plural, text):
    assert faults_of(english, plural, [text], forms=2) == []


@pytest.fixture
def speaker():
    """A speaker whose corrections are gone after the test."""
    yield make.user(Role.ADVISER, country="KH")
    for text in catalogue_of("km").texts.values():
        if text.is_translated:
            live._put("km", text, text.texts)
    live._progress.latest = 0


def test_the_desk_refuses_markup_and_the_page_keeps_what_was_typed_as_text(speaker):
    client = Client(enforce_csrf_checks=True)
    client.force_login(speaker)
    page = reverse("translations:text", args=["km", key_of("", PLAIN, "")])
    token = client.get(page).context["csrf_token"]
    typed = '<img src=x onerror="alert(1)"> រោងចក្រ'

    answer = client.post(page, {"form_0": typed, "seen": "", "csrfmiddlewaretoken": str(token)})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "<img src=x" not in answer.content.decode()
    assert not TextVersion.objects.exists()


BROKEN = ["<script>alert(1)</script>", "100 % d", "%(n)s", "{", "%", ""]
NO_TEXTS = [{}, 7, "text", [], [None], {"0": "x"}]


@pytest.mark.parametrize("texts", [[text] for text in BROKEN] + NO_TEXTS, ids=repr)
def test_what_stands_in_the_table_all_the_same_is_not_shown_and_takes_no_page_down(texts, speaker):
    """By raw SQL, by a restored copy, by a release with stricter rules."""
    _kept(PLAIN, texts, speaker)

    live.refresh()

    with translation.override("km"):
        text = catalogue_of("km").texts[key_of("", PLAIN, "")]
        assert translation.gettext(PLAIN) == text.texts[0]
        written = Template('{% load i18n %}{% translate "Recognised factories" %}').render(Context())
        assert written == text.texts[0]
    client = Client(raise_request_exception=False)
    client.post(reverse("set_language"), {"language": "km"})
    assert client.get(reverse("scheme")).status_code == HTTPStatus.OK
    assert client.get(reverse("recognised")).status_code == HTTPStatus.OK


def test_a_version_in_a_language_that_there_is_not_takes_no_page_down(speaker):
    _kept(PLAIN, ["Usines"], speaker, language="xx")

    live.refresh()


_numbers = count(1)


def _kept(english: str, texts: object, speaker, *, language: str = "km") -> TextVersion:
    """A row as nobody could have written it at the desk."""
    return TextVersion.objects.create(
        language=language, key=key_of("", english, ""), kind=TextVersion.Kind.CORRECTED, previous=next(_numbers),
        english=english, texts=texts, written_at=make.NOW, written_by=speaker,
    )  # fmt: skip


def test_every_page_survives_every_text_in_every_broken_form(speaker):
    """Each text of the language that a page outside shows, broken: what is shown is whole, in the released words."""
    keys = [
        text for text in catalogue_of("km").texts.values() if text.is_translated and not text.english_plural
    ]
    TextVersion.objects.bulk_create(
        TextVersion(
            language="km", key=text.key, kind=TextVersion.Kind.CORRECTED, previous=0, english=text.english,
            texts=[BROKEN[number % len(BROKEN)] + "<i>evil"], written_at=make.NOW, written_by=speaker,
        )
        for number, text in enumerate(keys)
    )  # fmt: skip

    for version in TextVersion.objects.all():
        live.show(version)

    client = Client(raise_request_exception=False)
    client.force_login(speaker)
    client.post(reverse("set_language"), {"language": "km"})
    for name in ("scheme", "recognised", "account_sessions", "home"):
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == HTTPStatus.OK, name
        assert "<i>evil" not in answer.content.decode()
