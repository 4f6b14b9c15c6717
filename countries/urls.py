"""Addresses of countries."""

from __future__ import annotations

from django.urls import path

from countries import views

urlpatterns = [
    path("", views.country_list, name="countries"),
    path("add/", views.add, name="add_country"),
    path("<str:code>/", views.country, name="country"),
    path("<str:code>/cancel/<str:from_on>/", views.cancel, name="cancel_country_settings"),
]
