"""Addresses of hand-overs."""

from __future__ import annotations

from django.urls import path

from handovers.views import handovers

app_name = "handovers"
urlpatterns = [
    path("factories/<str:code>/hand-over/", handovers.hand_over, name="hand_over"),
    path("hand-overs/<uuid:handover_id>/", handovers.handover, name="handover"),
    path("hand-overs/<uuid:handover_id>/<slug:act>/", handovers.act, name="act"),
]
