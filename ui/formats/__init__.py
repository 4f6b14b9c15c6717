"""How a language writes days, months and moments, where Django's own formats are wrong for our readers or missing.

Django reads `ui.formats.<language>.formats` before its own. Digits are Latin in every language: the numbers that people
enter and copy are, and a sentence never mixes two systems. Hours are of 24. `MONTH_NAMES` and `WEEKDAY_NAMES` are here
to be translated for Haitian Creole, of which Django has no catalogue; an empty translation leaves Django's own name.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

MONTH_NAMES = (
    _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"), _("September"),
    _("October"), _("November"), _("December"),
)  # fmt: skip
WEEKDAY_NAMES = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
