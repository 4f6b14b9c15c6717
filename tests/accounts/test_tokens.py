"""API tokens by one's own hand, as programs use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.commands.tokens import make_token
from accounts.models import ApiToken, Role
from accounts.page_limits import APP
from journal.models import Event
from tests.accounts.people import Browser, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


def program(token: str, **more: str) -> APIClient:
    return APIClient(headers={"Authorization": f"Token {token}"}, **more)


def given(user, *, scope="read", expires_at=None) -> str:
    return make_token(user.pk, name="x", scope=scope, expires_at=expires_at, actor=user, now=timezone.now())


def made_on_the_page(browser: Browser, **said: str) -> str:
    browser.prove()
    page = browser.post("/account/tokens/new/", {"name": "Report", "scope": "read", "days": "90", **said})
    found = re.search(r'id="token"[^>]*value="([0-9a-f]{64})"', page.content.decode(), re.DOTALL)
    assert found, page.content.decode()
    return found[1]


def test_a_token_is_made_after_proving_who_one_is_shown_once_used_and_revoked():
    dara, browser = somebody(), Browser()
    browser.sign_in(dara)
    assert browser.get("/account/tokens/new/").status_code == 302  # to the password
    text = made_on_the_page(browser)

    assert program(text).get("/api/v1/factories/").status_code == 200
    listed = browser.get("/account/tokens/").content.decode()
    assert "Report" in listed
    assert text not in listed
    assert text not in str(list(ApiToken.objects.values()))
    token = ApiToken.objects.get()
    assert token.last_used_at is not None
    assert timedelta(days=89) < token.expiry - timezone.now() < timedelta(days=91)

    browser.post(f"/account/tokens/{token.uid}/revoke/", {}, on="/account/tokens/")

    assert program(text).get("/api/v1/factories/").status_code == 401
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"user.token_made", "user.token_revoked"} <= kinds
    assert text not in str(list(Event.objects.values_list("data", flat=True)))


def test_reading_alone_refuses_writes_whatever_the_address():
    dara = somebody()
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(program(given(dara)), method)("/api/v1/factories/")
        assert refused.status_code == 403
        assert refused.headers["Content-Type"] == "application/problem+json"
    assert program(given(dara, scope="write")).post("/api/v1/listings/").status_code == 405


def test_an_expired_token_is_refused_and_says_so():
    dara = somebody()
    text = given(dara, expires_at=timezone.now() + timedelta(days=1))
    assert program(text).get("/api/v1/factories/").status_code == 200

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        refused = program(text).get("/api/v1/factories/")

    assert refused.status_code == 401
    assert "expired" in refused.json()["detail"]
    assert ApiToken.objects.count() == 1  # its owner sees that it ended


def test_nobody_revokes_anothers():
    mine = somebody()
    given(mine)
    browser = Browser()
    browser.sign_in(somebody(Role.BRAND))

    answer = browser.post(f"/account/tokens/{ApiToken.objects.get().uid}/revoke/", {}, on="/account/")

    assert answer.status_code == 404
    assert ApiToken.objects.count() == 1


def test_a_token_in_the_address_is_nobody():
    text = given(somebody(Role.GLOBAL))

    for name in ("token", "Token", "api_key", "access_token"):
        assert not APIClient().get(f"/api/v1/factories/?{name}={text}").wsgi_request.user.is_authenticated


@pytest.mark.parametrize(
    "header",
    ["Token", "Token ", "Token a b", "Token é", "Token " + "0" * 64, "Token \x00", "token " + "f" * 5000],
)
def test_a_broken_header_is_a_401_in_the_shape_of_all_errors(header):
    answer = APIClient(HTTP_AUTHORIZATION=header).get("/api/v1/factories/")

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_guesses_come_to_an_end_by_address_and_others_go_on(settings):
    settings.API_GUESSES_PER_MINUTE = 3
    dara = somebody()
    right = given(dara)
    codes = [
        program(f"{n:064}", REMOTE_ADDR="203.0.113.7").get("/api/v1/factories/").status_code for n in range(4)
    ]

    late = program(right, REMOTE_ADDR="203.0.113.7").get("/api/v1/factories/")
    elsewhere = program(right, REMOTE_ADDR="203.0.113.8").get("/api/v1/factories/")

    assert codes == [401, 401, 401, 429]
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert late.headers["Content-Type"] == "application/problem+json"
    assert elsewhere.status_code == 200


def test_a_process_that_died_while_it_counted_a_guess_keeps_nobody_out(settings, rf):
    right = given(somebody())
    rate = ratelimit.parse_rate(f"{settings.API_GUESSES_PER_MINUTE}/m/ip")
    guesses = ratelimit.get_cache_key(rf.get("/"), app=APP, action="guess", rate=rate)

    with ratelimit.cache_lock(guesses) as held:  # as it stays when the process is killed
        answer = program(right).get("/api/v1/factories/")

    assert held
    assert answer.status_code == 200


def test_calls_are_limited_for_each_token(settings):
    settings.API_CALLS_PER_MINUTE = 3
    dara = somebody()
    busy, calm = program(given(dara)), program(given(dara))

    answers = [busy.get("/api/v1/factories/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert calm.get("/api/v1/factories/").status_code == 200


def test_looking_a_token_up_is_one_question_however_many_its_owner_has(django_assert_max_num_queries):
    dara = somebody()
    texts = [given(dara) for _ in range(9)]
    program(texts[0]).get("/api/v1/factories/")

    with django_assert_max_num_queries(3):
        program(texts[0]).get("/api/v1/criteria/")


def test_a_call_is_kept_nowhere():
    answer = program(given(somebody())).get("/api/v1/factories/")

    assert answer.headers["Cache-Control"] == "no-store, private"


def test_the_apis_description_says_how_a_token_is_sent():
    schema = APIClient().get("/api/v1/schema/?format=json").json()

    scheme = schema["components"]["securitySchemes"]["tokenAuth"]
    assert (scheme["in"], scheme["name"]) == ("header", "Authorization")
    assert "Token" in scheme["description"]
