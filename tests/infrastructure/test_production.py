"""gunicorn with a production's settings: what a proxy, a probe and a browser get from it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.waiting import eventually

HOST = "recognition.example"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage


@dataclass(frozen=True, slots=True)
class Site:
    """A production web process, asked as a proxy asks it."""

    port: int
    static: Path

    def get(self, path: str, *, scheme: str = "https", host: str = HOST) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as asked:
            asked.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": scheme})
            with asked.getresponse() as answer:
                answer.read()
                return Answer(answer.status, answer.headers)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    key = folder / "key"
    key.write_text("not a secret, since it guards nothing but this test " * 2)
    environment = {
        k: v
        for k, v in os.environ.items()
        if k not in {"SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    environment |= {
        "VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "true",
        "SECRET_KEY_FILE": str(key),
        "STATICFILES_STORAGE": "betterwork.static_storage.HashedStaticFiles",
    }

    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        check=True,
        cwd=settings.BASE_DIR,
        env=environment,
    )
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "betterwork.wsgi", "-b", f"127.0.0.1:{port}", "-k", "gthread"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=log,
        )
    ready = [sys.executable, str(Path(settings.BASE_DIR) / "scripts" / "ready.py"), str(port)]
    try:
        eventually(
            lambda: (
                subprocess.run(ready, env=environment, stderr=subprocess.DEVNULL, check=False).returncode == 0
            )
        )
        yield Site(port, folder / "static")
    finally:
        server.terminate()
        server.wait(20)


def test_a_probe_inside_the_network_is_answered_over_plain_http(site: Site) -> None:
    assert site.get("/readyz", scheme="http").status == 200
    assert site.get("/healthz", scheme="http").status == 200


def test_a_plain_request_is_sent_on_to_https(site: Site) -> None:
    answer = site.get("/recognised/", scheme="http")

    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/recognised/"


def test_browsers_are_told_to_stay_on_https_and_to_run_only_our_scripts(site: Site) -> None:
    headers = site.get("/healthz").headers

    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_another_hosts_name_is_refused(site: Site) -> None:
    assert site.get("/", host="evil.example").status == 400


def test_static_files_carry_their_digest_and_may_be_kept_for_ever(site: Site) -> None:
    paths: dict[str, str] = json.loads((site.static / "staticfiles.json").read_text())["paths"]
    name, stored = next((name, stored) for name, stored in sorted(paths.items()) if name.endswith(".css"))

    answer = site.get(f"/static/{stored}")

    assert stored != name
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
