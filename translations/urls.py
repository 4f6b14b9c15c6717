"""Addresses of the translation desk."""

from __future__ import annotations

from django.urls import path

from translations import views

app_name = "translations"
urlpatterns = [
    path("translations/", views.languages, name="languages"),
    path("translations/<slug:language>/", views.texts, name="texts"),
    path("translations/<slug:language>/terms/", views.terms, name="terms"),
    path("translations/<slug:language>/<slug:key>/", views.text, name="text"),
    path("translations/<slug:language>/<slug:key>/review/", views.review, name="review"),
    path("translations/<slug:language>/<slug:key>/restore/", views.restore, name="restore"),
]
