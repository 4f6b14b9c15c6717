"""A typed Python client made out of the API's description, used against a real server."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.commands.tokens import make_token
from buyers.models import BuyerCommitment
from countries.queries.local_time import LocalDays
from tests import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def client_package(client, tmp_path, monkeypatch):
    """Generated as `make client` does."""
    document = client.get("/api/v1/schema/?format=json").json()
    described, made = tmp_path / "openapi.json", tmp_path / "client"
    described.write_text(json.dumps(document))
    told = subprocess.run(
        [
            str(Path(sys.executable).parent / "openapi-python-client"),
            "generate", "--path", str(described), "--config", str(ROOT / "scripts" / "api_client.yml"),
            "--output-path", str(made), "--fail-on-warning",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    monkeypatch.syspath_prepend(str(made))
    yield importlib.import_module("better_work_recognition")
    for name in [name for name in sys.modules if name.startswith("better_work_recognition")]:
        del sys.modules[name]


def test_a_brands_system_reads_writes_and_exports_with_it(client_package, live_server):
    mill = make.factory("KH-00001", name="Near Mill")
    brand = make.brand("Northwind")
    make.sourcing(brand, mill)
    make.consent(brand, mill)
    make.assessment(mill, findings=["OS-8-06"])
    linh = make.user("brand", brand=brand)
    token = make_token(linh.pk, name="x", scope="write", expires_at=None, actor=linh, now=timezone.now())

    def operation(name):
        return importlib.import_module(f"better_work_recognition.api.{name}")

    models = importlib.import_module("better_work_recognition.models")
    made = client_package.AuthenticatedClient(base_url=live_server.url, token=token, prefix="Token")
    with made as caller:
        used(caller, operation, models)


def used(caller, operation, models):
    """Read, write, export, and be refused."""

    khmer = models.FindingsListLanguage.KM
    (supplier,) = operation("suppliers.suppliers_list").sync(client=caller).results
    (finding,) = operation("findings.findings_list").sync(client=caller, language=khmer).results
    assert (supplier.factory, finding.factory, finding.question) == ("KH-00001", "KH-00001", "OS-8-06")
    assert finding.text

    sent = models.NewCommitment(
        id=uuid4(), factory="KH-00001", kind=models.CommitmentKind("payment"), text="Paid within 30 days.",
        due_on=LocalDays(timezone.now()).of("KH") + timedelta(days=30),
    )  # fmt: skip
    create = operation("commitments.commitments_create")
    first, again = (create.sync(client=caller, body=sent, idempotency_key="once") for _ in range(2))
    assert first.id == again.id == BuyerCommitment.objects.get().pk

    exported = operation("findings.findings_export_retrieve").sync(client=caller)
    assert json.loads(exported.payload.read())["question"] == "OS-8-06"

    wrong = operation("findings.findings_list").sync_detailed(client=caller, cursor="x")
    assert (wrong.status_code, wrong.parsed.code) == (404, "not_found")
