"""The command that releases a version: it checks everything, seals the folder, and refuses a change afterwards."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from questionnaires.workbook.release import read_release
from tests.questionnaires.versions import MAPPING, RETIRED, copied, translate, written


def release(folder, *options):
    out = StringIO()
    call_command("release_questionnaire", str(folder), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def root(tmp_path):
    return copied(tmp_path)


def test_a_version_is_checked_sealed_and_told(root):
    folder = written(root)

    checked = release(folder, "--check")
    assert not (folder / "DIGEST").exists()
    said = release(folder)

    assert checked.startswith("cat@1.1 can be released: 257 questions")
    assert "cat@1.1 is released" in said
    assert "OS-8-06 > OS-8-10: same, Says which hours are meant." in said
    assert "fr: 5 questions read in English there" in said
    assert read_release(folder).questionnaire.digest in said
    assert release(folder) == said  # twice changes nothing


def test_without_a_word_on_what_is_no_longer_asked_it_is_not_released(root):
    folder = written(root, mapping="")

    with pytest.raises(CommandError) as told:
        release(folder)

    assert all(f"nothing is said of {code}" in str(told.value) for code in RETIRED)
    assert not (folder / "DIGEST").exists()


def test_a_released_folder_is_never_released_with_other_texts(root):
    folder = written(root)
    release(folder)
    file = folder / "clusters/CL.toml"
    file.write_text(file.read_text().replace("Look.", "Look twice."))

    with pytest.raises(CommandError, match="release the change as a new version"):
        release(folder)


def test_what_stands_beside_is_checked_too(root):
    folder = written(root)
    translate(root, "fr", CL_9_99="Rien ?")

    with pytest.raises(CommandError, match=r"fr\.toml.*CL-9-99"):
        release(folder)


def test_a_version_begins_after_every_other_and_its_folder_has_its_name(root):
    folder = written(root, valid_from="1999-01-01", mapping="")
    folder = folder.rename(folder.with_name("1.2"))

    with pytest.raises(CommandError) as told:
        release(folder)

    assert "the folder is not cat/1.1" in str(told.value)
    assert "let the new version begin after every other" in str(told.value)


def test_a_code_that_an_earlier_version_retired_is_not_given_again(root):
    first = written(root)
    release(first)
    second = first.with_name("1.2")
    call = (root / "cat/1.0/clusters/CL.toml").read_text()
    second.mkdir()
    for file in first.rglob("*.toml"):
        target = second / file.relative_to(first)
        target.parent.mkdir(exist_ok=True)
        target.write_text(file.read_text().replace('"1.1"', '"1.2"').replace("2099-01-01", "2100-01-01"))
    (second / "clusters/CL.toml").write_text(call)
    (root / "mappings/cat/1.2.toml").write_text(
        MAPPING.partition("[[questions]]")[0].replace('"1.1"', '"1.2"').replace('"1.0"', '"1.1"')
        + '[[questions]]\nold = "CL-3-05"\nrelation = "retired"\nreason = "Taken back."\n'
    )

    with pytest.raises(CommandError, match=r"CL-3-02 was another question in cat@1\.0"):
        release(second)
