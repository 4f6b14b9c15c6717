"""Addresses of the judgement. The public address of a recognition, /recognitions/<uuid>/, is the portal's."""

from __future__ import annotations

from django.urls import path

from recognition.views import deciding, dossier, verdict, worklist

app_name = "recognition"
urlpatterns = [
    path("recognition/", worklist.worklist, name="worklist"),
    path("recognition/export/", worklist.worklist_export, name="export"),
    path("recognition/judge/", worklist.judge_everybody, name="judge"),
    path("recognition/<uuid:recognition_id>/", dossier.dossier, name="detail"),
    path("recognition/<uuid:recognition_id>/<slug:act>/", deciding.decide, name="decide"),
    path("factories/<str:code>/verdict/", verdict.verdict, name="verdict"),
    path("factories/<str:code>/verdict/judge/", verdict.judge_again, name="judge_factory"),
    path("factories/<str:code>/propose/", deciding.propose, name="propose"),
]
