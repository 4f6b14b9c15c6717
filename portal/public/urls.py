"""Addresses that everybody may open."""

from __future__ import annotations

from django.urls import path

from portal.public import views

urlpatterns = [
    path("recognised/", views.recognised, name="recognised"),
    path("recognised/export/", views.recognised_export, name="recognised_export"),
    path("recognised/feed/", views.feed, name="recognised_feed"),
    path("recognitions/<uuid:recognition_id>/", views.recognition, name="recognition"),
    path("recognitions/<uuid:recognition_id>/photo/", views.photo, name="recognition_photo"),
    path("recognitions/<uuid:recognition_id>/certificate/", views.certificate, name="certificate"),
    path("public-issues/", views.public_issues, name="public_issues"),
    path("public-issues/<str:code>/", views.factory_issues, name="factory_issues"),
    path("scheme/", views.scheme, name="scheme"),
    path("seals/", views.seals, name="seals"),
    path("seals.json", views.seals_document, name="seals_document"),
    path("seals/feed/", views.seals_feed, name="seals_feed"),
]
