"""What brands commit to and comment; a person's bookkeeping, no facts: last look, watch list, digest."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class HomeVisit(models.Model):
    """What a person had before them when they last marked their home page as seen.

    `facts`: {factory id: as `buyers.domain.supplier_changes` compares them}, cut to the rights of that moment. It is
    read beside the facts of today alone: what is not open to the person today is compared with nothing.
    """

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, primary_key=True, related_name="+")
    seen_at = models.DateTimeField()
    facts = models.JSONField(default=dict)


class WatchedFactory(models.Model):
    """A supplier or a recognised factory on a person's watch list."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    factory = models.ForeignKey("factories.Factory", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "factory"], name="watched_once_a_person")]


class DigestChoice(models.Model):
    """How often a person wants what changed at their suppliers by e-mail; who never chose has none."""

    class Way(models.TextChoices):
        NEVER = "never", _("No e-mail")
        WEEKLY = "weekly", _("Once a week, on Monday")
        DAILY = "daily", _("Once a day")

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, primary_key=True, related_name="+")
    way = models.CharField(_("by e-mail"), max_length=8, choices=Way, default=Way.NEVER)
    last_fingerprint = models.CharField(max_length=64, default="", blank=True)  # of what was last sent

    @property
    def is_off(self) -> bool:
        """Whether the person wants none."""
        return self.way == self.Way.NEVER


class BuyerCommitment(models.Model):
    """What a brand commits to towards one factory, for the factory to read and for the brand to report back on."""

    class Kind(models.TextChoices):
        LEAD_TIME = "lead_time", _("Lead time")
        ORDER_SIZE = "order_size", _("Order size")
        PRICE = "price", _("Price")
        PAYMENT = "payment", _("Time of payment")

    class State(models.TextChoices):
        OPEN = "made", _("not reported yet")
        NOT_YET = "not_yet", _("not done yet")
        DONE = "done", _("done")
        ENDED = "stopped", _("ended by the brand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # made by the page: sent twice, stored once
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey("factories.Brand", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("about"), max_length=10, choices=Kind)
    text = models.CharField(_("what you commit to"), max_length=500)
    due_on = models.DateField(_("done by"))
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    note = models.CharField(_("a word to the factory"), max_length=500, default="", blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["factory", "made_at"], name="commitment_by_factory")]

    @property
    def is_live(self) -> bool:
        """Whether the brand may still report on it."""
        return self.state in {self.State.OPEN, self.State.NOT_YET}


class PlanComment(models.Model):
    """A comment on an item of a factory's improvement plan, for every brand that may read the plan.

    One conversation for all of them: the factory answers once. `brand`: of a brand's comment; None where the factory
    or the programme wrote it.
    """

    class Side(models.TextChoices):
        BRAND = "brand"
        FACTORY = "factory"
        PROGRAMME = "programme"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # made by the page: sent twice, stored once
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)  # of the item, through all its versions
    side = models.CharField(max_length=10, choices=Side)
    brand = models.ForeignKey("factories.Brand", on_delete=models.PROTECT, null=True, related_name="+")
    is_signed = models.BooleanField(default=False)  # other brands read the brand's name
    text = models.CharField(max_length=1000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["factory", "ref", "written_at"], name="plan_comment_by_item")]
