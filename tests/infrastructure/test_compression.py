"""Pages and our files go compressed without a proxy; what is compressed as it is stays so."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from ui.compression import CompressedPages

WORDS = b"Where a factory stands. " * 50


def answered(response):
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    return CompressedPages(lambda _request: response)(request)


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "text/calendar", "application/json", "image/svg+xml"]
)
def test_words_go_compressed(kind):
    response = answered(HttpResponse(WORDS, content_type=kind))

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == WORDS


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf"])
def test_pictures_and_documents_stay_as_they_are(kind):
    assert "Content-Encoding" not in answered(HttpResponse(WORDS, content_type=kind)).headers


def test_a_file_is_sent_as_it_is_read(tmp_path: Path):
    (tmp_path / "rows.csv").write_bytes(WORDS)
    with (tmp_path / "rows.csv").open("rb") as file:
        assert "Content-Encoding" not in answered(FileResponse(file, content_type="text/csv")).headers


def test_the_embedded_product_has_its_files_compressed(settings, tmp_path: Path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "betterwork.static_storage.HashedStaticFiles"}
    }

    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["drf_spectacular_sidecar"])

    own = [
        path for path in (tmp_path / "css").glob("*.css") if (tmp_path / "css" / f"{path.name}.gz").exists()
    ]
    assert len(own) >= len(list(Path(settings.BASE_DIR, "static/css").glob("*.css")))
