"""The words of tasks, for each kind of reader: the one place where they are declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from criteria.domain.translations import Forms, Sentence
from criteria.domain.translations import gettext_noop as _
from criteria.domain.translations import ngettext_noop as ngettext
from next_steps.domain.tasks import RemedyTask, TaskKind


class StepReader(StrEnum):
    """To whom a step is worded."""

    FACTORY = "factory"  # who speaks for it
    WORKER = "worker"  # its worker representatives: only what they can do themselves
    BRAND = "brand"  # what a buyer can do
    ADVISER = "adviser"  # the programme's staff


@dataclass(frozen=True, slots=True)
class TaskWords:
    """The words of one kind of task.

    Attributes:
        factory: what the factory does; `%(count)s` is the task's number.
        worker, brand, adviser: what each of them can do about it; without numbers, true whatever the evidence.
        effort: about how much work it is for the factory.
    """

    factory: Forms
    worker: str
    brand: str
    adviser: str
    effort: str

    def for_reader(self, reader: StepReader) -> str:
        """The words of a reader who does not do the task themselves."""
        return str(getattr(self, reader.value))


_HOURS = _("Effort: some hours")
_DAYS = _("Effort: some days")
_WEEKS = _("Effort: some weeks")
_MONTHS = _("Effort: some months")
_NONE = _("Effort: none, only time")
_TELL_ADVISER = _("Tell the adviser at the next visit what has changed on the floor, and what has not.")
_BUY_STEADILY = _(
    "Give steady orders and lead times, so that the factory can put this right without new pressure."
)

WORDS: Mapping[TaskKind, TaskWords] = {
    TaskKind.BE_ASSESSED: TaskWords(
        ngettext(
            "%(count)s further full unannounced assessment by the programme",
            "%(count)s further full unannounced assessments by the programme",
        ),
        _("Speak freely with the assessors; they do not say who told them what."),
        _("Keep buying while the programme assesses; do not ask for audits of your own on the same points."),
        _("Plan the next full unannounced assessment."),
        _NONE,
    ),
    TaskKind.PUT_RIGHT: TaskWords(
        ngettext(
            "put %(count)s of these findings right, for good: it must not be found again",
            "put %(count)s of these findings right, for good: they must not be found again",
        ),
        _("Put these findings on the committee's agenda, and say whether what was changed works."),
        _("Ask by when each finding is put right, and check that your prices and lead times allow it."),
        _("Look for the root cause of each finding with the factory, and put it into the improvement plan."),
        _WEEKS,
    ),
    TaskKind.PUT_RIGHT_POINTS: TaskWords(
        ngettext(
            "put the findings of %(count)s of these compliance points right, for good",
            "put the findings of %(count)s of these compliance points right, for good",
        ),
        _("Put these findings on the committee's agenda, and say whether what was changed works."),
        _("Ask by when each finding is put right, and check that your prices and lead times allow it."),
        _("Look for the root cause of each finding with the factory, and put it into the improvement plan."),
        _WEEKS,
    ),
    TaskKind.HAVE_VERIFIED: TaskWords(
        ngettext(
            "put %(count)s of these issues right, and show your adviser the evidence",
            "put %(count)s of these issues right, and show your adviser the evidence",
        ),
        _TELL_ADVISER,
        _("Ask which publicly reported issues are open, and help to pay for what they need."),
        _("Verify what the factory says it has put right."),
        _WEEKS,
    ),
    TaskKind.CLOSE_CASES: TaskWords(
        ngettext(
            "follow the zero tolerance protocol until %(count)s case is closed",
            "follow the zero tolerance protocol until %(count)s cases are closed",
        ),
        _TELL_ADVISER,
        _BUY_STEADILY,
        _("Follow the zero tolerance protocol with the country manager."),
        _MONTHS,
    ),
    TaskKind.WAIT: TaskWords(
        ngettext(
            "let time pass: %(count)s record is still within the period that counts",
            "let time pass: %(count)s records are still within the period that counts",
        ),
        _("Tell the adviser at once if it happens again."),
        _BUY_STEADILY,
        _("Nothing but time: watch that it does not happen again."),
        _NONE,
    ),
    TaskKind.REVIEW_SYSTEM: TaskWords(
        ngettext(
            "have your adviser review the management system", "have your adviser review the management system"
        ),
        _("Say in the committee where rules on paper are not followed on the floor."),
        _("Share good procedures of your other suppliers, and do not ask for a second system of your own."),
        _("Review the management system, and score what you see."),
        _MONTHS,
    ),
    TaskKind.HOLD_MEETINGS: TaskWords(
        ngettext(
            "hold %(count)s more committee meeting with minutes, and have your adviser count them",
            "hold %(count)s more committee meetings with minutes, one a month, and have your adviser count them",
        ),
        _(
            "Set the day of the next meeting, write the workers' points on its agenda, and ask for the minutes."
        ),
        _("Ask for the dates of the committee's meetings, and keep deliveries off those days."),
        _("Sit in on the next meeting, and review the committee."),
        _MONTHS,
    ),
    TaskKind.REVIEW_COMMITTEE: TaskWords(
        ngettext("have your adviser review the committee", "have your adviser review the committee"),
        _("Ask for a free election and for seats that reflect the workforce; it is your right to stand."),
        _("Say to the management that a freely elected committee counts for you."),
        _("Review the bipartite committee after the change."),
        _WEEKS,
    ),
    TaskKind.AGREE_ITEMS: TaskWords(
        ngettext(
            "agree %(count)s item of the improvement plan with your adviser",
            "agree %(count)s items of the improvement plan with your adviser",
        ),
        _("Propose in the committee what should be in the improvement plan."),
        _("Ask to see the improvement plan."),
        _("Agree an improvement plan with due days."),
        _HOURS,
    ),
    TaskKind.FINISH_ITEMS: TaskWords(
        ngettext(
            "finish %(count)s item of the improvement plan that is due",
            "finish %(count)s items of the improvement plan that are due",
        ),
        _("Ask in the committee what became of each item that is due."),
        _("Ask what keeps overdue items from being done, and share the cost where it is yours too."),
        _("Go through the items that are due, and help with those that are stuck."),
        _DAYS,
    ),
    TaskKind.VERIFY_ITEMS: TaskWords(
        ngettext(
            "show your adviser the evidence for %(count)s item that is done",
            "show your adviser the evidence for %(count)s items that are done",
        ),
        _("Tell the adviser whether what is marked as done is done."),
        _("Accept the programme's verification instead of a visit of your own."),
        _("Verify the items that are done."),
        _HOURS,
    ),
    TaskKind.ITEMS_IN_TIME: TaskWords(
        ngettext(
            "agree %(count)s further item, and finish it and all others that fall due by their days",
            "agree %(count)s further items, and finish them and all others that fall due by their days",
        ),
        _("Ask in the committee which items fall due next."),
        _("Keep orders off the weeks in which large improvements are due."),
        _("Agree due days that can be kept, and remind of them."),
        _WEEKS,
    ),
    TaskKind.ATTEND: TaskWords(
        ngettext("send people to courses", "send people to courses"),
        _("Ask that workers' representatives are sent to the next course too."),
        _("Release the factory from deadlines on the days of its courses."),
        _("Register the factory's people for the next session, and record who came."),
        _DAYS,
    ),
    TaskKind.COUNT_WORKFORCE: TaskWords(
        ngettext(
            "have the number of workers recorded, women counted apart",
            "have the number of workers recorded, women counted apart",
        ),
        _("Nothing: the factory's management has the numbers."),
        _("Nothing: the programme records the numbers."),
        _("Record the number of workers, women counted apart."),
        _HOURS,
    ),
}

TARGETS: Mapping[str, Forms] = {
    # of the task's target the first field → what a factory does to reach its number
    "score": ngettext(
        "have your adviser review the management system, and show level %(count)s of 5 or more",
        "have your adviser review the management system, and show level %(count)s of 5 or more",
    ),
    "elements_in_place": ngettext(
        "have %(count)s element of the management system in place at your adviser's review",
        "have %(count)s elements of the management system in place at your adviser's review",
    ),
    "seats_apart": ngettext(
        "give both sides of the committee the same number of seats, and have your adviser review it",
        "give both sides of the committee the same number of seats, and have your adviser review it",
    ),
    "elected": ngettext(
        "have the workers' side freely elected, and your adviser review the committee",
        "have the workers' side freely elected, and your adviser review the committee",
    ),
    "women_percent": ngettext(
        "have women hold at least %(count)s per cent of the worker side's seats, and your adviser review the committee",
        "have women hold at least %(count)s per cent of the worker side's seats, and your adviser review the committee",
    ),
    "women_percent_below_workforce": ngettext(
        "have women's share of the worker side at most %(count)s percentage point below their share of the workforce",
        "have women's share of the worker side at most %(count)s percentage points below their share of the workforce",
    ),
    "issues_resolved": ngettext(
        "resolve %(count)s issue raised in the committee, and have your adviser count it",
        "resolve %(count)s issues raised in the committee, and have your adviser count them",
    ),
    "courses": ngettext(
        "send people to %(count)s course that nobody of yours attended in the period",
        "send people to %(count)s courses that nobody of yours attended in the period",
    ),
    "courses_on_offer": ngettext(
        "send people to %(count)s of the programme's courses that nobody of yours attended in the period",
        "send people to %(count)s of the programme's courses that nobody of yours attended in the period",
    ),
    "managers": ngettext("send %(count)s manager to a course", "send %(count)s managers to courses"),
    "workers": ngettext("send %(count)s worker to a course", "send %(count)s workers to courses"),
    "women": ngettext("send %(count)s woman to a course", "send %(count)s women to courses"),
    "hours_everybody": ngettext(
        "%(count)s more hour of learning, people times hours",
        "%(count)s more hours of learning, people times hours",
    ),
    "hours_workers": ngettext(
        "%(count)s more hour of learning of workers, people times hours",
        "%(count)s more hours of learning of workers, people times hours",
    ),
    "hours_women": ngettext(
        "%(count)s more hour of learning of women, people times hours",
        "%(count)s more hours of learning of women, people times hours",
    ),
}


@dataclass(frozen=True, slots=True)
class ElementWords:
    """What is done about a weak element of a management system: by the factory, and by its worker representatives."""

    factory: str
    worker: str


ELEMENTS: Mapping[str, ElementWords] = {
    "policy": ElementWords(
        _("Write a policy of one page, signed by the top manager, and hang it where workers read it."),
        _("Ask to read the policy, and say whether it fits what you see on the floor."),
    ),
    "responsible": ElementWords(
        _("Name one person in writing, with the time and the authority for it."),
        _("Ask who is responsible, and how workers reach that person."),
    ),
    "procedure": ElementWords(
        _("Write down who does what by when, together with those who do it."),
        _("Say in the committee which steps on paper cannot be followed on the floor."),
    ),
    "communication": ElementWords(
        _("Explain it to every worker and supervisor, new ones too, and record when."),
        _("Say what you and your colleagues were never told."),
    ),
    "monitoring": ElementWords(
        _("Check every month whether it is followed, and record what each check found."),
        _("Ask to take part in the checks."),
    ),
    "correction": ElementWords(
        _("Record of each finding why it happened and what was changed, and look again."),
        _("Ask in the committee what became of what was found."),
    ),
}

NO_WAY_TO_MEET = _("Nothing that you do now meets this criterion. Ask your adviser what follows from that.")


def sentence_of_task(task: RemedyTask) -> Sentence:
    """What the factory does, with its number."""
    quantity = next((name for name in task.target if name in TARGETS), None)
    if quantity is None:
        return Sentence(*WORDS[task.kind].factory, task.count)
    return Sentence(*TARGETS[quantity], task.target[quantity])
