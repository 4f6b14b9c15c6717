"""A second version of the questionnaire, written as somebody would: in a copy of the released folders."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

from questionnaires.workbook.release import QUESTIONNAIRES

MAPPING = """
questionnaire = "cat"
version = "1.1"
from_version = "1.0"
reviewed_on = 2026-05-04
reviewed_by = "Questionnaire group"

[[questions]]
old = "CL-3-02"
relation = "retired"
reason = "Asked under CL-3-01."

[[questions]]
old = "OS-8-06"
new = ["OS-8-10"]
relation = "same"
reason = "Says which hours are meant."

[[questions]]
old = "OS-8-04"
new = ["OS-8-11", "OS-8-12"]
relation = "split"
reason = "Signs and lights are looked at apart."

[[questions]]
old = "OS-6-01"
new = ["OS-6-08"]
relation = "merged"
reason = "One walk through the washrooms."

[[questions]]
old = "OS-6-02"
new = ["OS-6-08"]
relation = "merged"
reason = "One walk through the washrooms."
"""
RETIRED = ("CL-3-02", "OS-8-06", "OS-8-04", "OS-6-01", "OS-6-02")
NEW = {
    "CL-3-05": "Are young workers told of their rights in their own language?",
    "OS-8-10": "Are exits within reach, clear and unlocked in all working hours?",
    "OS-8-11": "Are emergency exits marked by signs?",
    "OS-8-12": "Are escape routes lit?",
    "OS-6-08": "Are there enough clean toilets and points to wash hands?",
}


def copied(to: Path) -> Path:
    """The released folders, copied; gives the folder that holds them."""
    return copytree(QUESTIONNAIRES, to / "questionnaires")


def written(root: Path, *, mapping: str = MAPPING, valid_from: str = "2099-01-01") -> Path:
    """cat@1.1 beside cat@1.0, not released yet; gives its folder."""
    folder = copytree(root / "cat/1.0", root / "cat/1.1")
    (folder / "DIGEST").unlink()
    head = (folder / "release.toml").read_text().replace('version = "1.0"', 'version = "1.1"')
    head = re.sub(r"valid_from = [0-9-]+", f"valid_from = {valid_from}", head)
    (folder / "release.toml").write_text(re.sub(r"released_on = [0-9-]+", "released_on = 2026-05-04", head))
    for file in ("clusters/CL.toml", "clusters/OS.toml"):
        _ask(folder / file)
    if mapping:
        (root / "mappings/cat").mkdir(parents=True)
        (root / "mappings/cat/1.1.toml").write_text(mapping)
    return folder


def translate(root: Path, language: str, **texts: str) -> None:
    """Add texts of questions in a language; codes with underscores."""
    file = root / f"texts/{language}.toml"
    lines = "".join(f'"{code.replace("_", "-")}" = "{text}"\n' for code, text in texts.items())
    file.write_text(file.read_text().replace("[questions]\n", f"[questions]\n{lines}", 1))


def _ask(file: Path) -> None:
    """Take the retired questions out of a cluster and put each new one where its point ends."""
    kept: list[str] = []
    for block in re.split(r"(?m)^(?=\[\[points)", file.read_text()):
        code = re.search(r'code = "([A-Z]+-\d+(?:-\d+)?)"', block)
        if not code or code[1] not in RETIRED:
            kept.append(block)
    text = "".join(kept)
    for code, words in NEW.items():
        if code.startswith(file.stem):
            point = code.rpartition("-")[0]
            own = rf'(?ms)^\[\[points\.questions\]\]\ncode = "{point}-.*?(?=^\[\[|\Z)'
            last = [match.end() for match in re.finditer(own, text)][-1]
            text = text[:last].rstrip() + "\n\n" + _question(code, words) + "\n" + text[last:]
    file.write_text(text)


def _question(code: str, words: str) -> str:
    return (
        f'[[points.questions]]\ncode = "{code}"\ntext = "{words}"\ncompliant_answer = "yes"\n'
        'benchmark = "national_law"\nevidence = ["observation"]\nguidance = "Look."\n'
    )
