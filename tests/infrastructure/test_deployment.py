"""The files of a deployment agree with each other, with the settings and with the tree."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if "build" in service}
# read by the entry points themselves, not by settings
OTHER_NAMES = {"SITE_HOST"}


def documented() -> set[str]:
    return set(re.findall(r"^([A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))


def test_the_parts_of_a_production_site_are_there() -> None:
    assert {"web", "worker", "beat", "postgres", "redis", "proxy"} <= set(SERVICES)
    assert {"web", "worker", "beat"} <= OURS


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_is_given_only_settings_that_exist(name: str) -> None:
    given = {key.removesuffix("_FILE") for key in SERVICES[name]["environment"]}

    assert given <= documented()
    assert {"SITE_URL", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "BEHIND_PROXY"} <= given


@pytest.mark.parametrize("name", sorted(OURS))
def test_secrets_come_as_files_that_are_mounted(name: str) -> None:
    for key, value in SERVICES[name]["environment"].items():
        assert key not in {"SECRET_KEY", "DATABASE_URL"}
        if key.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in SERVICES[name]["secrets"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_a_service_refers_to_is_declared(name: str) -> None:
    service = SERVICES[name]

    assert set(service.get("depends_on", {})) <= set(SERVICES)
    assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    for volume in service.get("volumes", []):
        source = volume.partition(":")[0]
        assert source in COMPOSE["volumes"] or (ROOT / source).exists(), source


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_who_waits_for_health_waits_for_something_that_tells(name: str) -> None:
    from_image = "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()
    for other, how in SERVICES[name].get("depends_on", {}).items():
        if how["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other] or (other in OURS and from_image), other


def test_state_is_on_volumes_that_outlive_containers() -> None:
    for name in ("postgres", "redis", "proxy", "web", "worker"):
        assert any(volume.partition(":")[0] in COMPOSE["volumes"] for volume in SERVICES[name]["volumes"]), (
            name
        )


def test_web_and_worker_share_uploaded_files() -> None:
    assert SERVICES["web"]["volumes"] == SERVICES["worker"]["volumes"]


def test_the_image_does_not_run_as_root_and_is_asked_by_readyz() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]

    assert users
    assert users[-1] != "root"
    assert any("scripts/ready.py" in line for line in lines)
    assert "/readyz" in (ROOT / "scripts" / "ready.py").read_text()


def test_the_image_is_made_of_files_that_exist() -> None:
    text = (ROOT / "Dockerfile").read_text()

    for source in re.findall(r"^COPY (?!--from)(\S+) ", text, flags=re.MULTILINE):
        assert (ROOT / source).exists(), source
    kept_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", ".env", "var", "deploy/secrets"} <= set(kept_out)


def test_the_proxy_passes_requests_to_web_and_hides_the_probes() -> None:
    text = (ROOT / "deploy" / "Caddyfile").read_text()

    assert "reverse_proxy web:8000" in text
    assert "path /healthz /readyz" in text
    assert set(re.findall(r"\{\$([A-Z_]+)", text)) == OTHER_NAMES


def test_secrets_are_made_once_and_readable_by_containers(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    script = tmp_path / "make-secrets.sh"
    script.write_bytes((ROOT / "deploy" / "make-secrets.sh").read_bytes())

    subprocess.run(["sh", script], check=True)
    first = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(["sh", script], check=True)

    assert first == {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(first) == set(COMPOSE["secrets"])
    assert len(first["secret_key"]) >= 50
    assert (
        first["database_url"]
        == f"postgres://betterwork:{first['postgres_password']}@postgres:5432/betterwork"
    )
    assert all((tmp_path / "secrets" / name).stat().st_mode & 0o777 == 0o444 for name in first)
