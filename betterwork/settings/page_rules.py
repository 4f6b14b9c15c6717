"""What holds for pages by their address: which decide something, and which cost much.

What is sent to a page that decides wants a recent sign-in (settings.DECISION_MINUTES). Pages that are computed at each
request (files, comparisons, everybody judged) are limited by `accounts.page_limits`; a download that is missing here
fails `tests/accounts/test_page_limits.py`. Searches in a list need no line.
"""

from __future__ import annotations

DECISIONS = frozenset(
    {
        "recognition:propose",
        "recognition:decide",
        "lab:propose",
        "lab:abandon",
        "stories:decide",
        "advisory:close_case",
        "first_run:criteria",
        "people:invite",
        "people:import_write",
        "people:places",
        "people:end_place",
        "people:administrator",
        "people:role",
        "people:close",
        "people:reopen",
        "proposals:proposal",
        "assessments:correct",
        "people:erase",
        "account_reset_second_factor",
        "new_sign_on",
        "webhooks:new",
        "webhooks:change",
        "webhooks:secret",
        "sign_on",
    }
)

DEAR_PAGES = frozenset(
    {
        # files
        "factory_table:export",
        "factory_table:chosen",
        "history_export",
        "looks_export",
        "progress_export",
        "assessment_files:export",
        "offline_workbook:form_file",
        "factory_lists:import_rest",
        "improvement_plans:causes_export",
        "overview:export",
        "overview:plan_items_export",
        "recognition:export",
        "scheduling:export",
        "lab:export",
        "directory_export",
        "suppliers_export",
        "priority_export",
        "recognised_export",
        "sector_tables:export",
        "sector_tables:pdf",
        "people:export",
        "people:template",
        "seals_document",
        "api:schema",
        "api:factory-export",
        "api:supplier-export",
        "api:finding-export",
        "api:evaluation-export",
        "api:change-export",
        "api:commitment-export",
        "issue_factories_export",
        # computed
        "lab:lab",
        "suppliers_compare",
        "recognition:judge",
        "recognition:judge_factory",
        "scheduling:make_plan",
    }
)

WORK_COUNT_SECONDS = 20  # how long the number beside "To do" is kept where somebody else acts
