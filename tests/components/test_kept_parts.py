"""Parts that are included with `only`: rendered once for the same plain values, and never shown for others."""

from __future__ import annotations

import gc
import weakref
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, RequestContext, Template, engines
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from ui.templatetags import kept_parts

STATE = '{% include "components/state.html" with state=state label=label only %}'
CHIP = '{% include "components/chip.html" with label=label only %}'
PATH = '{% include "components/_path.html" with label=label only %}'


def shown(source: str, **values: Any) -> str:
    """A template with these values."""
    return Template(source).render(Context(values))


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the parts that were rendered, not taken from what is kept."""
    kept_parts.forget_kept_texts()
    names: list[str] = []
    plain = Template.render

    def noted(self: Template, context: Context) -> SafeString:
        names.append(str(self.name))
        return plain(self, context)

    monkeypatch.setattr(Template, "render", noted)
    return names


def test_the_same_values_are_rendered_once(rendered: list[str]) -> None:
    first, second = (shown(STATE, state="final", label="final") for _ in range(2))
    assert first == second
    assert "Final" in first
    assert rendered.count("components/state.html") == 1


@pytest.mark.parametrize(
    ("one", "other"), [("<b>", mark_safe("<b>")), (1, True), (1, "one"), (None, ""), (("a",), ("b",))]
)
def test_values_that_are_shown_differently_are_told_apart(one: Any, other: Any, rendered: list[str]) -> None:
    fresh = [shown(CHIP, label=value) for value in (one, other)]
    kept_parts.forget_kept_texts()
    assert [shown(CHIP, label=value) for value in (other, one)] == fresh[::-1]
    assert rendered.count("components/chip.html") == 4


def test_each_language_has_its_own(rendered: list[str]) -> None:
    source = '{% load ui %}{% include "components/chip.html" with label=label remove=True url="/" only %}'
    with translation.override("en"):
        english = shown(source, label="x")
    with translation.override("vi"):
        assert shown(source, label="x") != english


def test_moments_are_shown_in_the_zone_of_the_moment(rendered: list[str]) -> None:
    late = datetime(2018, 6, 1, 23, 0, tzinfo=UTC)
    texts = []
    for zone in ("UTC", "Asia/Tokyo"):
        with timezone.override(zone):
            texts.append(shown(CHIP, label=late))
    assert texts[0] != texts[1]
    shown(CHIP, label=date(2018, 6, 1)), shown(CHIP, label=date(2018, 6, 1))
    assert rendered.count("components/chip.html") == 3


def test_a_part_that_looks_at_the_request_is_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engines["django"].engine
    own = Template("{% load ui %}{% own_path %}{{ label }}", name="components/_path.html", engine=engine)
    around = Template(PATH, name="components/_around.html", engine=engine)
    found = engine.get_template
    named = {"components/_path.html": own, "components/_around.html": around}
    monkeypatch.setattr(engine, "get_template", lambda name: named.get(name) or found(name))
    outer = Template('{% include "components/_around.html" with label=label only %}', engine=engine)
    for path in ("/one/", "/two/", "/three/"):
        request = RequestFactory().get(path)
        request.user = None  # type: ignore[assignment]  # no page asks
        assert outer.render(RequestContext(request, {"label": "x"}, processors=[])) == f"{path}x"


def test_neither_the_token_of_a_form_nor_its_request_is_kept() -> None:
    form = engines["django"].from_string(
        '{% include "components/_row_form.html" with action="/x/" label="Go" about="y" csrf_token=csrf_token only %}'
    )
    kept_parts.forget_kept_texts()
    requests, tokens = [], set()
    for _number in range(3):
        request = RequestFactory().get("/form/")
        tokens.add(form.render({}, request))
        requests.append(weakref.ref(request))
    del request
    gc.collect()

    assert len(tokens) == 3
    assert [kept() for kept in requests] == [None, None, None]


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_parts.forget_kept_texts()
    monkeypatch.setattr(kept_parts, "MOST", 500)
    for number in range(100):
        shown(CHIP, label=number)
    assert kept_parts.kept_characters() < 1_000


def test_constant_words_are_as_django_shows_them() -> None:
    source = '{% load i18n %}{% translate "50 % & <more>" as x %}{{ x }} {% translate "Save" %}'
    assert shown(source) == "50 % & <more> Save"
