"""By which tables a lower app works for higher ones (docs/architecture.md)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REACTIONS = "betterwork.reactions.REACTIONS"
LOOKS = "betterwork.access_log_rules.LOOKS"
IMMEDIATE = "betterwork.immediate_reactions.IMMEDIATE"
# what an app asks of one above it
COUNTRIES_OF = "factories.queries.visibility.countries_of"  # a person's, by the places of people
OPEN_FACTORIES = "factories.queries.visibility.registered"
FACTORY_RESPONSES = "responses.queries.responses.responses_beside"  # what the factory says, beside findings
LEFT_TO_REVIEW = "reviews.queries.rows.left_to_review"  # what accepting an assessment passes over
FINDINGS_IMPORTED = "advisory.commands.remediation.fix_new_findings"  # in the same transaction
COPY_REFRESHED = "webhooks.tasks.note_content"  # after a copy for outsiders was made again
CHANGES_SHOWN = "progress_reports.queries.changes.changes_shown"  # since the last report
HANDOVERS_OF_READER = "handovers.queries.handovers.lines_for"  # between programme and inspectorate
PROGRESS_REPORTS = "progress_reports.queries.reports.latest_lines"
OPEN_PLAN_ITEMS = "advisory.queries.improvement_plan.open_items_by_question"
LISTS_TO_SAVE = {  # lists that people keep under a name, and which parts of their addresses
    "suppliers": {
        "label": _("My suppliers"),
        "address": "suppliers",
        "may": "portal.policies.is_brand",
        "saved": ("q", "country", "recognised", "shared", "watched", "sort"),
        "shared_with": "buyers.queries.own.are_colleagues",
    },
    "factories": {
        "label": _("Factories"),
        "address": "factory_table:list",
        "may": "accounts.policies.is_staff",
        "saved": ("q", "country", "state", "adviser", "whose", "status", "at", "assessed", "columns", "sort"),
    },
    "assessments": {
        "label": _("Assessments"),
        "address": "assessments:list",
        "may": "accounts.policies.is_staff",
        "saved": ("q", "country", "state", "kind", "year"),
    },
    "recognition": {
        "label": _("Recognition"),
        "address": "recognition:worklist",
        "may": "recognition.policies.reads_candidates",
        "saved": ("q", "country", "adviser", "short", "list", "sort"),
    },
}
FIELD_ENTRY_KINDS = {  # what devices send of apps above the one that takes it in
    "course": {
        "read": "courses.forms.read_registration",
        "apply": "courses.commands.registering.apply_entry",
        "may_send": "courses.policies.speaks",
        "address": "courses.queries.addresses.address_of_registration",
    },
    "diagnosis": {
        "read": "self_diagnosis.forms.read_answers",
        "apply": "self_diagnosis.commands.answering.apply_answers",
        "may_send": "self_diagnosis.policies.diagnoses",
        "address": "self_diagnosis.queries.addresses.address_of_entry",
    },
}
MERGE_RULES = "betterwork.merging.RULES"
BEFORE_RECORDING = ("factories.same_transaction.merged.refuse_merged",)
PROPOSAL_KINDS = "betterwork.proposals.PROPOSAL_KINDS"
PROPOSAL_EFFECTS = "betterwork.proposals.PROPOSAL_EFFECTS"
COVERED_ROWS = "betterwork.covered_rows.COVERED"
USUAL_PERIODS = "scheduling.queries.intervals.usual_periods"  # when factories are usually assessed again
