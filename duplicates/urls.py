"""Addresses of pairs and merges, below those of the registry."""

from __future__ import annotations

from django.urls import path

from duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("duplicates/", views.pairs, name="duplicates"),
    path("duplicates/<int:pair_id>/", views.pair, name="pair"),
    path("duplicates/<int:pair_id>/apart/", views.mark_as_two, name="keep_apart"),
    path("duplicates/<int:pair_id>/same/", views.same, name="merge_pair"),
    path("merges/<uuid:merge_id>/", views.merge, name="merge"),
    path("<str:code>/same-as/", views.same_as, name="same_as"),
]
