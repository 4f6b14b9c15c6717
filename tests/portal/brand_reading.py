"""Everything that a brand can open of its suppliers: each page, file and API answer."""

from __future__ import annotations

import re
from io import BytesIO

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from assessments.models import Assessment
from criteria.models import Evaluation
from factories.models import Factory
from progress_reports.models import ProgressReport

Answers = dict[str, tuple[int, str]]
RENDERED = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|nonce="[^"]*"|data-csrf="[^"]*"'
    r'|csrf[-_]?token[^>]{0,80}|name="once" value="[^"]*"'
)


def addresses(factory: Factory) -> list[str]:
    """Where a brand may read of a factory, whether it may or not."""
    by_code = {"code": factory.code}
    found = [
        reverse("brand_home"),
        reverse("suppliers"),
        reverse("suppliers") + "?shared=yes&sort=-rate",
        reverse("suppliers") + "?shared=no",
        reverse("suppliers_export") + "?format=csv",
        reverse("suppliers_compare") + f"?compare={factory.code}",
        reverse("directory") + f"?q={factory.code}",
        reverse("factory", kwargs=by_code),
        reverse("access_request", kwargs=by_code),
        reverse("report_access", kwargs=by_code),
        reverse("looks", kwargs=by_code),
        reverse("shared_plan", kwargs=by_code),
        reverse("progress_reports:factory", kwargs=by_code),
        reverse("assessments:list"),
        reverse("advisory:plan", kwargs=by_code),
        reverse("api:factory-list"),
        reverse("api:factory-detail", kwargs=by_code),
        reverse("api:assessment-list"),
        reverse("api:evaluation-list"),
        reverse("api:visit-list"),
        reverse("api:listing-list"),
    ]
    for pk in Assessment.objects.filter(factory=factory).order_by("pk").values_list("pk", flat=True):
        found += [reverse("assessments:detail", args=[pk]), reverse("api:assessment-detail", args=[pk])]
    for pk in Evaluation.objects.filter(factory=factory).order_by("pk").values_list("pk", flat=True):
        found.append(reverse("api:evaluation-detail", args=[pk]))
    return found


def documents(factory: Factory) -> list[str]:
    """The reports on a factory, as page and as PDF, by the numbers that there are."""
    found = []
    for report in ProgressReport.objects.filter(factory=factory).order_by("pk"):
        found += [
            reverse(f"progress_reports:{route}", args=[report.printed_number]) for route in ("report", "pdf")
        ]
    return found


def read_all(user: User, wanted: list[str]) -> Answers:
    """Status and text of each answer; of a PDF the text of its pages."""
    client = Client()
    client.force_login(user)
    found: Answers = {}
    for address in wanted:
        response = client.get(address)
        raw = b"".join(response.streaming_content) if response.streaming else response.content
        if response.headers.get("Content-Type", "") == "application/pdf":
            text = "".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages)
        else:
            text = RENDERED.sub("", raw.decode())
        found[address] = response.status_code, text
    return found


def saying(answers: Answers, words: str) -> set[str]:
    """The addresses whose answers say something."""
    return {address for address, (_status, text) in answers.items() if words in text}
