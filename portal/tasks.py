"""The worker's side of the windows: what outsiders read, made again after what happened."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from countries.queries.local_time import programme_day
from journal.reactions import Concerns, reaction
from portal import projections
from portal.queries.shown_content import LISTINGS, PROGRESS, REPORTS

logger = logging.getLogger(__name__)


@reaction("portal.refresh_listings", Concerns.FACTORIES)
def refresh_listings(factory_ids: Sequence[int]) -> None:
    """Recognised factories, after publication or a change of the factory's details; none named means all."""
    logger.info("%s factories listed", projections.refresh_listings(factory_ids or None))
    _refreshed(LISTINGS, factory_ids)


@reaction("portal.show_recognised", Concerns.FACTORIES)
def show_recognised(factory_ids: Sequence[int]) -> None:
    """The same after a decision about a recognition, apart: changes of many factories may wait before those."""
    refresh_listings(factory_ids)


@reaction("portal.refresh_progress", Concerns.FACTORIES)
def refresh_progress(factory_ids: Sequence[int]) -> None:
    """Verdicts in summary, after they changed; none named means all."""
    logger.info("%s verdicts copied", projections.refresh_progress(factory_ids or None))
    _refreshed(PROGRESS, factory_ids)


@reaction("portal.refresh_reports", Concerns.FACTORIES)
def refresh_reports(factory_ids: Sequence[int]) -> None:
    """Findings, plans and trends, after new evidence; none named means all."""
    logger.info("%s reports copied", projections.refresh_reports(factory_ids or None))
    _refreshed(REPORTS, factory_ids)


@reaction("portal.refresh_priorities", Concerns.PROGRAMME)
def refresh_priorities(factory_ids: Sequence[int]) -> None:  # noqa: ARG001  # a country's mean is everybody's
    """The priority list, after a final assessment or a zero-tolerance case."""
    logger.info(
        "%s factories need attention first", projections.refresh_priorities(programme_day(timezone.now()))
    )


@reaction("portal.refresh_scheme", Concerns.PROGRAMME)
def refresh_scheme(factory_ids: Sequence[int]) -> None:  # noqa: ARG001  # criteria are nobody's
    """The criteria in plain words, after a version came into force."""
    logger.info("%s criteria versions copied", projections.refresh_scheme())


@reaction("portal.refresh_wording", Concerns.PROGRAMME)
def refresh_wording(factory_ids: Sequence[int]) -> None:  # noqa: ARG001  # words are everybody's
    """The questionnaire in other languages, after one was loaded."""
    logger.info("%s languages copied", projections.refresh_wording())


def _refreshed(copy: str, factory_ids: Sequence[int]) -> None:
    """Have the app above note what changed for readers; a crash before it repeats the whole reaction."""
    import_string(settings.COPY_REFRESHED)(copy, factory_ids or None)
