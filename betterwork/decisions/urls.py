"""Addresses of verdicts, criteria and decisions."""

from __future__ import annotations

from django.urls import path

from betterwork.decisions import views

app_name = "recognition"
urlpatterns = [
    path("recognition/", views.worklist, name="worklist"),
    path("recognition/judge/", views.judge_again, name="judge"),
    path("recognition/<uuid:recognition_id>/", views.detail, name="detail"),
    path("recognition/<uuid:recognition_id>/<slug:act>/", views.decide, name="decide"),
    path("factories/<str:code>/verdict/", views.verdict, name="verdict"),
    path("factories/<str:code>/propose/", views.propose, name="propose"),
    path("criteria/<str:code>/<str:version>/", views.criteria, name="criteria"),
    path("criteria/<str:code>/<str:version>/<str:criterion>/", views.criteria, name="criterion"),
]
