"""E-mail: at once or once a day as each person chose, in their language, one each, again when the server fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Letter, MailChoice, Notice, Role, User
from accounts.projections import claim_letter, letter_leaving, letter_refused, write_notices, write_summaries
from factories.models import Membership
from journal.models import Event
from notifications.outgoing_email import message_of, post_letters
from tests import make
from tests.notifications.mail_server import MailServer, mail_server
from tests.recognition.make import NOW, TODAY

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(hours=12)


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield running


def reader(way: str = "", *, language: str = "en") -> User:
    """A country manager of Cambodia, who chose how news come."""
    made = make.user(Role.MANAGER)
    User.objects.filter(pk=made.pk).update(language=language)
    if way:
        MailChoice.objects.create(person=made, way=way)
    made.refresh_from_db()
    return made


def told(*people: User, times: int = 1) -> None:
    """A zero-tolerance case was opened, and these people have it in their inbox."""
    for _ in range(times):
        make.case(make.factory(name="Cotton & Thread"), now=NOW)
        event = Event.objects.filter(kind="zero_tolerance.opened").latest("id")
        write_notices([(one.pk, event.pk) for one in people], now=NOW)


def post(now=NOW) -> int:
    return post_letters(clock=lambda: now)


def test_each_has_news_as_they_chose(server):
    at_once, daily, unsaid, never = reader("at_once"), reader("daily"), reader(), reader("never")
    told(at_once, daily, unsaid, never, times=2)

    assert post() == 2
    assert {one["To"] for one in server.taken} == {at_once.email}
    assert {one["Subject"] for one in server.taken} == {"A zero-tolerance alert for Cotton & Thread"}

    server.taken.clear()
    assert write_summaries(TODAY, now=LATER) == 2
    assert write_summaries(TODAY, now=LATER) == 2  # the same letters again
    post(LATER)
    assert sorted(one["To"] for one in server.taken) == sorted([daily.email, unsaid.email])
    assert {one["Subject"] for one in server.taken} == {"2 notices"}
    text = server.taken[0].get_content()
    assert text.count("alert for Cotton & Thread") == 2
    assert "http://127.0.0.1:8000/factories/KH-" in text


def test_the_next_summary_holds_only_what_is_new(server):
    person = reader()
    told(person)
    write_summaries(TODAY, now=LATER)
    post(LATER)

    assert write_summaries(TODAY + timedelta(1), now=LATER + timedelta(1)) == 0
    told(person)
    assert write_summaries(TODAY + timedelta(2), now=LATER + timedelta(2)) == 1
    post(LATER + timedelta(2))
    assert [one["Subject"] for one in server.taken] == ["A zero-tolerance alert for Cotton & Thread"] * 2


def test_what_was_read_meanwhile_is_not_sent(server, client):
    person = reader()
    told(person)
    write_summaries(TODAY, now=NOW)
    client.force_login(person)
    client.post(reverse("read_notices"))

    assert post() == 0
    assert Letter.objects.get().state == "needless"


def test_what_may_no_longer_be_told_is_not_sent(server):
    person = reader("at_once")
    told(person)
    Membership.objects.filter(user=person).delete()

    post()
    assert Letter.objects.get().state == "waiting"  # it might only not show yet
    post(NOW + timedelta(minutes=15))

    assert server.taken == []
    assert Letter.objects.get().state == "needless"


def test_a_letter_is_in_its_readers_language(monkeypatch):
    person = reader("at_once", language="fr")
    told(person)

    said = message_of(Letter.objects.get(), now=NOW)

    assert said.extra_headers["Content-Language"] == "fr"
    assert said.subject == "Alerte de tolérance zéro pour Cotton & Thread"


def test_a_server_that_says_later_is_asked_again_after_longer_and_longer_waits(server):
    person = reader("at_once")
    told(person)
    server.refuses = True

    assert post() == 0
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.due_at) == ("waiting", 1, NOW + timedelta(seconds=30))
    assert "451" in letter.error
    assert post() == 0
    assert Letter.objects.get().attempts == 1  # not before its time
    post(NOW + timedelta(seconds=30))
    assert Letter.objects.get().due_at == NOW + timedelta(seconds=90)

    server.refuses = False
    assert post(NOW + timedelta(seconds=90)) == 1
    assert Letter.objects.get().state == "sent"
    assert server.message_ids() == [f"<{letter.pk}@127.0.0.1>"]


def test_a_server_that_is_not_there_is_asked_again_and_given_up_after_ten_attempts(settings):
    with mail_server() as gone:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    told(reader("at_once"))

    for days in range(10):
        post(NOW + timedelta(days=days))

    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == ("failed", 10)
    assert "ConnectionRefusedError" in letter.error


def test_a_server_that_takes_the_letter_and_hangs_up_has_it_at_most_twice_with_one_id(server):
    told(reader("at_once"))
    server.hangs_up = True

    for days in range(5):
        post(NOW + timedelta(days=days))

    assert len(server.taken) == 2
    assert len(set(server.message_ids())) == 1
    assert Letter.objects.get().state == "failed"


def test_a_letter_whose_sender_died_in_sending_is_sent_once_more_and_never_a_third_time(server):
    told(reader("at_once"))

    for moment in (NOW, SOON):
        assert letter_leaving(claim_letter(now=moment))  # and here the worker dies
        assert claim_letter(now=moment) is None
    assert post(LATER) == 0

    letter = Letter.objects.get()
    assert (letter.state, letter.error) == ("failed", "its senders died; it may have arrived")


def test_a_letter_whose_sender_died_before_sending_goes_out_all_the_same(server):
    told(reader("at_once"))

    for moment in (NOW, SOON, LATER):
        assert claim_letter(now=moment) is not None  # and here the worker dies

    assert post(LATER + timedelta(minutes=1)) == 1
    assert len(server.taken) == 1


def test_a_letter_that_every_sender_dies_over_is_given_up(server):
    told(reader("at_once"))

    deaths = 0
    while claim_letter(now=NOW + timedelta(minutes=deaths)) is not None:
        deaths += 1

    assert deaths == 10
    letter = Letter.objects.get()
    assert (letter.state, letter.error) == ("failed", "its senders died; it has not left")


def test_who_takes_over_a_letter_settles_it(server):
    told(reader("at_once"))
    slow = claim_letter(now=NOW)

    assert post(SOON) == 1
    assert not letter_leaving(slow)
    letter_refused(slow, "too slow", doubtful=True, now=SOON)

    assert Letter.objects.get().state == "sent"


def test_the_choice_is_kept_and_the_journal_hears_of_it(client):
    person = reader()
    client.force_login(person)
    for way in ("at_once", "at_once", "never"):
        client.post(reverse("mail_choice"), {"way": way})

    assert MailChoice.objects.get(person=person).way == "never"
    assert Event.objects.filter(kind="user.mail_chosen").count() == 2
    assert Notice.objects.count() == 0
