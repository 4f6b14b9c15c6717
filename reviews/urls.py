"""Addresses of reviews, below the assessment's own."""

from __future__ import annotations

from django.urls import path

from reviews.views import commenting, reviewing

app_name = "reviews"
urlpatterns = [
    path("assessments/<uuid:assessment_id>/review/", reviewing.review, name="review"),
    path(
        "assessments/<uuid:assessment_id>/questions/<str:question>/comment/",
        commenting.comment,
        name="comment",
    ),
]
