"""The questionnaires' words by language, copied after one was loaded."""

from __future__ import annotations

from portal.models import Wording
from portal.projections.versions import PROGRAMME, rebuilding
from questionnaires.queries.questionnaires import place_names
from questionnaires.queries.translations import Translation, translations


def refresh_wording() -> int:
    """Copy the words of every language; of English the names alone. Returns the number of languages.

    Names of clusters and compliance points are those of all loaded versions, in English where nobody translated them.
    """
    with rebuilding([PROGRAMME]):
        english = place_names()
        every = {"en": Translation(), **translations()}
        Wording.objects.exclude(language__in=every).delete()
        Wording.objects.bulk_create(
            [
                Wording(
                    language=language,
                    reviewed=wording.reviewed,
                    names=english | wording.names,
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
