"""Changes at suppliers in words, for the home page and the digest."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buyers.domain.supplier_changes import SupplierChange, SupplierChangeKind
from journal.wording import day_in_words

TITLES: dict[SupplierChangeKind, str | Promise] = {
    SupplierChangeKind.ALERT: gettext_lazy("An urgent matter is being handled here"),
    SupplierChangeKind.RECOGNITION_ENDED: gettext_lazy("Not recognised any more"),
    SupplierChangeKind.CRITERIA_LOST: gettext_lazy("Criteria no longer met"),
    SupplierChangeKind.OVERDUE: gettext_lazy("Overdue in the plan"),
    SupplierChangeKind.ACCESS_LESS: gettext_lazy("Reports shared less, or no longer"),
    SupplierChangeKind.DECLINED: gettext_lazy("Your request for access was declined"),
    SupplierChangeKind.REPORT: gettext_lazy("New final report"),
    SupplierChangeKind.RECOGNISED: gettext_lazy("Recognised"),
    SupplierChangeKind.CRITERIA_MET: gettext_lazy("Criteria newly met"),
    SupplierChangeKind.ACCESS_MORE: gettext_lazy("Reports shared, or more of them"),
    SupplierChangeKind.ALERT_OVER: gettext_lazy("No urgent matter any more"),
}
URGENT = frozenset(
    {
        SupplierChangeKind.ALERT,
        SupplierChangeKind.RECOGNITION_ENDED,
        SupplierChangeKind.CRITERIA_LOST,
        SupplierChangeKind.OVERDUE,
    }
)


def change_note(change: SupplierChange, word: str = "") -> str:
    """How many, since when, or what the factory wrote; "" where the title says everything."""
    number = {"n": change.number}
    if change.kind == SupplierChangeKind.CRITERIA_LOST:
        return (
            ngettext("%(n)s criterion is no longer met", "%(n)s criteria are no longer met", change.number)
            % number
        )
    if change.kind == SupplierChangeKind.CRITERIA_MET:
        return (
            ngettext("%(n)s criterion is newly met", "%(n)s criteria are newly met", change.number) % number
        )
    if change.kind == SupplierChangeKind.OVERDUE:
        return ngettext("%(n)s item is overdue", "%(n)s items are overdue", change.number) % number
    if change.kind == SupplierChangeKind.REPORT:
        return _("assessed on %(day)s") % {"day": day_in_words(date.fromisoformat(change.day))}
    if change.kind == SupplierChangeKind.RECOGNISED:
        return _("since %(day)s") % {"day": day_in_words(date.fromisoformat(change.day))}
    return word
