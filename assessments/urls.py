"""Addresses of the evidence. What is recorded at a factory stands below the factory's own address."""

from __future__ import annotations

from django.urls import path

from assessments.views import (
    acting,
    acts,
    cases,
    commenting,
    entering,
    files,
    kept,
    lists,
    one,
    plan_files,
    planning,
    recording,
    sectors,
    visiting,
    visits,
    workspace,
)

app_name = "assessments"
urlpatterns = [
    path("assessments/", lists.assessment_list, name="list"),
    path("assessments/export/", lists.assessment_export, name="export"),
    path("assessments/<uuid:assessment_id>/", one.assessment, name="detail"),
    path("assessments/<uuid:assessment_id>/enter/", workspace.workspace, name="workspace"),
    path("assessments/<uuid:assessment_id>/sheet/", workspace.sheet, name="sheet"),
    path("assessments/<uuid:assessment_id>/acts/", acts.acts, name="acts"),
    path("assessments/questions/<str:layout_digest>/<str:language>/", workspace.questions, name="questions"),
    path("assessments/offline/", kept.offline, name="offline"),
    path("assessments/manifest.webmanifest", kept.manifest, name="manifest"),
    path("sw.js", kept.service_worker, name="service_worker"),
    path("assessments/<uuid:assessment_id>/points/<str:point>/", entering.enter_point, name="enter"),
    path("assessments/<uuid:assessment_id>/submit/", acting.submit, name="submit"),
    path("assessments/<uuid:assessment_id>/return/", acting.give_back, name="return"),
    path("assessments/<uuid:assessment_id>/accept/", acting.accept, name="accept"),
    path("assessments/<uuid:assessment_id>/finalise/", acting.finalise, name="finalise"),
    path("assessments/<uuid:assessment_id>/correct/", acting.correct, name="correct"),
    path(
        "assessments/<uuid:assessment_id>/findings/<int:finding_id>/respond/", acting.respond, name="respond"
    ),
    path("assessments/<uuid:assessment_id>/findings/<int:finding_id>/verify/", acting.verify, name="verify"),
    path(
        "assessments/<uuid:assessment_id>/questions/<str:question>/comment/",
        commenting.comment,
        name="comment",
    ),
    path("assessments/<uuid:assessment_id>/questions/<str:question>/files/", files.add, name="add_file"),
    path("evidence/<uuid:file_id>/", files.give, name="file"),
    path("evidence/<uuid:file_id>/thumbnail/", files.thumbnail, name="thumbnail"),
    path("evidence/<uuid:file_id>/remove/", files.remove, name="remove_file"),
    path("visits/<uuid:visit_uid>/", visits.visit, name="visit"),
    path("visits/<uuid:visit_uid>/change/", visiting.change, name="change_visit"),
    path("sector-tables/", sectors.sector_tables, name="sectors"),
    path("factories/<str:code>/assessments/new/", entering.open_new, name="open"),
    path("factories/<str:code>/visits/new/", visiting.new, name="record_visit"),
    path("factories/<str:code>/committees/new/", recording.record("committees"), name="record_committee"),
    path("factories/<str:code>/systems/new/", recording.record("systems"), name="record_systems"),
    path("factories/<str:code>/learning/new/", recording.record("learning"), name="record_learning"),
    path("factories/<str:code>/plan/", planning.plan, name="plan"),
    path("factories/<str:code>/plan/<int:item_id>/status/", planning.status, name="plan_status"),
    path("factories/<str:code>/plan/<int:item_id>/files/", plan_files.add, name="add_plan_file"),
    path("plan-files/<uuid:file_id>/", plan_files.give, name="plan_file"),
    path("factories/<str:code>/plan/new/", recording.plan_item, name="record_plan_item"),
    path("factories/<str:code>/plan/<int:item_id>/", recording.plan_item, name="plan_item"),
    path("factories/<str:code>/cases/new/", cases.open_case, name="open_case"),
    path("factories/<str:code>/cases/<uuid:case_uid>/", cases.case, name="case"),
    path("factories/<str:code>/cases/<uuid:case_uid>/close/", cases.close_case, name="close_case"),
]
