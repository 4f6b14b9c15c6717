"""Every setting is in the example, in the documentation, and read; none is anywhere alone."""

from __future__ import annotations

import ast
import re

from tests.architecture.reading import ROOT, sources, tree


def read() -> set[str]:
    """Names that settings take from the environment: env.str("NAME"), env.bool("NAME") …"""
    return {
        node.args[0].value
        for path in sources("betterwork")
        if "settings" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def in_example() -> set[str]:
    return set(re.findall(r"^([A-Z][A-Z_0-9]*)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))


def documented() -> set[str]:
    section = (ROOT / "docs" / "operating.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([A-Z][A-Z_0-9]*)` \|", section, flags=re.MULTILINE))


def test_every_setting_is_in_the_example() -> None:
    assert read() == in_example()


def test_every_setting_is_documented() -> None:
    assert read() == documented()


def test_passwords_are_hashed_slowly_in_production() -> None:
    hashers = re.search(
        r"PASSWORD_HASHERS = \[\s*\"([^\"]+)\"",
        (ROOT / "betterwork" / "settings" / "signing_in.py").read_text(),
    )

    assert hashers
    assert hashers[1] == "django.contrib.auth.hashers.Argon2PasswordHasher"
