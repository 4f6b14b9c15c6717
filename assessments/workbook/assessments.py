"""Files of assessments: read and checked against what is registered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assessments.domain.assessment_rows import CheckedAssessments, check_assessments
from assessments.queries.lookups import lookups_for_assessments, questionnaire_index
from factories.workbook.tables import Table, read_table


def read_assessments(path: Path, *, today: date) -> CheckedAssessments:
    """The assessments in a file of any of the three layouts, and everything wrong with them.

    Raises:
        Unreadable: the file cannot be read as a table.
    """
    return checked_assessments(read_table(path), today=today)


def checked_assessments(table: Table, *, today: date) -> CheckedAssessments:
    """The same from a table in hand (an upload)."""
    return check_assessments(
        table.columns,
        table.rows,
        questionnaires=questionnaire_index(),
        lookups=lookups_for_assessments(today),
    )


def tells_attributions(checked: CheckedAssessments, columns: tuple[str, ...]) -> bool:
    """Whether the file can lay findings to national law: only the long layout has a word for each answer."""
    return checked.layout == "long" and "attribution" in columns
