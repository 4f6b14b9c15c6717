"""Every address of the application."""

from __future__ import annotations

from django.urls import include, path

from betterwork import views
from operations.views import metrics
from ui import job_progress, styleguide

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", include(("betterwork.api.urls", "api"))),
    path("", include("accounts.urls")),
    path("", include("accounts.two_people.urls")),
    path("", include("people.urls")),
    path("", include("translations.urls")),
    path("", include("portal.urls")),
    path("setup/", include("first_run.urls")),
    path("countries/", include("countries.urls")),
    path("factories/", include("factory_table.urls")),
    path("factories/", include("factories.urls")),
    path("factories/", include("duplicates.urls")),
    path("factories/", include("factory_lists.urls")),
    path("", include("assessments.urls")),
    path("", include("responses.urls")),
    path("", include("reviews.urls")),
    path("", include("assessment_files.urls")),
    path("", include("offline_workbook.urls")),
    path("", include("sector_tables.urls")),
    path("", include("questionnaires.urls")),
    path("", include("advisory.urls")),
    path("", include("evidence_files.urls")),
    path("", include("improvement_plans.urls")),
    path("", include("criteria.urls")),
    path("", include("lab.urls")),
    path("", include("recognition.urls")),
    path("", include("scheduling.urls")),
    path("", include("stories.urls")),
    path("", include("progress_reports.urls")),
    path("", include("handovers.urls")),
    path("", include("webhooks.urls")),
    path("", include("benefits.urls")),
    path("", include("courses.urls")),
    path("", include("committees.urls")),
    path("", include("self_diagnosis.urls")),
    path("", include("obligations.urls")),
    path("", include("overview.urls")),
    path("", include("desk.urls")),
    path("lists/", include("saved_lists.urls")),
    path("", include("notifications.urls")),
    path("jobs/<uuid:job_id>/", job_progress.job, name="job"),
    path("jobs/<uuid:job_id>/cancel/", job_progress.cancel, name="job_cancel"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler404 = "ui.errors.page_not_found"
handler500 = "ui.errors.server_error"
