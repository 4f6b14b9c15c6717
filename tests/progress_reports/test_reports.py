"""Progress reports: dated documents, kept as they were, given to the factory's people, proved by their number."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Notice
from criteria.projections import refresh_verdicts
from factories.commands import withdraw_consent
from journal import jobs
from journal.commands import Unchanged
from journal.models import Event, Job
from notifications.notices import notify_people
from progress_reports.commands import (
    NothingToReport,
    UnknownLanguage,
    deliver_reports,
    make_reports,
    make_summary,
    note_opening,
)
from progress_reports.models import ProgressReport
from progress_reports.policies import NotYourReport
from progress_reports.tasks import make_due_reports
from tests import make
from tests.portal.world import judged, refreshed, world
from tests.recognition.make import eligible_factory

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def programme():
    return world()


@pytest.fixture
def rosa(programme):
    return make.user("factory", factory=programme.supplier)


def made(factory, **said) -> ProgressReport:
    """A report on a factory, asked for by the schedule unless somebody is named."""
    result = make_reports([factory.pk], **{"language": "en", "actor": None, "now": NOW, **said})
    (number,) = result.value if isinstance(result, Unchanged) else result
    return ProgressReport.objects.get(pk=number)


def made_of(factories, *, language):
    """Reports on several factories at once."""
    return make_reports([factory.pk for factory in factories], language=language, actor=None, now=NOW)


def page(client, report, route="report"):
    return client.get(reverse(f"progress_reports:{route}", args=[report.printed_number]))


def text(response) -> str:
    return response.content.decode()


def test_a_report_says_where_the_factory_stands_and_what_to_do(client, programme, rosa):
    make.plan_item(programme.supplier, "P-7", issue="Exit kept locked", now=NOW)
    client.force_login(rosa)

    said = text(page(client, made(programme.supplier)))

    assert "1 criterion is not met" in said
    assert "One publicly reported issue fewer" in said
    assert "LOCKED-EXIT" in said
    assert "Exit kept locked" in said
    assert "1 June 2018" in said
    assert "June 2017" in said


def test_what_was_reported_stays_when_the_facts_move_on(client, programme, rosa):
    report = made(programme.supplier)
    client.force_login(rosa)
    before = text(page(client, report))
    make.assessment(programme.supplier, assessed_on=NOW.date(), findings={"OS-8-06": "NEW-LOCK"}, now=NOW)
    judged()
    refreshed()

    assert "NEW-LOCK" not in text(page(client, report))
    assert "LOCKED-EXIT" in before


def test_the_next_report_says_what_changed_since_the_last(programme):
    made(programme.supplier)
    later = NOW + timedelta(days=200)
    make.assessment(programme.supplier, assessed_on=later.date(), findings={}, now=later)
    refresh_verdicts(None, now=later)
    refreshed()

    changes = made(programme.supplier, now=later).content["changes"]

    assert changes["since"] == "Since the report of 1 June 2018"
    assert any(line.startswith("Now met: C3-PUBLIC") for line in changes["lines"])


def test_asking_twice_on_one_day_gives_one_report(programme):
    first, second = made(programme.supplier), made(programme.supplier, now=NOW + timedelta(hours=1))

    assert first == second
    assert made(programme.supplier, language="km") != first
    assert Event.objects.filter(kind="report.made").count() == 2


def test_a_factory_without_a_verdict_gets_no_report(programme):
    with pytest.raises(NothingToReport):
        made(make.factory("KH-00008"))


def test_a_language_that_is_not_spoken_is_refused(programme):
    with pytest.raises(UnknownLanguage):
        made(programme.supplier, language="xx")


def test_nobody_makes_a_report_on_a_factory_of_others(programme):
    for person in (
        make.user("factory", factory=programme.quiet),
        make.user("adviser", country="VN"),
        programme.linh,
        make.user("inspector", country="KH"),
    ):
        with pytest.raises(NotYourReport):
            made(programme.supplier, actor=person)


# --- zero-tolerance cases -------------------------------------------------------------------------------------------


def test_a_case_stands_in_the_managers_edition_and_in_no_other(client):
    mill = eligible_factory("KH-00009")
    make.case(mill, trigger="SECRET-TRIGGER")
    judged(mill)
    refreshed()
    report = made(mill)
    client.force_login(make.user("worker", factory=mill))
    workers = text(page(client, report))
    client.force_login(make.user("adviser", country="KH"))
    advisers = text(page(client, report))
    client.force_login(make.user("factory", factory=mill))
    managers = text(page(client, report))

    for edition in (workers, advisers):
        assert "C5-OPEN" not in edition
        assert "Every criterion shown here is met" in edition
    assert "C5-OPEN" in managers
    assert "2 criteria are not met yet" in managers
    assert "SECRET-TRIGGER" not in managers + workers + advisers


def test_a_case_opened_on_the_day_makes_no_second_report(programme):
    report = made(programme.supplier)
    make.case(programme.supplier)
    judged()
    refreshed()

    assert made(programme.supplier) == report


# --- given and opened -----------------------------------------------------------------------------------------------


def test_a_report_is_given_to_the_factorys_people_and_its_opening_noted(client, programme, rosa):
    worker = make.user("worker", factory=programme.supplier)
    report = made(programme.supplier)
    assert deliver_reports([report.pk], actor=None, now=NOW) == 2
    assert isinstance(deliver_reports([report.pk], actor=None, now=NOW), Unchanged)
    notify_people([], now=NOW)

    client.force_login(rosa)
    inbox = text(client.get(reverse("inbox")))
    page(client, report)
    page(client, report, "pdf")

    assert reverse("progress_reports:report", args=[report.pk]) in inbox
    assert Notice.objects.filter(person=worker, event__kind="report.delivered").count() == 1
    opened = report.deliveries.exclude(opened_at=None)
    assert [delivery.person for delivery in opened] == [rosa]
    assert Event.objects.filter(kind="report.opened").count() == 1


def test_a_report_waits_for_the_first_account_of_its_factory(programme):
    report = made(programme.supplier)
    assert isinstance(deliver_reports([report.pk], actor=None, now=NOW), Unchanged)

    make.user("factory", factory=programme.supplier)

    assert deliver_reports([report.pk], actor=None, now=NOW) == 1


def test_an_opening_is_noted_only_of_whom_it_was_given_to(programme, rosa):
    report = made(programme.supplier)

    assert isinstance(note_opening(report.pk, actor=rosa, now=NOW), Unchanged)
    with pytest.raises(NotYourReport):
        note_opening(report.pk, actor=programme.karim, now=NOW)


# --- the rhythm -----------------------------------------------------------------------------------------------------


def test_regular_reports_come_twice_a_cycle_in_the_countrys_language(programme, rosa):
    with time_machine.travel(NOW):
        assert make_due_reports() == 4
        assert make_due_reports() == 0
    with time_machine.travel(NOW + timedelta(days=181)):
        assert make_due_reports() == 0
    with time_machine.travel(NOW + timedelta(days=182)):
        assert make_due_reports() == 4

    report = ProgressReport.objects.filter(factory=programme.supplier).earliest("made_at")
    assert report.language == "km"
    assert report.delivered_at is not None


def test_staff_make_many_in_the_background(client, programme):
    client.force_login(make.user("manager", country="KH"))

    answer = client.post(reverse("progress_reports:make_all"), {"factories": "all", "language": "en"})

    job = Job.objects.get(kind="make-reports")
    assert answer.headers["Location"] == reverse("job", args=[job.pk])
    jobs.run(job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    assert (job.done_units, job.total_units, job.result["reports"]) == (3, 3, 3)
    assert "KH-00001" in text(client.get(reverse("progress_reports:all")))


def test_the_command_writes_files_and_says_so(programme, tmp_path):
    printed = StringIO()

    call_command("make_reports", "--factory", "KH-00001", "--language", "vi", "--out", tmp_path, "--json",
                 stdout=printed)  # fmt: skip

    said = json.loads(printed.getvalue())
    (file,) = said["files"]
    assert said["reports"] == 1
    assert said["problems"] == []
    assert next(tmp_path.iterdir()).read_bytes().startswith(b"%PDF-")
    assert file.startswith(str(tmp_path / "KH-00001-"))


def test_the_command_names_a_factory_without_a_report(programme, tmp_path):
    printed = StringIO()
    make.factory("KH-00008")

    with pytest.raises(SystemExit):
        call_command("make_reports", "--factory", "KH-00008", "--out", tmp_path, "--json", stdout=printed)

    assert json.loads(printed.getvalue())["problems"][0]["id"] == "KH-00008"


def test_two_and_ten_reports_take_the_same_statements(programme):
    few = [programme.supplier, programme.quiet]
    many = [*few, *(eligible_factory(f"KH-0001{n}", latest={"OS-8-06": "EXIT"}) for n in range(8))]
    for factory in many:
        make.plan_item(factory, "P-1", now=NOW)
    judged()
    refreshed()

    with CaptureQueriesContext(connection) as two:
        made_of(few, language="km")
    with CaptureQueriesContext(connection) as ten:
        made_of(many, language="vi")

    assert len(ten) == len(two)


# --- brands ---------------------------------------------------------------------------------------------------------


def test_a_summary_is_cut_to_what_the_brand_may_read(client, programme):
    client.force_login(programme.linh)
    client.post(reverse("progress_reports:make", args=["KH-00001"]), {"language": "en"})
    summary = ProgressReport.objects.get(brand__isnull=False)

    said = text(page(client, summary))

    assert "LOCKED-EXIT" in said
    assert "C5-OPEN" not in said
    assert "C1-COUNT" not in said
    assert all(pillar["criteria"] == [] for pillar in summary.content["pillars"])
    assert page(client, made(programme.supplier)).status_code == 404


def test_a_summary_ends_with_the_consent(client, programme):
    (number,) = make_summary(
        programme.supplier.pk, brand_id=programme.brand.pk, language="en", actor=programme.linh, now=NOW
    )
    summary = ProgressReport.objects.get(pk=number)
    client.force_login(programme.linh)
    assert page(client, summary).status_code == 200

    withdraw_consent(
        programme.supplier.pk, brand_id=programme.brand.pk, now=NOW,
        actor=make.user("factory", factory=programme.supplier),
    )  # fmt: skip

    assert page(client, summary).status_code == 404
    assert page(client, summary, "pdf").status_code == 404
    client.force_login(make.user("factory", factory=programme.supplier))
    assert page(client, summary).status_code == 200  # what was told about it stays its own to read


def test_a_brand_without_consent_has_no_summary(programme):
    with pytest.raises(NotYourReport):
        make_summary(
            programme.quiet.pk, brand_id=programme.brand.pk, language="en", actor=programme.linh, now=NOW
        )


# --- proof ----------------------------------------------------------------------------------------------------------


def test_whoever_holds_the_document_finds_out_that_its_number_is_genuine(client, programme):
    report = made(programme.supplier)
    typed = report.printed_number.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    answer = client.get(reverse("progress_reports:number_form"), {"number": typed}, follow=True)

    said = text(answer)
    assert "This number is genuine" in said
    assert programme.supplier.name in said
    assert "1 June 2018" in said
    assert "LOCKED-EXIT" not in said
    assert "Open the report" not in said


def test_a_wrong_number_is_said_to_be_none(client, programme):
    report = made(programme.supplier)
    wrong = report.printed_number[:-1] + ("A" if report.printed_number[-1] != "A" else "B")

    answer = client.get(reverse("progress_reports:proof", args=[wrong]))

    assert answer.status_code == 404
    assert "No such number" in text(answer)


def test_a_summarys_number_does_not_tell_who_buys_there(client, programme):
    (number,) = make_summary(
        programme.supplier.pk, brand_id=programme.brand.pk, language="en", actor=programme.linh, now=NOW
    )

    assert "Northwind" not in text(client.get(reverse("progress_reports:proof", args=[number])))


def test_the_progress_page_lists_the_reports(client, programme, rosa):
    report = made(programme.supplier)
    client.force_login(rosa)

    said = text(client.get(reverse("progress")))

    assert report.printed_number in said
    assert reverse("progress_reports:pdf", args=[report.printed_number]) in said
