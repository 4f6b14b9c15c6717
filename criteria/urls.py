"""Addresses of criteria, measures and the lab."""

from __future__ import annotations

from django.urls import path

from criteria.views import criteria, drafts, lab, measures

app_name = "criteria"
urlpatterns = [
    path("lab/", lab.lab, name="lab"),
    path("lab/export/", lab.lab_export, name="lab_export"),
    path("lab/document/", drafts.document, name="lab_document"),
    path("lab/propose/<slug:code>/<str:version>/", drafts.propose, name="propose"),
    path("criteria/<slug:code>/<str:version>/", criteria.criteria, name="criteria"),
    path("criteria/<slug:code>/<str:version>/<str:criterion>/", criteria.criterion, name="criterion"),
    path("measures/", measures.measures, name="measures"),
    path("measures/<slug:name>/", measures.measure, name="measure"),
]
