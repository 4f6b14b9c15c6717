"""Every hard rule of the plan, checked from scratch: shares no code with the planner."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from scheduling.domain.model import PlanningProblem, VisitPlan


def broken_rules(problem: PlanningProblem, plan: VisitPlan) -> list[str]:
    """One sentence for each rule that is broken."""
    wrong = []
    tasks = {task.factory: task for task in problem.tasks}
    advisers = {adviser.id: adviser for adviser in problem.advisers}
    everything = [*problem.staying, *plan.placed]
    seen = Counter(one.factory for one in plan.placed) + Counter(plan.unplaced.keys())
    wrong += [f"{factory} is answered {times} times" for factory, times in seen.items() if times != 1]
    wrong += [f"{factory} is forgotten" for factory in tasks if factory not in seen]
    for one in plan.placed:
        task = tasks[one.factory]
        days = [one.start + more for more in range(problem.visit_days)]
        if not (task.opens <= days[0] and days[-1] <= task.closes):
            wrong.append(f"{one.factory} lies outside its window")
        if any(day not in problem.working_days[task.country] for day in days):
            wrong.append(f"{one.factory} falls on a day off")
        if len(set(one.advisers)) != 2:
            wrong.append(f"{one.factory} has not two advisers")
        for person in one.advisers:
            if task.country not in advisers[person].countries:
                wrong.append(f"{person} does not work in {task.country}")
            if person in task.barred:
                wrong.append(f"{person} may not assess {one.factory}")
    booked = Counter(
        (person, one.start + more)
        for one in everything
        for person in one.advisers
        for more in range(problem.visit_days)
    )
    wrong += [f"{person} is twice on {day}" for (person, day), times in booked.items() if times > 1]
    monthly = Counter(
        (person, (date.min + timedelta(one.start - 1)).strftime("%Y-%m"))
        for one in everything
        for person in one.advisers
    )
    wrong += [
        f"{person} has {times} in {month}"
        for (person, month), times in monthly.items()
        if person in advisers and times > advisers[person].per_month
    ]
    return wrong
