"""Pages that are computed at each request: files, comparisons, everybody judged. Limited by `accounts.page_limits`.

Those in a list's search box need no line here. An address of a download that is missing fails
`tests/accounts/test_page_limits.py`.
"""

from __future__ import annotations

DEAR_PAGES = frozenset(
    {
        # files
        "factories:export",
        "history_export",
        "assessment_files:export",
        "offline_workbook:form_file",
        "factory_lists:import_rest",
        "recognition:export",
        "criteria:lab_export",
        "directory_export",
        "suppliers_export",
        "priority_export",
        "recognised_export",
        "sector_export",
        "people:export",
        "people:template",
        "seals_document",
        "api:schema",
        # computed
        "criteria:lab",
        "suppliers_compare",
        "recognition:judge",
        "recognition:judge_factory",
        "scheduling:make_plan",
    }
)
