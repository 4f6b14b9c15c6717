"""A rebuild reads as many times for one factory as for thousands; so does every page."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from assessments.models import Assessment, Score, SheetRevision
from criteria.models import Evaluation
from factories.models import Consent, Factory, Sourcing
from journal.bulk import refresh_planner_statistics
from portal import projections
from portal.models import Listing, SupplierProgress, SupplierReport
from recognition.models import Recognition
from tests import make
from tests.portal.world import NOW, TODAY, reading, world

pytestmark = pytest.mark.django_db

MANY = 3000


def multiplied(programme, times):
    """The recognised factory and all that is known of it, so many times more; consented to by the brand."""
    model = programme.recognised
    made = Factory.objects.bulk_create(
        Factory(
            code=f"VN-9{n:05}", name=f"{model.name} {n:05}", match_name=f"{model.match_name} {n:05}",
            country_id=model.country_id,
            workers=100 + n % 900, women_workers=50, products="shirts; trousers", recorded_at=NOW,
        )
        for n in range(times)
    )  # fmt: skip
    for copied in (_assessments, _evaluations):
        copied(model, made)
    Sourcing.objects.bulk_create(
        Sourcing(brand=programme.brand, factory=one, from_on=date(2015, 1, 1), recorded_at=NOW)
        for one in made
    )
    Consent.objects.bulk_create(
        Consent(brand=programme.brand, factory=one, from_on=date(2015, 1, 1), recorded_at=NOW) for one in made
    )
    refresh_planner_statistics()  # as a command that wrote so much does


def _assessments(model, made):
    for old in Assessment.objects.filter(factory=model):
        score, sheet = Score.objects.get(assessment=old), SheetRevision.objects.get(assessment=old)
        ids = {one.pk: uuid.uuid4() for one in made}
        Assessment.objects.bulk_create(_copy(old, pk=ids[one.pk], factory_id=one.pk) for one in made)
        Score.objects.bulk_create(_copy(score, assessment_id=ids[one.pk]) for one in made)
        SheetRevision.objects.bulk_create(_copy(sheet, pk=None, assessment_id=ids[one.pk]) for one in made)


def _evaluations(model, made):
    old = Evaluation.objects.get(factory=model, is_current=True)
    known = Recognition.objects.get(factory=model)
    ids = {one.pk: uuid.uuid4() for one in made}
    Evaluation.objects.bulk_create(_copy(old, pk=ids[one.pk], factory_id=one.pk) for one in made)
    Recognition.objects.bulk_create(
        _copy(known, pk=uuid.uuid4(), factory_id=one.pk, evaluation_id=ids[one.pk]) for one in made
    )


def _copy(row, **changed):
    said = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if "pk" in changed:
        changed[row._meta.pk.attname] = changed.pop("pk")
    return type(row)(**said | changed)


REBUILDS = {
    "listings": projections.refresh_listings,
    "progress": projections.refresh_progress,
    "reports": projections.refresh_reports,
    "priorities": lambda: projections.refresh_priorities(TODAY),
}


PAGES = {
    "recognised": ("", "recognised", {}),
    "recognised in a country": ("", "recognised", {"country": "VN", "q": "fictional mill"}),
    "recognised, for machines": ("", "api:listing-list", {}),
    "public issues": ("", "public_issues", {}),
    "public issues, narrowed": (
        "", "public_issues", {"country": "VN", "issue": "OS-8-06", "outcome": "none", "sort": "-found"}
    ),
    "directory": ("brand", "directory", {}),
    "four compared": ("brand", "directory_compare", {"compare": ["VN-00001", "KH-00001", "KH-00002"]}),
    "directory, narrowed": (
        "brand", "directory", {"mine": "yes", "recognised": "yes", "product": "shirts", "sort": "-workers"}
    ),
    "suppliers": ("brand", "suppliers", {}),
    "suppliers by rate": ("brand", "suppliers", {"sort": "-rate", "shared": "yes"}),
    "priority": ("inspector", "priority", {}),
    "inspectorate": ("inspector", "inspectorate", {}),
    "factories with an issue": ("inspector", "issue_factories", {"issue": "OS-8", "result": "again"}),
    "desk of the global team": ("global", "desk", {}),
    "desk of an adviser": ("adviser", "desk", {}),
    "our factories": ("group", "progress", {}),
}  # fmt: skip


@pytest.mark.long
def test_every_page_and_rebuild_asks_as_often_for_three_factories_as_for_three_thousand(client):
    programme = world()
    group = make.group()
    Factory.objects.update(products="shirts; trousers")
    Factory.objects.filter(pk__in=[programme.supplier.pk, programme.quiet.pk]).update(group=group)
    users = {
        "brand": programme.linh,
        "inspector": make.user("inspector", country="VN"),
        "global": make.user("global"),
        "adviser": make.user("adviser", country="VN"),
        "group": make.user("group", group=group),
    }

    few_reads, few = rebuilt(), visited(client, users)
    multiplied(programme, MANY)
    Factory.objects.filter(code__startswith="VN-900").update(group=group)
    many_reads = rebuilt()
    refresh_planner_statistics()  # as a command that wrote so much does
    many = visited(client, users)

    assert many_reads == few_reads
    assert max(many_reads.values()) <= 20
    assert Listing.objects.count() == SupplierProgress.objects.filter(outcome="eligible").count() == MANY + 1
    assert SupplierReport.objects.count() == MANY + 3
    assert many == few
    assert max(many.values()) <= 25


def rebuilt():
    """How often each rebuild reads."""
    counts = {}
    for name, rebuild in REBUILDS.items():
        with reading() as asked:
            rebuild()
        counts[name] = len(asked)
    return counts


def visited(client, users):
    """How often each page asks."""
    return {name: asked_by(client, users.get(who), route, said) for name, (who, route, said) in PAGES.items()}


def asked_by(client, user, route, said):
    client.logout()
    if user:
        client.force_login(user)
    client.get(reverse(route), said)  # what is asked once per session is not the page's
    with reading() as asked:
        response = client.get(reverse(route), said)
    assert response.status_code == 200
    return len(asked)
