"""The API and its description."""

from __future__ import annotations

from betterwork.settings.environment import SITE_URL

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.sign_in.tokens.authentication.ScopedToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # querysets decide what exists
    "DEFAULT_THROTTLE_CLASSES": ["accounts.sign_in.tokens.authentication.Calls"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["betterwork.api.parsers.JsonBodyParser"],
    "DEFAULT_PAGINATION_CLASS": "betterwork.api.pagination.CursorPage",
    "DEFAULT_SCHEMA_CLASS": "betterwork.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "ui.errors.problem_details",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
FILTERS_DISABLE_HELP_TEXT = True  # it is for the API's documentation, not for the filter bars of pages
SPECTACULAR_SETTINGS = {
    "TITLE": "Better Work Recognition",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": "Every list holds what exists for the caller. Tokens are made under Your account → API tokens.",
    "SERVERS": [{"url": SITE_URL}],
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "betterwork.api.schema.complete",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # states of several things: each keeps a name of its own
    "ENUM_NAME_OVERRIDES": {
        "AssessmentState": "assessments.models.Assessment.State",
        "RecognitionState": "recognition.models.Recognition.State",
        "CriteriaState": "criteria.models.CriteriaVersion.State",
        "JobState": "journal.models.Job.State",
        "WebhookState": "webhooks.models.WebhookEndpoint.State",
        "ChangeKind": "webhooks.models.ChangeKind",
        "AssessmentKind": "assessments.models.Assessment.Kind",
        "EnteredAssessmentKind": ["full", "partial", "remote"],
        "CommitmentKind": "buyers.models.BuyerCommitment.Kind",
        "CommitmentState": "buyers.models.BuyerCommitment.State",
        "PlanStatus": "advisory.models.PlanItem.Status",
        "Attribution": ["factory", "national_law"],
        "AnswerLetter": ["C", "N", "X", "-"],
        "CorrectedLetter": ["C", "N", "X"],
    },
}
