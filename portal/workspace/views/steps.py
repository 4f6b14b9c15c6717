"""The next steps of a factory before its own people: what to do, on which evidence, where, and from when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisory.queries.systems import weakness
from committees.queries.agendas import next_meeting_of
from courses.queries.catalogue import codes_of, title_of
from courses.queries.sessions import next_sessions
from criteria.domain.measures import CountedItem, ItemKind
from criteria.views.item_links import Link, links_of_items
from journal.wording import day_in_words
from next_steps.domain.remedies import MAIN_TASK, Remedy, RemedyTask, TaskKind
from next_steps.domain.wordings import ELEMENTS, NO_WAY_TO_MEET, WORDS, StepReader, sentence_of_task
from next_steps.queries.remedies import remedies_for
from scheduling.queries.intervals import months_between_assessments

if TYPE_CHECKING:
    from courses.models import CourseSession
    from factories.models import Factory
    from portal.queries import PlainCriteria

MOST_ITEMS = 8
MOST_SESSIONS = 2
_COMMITTEE = frozenset({TaskKind.HOLD_MEETINGS, TaskKind.REVIEW_COMMITTEE})
_FOR_THE_PLAN = frozenset({TaskKind.PUT_RIGHT, TaskKind.PUT_RIGHT_POINTS, TaskKind.HAVE_VERIFIED})

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One piece of evidence of a task: where it is, and for a finding its item of the plan, or where one is made."""

    link: Link
    plan: Link | None = None


@dataclass(frozen=True, slots=True)
class ShownTask:
    """One thing to do, in words."""

    sentence: str
    items: tuple[ShownItem, ...]
    more: int  # items that are not shown


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One next step.

    Attributes:
        step: as kept with the verdict.
        goal: what "met" looks like: the criterion in words.
        tasks: what to do; for worker representatives what they can do.
        earliest: from when it can be met, where that is later than today.
        effort: an estimate, in words.
        places: where to go: sessions of courses, the committee's agenda.
    """

    step: Step
    goal: str
    tasks: tuple[ShownTask, ...]
    earliest: date | None
    effort: str
    places: tuple[Link, ...]


def shown_steps(
    factory: Factory,
    steps: Sequence[Step],
    *,
    criteria: str,
    named: PlainCriteria | None,
    plan: Sequence[Mapping[str, Any]],
    reader: StepReader,
    today: date,
    now: datetime,
) -> list[ShownStep]:
    """Steps with everything that they rest on and lead to. At most 22 statements, whatever the number of steps.

    Args:
        factory: whose steps.
        steps: those that the reader may be told.
        criteria: the version they are of.
        named: its words in the reader's language.
        plan: the improvement plan as it stands.
        reader: `FACTORY` or `WORKER`.
        today: there.
        now: sessions after it are ahead.
    """
    if not steps:
        return []
    remedies = remedies_for(
        factory.pk, criteria=criteria, interval=months_between_assessments(factory.pk), on=today
    )
    possible = [step for step in steps if step["criterion"] in remedies]
    items = {
        f"{step['criterion']} {at}": task.items
        for step in possible
        for at, task in enumerate(remedies[step["criterion"]].tasks)
    }
    links = links_of_items(factory, items)
    helpful = codes_of({title for step in steps for title in step["courses"]})
    sessions = next_sessions(factory.country_id, helpful, now=now)
    making = _Making(
        factory,
        reader,
        {item["question"]: item["id"] for item in plan if item["question"] and item["status"] != "verified"},
        sessions,
        _agenda(factory, today),
        today,
    )
    plain = named.sentences if named else {}
    return [
        making.shown(
            step,
            remedies.get(step["criterion"]),
            plain[step["criterion"]].sentence if step["criterion"] in plain else _(step["title"]),
            links,
        )
        for step in steps
    ]


def _agenda(factory: Factory, today: date) -> Link:
    meeting = next_meeting_of(factory.pk, today)
    words = (
        _("Agenda of the committee meeting on %(day)s") % {"day": day_in_words(meeting.meets_on)}
        if meeting
        else _("Agenda of the next committee meeting")
    )
    return Link(reverse("committees:agenda", args=[factory.code]), words)


@dataclass(frozen=True, slots=True)
class _Making:
    factory: Factory
    reader: StepReader
    planned: Mapping[str, int]  # question → id of its item in the plan
    sessions: Sequence[CourseSession]
    agenda: Link
    today: date

    def shown(
        self,
        step: Step,
        remedy: Remedy | None,
        goal: str,
        links: Mapping[str, tuple[tuple[CountedItem, Link], ...]],
    ) -> ShownStep:
        """One step in words, with its links."""
        words = WORDS[MAIN_TASK[step["measure"]]]
        tasks = [
            self._task(task, links[f"{step['criterion']} {at}"])
            for at, task in enumerate(remedy.tasks if remedy else ())
        ]
        weak = [shown for task in (remedy.tasks if remedy else ()) for shown in self._weak(task)]
        if self.reader is StepReader.WORKER:
            items = tuple(item for task in tasks for item in task.items)[:MOST_ITEMS]
            tasks = [ShownTask(_(words.worker), items, 0), *weak]
        elif remedy and remedy.earliest is None:
            tasks = [ShownTask(_(NO_WAY_TO_MEET), (), 0)]
        else:
            tasks += weak
        later = remedy and remedy.earliest and remedy.earliest > self.today.toordinal()
        return ShownStep(
            step,
            goal,
            tuple(tasks),
            date.fromordinal(remedy.earliest) if remedy and remedy.earliest and later else None,
            "" if self.reader is StepReader.WORKER else _(words.effort),
            tuple(self._places(step, remedy)),
        )

    def _task(self, task: RemedyTask, links: Sequence[tuple[CountedItem, Link]]) -> ShownTask:
        items = [
            ShownItem(link, self._plan(item) if task.kind in _FOR_THE_PLAN else None)
            for item, link in links[:MOST_ITEMS]
        ]
        sentence = capfirst(sentence_of_task(task).text(_, ngettext))
        return ShownTask(sentence, tuple(items), max(0, len(links) - MOST_ITEMS))

    def _weak(self, task: RemedyTask) -> list[ShownTask]:
        """The weakest elements of a management system, each with what the reader does about it."""
        return [
            ShownTask(
                f"{weakness(area, element, level)}. {_(getattr(ELEMENTS[element], self.reader.value))}", (), 0
            )
            for area, element, level in task.weak
        ]

    def _plan(self, item: CountedItem) -> Link | None:
        """The plan item of a finding, or where the factory makes one."""
        if item.kind is not ItemKind.FINDING:
            return None
        question = item.id.partition(" ")[2]
        if question in self.planned:
            page = reverse("advisory:plan", args=[self.factory.code])
            return Link(f"{page}#item-{self.planned[question]}", _("in the plan"))
        if self.reader is not StepReader.FACTORY:
            return None
        page = reverse("advisory:record_plan_item", args=[self.factory.code])
        return Link(f"{page}?question={question}", _("add to the plan"))

    def _places(self, step: Step, remedy: Remedy | None) -> list[Link]:
        kinds = {task.kind for task in remedy.tasks} if remedy else {MAIN_TASK[step["measure"]]}
        found = [self.agenda] if kinds & _COMMITTEE else []
        codes = set(codes_of(step["courses"]))
        ahead = [session for session in self.sessions if session.course in codes][:MOST_SESSIONS]
        found += [
            Link(reverse("courses:session", args=[session.pk]), _session_words(session)) for session in ahead
        ]
        if TaskKind.REVIEW_SYSTEM in kinds:
            found.append(Link(reverse("advisory:systems", args=[self.factory.code]), _("Management systems")))
        if codes and not ahead:
            found.append(Link(reverse("courses:sessions"), _("All courses")))
        return found


def _session_words(session: CourseSession) -> str:
    words = {"course": title_of(session.course), "day": day_in_words(session.day), "place": session.place}
    return _("%(course)s: %(day)s, %(place)s") % words
