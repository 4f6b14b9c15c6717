"""Bulk files through the pages: checked first, with a bar; written when somebody says so, all of it or nothing."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
import xlsxwriter
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from advisory.commands.importing_evidence import import_evidence
from advisory.models import AdvisoryVisit
from assessment_files.commands import import_assessments
from assessments.models import Assessment
from assessments.policies import NotAllowed
from evidence_files.forms import KIND_NAMES
from evidence_files.tasks import RETENTION, ROWS_A_STEP
from evidence_files.workbook.importing import ASSESSMENTS, EVIDENCE_KINDS
from factories.models import Sourcing
from journal import jobs
from journal.models import Event, Job
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

CODE = "KH-00017"
VISITS = f"factory,visited_on,purpose\n{CODE},2018-04-10,Plan\n{CODE},2018-04-11,Look again\n"


@pytest.fixture
def lead():
    return make.user(Role.GLOBAL)


@pytest.fixture
def page(client, lead):
    make.factory(CODE)
    client.force_login(lead)
    return client


def upload(page, content, kind="visits", name="visits.csv"):
    """The job that an upload begins, after a worker has done it."""
    content = content if isinstance(content, bytes) else content.encode()
    response = page.post(
        reverse("evidence_files:import"), {"kind": kind, "file": SimpleUploadedFile(name, content)}
    )
    assert response.status_code == 302, response.text
    return worked(response)


def worked(response):
    job = Job.objects.get(pk=UUID(response["Location"].rstrip("/").rpartition("/")[2]))
    jobs.run(job.pk, clock=timezone.now)
    job.refresh_from_db()
    return job


def shown(page, job, **headers):
    return page.get(reverse("evidence_files:imported", args=[job.pk]), headers=headers)


def confirm(page, job):
    return page.post(reverse("evidence_files:import_write", args=[job.pk]))


def workbook(rows):
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    return target.getvalue()


def test_a_file_is_checked_first_and_written_when_confirmed(page):
    checked = upload(page, VISITS)

    assert "2" in shown(page, checked).text
    assert "Nothing is written yet" in shown(page, checked).text
    assert AdvisoryVisit.objects.count() == 0

    written = worked(confirm(page, checked))

    assert "The file is in." in shown(page, written).text
    assert AdvisoryVisit.objects.count() == 2
    assert written.result["created"] == 2
    assert Event.objects.get(kind="evidence.imported").actor_id == checked.actor_id


def test_the_same_file_again_has_nothing_to_write(page):
    worked(confirm(page, upload(page, VISITS)))

    again = upload(page, VISITS)

    assert "nothing to write" in shown(page, again).text
    assert confirm(page, again).status_code == 404


@pytest.mark.parametrize("as_workbook", [False, True], ids=["csv", "xlsx"])
def test_every_problem_is_told_by_row_and_column_with_a_mend(page, as_workbook):
    rows = [
        ["factory", "visited_on", "purpose"],
        ["KH-99999", "2018-04-10", "Plan"],
        [CODE, "yesterday", "Plan"],
    ]
    content = workbook(rows) if as_workbook else "\n".join(",".join(row) for row in rows)

    job = upload(page, content)

    text = shown(page, job).text
    assert "2 things are in the way" in text
    assert "row 2" in text
    assert "row 3" in text
    assert "visited_on" in text
    assert "Write it as 2018-06-01." in text
    assert confirm(page, job).status_code == 404
    assert AdvisoryVisit.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"factory,visited_on\n\xff\xfe\xfa", "is not UTF-8"),
        (b"PK\x03\x04 no workbook", "is not a whole workbook"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel file"),
        (b"what,else\n1,2\n", "is missing"),
    ],
)
def test_what_is_no_such_file_is_told(page, content, told):
    assert told in shown(page, upload(page, content)).text


def test_an_export_of_assessments_goes_in_again_and_changes_nothing(page):
    make.assessment(make.factory(), findings={"OS-8-06": "Locked."})
    exported = b"".join(page.get(reverse("assessment_files:export"), {"format": "csv"}).streaming_content)

    job = upload(page, exported, "assessments", "assessments.csv")

    assert (job.result["unchanged"], job.result["problem_count"]) == (1, 0)


def test_assessments_come_in_by_the_long_layout(page):
    make.questionnaire()
    rows = "\n".join(f"{CODE},2018-03-01,cat@1.0,{code},C,draft" for code in make.layout().codes)

    worked(
        confirm(
            page,
            upload(page, f"factory,assessed_on,questionnaire,question,answer,state\n{rows}\n", "assessments"),
        )
    )

    assert Assessment.objects.get().state == "draft"


def test_links_come_in_too(page):
    worked(confirm(page, upload(page, f"factory,brand,from_on\n{CODE},Northwind,2017-01-01\n", "sourcing")))

    assert Sourcing.objects.count() == 1


def test_the_bar_says_how_many_rows_have_gone_by(page):
    rows = "".join(f"{CODE},2018-04-10,Plan {n}\n" for n in range(ROWS_A_STEP + 5))

    job = upload(page, f"factory,visited_on,purpose\n{rows}")

    assert job.done_units >= ROWS_A_STEP
    assert job.total_units >= job.done_units


def test_while_it_runs_the_page_asks_again_and_gets_the_part_alone(page):
    job = upload(page, VISITS)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, result=None)

    assert 'hx-trigger="every 1s"' in shown(page, job).text
    part = shown(page, job, hx_request="true").text
    assert "<html" not in part
    assert "hx-get" in part


def test_what_was_uploaded_is_kept_no_longer_than_it_is_needed(page):
    faulty, checked = upload(page, "factory\n"), upload(page, VISITS)
    assert not default_storage.exists(faulty.parameters["file"])
    assert default_storage.exists(checked.parameters["file"])

    Job.objects.filter(pk=checked.pk).update(queued_at=timezone.now() - 2 * RETENTION)
    written = worked(confirm(page, upload(page, VISITS)))

    assert not default_storage.exists(checked.parameters["file"])
    assert not default_storage.exists(written.parameters["file"])


def test_a_file_that_is_gone_or_another_than_was_checked_is_not_written(page):
    checked = upload(page, VISITS)
    default_storage.delete(checked.parameters["file"])
    response = confirm(page, checked)
    job = Job.objects.get(pk=UUID(response["Location"].rstrip("/").rpartition("/")[2]))

    with pytest.raises(RuntimeError, match="Upload it again"):
        jobs.run(job.pk, clock=timezone.now)

    assert "Upload it again" in shown(page, job).text
    assert AdvisoryVisit.objects.count() == 0


def test_a_file_that_is_too_large_is_not_even_kept(page, settings):
    settings.IMPORT_MAX_MB = 0

    response = page.post(
        reverse("evidence_files:import"),
        {"kind": "visits", "file": SimpleUploadedFile("v.csv", b"factory\n")},
    )

    assert response.status_code == 422
    assert "Cut it into several files" in response.text
    assert Job.objects.count() == 0


def test_only_the_global_team_imports():
    with pytest.raises(NotAllowed):
        import_evidence("visits", [], columns=(), actor=make.user("manager"), now=NOW)
    with pytest.raises(NotAllowed):
        import_assessments([], lines=0, actor=make.user("reviewer"), now=NOW)


def test_the_list_of_assessments_leads_there_for_whoever_may(page, client):
    address = reverse("evidence_files:import")
    assert address in page.get(reverse("assessments:list")).text

    client.force_login(make.user("manager"))
    assert address not in client.get(reverse("assessments:list")).text


def test_every_kind_has_a_name():
    assert set(KIND_NAMES) == {ASSESSMENTS, *EVIDENCE_KINDS}
