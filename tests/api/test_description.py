"""The API's description: complete, true, and enough to make a client of."""

from __future__ import annotations

import json

import jsonschema
import pytest

from accounts.sign_in.tokens.idempotency import HEADER, IdempotentPosts
from betterwork.api.urls import router

pytestmark = pytest.mark.django_db
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document(django_db_setup, django_db_blocker):
    from rest_framework.test import APIClient

    with django_db_blocker.unblock():
        return APIClient().get("/api/v1/schema/?format=json").json()


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield f"{method} {path}", method, item[method]


def answers(document):
    """Every answer of an operation, references followed."""
    for name, _method, operation in operations(document):
        for status, answer in operation["responses"].items():
            shared = answer.get("$ref", "").rpartition("/")[2]
            yield name, status, document["components"]["responses"][shared] if shared else answer


def test_it_is_3_1_with_its_server(document, settings):
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": settings.SITE_URL}]


def test_every_operation_has_a_summary_of_its_own(document):
    summaries = [operation["summary"] for _name, _method, operation in operations(document)]

    assert all(summaries)
    assert len(summaries) == len(set(summaries)) > 30


def test_every_answer_has_an_example_that_its_schema_takes(document):
    for name, status, answer in answers(document):
        for media_type, content in answer.get("content", {}).items():
            if media_type == "application/vnd.apache.parquet":
                continue
            schema, example = content["schema"], content["example"]
            if media_type == "application/x-ndjson":
                schema, example = schema["x-row"], json.loads(example)
            whole = {**schema, "components": document["components"]}
            checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
            jsonschema.Draft202012Validator(whole, format_checker=checker).validate(example)
            assert example, (name, status)


def test_every_error_is_described(document):
    for name, method, operation in operations(document):
        described = operation["responses"].keys()
        assert {"400", "401", "403", "404", "406", "429"} <= described, name
        if method != "get":
            assert {"409", "415"} <= described, name
    errors = [(status, answer) for _name, status, answer in answers(document) if status >= "400"]
    assert all(list(answer["content"]) == ["application/problem+json"] for _status, answer in errors)
    assert all(answer["description"] for _status, answer in errors)


def test_every_post_takes_an_idempotency_key(document):
    posts = [(name, operation) for name, method, operation in operations(document) if method == "post"]

    assert len(posts) >= 7
    for name, operation in posts:
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        assert HEADER in headers, name
        assert {"409", "413", "422"} <= operation["responses"].keys(), name
    for _prefix, viewset, _basename in router.registry:
        taking = {method for route in router.get_routes(viewset) for method in route.mapping}
        posting = hasattr(viewset, "create") or any(
            "post" in act.mapping for act in viewset.get_extra_actions()
        )
        assert "post" not in taking or not posting or issubclass(viewset, IdempotentPosts), viewset


def test_nothing_of_the_router_is_missing(document):
    described = {path.partition("{")[0] for path in document["paths"]}

    for prefix, _viewset, _basename in router.registry:
        assert f"/api/v1/{prefix}/" in described
