"""Addresses of one's own notices."""

from __future__ import annotations

from django.urls import path

from notifications import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read, name="read_notices"),
    path("inbox/mail/", views.mail_choice, name="mail_choice"),
]
