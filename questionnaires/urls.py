"""Addresses of the questionnaires."""

from __future__ import annotations

from django.urls import path

from questionnaires.views import questionnaire

urlpatterns = [path("questionnaires/<str:code>/<str:version>/", questionnaire, name="questionnaire")]
