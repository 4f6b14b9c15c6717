"""Fabricated assessments among the demonstration's honest ones: how many the reviewer's hints find, and how rightly.

    python -m benchmarks.hints [--factories N] [--only sqlite|postgresql]

Every kind of fabrication is planted by a stated rule (below, and in benchmarks/README.md); the rest of the
demonstration counts as honest. The honest have an answer log of a walk through the points: four to fourteen minutes a
point, whose
answers are given together or one by one. Exit 1 when precision or recall of a kind is below its budget.
"""

from __future__ import annotations

import argparse
import os
import sys
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from io import StringIO
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessments.models import Assessment

BUDGETS = {  # least precision and recall
    "copied": (0.95, 0.95),
    "compliant": (0.95, 0.95),
    "bulk": (0.95, 0.95),
    "pace": (0.95, 0.95),
    "rate": (0.85, 0.85),
}
OVERALL = (0.85, 0.90)
A_KIND = 40  # assessments planted of each kind, where the programme is large enough
BAD_RATE = 0.10  # of the year before: an all-compliant sheet after it is planted
FAR_OFF = 0.35  # an adviser who writes down a third of what there is
LEADS = 4
SEED = 17


def main() -> int:
    """Measure on each database in a process of its own; the worst exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hints")
    parser.add_argument("--factories", type=int, default=600)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--here", action="store_true", help="in the empty database of the environment")
    asked = parser.parse_args()
    if not asked.here:
        from benchmarks.__main__ import measure_on_each  # noqa: PLC0415  # needs no Django

        return measure_on_each("benchmarks.hints", asked.only, "--factories", str(asked.factories))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo", factories=asked.factories, verbosity=0, stdout=StringIO(), stderr=StringIO())
    return 0 if measured() else 1


def measured() -> bool:
    """Plant, look at every assessment as its reviewer would, print; whether all budgets hold."""
    from assessments.models import Assessment  # noqa: PLC0415

    chance = Random(SEED)
    final = list(
        Assessment.objects.filter(state="final").select_related("factory").order_by("assessed_on", "pk")
    )
    planted = _planted(final, chance)
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    for assessment in Assessment.objects.filter(state="final").select_related("factory"):
        for kind in _hinted(assessment):
            found[kind].add(assessment.pk)
    print(f"{len(final)} assessments, {len(set().union(*planted.values()))} of them fabricated")
    holds = True
    entered_fast = planted["bulk"] | planted["pace"]
    for kind, budget in BUDGETS.items():
        hint = "fast" if kind in {"bulk", "pace"} else kind
        wrong = found[hint] - (entered_fast if hint == "fast" else planted[kind])
        holds &= _said(kind, len(planted[kind] & found[hint]), len(planted[kind]), len(wrong), budget)
    everything, hinted = set().union(*planted.values()), set().union(*found.values())
    right = len(everything & hinted)
    return _said("overall", right, len(everything), len(hinted - everything), OVERALL) and holds


def _said(kind: str, right: int, planted: int, wrong: int, budget: tuple[float, float]) -> bool:
    precision, recall = right / max(1, right + wrong), right / max(1, planted)
    holds = planted > 0 and precision >= budget[0] and recall >= budget[1]
    print(
        f"  {kind}: {planted} planted, {right} found, {wrong} honest ones hinted at: precision {precision:.3f}"
        f" (least {budget[0]}), recall {recall:.3f} (least {budget[1]}) {'holds' if holds else 'BROKEN'}"
    )
    return holds


def _hinted(assessment: Assessment) -> Iterator[str]:
    from reviews.queries.answers import current_answers, layout_for  # noqa: PLC0415
    from reviews.queries.hints import signs_of  # noqa: PLC0415

    signs = signs_of(assessment, current_answers(assessment, layout_for(assessment)))
    if signs.copied:
        yield "copied"
    if signs.at_once:
        yield "fast"
    if signs.is_all_compliant:
        yield "compliant"
    if signs.rate:
        yield "rate"


# --- planting -------------------------------------------------------------------------------------------------------


def _planted(final: Sequence[Assessment], chance: Random) -> dict[str, set[uuid.UUID]]:
    planted: dict[str, set[uuid.UUID]] = defaultdict(set)
    planted["rate"] = _far_off(final)
    free = [one for one in final if one.pk not in planted["rate"]]
    planted["compliant"] = _all_compliant(free, chance)
    free = [one for one in free if one.pk not in planted["compliant"]]
    planted["copied"] = _copied(free, chance)
    free = [one for one in free if one.pk not in planted["copied"]]
    fast = chance.sample(free, min(2 * A_KIND, len(free) // 4))
    planted["bulk"] = {one.pk for one in fast[::2]}
    planted["pace"] = {one.pk for one in fast[1::2]}
    _log(final, planted, chance)
    return planted


def _leads() -> Mapping[uuid.UUID, int]:
    from assessments.models import TeamMember  # noqa: PLC0415

    return dict(TeamMember.objects.filter(is_lead=True).values_list("assessment_id", "user_id"))


def _far_off(final: Sequence[Assessment]) -> set[uuid.UUID]:
    """One adviser in each of the largest countries counts a third of what there is; where earlier work is enough."""
    from assessments.models import Score  # noqa: PLC0415
    from reviews.domain.rates import LEAST_OWN  # noqa: PLC0415

    leads = _leads()
    countries = Counter(one.factory.country_id for one in final).most_common(LEADS)
    judged: set[uuid.UUID] = set()
    for country, _ in countries:
        here = [one for one in final if one.factory.country_id == country]
        lead, _ = Counter(leads[one.pk] for one in here).most_common(1)[0]
        own = [one for one in here if leads[one.pk] == lead]
        for score in Score.objects.filter(assessment__in=[one.pk for one in own]):
            Score.objects.filter(pk=score.pk).update(noncompliant=int(score.noncompliant * FAR_OFF))
        for one in own:
            before = [
                other for other in own if timedelta() < one.assessed_on - other.assessed_on <= timedelta(730)
            ]
            if len(before) >= LEAST_OWN:
                judged.add(one.pk)
    return judged


def _all_compliant(free: Sequence[Assessment], chance: Random) -> set[uuid.UUID]:
    """Nothing found where the assessment before found more than a tenth."""
    from assessments.models import Assessment, Finding, Score  # noqa: PLC0415

    rates = {
        pk: bad / max(1, of)
        for pk, bad, of in Score.objects.values_list("assessment_id", "noncompliant", "applicable")
    }
    last: dict[int, float] = {}
    able = []
    for one in free:
        if last.get(one.factory_id, 0) > BAD_RATE:
            able.append(one)
        last[one.factory_id] = rates.get(one.pk, 0)
    chosen = chance.sample(able, min(A_KIND, len(able)))
    for one in chosen:
        Assessment.objects.filter(pk=one.pk).update(sheet=one.sheet.replace("N", "C"))
    Finding.objects.filter(assessment__in=[one.pk for one in chosen]).delete()
    return {one.pk for one in chosen}


def _copied(free: Sequence[Assessment], chance: Random) -> set[uuid.UUID]:
    """Three descriptions taken word for word, but for case and signs, from an earlier assessment by the same lead."""
    from assessments.models import Finding  # noqa: PLC0415

    leads, by_lead = _leads(), defaultdict(list)
    for one in free:
        by_lead[leads[one.pk]].append(one)
    done: set[uuid.UUID] = set()
    for one in chance.sample(list(free), len(free)):
        earlier = [
            other
            for other in by_lead[leads[one.pk]]
            if other.assessed_on < one.assessed_on and other.factory_id != one.factory_id
        ]
        if not earlier or len(done) >= A_KIND:
            continue
        source = dict(
            Finding.objects.filter(assessment=chance.choice(earlier)).values_list("question", "details")
        )
        rows = list(Finding.objects.filter(assessment=one, question__in=source).order_by("question")[:3])
        for row in rows:
            text = source[row.question]
            row.details = text.upper() if row.pk % 2 else f"{text.rstrip('.')} !"
        Finding.objects.bulk_update(rows, ["details"])
        if rows:
            done.add(one.pk)
    return done


def _log(
    final: Sequence[Assessment], planted: Mapping[str, set[uuid.UUID]], chance: Random, each: int = 300
) -> None:
    """When each answer was given."""
    from assessments.models import AnswerLog  # noqa: PLC0415
    from questionnaires.queries.questionnaires import layouts  # noqa: PLC0415

    known = {pk: loaded.layout for pk, loaded in layouts().items()}
    rows: list[AnswerLog] = []
    for one in final:
        layout = known[one.layout_id]
        start = datetime.combine(one.assessed_on, time(8), tzinfo=UTC)
        if one.pk in planted["bulk"]:
            moments = _in_bulk(layout.codes, chance)
        elif one.pk in planted["pace"]:
            moments = _at_a_pace(layout.codes, chance)
        else:
            moments = _on_a_walk(layout.point_of, chance)
        rows += [
            AnswerLog(
                assessment=one, question=code, old="-", new=letter, act=uuid.UUID(int=chance.getrandbits(128)),
                answered_at=start + timedelta(seconds=moment), recorded_at=start,
            )
            for code, letter, moment in zip(layout.codes, one.sheet, moments, strict=True)
        ]  # fmt: skip
        if len(rows) > each * 100:
            AnswerLog.objects.bulk_create(rows, batch_size=each)
            rows.clear()
    AnswerLog.objects.bulk_create(rows, batch_size=each)


def _in_bulk(codes: Sequence[str], chance: Random) -> list[float]:
    """Cluster after cluster in one act each, all of them within two to eight minutes."""
    clusters = list(dict.fromkeys(code[:2] for code in codes))
    marks = sorted(chance.uniform(0, chance.uniform(120, 480)) for _ in clusters)
    at = dict(zip(clusters, marks, strict=True))
    return [at[code[:2]] + chance.random() for code in codes]


def _at_a_pace(codes: Sequence[str], chance: Random) -> list[float]:
    """One after another, half a second to two seconds a question."""
    pace, moment, moments = chance.uniform(0.5, 2), 0.0, []
    for _ in codes:
        moment += pace * chance.uniform(0.6, 1.4)
        moments.append(moment)
    return moments


def _on_a_walk(point_of: Sequence[int], chance: Random) -> list[float]:
    """Point after point, four to fourteen minutes each: together in a few seconds, or one by one."""
    moment, moments, point, together = 0.0, [], -1, False
    for place in point_of:
        if place != point:
            point, together = place, chance.random() < 0.5
            moment += chance.uniform(240, 840)
        moment += chance.uniform(0.05, 0.3) if together else chance.uniform(4, 40)
        moments.append(moment)
    return moments


if __name__ == "__main__":
    sys.exit(main())
