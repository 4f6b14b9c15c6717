"""Addresses of the judgement. The public address of a recognition, /recognitions/<uuid>/, is the portal's."""

from __future__ import annotations

from django.urls import path

from recognition.views import (
    criteria,
    deciding,
    dossier,
    drafting,
    lab,
    measures,
    moving,
    plan,
    staffing,
    verdict,
    worklist,
)

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
    path("plan/", plan.plan, name="plan"),
    path("plan/make/", plan.make, name="make_plan"),
    path("plan/advisers/", staffing.advisers, name="plan_advisers"),
    path("plan/advisers/<int:adviser_id>/", staffing.capacity, name="capacity"),
    path("plan/conflicts/", staffing.declare, name="declare_conflict"),
    path("plan/conflicts/<int:conflict_id>/end/", staffing.end, name="end_conflict"),
    path("plan/<uuid:planned_id>/", moving.move, name="move_visit"),
    path("lab/", lab.lab, name="lab"),
    path("lab/export/", lab.lab_export, name="lab_export"),
    path("lab/document/", drafting.document, name="lab_document"),
    path("lab/approve/<slug:code>/<str:version>/", drafting.approve, name="approve"),
    path("criteria/<slug:code>/<str:version>/", criteria.criteria, name="criteria"),
    path("criteria/<slug:code>/<str:version>/<str:criterion>/", criteria.criterion, name="criterion"),
    path("measures/", measures.measures, name="measures"),
    path("measures/<slug:name>/", measures.measure, name="measure"),
]
