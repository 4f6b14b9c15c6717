"""Addresses of the comment window, below the assessment's own."""

from __future__ import annotations

from django.urls import path

from responses.views import responding

app_name = "responses"
urlpatterns = [
    path("assessments/<uuid:assessment_id>/responses/", responding.respond, name="respond"),
    path("response-files/<uuid:file_id>/", responding.give, name="file"),
]
