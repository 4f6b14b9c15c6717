"""A factory beside comparable ones, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from countries.queries.countries import local_name
from factories.queries.size_words import size_in_words
from files.domain.shares import whole_per_cent, with_per_cent_sign
from journal.wording import day_in_words
from sector_tables.queries.peer_releases import LatestRelease, ReleasedPeers, main_product, released_peers

if TYPE_CHECKING:
    from factories.models import Factory
    from portal.models import SupplierReport
    from sector_tables.domain.peer_groups import Quartiles

Json = dict[str, Any]


def peer_comparison(
    factory: Factory, report: SupplierReport | None, release: LatestRelease | None
) -> Json | None:
    """The factory's rates beside those of the group that it is compared with; None where there is none.

    {"group", "counted", "sentence", "heads": [5 titles], "rows": [{"name", "cells": [{"head", "text"}], "where"}]}, in
    the language of the page; the rate over all questions first, then each cluster.
    """
    trend = report.trend if report else []
    latest = next((point for point in reversed(trend) if point["applicable"]), None)
    peers = released_peers(factory, release) if latest else None
    if latest is None or peers is None:
        return None
    figures = peers.figures
    own = whole_per_cent(latest["noncompliant"], latest["applicable"])
    heads = [
        _("Non-compliance"),
        _("Ours"),
        _("Half have at most"),
        _("Middle half"),
        pgettext("among comparable factories", "Position"),
    ]
    rows = [_row(_("All questions"), own, figures.rate, heads)]
    for cluster in latest["clusters"]:
        if cluster["code"] in figures.clusters and cluster["of"]:
            share = whole_per_cent(cluster["n"], cluster["of"])
            rows.append(_row(cluster["name"], share, figures.clusters[cluster["code"]], heads))
    return {
        "group": _group(factory, peers),
        "counted": _(
            "At least %(n)s factories, each by its latest full assessment of %(year)s; yours is counted among them if "
            "it was assessed then. A quarter of them lie below the middle half and a quarter above it. The figures are "
            "released once a year and name no factory."
        )
        % {"n": number_format(figures.at_least), "year": peers.year},
        "sentence": _sentence(own, figures.rate, latest),
        "heads": heads,
        "rows": rows,
    }


def _group(factory: Factory, peers: ReleasedPeers) -> str:
    words = {
        "country": local_name(factory.country_id),
        "workers": size_in_words(peers.size),
        "product": main_product(factory.products),
    }
    if peers.product:
        return _("%(country)s, %(workers)s workers, main product: %(product)s") % words
    if peers.size:
        return _("%(country)s, %(workers)s workers, all products") % words
    return _("%(country)s, all sizes and products") % words


def _sentence(own: int, rate: Quartiles, latest: Mapping[str, Any]) -> str:
    low, middle, high = rate
    words = {
        "own": _per_cent(own), "low": _per_cent(low), "middle": _per_cent(middle), "high": _per_cent(high),
        "day": day_in_words(date.fromisoformat(latest["assessed_on"])),
    }  # fmt: skip
    if own < low:
        return (
            _(
                "%(own)s on %(day)s: lower than three quarters of comparable factories; half have at most %(middle)s."
            )
            % words
        )
    if own > high:
        return (
            _(
                "%(own)s on %(day)s: higher than three quarters of comparable factories; half have at most %(middle)s."
            )
            % words
        )
    return (
        _(
            "%(own)s on %(day)s: in the middle of comparable factories; half of them lie between %(low)s and %(high)s."
        )
        % words
    )


def _row(name: str, own: int, quartiles: Quartiles, heads: Sequence[str]) -> Json:
    low, middle, high = quartiles
    where = _("lower than most") if own < low else _("higher than most") if own > high else _("like most")
    texts = (_per_cent(own), _per_cent(middle), f"{_per_cent(low)} – {_per_cent(high)}")
    cells = [{"head": head, "text": text} for head, text in zip(heads[1:4], texts, strict=True)]
    return {"name": name, "cells": cells, "where": where}


def _per_cent(value: int) -> str:
    return with_per_cent_sign(number_format(value), get_language())
