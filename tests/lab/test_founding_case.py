"""The case that the lab was asked for: two of 1,500 qualify, and one screen names the single criterion that is why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import pytest
from django.template.loader import render_to_string

from criteria.domain.facts import Facts
from criteria.domain.history import History
from criteria.queries.criteria import standard_on
from criteria.queries.history import load_history
from lab.queries.programme import LabFactory, Tried, programme_of
from lab.queries.simulation import side
from lab.views.lab_result import answer
from lab.views.scenario import Trial
from tests import make
from tests.recognition.make import TODAY, eligible_factory, judged

pytestmark = pytest.mark.django_db

ALL = 1500


def crowd(history: History, like: Sequence[int]) -> History:
    """A programme of as many factories as `like` is long, each with the facts of one of the history's."""
    tables = {
        each.name: crowded(table, like)
        for each in fields(History)
        if isinstance(table := getattr(history, each.name), Facts)
    }
    codes = tuple(f"KH-{number:05}" for number in range(len(like)))
    return replace(history, codes=codes, country=history.country[list(like)], **tables)


def crowded(table: Facts, like: Sequence[int]) -> Facts:
    rows_of = [np.flatnonzero(table.factory == at) for at in range(table.factories)]
    rows = np.concatenate([rows_of[at] for at in like])
    columns = {
        each.name: getattr(table, each.name)[rows]
        for each in fields(table)
        if each.name not in {"factories", "order"}
    }
    columns["factory"] = np.repeat(np.arange(len(like)), [len(rows_of[at]) for at in like])
    columns["key"] = np.arange(len(rows)).astype(object)
    return type(table).of(len(like), columns)


def test_two_of_1500_qualify_and_one_screen_names_the_single_binding_criterion():
    eligible_factory("KH-00001")
    near = eligible_factory("KH-00002")
    make.systems(near, "osh", score=3, reviewed_on=TODAY)
    judged()
    history = crowd(load_history(on=TODAY).history, [0, 0, *[1] * (ALL - 2)])
    known = {code: LabFactory(code, code, "Cambodia", 900, ("Shirts",)) for code in history.codes}
    programme, standard = programme_of(history, known, TODAY), standard_on(TODAY)
    here = side(programme.years, standard.document)

    shown = answer(Tried(programme, here, here), look="", countries={"KH": "Cambodia"}, recognised=())
    trial = Trial(standard, {}, ())
    page = render_to_string("lab/_answer.html", shown | {"base": standard, "trial": trial, "files": {}})

    first_panel = " ".join(page[: page.index("</section>")].split())
    assert "2 of 1,500 factories qualify" in first_panel
    assert "Of the 1,498 nearest, 1,498 are kept out by one criterion alone" in first_panel
    assert f"{shown['obstacles'][0]['label']} keeps out 1,498 of them" in first_panel
    assert [row["label"].split()[0] for row in shown["obstacles"]] == ["S1-OSH"]
