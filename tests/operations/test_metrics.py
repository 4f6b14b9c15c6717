"""Figures for monitoring: for whoever has the token, in Prometheus' own format."""

from __future__ import annotations

import json
import logging

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from journal.models import Job
from tests.recognition.make import eligible_factory

pytestmark = pytest.mark.django_db
TOKEN = "a long random token"


def figures(token=TOKEN):
    answer = Client().get("/metrics", HTTP_AUTHORIZATION=f"Bearer {token}")
    if answer.status_code != 200:
        return answer.status_code
    found = {}
    for family in text_string_to_metric_families(answer.content.decode()):
        for sample in family.samples:
            found[(sample.name, *sample.labels.values())] = sample.value
    return found


def test_what_waits_and_what_failed_is_counted(settings):
    settings.METRICS_TOKEN = TOKEN
    eligible_factory("KH-00042")
    Job.objects.create(kind="criteria.evaluate", state=Job.State.FAILED, queued_at=timezone.now())

    seen = figures()
    assert seen["betterwork_jobs", "failed"] == 1
    assert seen["betterwork_seal_age_seconds",] == 0
    assert sum(value for name, value in seen.items() if name[0] == "betterwork_reactions_owed") > 0
    assert seen["betterwork_reactions_oldest_seconds",] >= 0


def test_without_the_token_there_are_none(settings):
    settings.METRICS_TOKEN = TOKEN
    assert figures("another") == 404
    settings.METRICS_TOKEN = ""
    assert figures("") == 404


def test_a_site_that_prints_its_mail_is_refused_before_it_serves(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "operations.E001" in {fault.id for fault in run_checks(include_deployment_checks=True)}


def test_a_line_of_the_log_can_be_an_object(settings):
    from pythonjsonlogger.json import JsonFormatter

    made = dict(settings.LOGGING["formatters"]["json"])
    assert made.pop("()") == "pythonjsonlogger.json.JsonFormatter"
    formatter = JsonFormatter(made["format"], style=made["style"], rename_fields=made["rename_fields"])
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Not %s", ("well",), None)
    line = json.loads(formatter.format(record))
    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "django.request", "Not well")
    assert "at" in line
