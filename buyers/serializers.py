"""What brands commit to, in JSON."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from buyers.models import BuyerCommitment

State = BuyerCommitment.State


class CommitmentSerializer(serializers.ModelSerializer[BuyerCommitment]):
    """What a brand commits to at a factory, and what it reported about it."""

    factory = serializers.CharField(source="factory.code", read_only=True)
    brand = serializers.SlugField(source="brand.slug", read_only=True)
    brand_name = serializers.CharField(source="brand.name", read_only=True)

    class Meta:
        model = BuyerCommitment
        fields: ClassVar[list[str]] = [
            "id", "factory", "brand", "brand_name", "kind", "text", "due_on", "state", "note", "made_at", "reported_at",
        ]  # fmt: skip


class NewCommitmentSerializer(serializers.Serializer[Any]):
    """What a brand commits to."""

    id = serializers.UUIDField(help_text="chosen by you: sent twice, it is made once")
    factory = serializers.CharField(max_length=40, help_text="code of a supplier that shares its reports")
    brand = serializers.SlugField(
        required=False, help_text="the brand's address; needed by people of several brands"
    )
    kind = serializers.ChoiceField(choices=BuyerCommitment.Kind.choices)
    text = serializers.CharField(max_length=500)
    due_on = serializers.DateField(help_text="from today on, within three years")


class CommitmentReportSerializer(serializers.Serializer[Any]):
    """Whether it is done."""

    state = serializers.ChoiceField(
        choices=[(state.value, state.label) for state in (State.DONE, State.NOT_YET, State.ENDED)]
    )
    note = serializers.CharField(
        max_length=500,
        allow_blank=True,
        default="",
        help_text="a word to the factory; needed with `stopped`",
    )
