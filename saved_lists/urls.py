"""Addresses of saved lists."""

from __future__ import annotations

from django.urls import path

from saved_lists import views

app_name = "saved_lists"
urlpatterns = [
    path("", views.saved_lists, name="lists"),
    path("<uuid:list_id>/", views.saved_list, name="list"),
    path("<uuid:list_id>/change/", views.change, name="change"),
]
