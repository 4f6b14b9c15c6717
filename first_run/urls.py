"""Addresses of the set-up."""

from __future__ import annotations

from django.urls import path

from first_run import views

app_name = "first_run"
urlpatterns = [
    path("", views.checklist, name="checklist"),
    path("questionnaires/", views.load_questionnaires, name="questionnaires"),
    path("criteria/", views.adopt_criteria, name="criteria"),
    path("mail/", views.test_mail, name="mail"),
]
