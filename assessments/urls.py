"""Addresses of the evidence. What is recorded at a factory stands below the factory's own address."""

from __future__ import annotations

from django.urls import path

from assessments.views import attachments, detail, lists, transitions
from assessments.views.answering import entering, entries, offline, sync, uploads, workspace

app_name = "assessments"
urlpatterns = [
    path("assessments/", lists.assessment_list, name="list"),
    path("assessments/<uuid:assessment_id>/", detail.assessment, name="detail"),
    path("assessments/<uuid:assessment_id>/enter/", workspace.workspace, name="workspace"),
    path("assessments/<uuid:assessment_id>/sheet/", workspace.sheet, name="sheet"),
    path("assessments/<uuid:assessment_id>/acts/", sync.take_changes, name="acts"),
    path("assessments/<uuid:assessment_id>/proposals/", sync.hand_over, name="hand_over"),
    path("assessments/<uuid:assessment_id>/files/", uploads.send, name="send_file"),
    path("assessments/<uuid:assessment_id>/entries/", entries.entries, name="entries"),
    path("assessments/questions/<str:layout_digest>/<str:language>/", workspace.questions, name="questions"),
    path("assessments/offline/", offline.offline, name="offline"),
    path("assessments/manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("assessments/<uuid:assessment_id>/points/<str:point>/", entering.enter_point, name="enter"),
    path("assessments/<uuid:assessment_id>/submit/", transitions.submit, name="submit"),
    path("assessments/<uuid:assessment_id>/return/", transitions.give_back, name="return"),
    path("assessments/<uuid:assessment_id>/accept/", transitions.accept, name="accept"),
    path("assessments/<uuid:assessment_id>/finalise/", transitions.finalise, name="finalise"),
    path("assessments/<uuid:assessment_id>/correct/", transitions.correct, name="correct"),
    path(
        "assessments/<uuid:assessment_id>/findings/<int:finding_id>/verify/",
        transitions.verify,
        name="verify",
    ),
    path(
        "assessments/<uuid:assessment_id>/questions/<str:question>/files/", attachments.add, name="add_file"
    ),
    path("evidence/<uuid:file_id>/", attachments.give, name="file"),
    path("evidence/<uuid:file_id>/thumbnail/", attachments.thumbnail, name="thumbnail"),
    path("evidence/<uuid:file_id>/remove/", attachments.remove, name="remove_file"),
    path("factories/<str:code>/assessments/new/", entering.open_new, name="open"),
]
