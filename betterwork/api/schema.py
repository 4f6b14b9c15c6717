"""The API's description: what every operation shares, said once for all of them.

An operation's own words stand beside its view. Here come its errors (RFC 9457 problem details, one shape for all), the
header `Idempotency-Key` of what is sent, the headers of limits, the exports' formats, and an example of each answer.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.openapi import AutoSchema

from accounts.sign_in.tokens.entity_tags import HEADER as MATCH_HEADER
from accounts.sign_in.tokens.idempotency import HEADER, LONGEST_KEY
from betterwork.api.examples import example_of
from files.serializers import NdjsonRenderer, ParquetRenderer

Document = dict[str, Any]
NDJSON, PARQUET = NdjsonRenderer.media_type, ParquetRenderer.media_type
FILES, PROBLEM = (NDJSON, PARQUET), "application/problem+json"
METHODS = ("get", "post", "put", "patch", "delete")
ERRORS: dict[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "A field or parameter is not as it must be; `errors` says which.",
    HTTPStatus.UNAUTHORIZED: "The token is wrong or has expired.",
    HTTPStatus.FORBIDDEN: "The token may only read, or a session is not complete.",
    HTTPStatus.NOT_FOUND: "It does not exist for you, or the list gave no such cursor.",
    HTTPStatus.NOT_ACCEPTABLE: "The answer has no such format.",
    HTTPStatus.CONFLICT: "It cannot be done any more, or the first call with this key is not answered yet.",
    HTTPStatus.PRECONDITION_FAILED: "It is not as `If-Match` says; `current` is how it stands, `ETag` its tag.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More than the server reads at once.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "What is sent must be JSON, or a form where files are taken.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The idempotency key came with something else before.",
    HTTPStatus.PRECONDITION_REQUIRED: "It replaces values, so it needs `If-Match`.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many calls; `Retry-After` says when the next one is answered.",
}
OF_ALL = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
)
OF_WRITES = (HTTPStatus.CONFLICT, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
OF_POSTS = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)

PROBLEM_SCHEMA: Document = {
    "type": "object",
    "description": "Problem details, RFC 9457.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "a sentence for people"},
        "code": {"type": "string", "description": "for programs"},
        "errors": {"description": "what is wrong, by field"},
        "current": {"description": "with 412: the object as it stands"},
    },
    "required": ["type", "title", "status", "detail", "code"],
}
LIMITS: Document = {
    "RateLimitPolicy": {
        "description": 'How many calls in how many seconds, as `"calls";q=600;w=60`.',
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": 'How many are left, and seconds until the first counts no more, as `"calls";r=599;t=60`.',
        "schema": {"type": "string"},
    },
    "RetryAfter": {"description": "Seconds.", "schema": {"type": "integer"}},
}
LIMIT_HEADERS: Document = {
    "RateLimit-Policy": {"$ref": "#/components/headers/RateLimitPolicy"},
    "RateLimit": {"$ref": "#/components/headers/RateLimit"},
}
IDEMPOTENCY_KEY: Document = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": (
        "Made by you for this call, a UUID for example. Sent again with the same body within 24 hours it is done "
        "once, and answered as the first time, with `Idempotency-Replayed: true`."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}


IF_MATCH: Document = {
    "in": "header",
    "name": MATCH_HEADER,
    "description": "The `ETag` of the object that you read. Is it another by now, nothing is done (412).",
    "schema": {"type": "string"},
    "example": '"5f1c3a528f0e4f0e9a6b2f1d0c9b7a11"',
}
ENTITY_TAG: Document = {
    "ETag": {
        "description": "Of the object as you are shown it, for `If-Match`.",
        "schema": {"type": "string"},
    }
}
GUARD = "x-if-match"


class ApiSchema(AutoSchema):
    """Knows that whole lists as files have the filters of their list, and which acts take `If-Match`."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """With a mark of what `If-Match` is to it."""
        found = super().get_operation(*args, **kwargs)
        action, match_of = getattr(self.view, "action", ""), getattr(self.view, "match_of", None)
        if found is not None and self.method != "GET" and match_of is not None:
            found[GUARD] = match_of(action)
        if found is not None and action == "retrieve":
            found[GUARD] = None
        return found

    def get_filter_backends(self) -> list[Any]:
        """Of an export the filters without the order."""
        if getattr(self.view, "action", "") == "export":
            return [
                backend
                for backend in getattr(self.view, "filter_backends", ())
                if backend is DjangoFilterBackend
            ]
        found: list[Any] = super().get_filter_backends()
        return found


def complete(result: Document, **_more: Any) -> Document:
    """What every operation shares. Called with the generated document."""
    components = result["components"]
    components["schemas"]["Problem"] = PROBLEM_SCHEMA
    components["headers"] = LIMITS
    components["responses"] = {_name(status): _problem(status, text) for status, text in ERRORS.items()}
    for path in result["paths"].values():
        for method in METHODS:
            if method in path:
                _complete(path[method], method, components["schemas"])
    return result


def _complete(operation: Document, method: str, schemas: Document) -> None:
    for response in operation["responses"].values():
        _describe_answer(response, schemas)
    for status in _errors_of(method):
        operation["responses"].setdefault(
            str(status.value), {"$ref": f"#/components/responses/{_name(status)}"}
        )
    operation["responses"] = dict(sorted(operation["responses"].items()))
    if method == "post":
        operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
    if GUARD in operation:
        _complete_guarded(operation)
    for content in operation.get("requestBody", {}).get("content", {}).values():
        content.setdefault("example", example_of(content["schema"], schemas))


def _complete_guarded(operation: Document) -> None:
    """Single objects have a tag; acts on one take it back."""
    required = operation.pop(GUARD)
    for status, response in operation["responses"].items():
        if "$ref" not in response and status < "300":
            response["headers"].update(ENTITY_TAG)
    if required is None:
        return
    operation.setdefault("parameters", []).append({**IF_MATCH, "required": False})
    statuses = [HTTPStatus.PRECONDITION_FAILED, *([HTTPStatus.PRECONDITION_REQUIRED] if required else [])]
    for status in statuses:
        operation["responses"][str(status.value)] = {"$ref": f"#/components/responses/{_name(status)}"}
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _errors_of(method: str) -> tuple[HTTPStatus, ...]:
    if method == "get":
        return OF_ALL
    return OF_ALL + OF_WRITES + (OF_POSTS if method == "post" else ())


def _describe_answer(response: Document, schemas: Document) -> None:
    response.setdefault("headers", {}).update(LIMIT_HEADERS)
    for media_type, content in response.get("content", {}).items():
        row = example_of(content["schema"], schemas)
        if media_type in FILES:
            content["schema"] = {"type": "string", "format": "binary", "x-row": content["schema"]}
        if media_type == NDJSON:
            content["example"] = f"{json.dumps(row, ensure_ascii=False)}\n"
        elif media_type != PARQUET:
            content["example"] = row


def _name(status: HTTPStatus) -> str:
    return "".join(word.capitalize() for word in status.phrase.split())


def _problem(status: HTTPStatus, text: str) -> Document:
    example: Document = {
        "type": "about:blank", "title": status.phrase, "status": status.value, "detail": text,
        "code": "invalid" if status is HTTPStatus.BAD_REQUEST else status.name.lower(),
    }  # fmt: skip
    found: Document = {
        "description": text,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        found["headers"] = {**LIMIT_HEADERS, "Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
    return found
