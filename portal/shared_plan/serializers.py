"""Comments on shared plans, in JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from buyers.queries.plan_comments import ShownComment

SIDES = ("brand", "factory", "programme")


class PlanCommentSerializer(serializers.Serializer[ShownComment]):
    """A comment on an item of a plan as its reader is shown it."""

    id = serializers.UUIDField()
    ref = serializers.CharField(help_text="of the plan's item")
    side = serializers.ChoiceField(choices=SIDES, help_text="who writes")
    brand = serializers.CharField(help_text="its name; empty where it did not sign, or where no brand writes")
    is_own = serializers.BooleanField(help_text="of your brand")
    is_signed = serializers.BooleanField(help_text="other brands read the brand's name")
    text = serializers.CharField()
    written_at = serializers.DateTimeField()


class PlanCommentListSerializer(serializers.Serializer[Any]):
    """All comments on one plan, the oldest first."""

    results = PlanCommentSerializer(many=True)


class NewPlanCommentSerializer(serializers.Serializer[Any]):
    """A comment, or the answer of the factory or the programme."""

    id = serializers.UUIDField(help_text="chosen by you: sent twice, it is stored once")
    factory = serializers.CharField(max_length=40, help_text="code")
    ref = serializers.CharField(max_length=40, help_text="of the plan's item")
    text = serializers.CharField(max_length=1000)
    brand = serializers.SlugField(required=False, help_text="its address; needed by people of several brands")
    is_signed = serializers.BooleanField(required=False, help_text="show our name to other brands")
