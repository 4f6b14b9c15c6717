"""How far an installation is set up: each step's state, read from the facts and from nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import COUNTRY_STAFF, Role, User
from countries.queries.countries import programme_countries
from countries.queries.local_time import LocalDays, programme_day
from criteria.documents import shipped
from criteria.queries.criteria import standard_or_none, versions
from factories.queries import any_registered
from journal.queries import last_event
from questionnaires.queries.questionnaires import loaded_references
from questionnaires.queries.translations import translations
from questionnaires.workbook.release import release_folders

DECIDERS = 2  # one proposes a decision, another takes it
NOWHERE = ("console", "dummy", "filebased")
"""Mail backends that deliver nothing to anybody."""


class SetupState(StrEnum):
    """How a step stands."""

    DONE = "done"
    TO_DO = "todo"
    WAITING = "waiting"  # for another person
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step of the set-up.

    Attributes:
        name: which one.
        title: what it is about.
        state: as the facts have it.
        facts: what there is now, one sentence each.
    """

    name: str
    title: str
    state: SetupState
    facts: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.state == SetupState.DONE


def steps_of_setup(now: datetime) -> list[SetupStep]:
    """Every step in its order. A constant number of statements."""
    days = LocalDays(now)
    countries = programme_countries(days)
    return [
        _countries(countries),
        _questionnaires(),
        _criteria(now),
        _languages(countries, days),
        _mail(),
        _people(),
        _first_list(),
    ]


def is_set_up(now: datetime) -> bool:
    """Whether no step is left to do."""
    return all(step.state != SetupState.TO_DO for step in steps_of_setup(now))


def releases_to_load() -> list[str]:
    """Released questionnaires that are not loaded, as `cat@1.0`. One query."""
    known = set(loaded_references())
    released = (f"{folder.parent.name}@{folder.name}" for folder in release_folders())
    return [reference for reference in released if reference not in known]


def criteria_to_load() -> list[str]:
    """Criteria shipped with the product of which there is no version yet, as `high-performance/1.0`. One query."""
    known = {row.name for row in versions(drafts=True)}
    return [name for found in shipped() if (name := f"{found.code}/{found.version}") not in known]


def _countries(countries: list[tuple[str, str]]) -> SetupStep:
    facts = (", ".join(name for _code, name in countries),) if countries else ()
    return SetupStep("countries", _("The programme's countries"), _done(bool(countries)), facts)


def _questionnaires() -> SetupStep:
    loaded, waiting = loaded_references(), releases_to_load()
    facts = [_("In force: %(names)s.") % {"names": ", ".join(loaded)}] if loaded else []
    if waiting:
        facts.append(_("Released and not loaded: %(names)s.") % {"names": ", ".join(waiting)})
    state = SetupState.TO_DO if not loaded else SetupState.OPTIONAL if waiting else SetupState.DONE
    return SetupStep("questionnaires", _("Questionnaires in force"), state, tuple(facts))


def _criteria(now: datetime) -> SetupStep:
    current, waiting = standard_or_none(programme_day(now)), criteria_to_load()
    drafts = [row.name for row in versions(drafts=True) if row.in_force_from is None]
    facts = [_("In force: %(names)s.") % {"names": current.name}] if current else []
    if drafts:
        facts.append(_("Waiting for the global team's approval: %(names)s.") % {"names": ", ".join(drafts)})
    if waiting:
        facts.append(_("Shipped and not loaded: %(names)s.") % {"names": ", ".join(waiting)})
    state = SetupState.DONE if current else SetupState.WAITING if drafts else SetupState.TO_DO
    if current and waiting:
        state = SetupState.OPTIONAL
    return SetupStep("criteria", _("Criteria in force"), state, tuple(facts))


def _languages(countries: list[tuple[str, str]], days: LocalDays) -> SetupStep:
    names, translated = dict(settings.LANGUAGES), translations()
    used = {code: days.settings.at(code, days.now).languages for code, _name in countries}
    facts = [
        f"{name}: {', '.join(str(names.get(language, language)) for language in used[code])}"
        for code, name in countries
    ]
    untranslated = sorted(
        {
            str(names.get(language, language))
            for languages in used.values()
            for language in languages
            if language not in {"en", *translated}
        }
    )
    if countries and untranslated:
        facts.append(
            _("The questionnaire has no texts in %(names)s yet; it shows English there.")
            % {"names": ", ".join(untranslated)}
        )
    return SetupStep("languages", _("Languages"), _done(bool(countries)), tuple(facts))


def _mail() -> SetupStep:
    last = last_event(("mail.tested", "mail.failed"))
    facts = []
    if delivers_nothing():
        facts.append(_("Mail goes nowhere: set EMAIL_URL to your mail server and start again."))
    if last is not None:
        facts.append(last.sentence)
    works = last is not None and last.kind == "mail.tested" and not delivers_nothing()
    return SetupStep("mail", _("E-mail"), _done(works), tuple(facts))


def _people() -> SetupStep:
    roles = Counter(User.objects.filter(is_active=True).values_list("role", flat=True))
    deciding, staff = roles[Role.GLOBAL], sum(roles[role] for role in COUNTRY_STAFF)
    facts = (
        ngettext("%(n)s person in the global team.", "%(n)s people in the global team.", deciding)
        % {"n": deciding},
        ngettext("%(n)s person of the countries.", "%(n)s people of the countries.", staff) % {"n": staff},
    )
    return SetupStep("people", _("First people"), _done(deciding >= DECIDERS and staff > 0), facts)


def _first_list() -> SetupStep:
    there = any_registered()
    facts = (_("There are factories in the register."),) if there else ()
    return SetupStep("first_list", _("First list of factories"), _done(there), facts)


def delivers_nothing() -> bool:
    """Whether this installation's mail is written somewhere instead of sent."""
    return settings.EMAIL_BACKEND.split(".")[-2] in NOWHERE


def _done(done: bool) -> SetupState:  # noqa: FBT001  # a fact
    return SetupState.DONE if done else SetupState.TO_DO
