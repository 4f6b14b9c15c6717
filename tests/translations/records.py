"""Texts of record: what people typed, names of factories, brands and people. They stand as they were written."""

from __future__ import annotations

import re

from django.apps import apps

FIELDS = {
    "accounts.User": ("name", "email"),
    "accounts.ApiToken": ("name",),
    "accounts.SignOn": ("name",),
    "advisory.AdvisoryVisit": ("purpose", "notes"),
    "advisory.CaseEntry": ("authority", "file_name"),
    "advisory.DueDayProposal": ("reason",),
    "advisory.PlanFile": ("name",),
    "advisory.SystemsFile": ("name",),
    "advisory.PlanItem": ("ref", "issue", "root_cause", "action", "owner", "evidence"),
    "advisory.PlanMessage": ("text",),
    "advisory.SystemsReview": (
        "policy_note",
        "responsible_note",
        "procedure_note",
        "communication_note",
        "monitoring_note",
        "correction_note",
    ),
    "advisory.ZeroToleranceCase": ("trigger",),
    "assessments.EvidenceFile": ("name",),
    "assessments.Finding": ("details", "response"),
    "benefits.Benefit": ("note",),
    "benefits.Forum": ("name", "place"),
    "buyers.BuyerCommitment": ("text", "note"),
    "saved_lists.SavedList": ("name",),
    "buyers.PlanComment": ("text",),
    "committees.CommitteeMeeting": ("place",),
    "handovers.Handover": ("reason", "found", "action", "withdrawn_because"),
    "courses.CourseSession": ("place", "trainer"),
    "criteria.CriteriaVersion": ("title",),
    "factories.AccessRequest": ("purpose", "answer"),
    "factories.Brand": ("name",),
    "factories.Factory": ("name", "address"),
    "factories.FormerName": ("name",),
    "factories.Group": ("name",),
    "recognition.Appeal": ("grounds", "decision"),
    "recognition.Recognition": ("reason",),
    "responses.FindingResponse": ("text",),
    "responses.ResponseFile": ("name",),
    "responses.WorkerComment": ("text",),
    "self_diagnosis.DiagnosisAnswer": ("note",),
    "self_diagnosis.DifferingAnswer": ("note",),
    "stories.Story": ("title", "text", "quote", "quoted", "photo_words"),
    "webhooks.WebhookEndpoint": ("name", "url"),
}


def records() -> list[str]:
    """Every text of record that is stored, the longest first, paragraphs apart."""
    found: set[str] = set()
    for label, fields in FIELDS.items():
        for row in apps.get_model(label)._base_manager.values_list(*fields):
            found |= {" ".join(part.split()) for text in row for part in text.split("\n\n")}
    return sorted((text for text in found if re.search(r"[A-Za-z]", text)), key=len, reverse=True)
