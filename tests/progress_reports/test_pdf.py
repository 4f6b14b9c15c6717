"""The PDF of a report: tagged, in its language, readable by machines, and nothing runs off the page."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfReader

from factories.domain.scopes import PLAN
from files.pdf.typesetting import FONTS, PROJECT, _compiler, pdf_of
from progress_reports.commands import make_reports
from progress_reports.exports import TEMPLATE, report_as_pdf
from progress_reports.models import ProgressReport
from progress_reports.queries.editions import edition
from tests import make
from tests.portal.world import judged, refreshed
from tests.recognition.make import eligible_factory

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SCRIPTS = {"km": (0x1780, 0x17FF), "bn": (0x0980, 0x09FF), "ar": (0x0600, 0x06FF)}
LONG = "Very long words of a factory " + "withoutanybreak" * 20
MARGIN = 50  # points: 18 mm less the width of a stroke


@pytest.fixture
def mill():
    """A factory of which everything is to be told, with long words of its own."""
    made = eligible_factory("KH-00001", latest={"OS-8-06": "LOCKED-EXIT"})
    make.plan_item(made, "P-1", issue="Exit", action=LONG, now=make.NOW)
    judged(made)
    refreshed()
    return made


def printed(mill, language="en") -> bytes:
    (number,) = make_reports([mill.pk], language=language, actor=None, now=make.NOW)
    return report_as_pdf(
        ProgressReport.objects.select_related("factory").get(pk=number), cases=False, scope=PLAN
    )


def pages_of(report, *, dots_per_inch: int) -> list[bytes]:
    """The pages of the same document as PNG, for looking at."""
    compiled = _compiler(TEMPLATE, edition(report, cases=False, scope=PLAN)).compile(
        format="png", ppi=dots_per_inch
    )
    return compiled if isinstance(compiled, list) else [compiled]


def tags(node, found: Counter[str], figures: list[str]) -> None:
    """Count the structure's elements, and gather the figures' text alternatives."""
    if isinstance(node, pikepdf.Array):
        for part in node:
            tags(part, found, figures)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found[str(node.S)] += 1
            if str(node.S) == "/Figure":
                figures.append(str(node.get("/Alt", "")))
        if "/K" in node:
            tags(node.K, found, figures)


def test_a_report_is_tagged_and_says_its_language_and_title(mill):
    for language in LANGUAGES:
        _check_structure(printed(mill, language), language)


def _check_structure(file: bytes, language: str) -> None:
    with pikepdf.open(BytesIO(file)) as pdf:
        found, figures = Counter[str](), list[str]()
        tags(pdf.Root.StructTreeRoot.K, found, figures)
        with pdf.open_metadata() as metadata:
            standard, title = metadata.get("pdfuaid:part"), metadata.get("dc:title")

        assert str(pdf.Root.Lang) == language
        assert bool(pdf.Root.MarkInfo.Marked)
        assert standard == "1"
        assert title
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert found["/H1"] == 1
    assert found["/H2"] >= 6
    assert found["/TH"] >= 10
    assert found["/Figure"] == 2  # QR code and chart
    assert all(figures)


def test_its_text_can_be_read_by_machines_and_stays_on_the_page(mill):
    for language in LANGUAGES:
        _check_text(printed(mill, language), language)


def _check_text(file: bytes, language: str) -> None:
    reader = PdfReader(BytesIO(file))
    words, outside = [], []

    def seen(text, transform, matrix, _font, _size):
        words.append(text)
        x = matrix[4] * transform[0] + transform[4]
        width = float(page.mediabox.width)
        if text.strip() and not MARGIN - 2 <= x <= width - MARGIN + 2:
            outside.append((text, x))

    for page in reader.pages:
        page.extract_text(visitor_text=seen)
    text = "".join(words)

    assert outside == []
    assert "KH-00001" in text
    assert "LOCKED-EXIT" in text
    assert "\ufffd" not in text
    if language in SCRIPTS:
        first, last = SCRIPTS[language]
        assert sum(first <= ord(sign) <= last for sign in text) > 500


def test_no_ink_beyond_the_margins(mill):
    """Even where somebody wrote a word of 300 letters."""
    (number,) = make_reports([mill.pk], language="km", actor=None, now=make.NOW)
    report = ProgressReport.objects.select_related("factory").get(pk=number)
    for page in pages_of(report, dots_per_inch=36):
        picture = Image.open(BytesIO(page)).convert("L")
        width, height = picture.size
        edge = int(width * 15 / 210)  # 15 of the 18 mm of the margin
        assert picture.crop((0, 0, edge, height)).getextrema()[0] > 250
        assert picture.crop((width - edge, 0, width, height)).getextrema()[0] > 250


def test_the_same_content_is_the_same_file(mill):
    (number,) = make_reports([mill.pk], language="km", actor=None, now=make.NOW)
    report = ProgressReport.objects.select_related("factory").get(pk=number)

    assert report_as_pdf(report, cases=False, scope=PLAN) == report_as_pdf(report, cases=False, scope=PLAN)


def test_words_of_people_are_printed_and_never_run(mill):
    """A name is data: what looks like a command of the typesetter is printed as it stands."""
    hostile = '#panic("run") $x^2$ \\ *bold* @ref <label> [#sys.inputs]'
    make.plan_item(mill, "P-2", issue=hostile, now=make.NOW)

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(printed(mill))).pages)

    squeezed = re.sub(r"\s", "", text)
    assert re.sub(r"\s", "", hostile) in squeezed


def test_a_template_reads_nothing_outside_the_project(tmp_path):
    template = tmp_path / "outside.typ"
    template.write_text("#read(sys.inputs.data)")

    with pytest.raises(Exception, match=r"outside|denied|root"):
        pdf_of(template, {}, made_at=make.NOW)


def test_the_fonts_are_listed_unchanged():
    listed = tomllib.loads((FONTS / "FONTS.toml").read_text())["file"]

    present = {path.name for path in FONTS.iterdir()} - {"FONTS.toml"}
    assert present == {entry["path"] for entry in listed}
    for entry in listed:
        assert hashlib.sha256((FONTS / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
        assert entry["licence"] == "OFL-1.1"
    assert PROJECT.joinpath("manage.py").exists()


TYPST = '#panic("run") #eval("1+1") $x^2$ `raw` *b* _i_ [c] @cite <label> = head \\ "q" #import "/betterwork/x.typ"'


def test_what_people_wrote_is_no_source_of_the_document(mill):
    """Every text of a document comes as data: what it says in the language of the template is printed as it stands."""
    type(mill).every.update(name=TYPST)
    make.plan_item(mill, "P-2", issue=TYPST, action=TYPST, now=make.NOW)
    judged(mill)

    pages = PdfReader(BytesIO(printed(mill))).pages

    words = re.sub(r"\s|\u200b", "", "".join(page.extract_text() for page in pages))
    assert re.sub(r"\s", "", TYPST) in words


def test_no_template_evaluates_anything():
    templates = [path for path in PROJECT.rglob("*.typ") if not {".venv", "node_modules"} & set(path.parts)]

    assert templates
    assert [
        path.name for path in templates if re.search(r"\beval\b|\bplugin\(|\bread\(", path.read_text())
    ] == []
