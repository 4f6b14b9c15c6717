"""Addresses of the lab."""

from __future__ import annotations

from django.urls import path

from lab.views.document import document
from lab.views.lab import lab, lab_export

app_name = "lab"
urlpatterns = [
    path("lab/", lab, name="lab"),
    path("lab/export/", lab_export, name="export"),
    path("lab/document/", document, name="document"),
]
