"""What the translation desk does within its own transaction: corrections shown in place of loaded texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from questionnaires.domain.corrections import CorrectedWording, corrections_of
from questionnaires.models import Questionnaire
from questionnaires.queries.wordings import slots_by_version

Decisions = Mapping[str, Iterable[CorrectedWording]]  # by language


def apply_corrections(decided: Callable[[], Decisions]) -> None:
    """Keep corrections beside each version that has the corrected English text; other languages stay as they are.

    Args:
        decided: every decision of the languages; called when no other transaction can add one that this one misses.
    """
    versions = list(Questionnaire.objects.select_for_update().order_by("id"))
    if not versions:
        return
    languages, slots = decided(), slots_by_version()
    for version in versions:
        corrections = {**version.corrections}
        for language, wordings in languages.items():
            own = corrections_of(wording for wording in wordings if wording.slot in slots[version.pk])
            corrections.pop(language, None)
            if own:
                corrections[language] = own
        if corrections != version.corrections:
            version.corrections = corrections
            version.save(update_fields=["corrections"])
