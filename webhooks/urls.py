"""Addresses of a brand's webhooks."""

from __future__ import annotations

from django.urls import path

from webhooks.views import endpoints

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", endpoints.webhooks, name="list"),
    path("webhooks/new/", endpoints.new_webhook, name="new"),
    path("webhooks/<uuid:webhook_id>/", endpoints.webhook, name="webhook"),
    path("webhooks/<uuid:webhook_id>/change/", endpoints.change, name="change"),
    path("webhooks/<uuid:webhook_id>/secret/", endpoints.another_secret, name="secret"),
    path("webhooks/<uuid:webhook_id>/test/", endpoints.test, name="test"),
    path("webhooks/<uuid:webhook_id>/pause/", endpoints.pause, name="pause"),
    path("webhooks/<uuid:webhook_id>/resume/", endpoints.resume, name="resume"),
    path("webhooks/<uuid:webhook_id>/delete/", endpoints.delete, name="delete"),
    path(
        "webhooks/<uuid:webhook_id>/messages/<uuid:message_id>/again/",
        endpoints.message_again,
        name="again",
    ),
]
