"""All models: who did it stands beside when, and no app reaches into another's rows from behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.reading import APPS

OURS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
IDS = [model._meta.label for model in OURS]

# moments that no person brings about, or whose author stands elsewhere; the reason beside each
NOBODY = {
    "superseded_at": "the row that took its place names its author",
    "started_at": "a worker began",
    "finished_at": "a worker came to its end",
    "published_at": "the schedule publishes on the day set by whoever confirmed",
    "renewed_at": "the journal's event names who",
    "ended_at": "by date, or by an event that names who",
}
DAYS = {"day", "on", "as_of", "as_of_without_cases", "since", "until"}
NOBODY_HERE = {
    "assessments.TeamMember.left_at": "handed over; the event names who decided",
    "people.AccountInvitation.accepted_at": "the person themself",
    "factories.Membership.ends_at": "its last day is over",
    "accounts.User.joined_at": "the person themself",
    "recognition.Recognition.suspended_at": "opened cases suspend; the event names who",
    "progress_reports.ProgressReport.delivered_at": "the event names who",
    "progress_reports.ReportDelivery.opened_at": "the person it was given to",
    "accounts.Notice.read_at": "its own reader",
    "accounts.Letter.sent_at": "a worker sends",
    "accounts.ApiToken.last_used_at": "its owner's program",
    "assessments.Finding.withdrawn_at": "a correction, whose revision names its author",
}


def fields(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.get_fields():
        if isinstance(field, models.Field):
            yield field


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_what_may_have_been_done_says_by_whom(model: type[models.Model]) -> None:
    names = {field.name for field in fields(model)}

    lonely = [
        field.name
        for field in fields(model)
        if field.name.endswith("_at") and isinstance(field, models.DateTimeField) and field.null
        if field.name.removesuffix("_at") + "_by" not in names
        if field.name not in NOBODY and f"{model._meta.label}.{field.name}" not in NOBODY_HERE
    ]

    assert lonely == []


def test_every_exception_still_exists() -> None:
    existing = {f"{model._meta.label}.{field.name}" for model in OURS for field in fields(model)}

    assert set(NOBODY_HERE) <= existing
    assert set(NOBODY) <= {name.rpartition(".")[2] for name in existing}


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_instants_are_called_at_and_days_on(model: type[models.Model]) -> None:
    for field in fields(model):
        if field.name in {"last_login", "created", "expiry"}:  # Django's, knox's
            continue
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith(("_at", "_until")) or field.name == "at", field.name
        elif isinstance(field, models.DateField):
            assert field.name.endswith(("_on", "_from")) or field.name in DAYS, field.name


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_another_apps_rows_do_not_point_back(model: type[models.Model]) -> None:
    """A reverse accessor would let a lower app read a higher one's rows without importing it."""
    backwards = [
        field.name
        for field in fields(model)
        if field.is_relation
        and field.related_model is not None
        and field.related_model._meta.app_label != model._meta.app_label  # type: ignore[union-attr]
        and field.model is model  # not what a Django base class brings
        and field.remote_field.related_name != "+"
        and field.name not in {"groups", "user_permissions"}  # of Django's own permissions
    ]

    assert backwards == []


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_no_model_sorts_behind_ones_back(model: type[models.Model]) -> None:
    """An order in Meta is paid for by every query and seen in none."""
    assert list(model._meta.ordering) == []
