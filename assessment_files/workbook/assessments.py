"""Files of assessments: read and checked against what is registered."""

from __future__ import annotations

from datetime import datetime

from assessment_files.domain.assessment_rows import CheckedAssessments, check_assessments
from assessment_files.queries import lookups_for_assessments
from files.workbook.tables import FileTable
from questionnaires.queries.questionnaire_index import questionnaire_index


def checked_assessments(table: FileTable, *, now: datetime, since_began: bool = True) -> CheckedAssessments:
    """The same from a table in hand (an upload)."""
    return check_assessments(
        table.columns,
        table.rows,
        questionnaires=questionnaire_index(),
        lookups=lookups_for_assessments(now, since_began=since_began),
    )


def has_attributions(checked: CheckedAssessments, columns: tuple[str, ...]) -> bool:
    """Whether the file can lay findings to national law: only the long layout has a word for each answer."""
    return checked.layout == "long" and "attribution" in columns
