"""Addresses of criteria and measures."""

from __future__ import annotations

from django.urls import path

from criteria.views import criteria, measures

app_name = "criteria"
urlpatterns = [
    path("criteria/<slug:code>/<str:version>/", criteria.criteria, name="criteria"),
    path("criteria/<slug:code>/<str:version>/<str:criterion>/", criteria.criterion, name="criterion"),
    path("measures/", measures.measures, name="measures"),
    path("measures/<slug:name>/", measures.measure, name="measure"),
]
