"""Where keys stand in a TOML text."""

from __future__ import annotations

from files.domain.toml_lines import LineIndex

TEXT = '''\
title = "one"
text = """
[not.a.table]
key = "inside a text"
"""
list = [
  "a = 1", # ] not the end
  { b = 2 },
]
after = 1

[pillars]
compliance = "…"

[[criteria]]
code = "A"
"quoted key" = 1

[criteria.countries.KH]
threshold = 1

[[criteria]]
code = "B"
inner.dotted = 3

[[criteria.references]]
text = "first"

[[criteria.references]]
text = "second"
'''


def test_keys_stand_where_they_are_written():
    lines = LineIndex(TEXT)

    assert lines.line_of(("title",)) == 1
    assert lines.line_of(("after",)) == 10
    assert lines.line_of(("pillars", "compliance")) == 13
    assert lines.line_of(("criteria", 0, "code")) == 16
    assert lines.line_of(("criteria", 0, "quoted key")) == 17
    assert lines.line_of(("criteria", 0, "countries", "KH", "threshold")) == 20
    assert lines.line_of(("criteria", 1, "code")) == 23
    assert lines.line_of(("criteria", 1, "inner", "dotted")) == 24
    assert lines.line_of(("criteria", 1, "references", 1, "text")) == 30


def test_what_looks_like_a_key_inside_a_value_is_none():
    lines = LineIndex(TEXT)

    assert ("key",) not in lines.lines
    assert ("not", "a", "table") not in lines.lines


def test_a_missing_key_stands_where_its_table_begins():
    lines = LineIndex(TEXT)

    assert lines.line_of(("criteria", 1, "measure")) == 22
    assert lines.line_of(("list", "b")) == 6
    assert lines.line_of(("nowhere",)) == 0
