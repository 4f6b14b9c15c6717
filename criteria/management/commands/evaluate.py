"""`evaluate`: judge factories against the criteria; today's verdicts are kept, any other day's only shown."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from countries.queries.local_time import programme_day
from criteria.projections import refresh_verdicts, standard_or_shipped
from criteria.queries.criteria import PROGRAMME, NoCriteria
from criteria.queries.judgement import Judgement, judge_factories, judgement_as_json
from factories.queries import by_code


class Command(BaseCommand):
    """Judges."""

    help = "Judge factories against the criteria in force. Only an evaluation as of today stores verdicts."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to judge, as of when, by which knowledge and criteria."""
        parser.add_argument("--factory", metavar="CODE", help="only this factory")
        parser.add_argument(
            "--as-of", type=_day, metavar="DATE", help="what had happened by this day (2018-06-01)"
        )
        parser.add_argument(
            "--known-at", type=_instant, metavar="INSTANT", help="only what was recorded by this moment"
        )
        parser.add_argument("--criteria", default=PROGRAMME, metavar="CODE", help="the criteria's code")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Judge and tell."""
        try:
            judgement = _judged(options, now=timezone.now())
        except NoCriteria as missing:
            raise CommandError(str(missing)) from missing
        if options["factory"] and not judgement.loaded.factories:
            raise CommandError(f"{options['factory']}: not open on that day; choose a day on which it was")
        result = judgement_as_json(judgement)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, separators=(",", ":")))
        else:
            self.stdout.write("\n".join(_lines(result, verbose=bool(options["factory"]))))


def _judged(options: dict[str, Any], *, now: datetime) -> Judgement:
    factories = [_factory_id(options["factory"])] if options["factory"] else None
    today = programme_day(now)
    as_of: date = options["as_of"] or today
    code = options["criteria"]
    if as_of == today and options["known_at"] is None:
        return refresh_verdicts(factories, now=now, code=code)[0]
    standard = standard_or_shipped(as_of, code=code, now=now)
    return judge_factories(factories, standard=standard, as_of=as_of, known_at=options["known_at"])


def _factory_id(code: str) -> int:
    factory = by_code(code)
    if factory is None:
        raise CommandError(
            f"{code}: no such factory; use the programme's own code, as in the list of factories"
        )
    return factory.pk


def _lines(data: dict[str, Any], *, verbose: bool) -> list[str]:
    criteria = data["criteria"]
    counted = ", ".join(
        f"{data[name]} {name.replace('_', ' ')}"
        for name in ("eligible", "close", "not_eligible", "incomplete")
    )
    judged = f"{criteria['code']} {criteria['version']} as of {data['as_of']}: {data['factories']} factories"
    lines = [f"{judged}, {counted}"]
    if verbose:
        for verdict in data["verdicts"]:
            lines.append(f"{verdict['factory']}: {verdict['outcome']}")
            lines += [
                f"  {row['code']:<12} {row['outcome']:<8} {_value(row['value'])}"
                for row in verdict["criteria"]
            ]
    return lines


def _value(value: dict[str, int] | int | None) -> str:
    if value is None:
        return "–"
    return f"{value['n']} of {value['of']}" if isinstance(value, dict) else str(value)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return timezone.make_aware(found) if timezone.is_naive(found) else found
