"""From an empty database with one administrator: forty people of every role, by a list, to their own first pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, User
from factories.models import Membership
from journal.models import Event
from people.models import AccountInvitation
from people.workbook import people_list
from tests import make
from tests.people.make import administrator, browser, fill_in, forms_of, link_in, mails, send

pytestmark = pytest.mark.django_db
HEAD = "email,name,role,language,countries,brand,factory,group,from_on,until_on\n"
PASSWORD = "horses graze by the river"
HOMES = {
    "adviser": "desk", "reviewer": "desk", "manager": "desk", "brand": "brand_home", "factory": "progress",
    "worker": "progress", "group": "progress", "inspector": "inspectorate",
}  # fmt: skip


@pytest.fixture
def world(db):
    make.country("KH")
    make.country("VN")
    mill, other = (
        make.factory("KH-00017", name="Lotus Mill"),
        make.factory("VN-00003", country="VN", name="Far"),
    )
    type(mill).objects.filter(pk=mill.pk).update(group=make.group("Lantern"))
    return {"mill": mill, "other": other, "brand": make.brand("Northwind"), "brand2": make.brand("Southwind")}


def forty() -> str:
    lines = []
    for n in range(5):
        lines += [
            f"adviser{n}@example.org,Adviser {n},adviser,km,{'KH' if n else 'Cambodia; Viet Nam'},,,,,",
            f"reviewer{n}@example.org,Reviewer {n},Reviewer,en,KH,,,,,",
            f"manager{n}@example.org,Manager {n},manager,vi,VN,,,,,",
            f"brand{n}@example.org,Brand {n},brand,en,,Northwind,,,,2999-12-31",
            f"factory{n}@example.org,Factory {n},factory,km,,,KH-00017,,,",
            f"worker{n}@example.org,Worker {n},Worker representative,km,,,kh-00017,,,",
            f"group{n}@example.org,Group {n},group,en,,,,Lantern,,",
            f"inspector{n}@example.org,Inspector {n},inspector,ar,KH,,,,,",
        ]
    return HEAD + "\n".join(lines) + "\n"


def upload(client, text: str | bytes, name: str = "people.csv"):
    content = text.encode() if isinstance(text, str) else text
    return fill_in(client, reverse("people:import"), file=SimpleUploadedFile(name, content))


def test_forty_people_are_invited_by_a_list_and_each_lands_at_home(world):
    ada = browser(administrator())

    checked = upload(ada, forty())
    assert (checked.context["outcome"].created, checked.context["problems"]) == (40, None)
    assert not AccountInvitation.objects.exists()  # a preview writes nothing
    answer = send(ada, reverse("people:import_write"), checked)

    assert answer.status_code == 302
    posted = mails()
    assert len(posted) == 40
    for role, home in HOMES.items():
        for n in range(5):
            message = posted[f"{role}{n}@example.org"]
            guest = browser()
            entered = fill_in(guest, link_in(message), password=PASSWORD, again=PASSWORD)
            assert entered.status_code == 302, entered.content.decode()
            assert guest.get("/").url == reverse(home)
            assert guest.get(reverse(home)).status_code == 200
    assert User.objects.filter(is_active=True).count() == 41
    # each sees only their own place
    adviser = browser(User.objects.get(email="adviser1@example.org"))
    assert [one.code for one in adviser.get(reverse("factory_table:list")).context["factories"]] == [
        "KH-00017"
    ]
    both = browser(User.objects.get(email="adviser0@example.org"))
    assert len(both.get(reverse("factory_table:list")).context["factories"]) == 2
    manager = browser(User.objects.get(email="manager0@example.org"))
    assert [one.code for one in manager.get(reverse("factory_table:list")).context["factories"]] == [
        "VN-00003"
    ]


def test_the_same_list_again_changes_nothing(world):
    ada = browser(administrator())
    checked = upload(ada, forty())
    send(ada, reverse("people:import_write"), checked)
    before = Event.objects.count(), Letter.objects.count()

    again = upload(ada, forty())
    assert (again.context["outcome"].unchanged, again.context["outcome"].created) == (40, 0)
    assert "kept" not in again.context
    # the first page's button pressed twice
    assert send(ada, reverse("people:import_write"), checked).status_code == 302
    assert (Event.objects.count(), Letter.objects.count()) == before


def test_a_list_with_problems_names_row_column_and_mend_and_invites_nobody(world):
    text = HEAD + "\n".join(
        [
            "not an address,A,adviser,en,KH,,,,,",
            "b@example.org,,adviser,en,KH,,,,,",
            "c@example.org,C,captain,en,KH,,,,,",
            "d@example.org,D,adviser,en,,,,,,",
            "e@example.org,E,adviser,en,Atlantis,,,,,",
            "f@example.org,F,brand,en,,Nobody Knows,,,,",
            "g@example.org,G,factory,en,,,KH-99999,,,",
            "h@example.org,H,adviser,en,KH,Northwind,,,,",
            "i@example.org,I,adviser,xx,KH,,,,,",
            "j@example.org,J,adviser,en,KH,,,,2027-02-01,2027-01-01",
            "k@example.org,K,adviser,en,KH,,,,soon,",
            "l@example.org,L,adviser,en,KH,,,,,",
            "L@example.org,L,reviewer,en,KH,,,,,",
        ]
    )  # fmt: skip

    answer = upload(browser(administrator()), text)

    found = {(p.row, p.field, p.code) for p in answer.context["outcome"].problems}
    assert found == {
        (2, "email", "not_an_address"), (3, "name", "missing"), (4, "role", "unknown_role"),
        (5, "countries", "missing"), (6, "countries", "unknown_country"), (7, "brand", "unknown_brand"),
        (8, "factory", "unknown_factory"), (9, "brand", "place_of_another_role"),
        (10, "language", "unknown_language"), (11, "until_on", "days_in_order"), (12, "from_on", "not_a_day"),
        (14, "email", "address_twice"),
    }  # fmt: skip
    assert all("; " in p.message for p in answer.context["outcome"].problems)
    assert User.objects.count() == 1


def test_the_template_can_be_filled_in_and_read(world):
    ada = browser(administrator())
    for file_format in ("csv", "xlsx"):
        answer = ada.get(reverse("people:template"), {"format": file_format})
        checked = upload(ada, b"".join(answer.streaming_content), f"people.{file_format}")
        assert checked.context["problems"] is None, checked.context["problems"]
        assert checked.context["outcome"].created == 3


def test_an_invitation_has_its_own_words_in_the_persons_language(world):
    ada = browser(administrator("Ada Lovelace"))
    address = f"{reverse('people:invite')}?role=brand"

    fill_in(ada, address, email="Ana@Example.org", name="Ana", language="fr", places=str(world["brand"].pk))

    ana = User.objects.get(email="ana@example.org")
    assert not ana.is_active
    message = mails()["ana@example.org"]
    for words in ("Ada Lovelace", "Northwind"):
        assert words in message.body
    assert message.extra_headers["Content-Language"] == "fr"
    secret = link_in(message).rstrip("/").rpartition("/")[2]
    stored = AccountInvitation.objects.get(person=ana)
    assert secret not in (stored.secret_hash, str(stored.pk))
    page = browser().get(link_in(message))
    assert 'lang="fr"' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_a_link_holds_once(world):
    ada = browser(administrator())
    fill_in(
        ada,
        f"{reverse('people:invite')}?role=brand",
        email="ana@example.org",
        name="Ana",
        places=world["brand"].pk,
    )
    link = link_in(mails()["ana@example.org"])
    first, second = browser(), browser()
    page, open_page = first.get(link), second.get(link)

    assert send(first, link, page, password=PASSWORD, again=PASSWORD).status_code == 302
    late = send(second, link, open_page, password="another long password", again="another long password")

    assert late.status_code == 410
    assert second.get(link).status_code == 410
    assert check_password(PASSWORD, User.objects.get(email="ana@example.org").password)


def test_a_weak_password_or_two_different_ones_keep_the_link(world):
    ada = browser(administrator())
    fill_in(
        ada,
        f"{reverse('people:invite')}?role=brand",
        email="ana@example.org",
        name="Ana",
        places=world["brand"].pk,
    )
    link, guest = link_in(mails()["ana@example.org"]), browser()

    assert fill_in(guest, link, password="password", again="password").status_code == 422
    assert fill_in(guest, link, password=PASSWORD, again=f"{PASSWORD}!").status_code == 422
    assert not User.objects.get(email="ana@example.org").is_active
    assert fill_in(guest, link, password=PASSWORD, again=PASSWORD).status_code == 302


def test_sending_again_voids_the_older_link_and_withdrawing_all(world):
    ada = browser(administrator())
    fill_in(
        ada,
        f"{reverse('people:invite')}?role=brand",
        email="ana@example.org",
        name="Ana",
        places=world["brand"].pk,
    )
    ana = User.objects.get(email="ana@example.org")
    older = link_in(mails()["ana@example.org"])
    person = reverse("people:person", kwargs={"user_id": ana.pk})

    again = send(ada, person, ada.get(person))
    assert again.status_code == 302
    newer = link_in(mails()["ana@example.org"])
    assert newer != older
    assert browser().get(older).status_code == 410
    assert browser().get(newer).status_code == 200

    withdrawn = fill_in(ada, reverse("people:withdraw", kwargs={"user_id": ana.pk}), reason="Left the brand")
    assert withdrawn.status_code == 302
    assert browser().get(newer).status_code == 410
    # no other way in: the reset of passwords does not open the account
    browser().post(reverse("account_reset_password"), {"email": "ana@example.org"})
    assert not User.objects.get(pk=ana.pk).is_active


def test_an_invitation_expires(world):
    ada = browser(administrator())
    fill_in(
        ada,
        f"{reverse('people:invite')}?role=brand",
        email="ana@example.org",
        name="Ana",
        places=world["brand"].pk,
    )
    link = link_in(mails()["ana@example.org"])
    AccountInvitation.objects.update(valid_until=timezone.now() - timedelta(seconds=1))

    assert browser().get(link).status_code == 410
    assert [
        row["row"].state for row in ada.get(reverse("people:list"), {"state": "expired"}).context["people"]
    ] == ["expired"]


def test_a_form_sent_twice_invites_once(world):
    ada = browser(administrator())
    address = f"{reverse('people:invite')}?role=adviser"
    page = ada.get(address)
    said = {"email": "a@example.org", "name": "A", "places": ["KH"]}

    send(ada, address, page, **said)
    again = send(ada, address, page, **said)

    assert again.status_code == 302
    assert User.objects.filter(email="a@example.org").count() == 1
    assert AccountInvitation.objects.count() == 1
    assert len(mails()) == 1


def test_what_was_typed_survives_a_refusal(world):
    ada = browser(administrator())
    address = f"{reverse('people:invite')}?role=factory"

    answer = fill_in(ada, address, email="a@example.org", name="Anna Typed", places="Nowhere Mill")

    assert answer.status_code == 422
    form = forms_of(answer)[0]["data"]
    assert (form["name"], form["email"], form["places"]) == ("Anna Typed", "a@example.org", "Nowhere Mill")


def test_an_address_with_an_account_can_get_the_place_instead(world):
    ada = browser(administrator())
    ana = make.user("brand", brand=world["brand"], name="Ana")
    address = f"{reverse('people:invite')}?role=brand"
    said = {"email": ana.email, "name": "Ana", "places": world["brand2"].pk}

    refused = fill_in(ada, address, **said)
    assert refused.status_code == 422
    assert refused.context["known"]
    assert Membership.objects.filter(user=ana).count() == 1
    added = send(ada, address, refused, add_place="1")

    assert added.status_code == 302
    assert Membership.objects.filter(user=ana, brand=world["brand2"], ended_at__isnull=True).exists()


def test_the_first_of_a_brand_administers_it_and_the_next_does_not(world):
    ada = browser(administrator())
    for name in ("first", "second"):
        fill_in(
            ada,
            f"{reverse('people:invite')}?role=brand",
            email=f"{name}@example.org",
            name=name,
            places=world["brand"].pk,
        )

    rows = Membership.objects.filter(brand=world["brand"]).order_by("pk")
    assert [row.is_administrator for row in rows] == [True, False]


def test_a_last_day_in_the_past_is_refused_beside_its_field(world):
    ada = browser(administrator())
    long_ago = {"places": ["KH"], "until_on": "2001-01-01"}

    one = fill_in(
        ada, f"{reverse('people:invite')}?role=adviser", email="a@example.org", name="A", **long_ago
    )
    person = make.user("adviser")
    other = fill_in(ada, reverse("people:places", kwargs={"user_id": person.pk}), **long_ago)
    listed = upload(ada, HEAD + "b@example.org,B,adviser,en,KH,,,,,2001-01-01\n")

    assert (one.status_code, other.status_code) == (422, 422)
    assert "until_on" in one.context["form"].errors
    assert "until_on" in other.context["form"].errors
    assert [(p.row, p.field) for p in listed.context["outcome"].problems] == [(2, "until_on")]
    assert not User.objects.filter(email__in=["a@example.org", "b@example.org"]).exists()


def test_a_list_that_somebody_else_checked_cannot_be_written(world):
    checked = upload(browser(administrator()), forty())
    other = browser(administrator("Bea"))

    answer = other.get(reverse("people:import"))
    refused = other.post(
        reverse("people:import_write"),
        {**forms_of(answer)[0]["data"], "kept": forms_of(checked)[0]["data"]["kept"]},
    )

    assert refused.status_code == 404
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    "content",
    [
        "email;name;role;countries\nnew@example.org;Zoë Sok;inspector;KH\n".encode("cp1252"),
        "email\tname\trole\tcountries\nnew@example.org\tZoë Sok\tinspector\tKH\n".encode("utf-16"),
        "People of Cambodia,,,\n\nEmail,Name,Role,Countries\nnew@example.org,Zoë Sok,inspector,KH\n".encode(),
    ],
    ids=["Windows", "UTF-16", "a title above the head"],
)
def test_a_list_is_read_as_factory_lists_are(world, content):
    read = people_list(content)

    assert read.problems == ()
    assert [(row.email, row.name, row.role) for row in read.rows] == [
        ("new@example.org", "Zoë Sok", "inspector")
    ]


def test_cells_beyond_the_head_and_a_name_twice_are_problems(world):
    wide = people_list(b"email,name,role\nnew@example.org,Sok, Zoe,inspector\n")
    twice = people_list(b"email,name,role,name\nnew@example.org,Zoe,inspector,Zoe\n")

    assert [problem.code for problem in wide.problems] == ["extra_cells"]
    assert [problem.code for problem in twice.problems] == ["column_twice"]
