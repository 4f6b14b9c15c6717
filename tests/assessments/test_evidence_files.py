"""Photos and documents beside findings: only what they say they are, without what they carry unseen, for few eyes."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageOps

from assessments.commands.attachments import TooManyFiles, add_evidence_file, remove_evidence_file
from assessments.commands.locking import WrongAssessmentState
from assessments.models import EvidenceFile
from assessments.policies import NotAllowed
from files.domain.attachments import LARGEST, LONGEST_SIDE, MOST_A_QUESTION, shown_name
from files.workbook.attachments import NotAcceptable, checked
from journal.commands import Unchanged
from tests import make
from tests.make import NOW

PDF = b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"
CAMERA, PLACE = 0x010F, 0x8825


def photo(size=(640, 480), form="JPEG", colour="teal", **more):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form, **more)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[CAMERA] = "SECRET-CAMERA"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(PLACE)[1] = "N"
    return photo((400, 200), exif=exif)


def read(content):
    return checked(BytesIO(content))


@pytest.fixture
def adviser(db):
    return make.user("adviser")


@pytest.fixture
def draft(adviser):
    return make.assessment(make.factory(), state="draft", team=[adviser], findings={"OS-8-06"})


def add(draft, adviser, content=None, **more):
    said = {"question": "OS-8-06", "name": "exit.jpg", "file": read(content or photo())} | more
    return add_evidence_file(draft.pk, actor=adviser, now=NOW, **said)


def test_a_photo_loses_place_and_camera_and_stands_upright():
    sent = with_place()
    assert b"SECRET-CAMERA" in sent

    kept = read(sent)

    assert b"SECRET-CAMERA" not in kept.content + kept.thumbnail
    opened = Image.open(BytesIO(kept.content))
    assert dict(opened.getexif()) == {}
    assert (kept.width, kept.height) == opened.size == (200, 400)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(orientation):
    """The first row is red and the first column blue, as the camera saw them; as Pillow itself turns them."""
    out, exif, made = BytesIO(), Image.Exif(), Image.new("RGB", (60, 40), "white")
    made.paste("red", (0, 0, 60, 10))
    made.paste("blue", (0, 0, 10, 40))
    exif[0x0112] = orientation
    made.save(out, "PNG", exif=exif)
    expected = ImageOps.exif_transpose(Image.open(BytesIO(out.getvalue())))

    kept = Image.open(BytesIO(read(out.getvalue()).content))

    assert kept.size == expected.size
    corners = [(x, y) for x in (4, kept.width - 5) for y in (4, kept.height - 5)]
    for corner in corners:
        pairs = zip(kept.getpixel(corner), expected.getpixel(corner), strict=True)
        assert all(abs(one - other) < 60 for one, other in pairs), corner


def test_a_camera_that_says_of_itself_what_nobody_can_read_is_no_obstacle():
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 6, "CAM"
    sent = photo((400, 200), exif=exif)
    odd = sent.replace(b"\x01\x10\x00\x02", b"\x01\x1a\x00\x02").replace(
        b"\x10\x01\x02\x00", b"\x1a\x01\x02\x00"
    )
    assert odd != sent

    assert (read(odd).width, read(odd).height) == (200, 400)


@pytest.mark.parametrize("size", [(9000, 1), (1, 9000)])
def test_a_photo_as_thin_as_a_line_is_kept(size):
    kept = read(photo(size))

    assert min(kept.width, kept.height) == 1
    assert min(Image.open(BytesIO(kept.thumbnail)).size) == 1


@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG"])
def test_every_photo_is_kept_as_a_jpeg_that_fits(form):
    kept = read(photo((4000, 3000), form))

    assert Image.open(BytesIO(kept.content)).format == "JPEG"
    assert max(kept.width, kept.height) == LONGEST_SIDE
    assert max(Image.open(BytesIO(kept.thumbnail)).size) <= 320


def test_a_document_is_kept_as_it_is():
    kept = read(PDF)

    assert (kept.content_type, kept.content, kept.thumbnail) == ("application/pdf", PDF, b"")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"<svg onload=alert(1)>", "JPEG, PNG, WebP"),
        (b"<html><script>alert(1)</script>", "JPEG, PNG, WebP"),
        (b"MZ\x90\x00 a program", "JPEG, PNG, WebP"),
        (b"GIF89a" + bytes(64), "JPEG, PNG, WebP"),
        (b"PK\x03\x04 a workbook", "JPEG, PNG, WebP"),
        (photo()[:400], "broken"),
        (b"%PDF-1.4 and no end", "cut off"),
        (photo() + bytes(LARGEST), "larger than 15 MB"),
    ],
    ids=["empty", "svg", "html", "program", "gif", "zip", "half a photo", "half a document", "too large"],
)
def test_anything_else_is_refused_with_what_to_do(content, told):
    with pytest.raises(NotAcceptable, match=told):
        read(content)


def test_a_small_file_that_would_unfold_to_gigabytes_is_refused():
    bomb = photo((9000, 9000), "PNG")
    assert len(bomb) < 500_000

    with pytest.raises(NotAcceptable, match="too many pixels"):
        read(bomb)


def refuses_everything(content):
    return not content


def test_a_scanner_can_refuse(settings):
    settings.EVIDENCE_SCANNER = f"{__name__}.refuses_everything"

    with pytest.raises(NotAcceptable, match="virus"):
        read(photo())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("exit.JPG", "exit.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\photos\\Türe 2.png", "Türe 2.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 80 + ".jpg"),
    ],
)
def test_a_name_is_harmless_everywhere(given, shown):
    assert shown_name(given, "image/jpeg") == shown


def test_the_same_photo_twice_is_kept_once(draft, adviser):
    kept = add(draft, adviser)
    again = add(draft, adviser)

    assert isinstance(again, Unchanged)
    assert EvidenceFile.objects.get() == kept


def test_a_question_takes_so_many_and_no_more(draft, adviser):
    for shade in range(MOST_A_QUESTION):
        add(draft, adviser, photo(colour=(shade * 20, 0, 0)))

    with pytest.raises(TooManyFiles):
        add(draft, adviser, photo(colour=(255, 255, 0)))


def test_only_the_team_adds_and_removes_and_only_in_a_draft(draft, adviser):
    kept = add(draft, adviser)
    with pytest.raises(NotAllowed):
        add(draft, make.user("adviser"), photo(colour="red"))
    with pytest.raises(NotAllowed):
        remove_evidence_file(kept.pk, actor=make.user("adviser"), now=NOW)
    final = make.assessment(make.factory(), team=[adviser])

    with pytest.raises(WrongAssessmentState):
        add(final, adviser)


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_leaves_the_store_and_the_page(client):
    adviser = make.user("adviser")
    draft = make.assessment(make.factory(), state="draft", team=[adviser], findings={"OS-8-06"})
    kept = add(draft, adviser)
    names = [kept.content.name, kept.thumbnail.name]
    assert all(default_storage.exists(name) for name in names)

    remove_evidence_file(kept.pk, actor=adviser, now=NOW)
    again = remove_evidence_file(kept.pk, actor=adviser, now=NOW)

    assert isinstance(again, Unchanged)
    assert not any(default_storage.exists(name) for name in names)
    client.force_login(adviser)
    assert client.get(reverse("assessments:file", args=[kept.pk])).status_code == 404


def test_a_file_is_given_out_to_be_saved_and_never_to_run(client, draft, adviser):
    kept = add(draft, adviser)
    client.force_login(adviser)

    given = client.get(reverse("assessments:file", args=[kept.pk]))

    assert given["Content-Disposition"].startswith("attachment")
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Cache-Control"].startswith("private")
    assert b"".join(given.streaming_content)[:2] == b"\xff\xd8"


def test_one_refused_file_does_not_lose_the_others(client, draft, adviser):
    client.force_login(adviser)
    sent = [
        SimpleUploadedFile("exit.jpg", photo(), "image/jpeg"),
        SimpleUploadedFile("evil.jpg", b"<script>", "image/jpeg"),
        SimpleUploadedFile("list.pdf", PDF, "text/html"),
    ]

    page = client.post(reverse("assessments:add_file", args=[draft.pk, "OS-8-06"]), {"chosen": sent})

    assert page.status_code == 422
    assert "evil.jpg: Photos (JPEG" in page.content.decode()
    assert set(EvidenceFile.objects.values_list("name", flat=True)) == {"exit.jpg", "list.pdf"}


def test_photos_stand_beside_their_finding(client, draft, adviser):
    kept = add(draft, adviser)
    client.force_login(adviser)

    page = client.get(reverse("assessments:detail", args=[draft.pk])).content.decode()

    assert reverse("assessments:thumbnail", args=[kept.pk]) in page
