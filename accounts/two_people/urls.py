"""Addresses of proposals that a second person decides."""

from __future__ import annotations

from django.urls import path

from accounts.two_people import views

app_name = "proposals"
urlpatterns = [
    path("proposals/", views.proposals, name="list"),
    path("proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
]
