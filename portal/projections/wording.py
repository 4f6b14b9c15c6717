"""The questionnaire's words in other languages, copied after a questionnaire was loaded."""

from __future__ import annotations

from portal.models import Wording
from portal.projections.versions import PROGRAMME, rebuilding
from questionnaires.queries.translations import translations


def refresh_wording() -> int:
    """Copy the words of every language but English, which the copies hold. Returns the number of languages."""
    with rebuilding([PROGRAMME]):
        every = translations()
        Wording.objects.exclude(language__in=every).delete()
        Wording.objects.bulk_create(
            [
                Wording(
                    language=language,
                    reviewed=wording.reviewed,
                    names=wording.names,
                    questions=wording.questions,
                    by_speakers=sorted(wording.by_speakers),
                )
                for language, wording in every.items()
            ],
            update_conflicts=True,
            unique_fields=["language"],
            update_fields=["reviewed", "names", "questions", "by_speakers"],
        )
    return len(every)
