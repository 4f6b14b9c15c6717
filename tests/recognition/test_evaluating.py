"""Judging from the tables: one pass for everybody, only changes written, never an older verdict over a newer one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journal.models import Event
from recognition.models import Evaluation
from recognition.projections import refresh_verdicts
from tests.recognition import make

pytestmark = pytest.mark.django_db


def verdict(factory):
    return Evaluation.objects.get(factory=factory, is_current=True)


def test_a_factory_with_all_the_evidence_is_eligible():
    factory = make.good_factory()

    refresh_verdicts(now=make.NOW)

    assert verdict(factory).failed == []
    assert verdict(factory).unknown == []
    assert verdict(factory).outcome == "eligible"
