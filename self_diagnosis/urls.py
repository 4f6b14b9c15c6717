"""Addresses of a factory's self-diagnoses, below the factory's own."""

from __future__ import annotations

from django.urls import path

from self_diagnosis.views import acts, answering, pages

app_name = "self_diagnosis"
_ONE = "factories/<str:code>/self-diagnoses/<uuid:diagnosis_id>/"
urlpatterns = [
    path("factories/<str:code>/self-diagnoses/", pages.listing, name="list"),
    path("factories/<str:code>/self-diagnoses/new/", acts.begin, name="begin"),
    path(_ONE, pages.diagnosis, name="diagnosis"),
    path(f"{_ONE}paper/", pages.paper, name="paper"),
    path(f"{_ONE}state/", acts.change, name="change"),
    path(f"{_ONE}plan/", acts.plan, name="plan"),
    path(f"{_ONE}points/<str:point>/", answering.point, name="point"),
]
