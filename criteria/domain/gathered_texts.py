"""The texts of the criteria documents and of the guidance that readers are shown, gathered for the translators.

They stand in TOML, where `makemessages` does not look; without an entry in the catalogues the pages that pass them through
gettext tell them in English everywhere. A test holds this list against `criteria/documents/`. Titles of pillars are
named by `portal/templatetags/portal.py` too; references and units are not shown translated.
"""

# ruff: noqa: E501

from __future__ import annotations

from criteria.domain.translations import gettext_noop as _

DOCUMENTS = (
    _("High performance"),
    _(
        "What a factory must show to be recognised: sustained compliance, management systems, social dialogue and learning. It has to excel in all four; what is missing in one is not made up for in another."
    ),
    _("Compliance"),
    _("Management systems"),
    _("Social dialogue"),
    _("Learning"),
)

TITLES = (
    _("Assessed often enough"),
    _("Assessed recently"),
    _("Few findings in the latest assessment"),
    _("Few findings in the assessment before"),
    _("No publicly reported issue"),
    _("Earlier publicly reported issues put right"),
    _("Core labour standards kept"),
    _("No open zero-tolerance case"),
    _("No recent zero-tolerance case"),
    _("No weak compliance point"),
    _("A sound safety and health system"),
    _("A sound human resources system"),
    _("Root causes addressed"),
    _("A balanced committee"),
    _("Workers' side freely elected"),
    _("The committee meets"),
    _("Women have their seats"),
    _("The improvement plan is kept"),
    _("Improvements are verified"),
    _("Learning is used"),
    _("Managers learn"),
    _("Workers learn"),
)

# {bar} is filled with `criteria.py`'s "at least 2", "no more than 10 per cent", "no"; {window} with a number
SENTENCES = (
    _("{bar} full unannounced assessments."),
    _("The latest full unannounced assessment lies {bar} months back."),
    _("{bar} of the questions that apply are non-compliant in the latest assessment."),
    _("{bar} of the questions that apply were non-compliant in the assessment before."),
    _("{bar} issues of the country's public list in the latest assessment."),
    _("{bar} publicly reported issues of other assessments or visits that are not verified as put right."),
    _(
        "{bar} findings on core labour standards, of the factory's own doing, over the last {window} assessments."
    ),
    _("{bar} zero-tolerance cases open."),
    _("{bar} zero-tolerance cases opened in the last {window} months."),
    _("{bar} compliance points with over half of their questions non-compliant in the latest assessment."),
    _(
        "The management system for safety and health scores {bar} of 5 in a review of the last {window} months."
    ),
    _("The management system for human resources scores {bar} of 5 in a review of the last {window} months."),
    _("{bar} of the latest findings were found the time before as well."),
    _("The two sides of the bipartite committee differ by {bar} seats."),
    _("The workers' side of the bipartite committee was formed by free election."),
    _("{bar} committee meetings with minutes in twelve months."),
    _("Women's share of the committee's worker side lies {bar} below their share of the workforce."),
    _("{bar} of the improvement plan's items that are due are done."),
    _("{bar} of the due items that are done have been verified by the programme."),
    _("{bar} different courses or seminars attended in the last {window} months."),
    _("Managers took part in courses in the last {window} months ({bar})."),
    _("Workers took part in courses in the last {window} months ({bar})."),
)

COURSES = (
    _("Supervisory skills"),
    _("Workplace cooperation"),
    _("OSH awareness"),
    _("Human resource management"),
    _("Negotiation skills"),
    _("Worker induction: train the trainer"),
    _("Prevention of sexual harassment"),
    _("Industry seminar: emergency preparedness"),
)

PRACTICES = (
    _("Keep the services running through the whole cycle: assessments come unannounced, about once a year."),
    _(
        "Let the committee go through the findings point by point, name a root cause for each, and start with the points where several findings have the same cause."
    ),
    _(
        "Check ages against two documents at hiring, and keep the register of young workers where supervisors see it."
    ),
    _("Decide on hiring, pay and promotion by written rules, and have women and men look at them together."),
    _(
        "Keep no documents, deposits or debts of workers, and let everybody refuse overtime without consequence."
    ),
    _("Give worker representatives a room, time and access to members, and stay out of their affairs."),
    _("Reconcile time records and payroll every month, and let workers see how each payslip comes about."),
    _(
        "Give every worker a contract in a language the worker reads, and hear both sides before any discipline."
    ),
    _(
        "Walk the floor every week with workers of the safety committee, write down what is found, and by when and by whom it is put right."
    ),
    _("Plan orders against hours that are really there, and stop a line before it passes the legal limit."),
    _(
        "Check the issues of the country's public list every month, and have your adviser verify what was put right as soon as it is."
    ),
    _(
        "Put findings on core labour standards right at once and together with worker representatives; your adviser helps to repair the harm done."
    ),
    _(
        "Follow the zero tolerance protocol step by step with your adviser until the case is closed, and keep what you changed in writing."
    ),
    _(
        "Write policy, procedure, responsible person and yearly review for each area, and let the review change something."
    ),
    _(
        "Ask why five times for every finding that came back, and change the procedure instead of the single case."
    ),
    _(
        "Give both sides the same number of seats, and have the workers' side elected by secret ballot, with candidates of every section and shift."
    ),
    _(
        "Meet on a fixed day every month, hang out the minutes within a week, and open each meeting with what became of the last one."
    ),
    _(
        "Give every item of the plan one owner and one day, go through those due at each committee meeting, and show your adviser the evidence at the next visit."
    ),
    _(
        "Plan the year's learning in January, send managers and workers together, and let those who went teach those who did not."
    ),
)

GATHERED = DOCUMENTS + TITLES + SENTENCES + COURSES + PRACTICES
