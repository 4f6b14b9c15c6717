"""Changes and webhooks in JSON."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from webhooks.models import ChangeKind, WebhookEndpoint
from webhooks.queries.changes import ReadChange
from webhooks.queries.secrets import secret_version


class ChangeSerializer(serializers.Serializer[ReadChange]):
    """One change: what kind, where, when; never what."""

    id = serializers.UUIDField(help_text="permanent; also a cursor")
    type = serializers.ChoiceField(choices=ChangeKind.choices)
    factory = serializers.CharField(help_text="the supplier's code")
    at = serializers.DateTimeField()
    url = serializers.SerializerMethodField(help_text="the supplier's page")

    def get_url(self, change: ReadChange) -> str:
        """With the programme's own host."""
        page = reverse("factory", kwargs={"code": change.factory})
        return f"{settings.SITE_URL}{page}"


class ChangePageSerializer(serializers.Serializer[Any]):
    """A part of the list. `cursor` goes on from here, also when nothing is there yet; "" at the very beginning."""

    results = ChangeSerializer(many=True)
    cursor = serializers.CharField(allow_blank=True)
    has_more = serializers.BooleanField(help_text="whether there is more now")


class WebhookSerializer(serializers.ModelSerializer[WebhookEndpoint]):
    """A webhook without its secret."""

    brand = serializers.SlugField(
        source="brand.slug", help_text="the brand's address; needed by people of several brands"
    )
    url = serializers.CharField(max_length=300)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=ChangeKind.choices), allow_empty=False
    )

    secret_version = serializers.SerializerMethodField(
        help_text="changes with the secret; `rotate-secret` wants it as `seen`"
    )

    class Meta:
        model = WebhookEndpoint
        fields: ClassVar[list[str]] = [
            "id",
            "brand",
            "name",
            "url",
            "kinds",
            "state",
            "made_at",
            "secret_version",
            "previous_until",
        ]
        read_only_fields: ClassVar[list[str]] = ["id", "state", "made_at", "previous_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brand"].required = False

    def get_secret_version(self, endpoint: WebhookEndpoint) -> str:
        """Tells nothing of the secret itself."""
        return secret_version(endpoint)


class WebhookSecretSerializer(serializers.Serializer[Any]):
    """A webhook's new secret: this once."""

    id = serializers.UUIDField()
    secret = serializers.CharField()


class RotationSerializer(serializers.Serializer[Any]):
    """How another secret is made."""

    seen = serializers.CharField(
        help_text="the `secret_version` that was read: sent twice, only one other secret is made"
    )
    at_once = serializers.BooleanField(
        default=False, help_text="the secret before ends now instead of in 24 hours"
    )
