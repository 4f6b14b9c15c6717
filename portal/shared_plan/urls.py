"""Address of the shared plan, below the factory's own."""

from __future__ import annotations

from django.urls import path

from portal.shared_plan import views

urlpatterns = [path("factories/<str:code>/shared-plan/", views.shared_plan, name="shared_plan")]
