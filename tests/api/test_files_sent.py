"""Photos and documents sent, listed, given out and taken away over the API."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from advisory.models import PlanFile
from assessments.models import EvidenceFile
from responses.models import ResponseFile
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("then")]
EVIDENCE, RESPONSES, PLANS = "/api/v1/evidence-files/", "/api/v1/response-files/", "/api/v1/plan-files/"


def document(name="list.pdf", content=b"%PDF-1.4 %%EOF"):
    return SimpleUploadedFile(name, content)


def photo():
    """With the camera that took it."""
    out, made = BytesIO(), Image.new("RGB", (40, 30), "red")
    exif = made.getexif()
    exif[0x0110] = "CAMERA-MARK"
    made.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("exit.jpg", out.getvalue())


def sent(client, address, *, file=None, key=None, **said):
    more = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return client.post(address, {**said, "file": file or document()}, format="multipart", **more)


def taken(answer):
    """The bytes of a file that is given."""
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


@pytest.fixture
def mill(db):
    return make.factory("KH-00017")


@pytest.fixture
def minh(db):
    return make.user("adviser")


@pytest.fixture
def adviser(program, minh):
    return program(minh)


@pytest.fixture
def draft(mill, minh):
    return make.assessment(mill, state="draft", findings=["OS-8-06"], team=[minh])


def test_a_photo_beside_a_finding_is_kept_once_without_its_camera(program, minh, draft):
    adviser, shot = program(minh), photo()
    about = {"assessment": str(draft.pk), "question": "OS-8-06"}
    first = sent(adviser, EVIDENCE, file=shot, **about)
    assert first.status_code == 201, first.content
    shot.seek(0)
    again = sent(adviser, EVIDENCE, file=shot, **about)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])

    (row,) = adviser.get(f"{EVIDENCE}?assessment={draft.pk}&question=OS-8-06").json()["results"]
    assert (row["factory"], row["content_type"], row["name"]) == ("KH-00017", "image/jpeg", "exit.jpg")
    given = adviser.get(f"{EVIDENCE}{row['id']}/content/", HTTP_ACCEPT="image/jpeg")
    assert b"CAMERA-MARK" not in taken(given)
    assert given.headers["Content-Type"] == "image/jpeg"

    colleague = program(make.user("adviser"))
    assert sent(colleague, EVIDENCE, **about).status_code == 404
    assert colleague.get(f"{EVIDENCE}{row['id']}/content/").status_code == 404
    late = adviser.post(f"{EVIDENCE}{row['id']}/remove/", HTTP_IF_MATCH='"late"')
    assert late.status_code == 412
    assert adviser.post(f"{EVIDENCE}{row['id']}/remove/").status_code == 200
    assert adviser.get(f"{EVIDENCE}{row['id']}/").status_code == 404


def test_the_same_key_is_the_same_call_by_its_parts(program, minh, draft):
    adviser, key = program(minh), str(uuid4())
    about = {"assessment": str(draft.pk), "question": "OS-8-06"}
    first = sent(adviser, EVIDENCE, key=key, **about)
    boundary = b"--other\r\n"
    body = b"".join(
        boundary + f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in about.items()
    )
    body += (
        boundary
        + b'Content-Disposition: form-data; name="file"; filename="list.pdf"\r\n\r\n%PDF-1.4 %%EOF\r\n'
    )
    again = adviser.post(
        EVIDENCE, body + b"--other--\r\n", content_type="multipart/form-data; boundary=other",
        HTTP_IDEMPOTENCY_KEY=key,
    )  # fmt: skip
    assert (again.content, again.headers.get("Idempotency-Replayed")) == (first.content, "true")
    other = sent(adviser, EVIDENCE, file=document(content=b"%PDF-1.5 %%EOF"), key=key, **about)
    assert other.status_code == 422


def test_a_response_keeps_its_words_when_a_file_comes(program, mill, minh):
    window = make.assessment(mill, state="comment_window", findings=["OS-8-06"], team=[minh])
    management, worker = (program(make.user(role, factory=mill)) for role in ("factory", "worker"))
    address = f"/api/v1/assessments/{window.pk}/responses/"
    management.post(address, {"question": "OS-8-06", "text": "The exit is open.", "agrees": True})
    about = {"assessment": str(window.pk), "question": "OS-8-06"}

    made = sent(management, RESPONSES, **about)
    assert (made.status_code, made.json()["sent_at"]) == (201, None), made.content
    assert sent(management, RESPONSES, **about).status_code == 200
    one = f"{RESPONSES}{made.json()['id']}/"
    assert worker.get(one).status_code == 404
    (row,) = management.get(address).json()["responses"]
    assert (row["draft"], row["draft_agrees"]) == ("The exit is open.", True)
    assert management.post(f"/api/v1/assessments/{window.pk}/send_responses/").status_code == 200
    assert taken(worker.get(f"{one}content/")) == b"%PDF-1.4 %%EOF"
    refused = management.post(f"{one}remove/")
    assert (refused.status_code, refused.json()["code"]) == (409, "AlreadySent")
    assert sent(worker, RESPONSES, **about).status_code == 404


def test_files_of_a_plan_are_for_those_who_keep_it(program, mill, minh):
    make.plan_item(mill, "exit")
    management, worker = (program(make.user(role, factory=mill)) for role in ("factory", "worker"))
    about = {"factory": "KH-00017", "ref": "exit"}
    made = sent(management, PLANS, **about)
    assert made.status_code == 201, made.content
    assert sent(worker, PLANS, **about).status_code == 404
    assert sent(management, PLANS, **about | {"ref": "none"}).status_code == 404
    for reader in (management, worker, program(minh)):
        (row,) = reader.get(f"{PLANS}?factory=KH-00017&ref=exit").json()["results"]
        assert taken(reader.get(f"{PLANS}{row['id']}/content/")) == b"%PDF-1.4 %%EOF"
    others = [make.user("brand", brand=make.brand("Northwind")), make.user("adviser", country="VN"), None]
    for person in others:
        client = program(person)
        assert client.get(PLANS).json()["results"] == []
        assert client.get(f"{PLANS}{row['id']}/content/").status_code == 404
        assert sent(client, PLANS, **about).status_code == 404


@pytest.mark.parametrize(
    ("file", "more", "answered"),
    [
        (document(content=b""), {}, (400, {"file"})),
        (document(content=b"MZ"), {}, (400, {"file"})),
        (document(content=b"%PDF-1.4"), {}, (400, {"file"})),
        (document(), {"question": "ZZ-1-01"}, (409, None)),
        (document(), {"name": "x"}, (400, {"name"})),
        (document(), {"assessment": "x"}, (400, {"assessment"})),
    ],
)
def test_what_cannot_be_kept_is_refused(adviser, draft, file, more, answered):
    about = {"assessment": str(draft.pk), "question": "OS-8-06"}
    file.seek(0)
    answer = sent(adviser, EVIDENCE, file=file, **about | more)

    assert answer.status_code == answered[0], answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answered[1] is None or set(answer.json()["errors"]) == answered[1]
    assert not EvidenceFile.objects.exists()


def test_a_broken_form_is_a_problem(adviser, draft):
    bodies = {
        "multipart/form-data; boundary=x": b"--y\r\nnothing",
        "multipart/form-data": b"nothing",
        "application/json": b'{"file": "x"}',
    }
    for content_type, body in bodies.items():
        answer = adviser.post(EVIDENCE, body, content_type=content_type, HTTP_IDEMPOTENCY_KEY=content_type)
        assert answer.status_code == 400, (content_type, answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert (PlanFile.objects.count(), ResponseFile.objects.count(), EvidenceFile.objects.count()) == (0, 0, 0)


def test_a_file_that_was_taken_away_is_said_to_be_gone_again_to_who_asks_with_the_same_key(
    program, minh, draft
):
    other = make.factory("KH-00018")
    window = make.assessment(other, state="comment_window", findings=["OS-8-06"], team=[minh])
    management = program(make.user("factory", factory=other))
    for client, address, assessment in (
        (program(minh), EVIDENCE, draft),
        (management, RESPONSES, window),
    ):
        made = sent(client, address, assessment=str(assessment.pk), question="OS-8-06").json()
        key = {"HTTP_IDEMPOTENCY_KEY": str(uuid4())}
        gone, again = (client.post(f"{address}{made['id']}/remove/", **key) for _ in range(2))
        assert (gone.status_code, again.status_code) == (200, 200), again.content
        assert again.content == gone.content
