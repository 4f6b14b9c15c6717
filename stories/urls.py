"""Addresses of the stories' workshop. What everybody reads is on the recognition's own page, the portal's."""

from __future__ import annotations

from django.urls import path

from stories.views import deciding, writing

app_name = "stories"
urlpatterns = [
    path("factories/<str:code>/story/", writing.story, name="story"),
    path("stories/<uuid:story_id>/photo/", deciding.photo, name="photo"),
    path("stories/<uuid:story_id>/<slug:act>/", deciding.decide, name="decide"),
]
