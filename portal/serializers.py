"""A recognised factory as machines read it: fields named as in the files."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from portal.models import Listing


class PillarSerializer(serializers.Serializer[dict[str, object]]):
    """How many criteria of a pillar are met."""

    pillar = serializers.CharField()
    met = serializers.IntegerField()
    of = serializers.IntegerField()


class ListingSerializer(serializers.ModelSerializer[Listing]):
    """A recognised factory. `recognition` is the permanent id that its certificate carries."""

    recognition = serializers.UUIDField(source="recognition_id", read_only=True)
    factory = serializers.CharField(
        source="code", read_only=True, help_text="the programme's code of the factory"
    )
    lat = serializers.DecimalField(
        source="latitude", max_digits=9, decimal_places=6, allow_null=True, read_only=True
    )
    lng = serializers.DecimalField(
        source="longitude", max_digits=9, decimal_places=6, allow_null=True, read_only=True
    )
    pillars = PillarSerializer(source="strengths", many=True, read_only=True)

    class Meta:
        model = Listing
        fields: ClassVar[list[str]] = [
            "recognition", "factory", "name", "country", "country_name", "address", "lat", "lng", "workers",
            "women_workers", "products", "recognised_on", "expires_on", "criteria", "pillars", "fictional",
        ]  # fmt: skip
