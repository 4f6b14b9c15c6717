"""Addresses of the lab and of drafts of criteria."""

from __future__ import annotations

from django.urls import path

from lab.views import drafts
from lab.views.document import document, draft_text
from lab.views.lab import lab, lab_export
from lab.views.proposing import propose

app_name = "lab"
DRAFT = "lab/drafts/<slug:code>/<str:version>/"
urlpatterns = [
    path("lab/", lab, name="lab"),
    path("lab/export/", lab_export, name="export"),
    path("lab/document/", document, name="document"),
    path("lab/drafts/new/", drafts.new_draft, name="new_draft"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}words/", drafts.draft_texts, name="draft_texts"),
    path(f"{DRAFT}text/", draft_text, name="draft_text"),
    path(f"{DRAFT}propose/", propose, name="propose"),
    path(f"{DRAFT}abandon/", drafts.abandon, name="abandon"),
    path(f"{DRAFT}criteria/<str:criterion>/", drafts.draft_criterion, name="draft_criterion"),
]
