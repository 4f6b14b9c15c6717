"""An example of what a schema describes: values by the names of fields, otherwise by their types."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
NAMED: dict[str, str] = {
    "factory": "KH-00017",
    "code": "KH-00017",
    "name": "Lotus Garments",
    "country": "KH",
    "country_name": "Cambodia",
    "brand": "northwind",
    "brand_name": "Northwind",
    "address": "Street 271, Phnom Penh",
    "products": "shirts; trousers",
    "question": "OS-8-06",
    "cluster": "OS",
    "questionnaire": "cat@2.1",
    "criteria": "high-performance/1.0",
    "url": "https://hooks.northwind.example/changes",
    "next": "https://recognition.example/api/v1/factories/?cursor=cD01MA%3D%3D",
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "scope": "plan",
    "outcome": "eligible",
    "details": "One of four exits was locked.",
    "text": "Are all exits unlocked during working hours?",
    "email": "dara@programme.example",
    "lat": "11.556374",
    "lng": "104.928207",
}
FORMATS: dict[str, str] = {
    "uuid": "5f1c3a52-8f0e-4f0e-9a6b-2f1d0c9b7a11",
    "date": "2026-03-14",
    "date-time": "2026-03-14T09:26:53Z",
    "uri": "https://recognition.example/",
    "decimal": "11.556374",
}
EMPTY = ("previous",)


def example_of(schema: Schema, schemas: dict[str, Schema], name: str = "") -> Any:
    """An example; references are looked up among `schemas`."""
    if "example" in schema:
        return schema["example"]
    if (meant := _meant(schema, schemas)) is not None:
        return example_of(meant, schemas, name)
    if "enum" in schema:
        return next((value for value in schema["enum"] if value not in {None, ""}), None)
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = "null" if name in EMPTY else next(word for word in kind if word != "null")
    return _by_type(kind, schema, schemas, name)


def _meant(schema: Schema, schemas: dict[str, Schema]) -> Schema | None:
    """The schema that another one stands for."""
    if "$ref" in schema:
        return schemas[schema["$ref"].rpartition("/")[2]]
    return next((schema[several][0] for several in ("allOf", "oneOf", "anyOf") if several in schema), None)


def _by_type(kind: str, schema: Schema, schemas: dict[str, Schema], name: str) -> Any:
    parts = schema.get("properties", {})
    made: dict[str, Any] = {
        "object": lambda: {part: example_of(described, schemas, part) for part, described in parts.items()},
        "array": lambda: [example_of(schema["items"], schemas, name)],
        "boolean": lambda: False,
        "integer": lambda: max(schema.get("minimum", 3), 3),
        "number": lambda: 3,
        "string": lambda: FORMATS.get(schema.get("format", ""), NAMED.get(name, "…")),
        "null": lambda: None,
    }
    return made[kind]()
