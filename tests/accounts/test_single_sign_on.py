"""Single sign-on against a real OpenID Connect server: invited people get in, and nobody else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.management import CommandError, call_command

from accounts.models import Proposal, Role, SignOn, User
from accounts.sign_in.mail import reset_message
from accounts.sign_in.sealing import unseal
from journal.models import Event
from tests.accounts.organisation import leave, organisation
from tests.accounts.people import Browser, somebody
from tests.accounts.test_passwords import queued
from tests.accounts.test_second_factor import enrolled

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),  # the organisation's server's own
]


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


@pytest.fixture
def acme():
    with organisation() as made:
        made.knows("17", email="bea@acme.example", email_verified=True)
        yield made


def come_back(acme, browser: Browser, email: str, subject: str, **more: str):
    """The whole way; the page that it ends on."""
    back = acme.confirms(leave(browser, email, **more), subject)
    return browser.get(back.removeprefix("http://testserver"), follow=True)


def test_an_invited_person_gets_in_with_the_verified_address(acme):
    bea, browser = somebody(Role.BRAND, "bea@acme.example"), Browser()

    come_back(acme, browser, "bea@acme.example", "17")

    assert browser.is_signed_in
    assert Event.objects.filter(kind="user.sign_on_linked", actor_id=bea.pk).exists()
    again = Browser()
    come_back(acme, again, "bea@acme.example", "17")
    assert again.is_signed_in
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize(
    ("account", "claims"),
    [
        (None, {"email": "bea@acme.example", "email_verified": True}),  # nobody invited them
        ("bea@acme.example", {"email": "bea@acme.example"}),  # not verified
        ("bea@acme.example", {"email": "bea@acme.example", "email_verified": False}),
        ("bea@acme.example", {"email": "bea@acme.example", "email_verified": "false"}),
        ("bea@acme.example", {"email_verified": True}),
        ("chief@other.example", {"email": "chief@other.example", "email_verified": True}),  # not its domain
    ],
)
def test_anybody_else_is_refused_with_the_same_words_and_no_account_is_made(acme, account, claims):
    if account:
        somebody(Role.BRAND, account)
    before, browser = User.objects.count(), Browser()
    acme.knows("18", **claims)

    page = come_back(acme, browser, "somebody@acme.example", "18")

    assert not browser.is_signed_in
    assert "did not let you in here" in page.content.decode()
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_the_owner_is_told_when_a_sign_on_opens_their_account_for_the_first_time(acme, monkeypatch):
    bea, sent = somebody(Role.BRAND, "bea@acme.example"), queued(monkeypatch)

    come_back(acme, Browser(), "bea@acme.example", "17")
    come_back(acme, Browser(), "bea@acme.example", "17")

    assert sent == [("accounts.send_notice", [bea.pk, "sign_on_linked"])]


def test_one_administrator_alone_lets_no_server_say_who_the_others_are(acme):
    ada = somebody(Role.ADMIN, "ada@hq.example")
    bea = somebody(Role.ADMIN, "bea@hq.example")
    acme.knows("66", email="bea@hq.example", email_verified=True)
    said = {
        "name": "HQ", "domains": "hq.example", "issuer": acme.issuer, "client_id": "programme", "secret": "x",
        "is_enabled": "on",
    }  # fmt: skip
    browser = Browser()
    browser.sign_in(ada)
    browser.post("/sign-on/new/", said)
    made = SignOn.objects.get(name="HQ")
    assert not made.is_enabled
    proposal = Proposal.objects.get(kind="sign_on.use")
    address = f"/proposals/{proposal.pk}/"
    decision = {"act": "approve", "digest": proposal.digest, "reason": ""}
    assert "hq.example" in browser.get("/proposals/").content.decode()
    browser.post(address, decision)  # one's own
    made.refresh_from_db()
    assert not made.is_enabled

    other = Browser()
    other.sign_in(bea)
    assert acme.issuer in other.get(address).content.decode()
    other.post(address, decision)

    made.refresh_from_db()
    assert made.is_enabled
    browser.post(f"/sign-on/{made.slug}/", said | {"secret": "", "name": "Headquarters"})
    made.refresh_from_db()
    assert made.is_enabled  # another name opens nothing
    browser.post(f"/sign-on/{made.slug}/", said | {"secret": "", "domains": "hq.example acme2.example"})
    made.refresh_from_db()
    assert not made.is_enabled


def test_a_closed_account_stays_closed(acme):
    somebody(Role.BRAND, "bea@acme.example", is_active=False)
    browser = Browser()

    come_back(acme, browser, "bea@acme.example", "17")

    assert not browser.is_signed_in


def test_another_identity_with_the_same_address_does_not_take_the_account_over(acme):
    somebody(Role.BRAND, "bea@acme.example")
    come_back(acme, Browser(), "bea@acme.example", "17")
    acme.knows("99", email="bea@acme.example", email_verified=True)
    thief = Browser()

    page = come_back(acme, thief, "bea@acme.example", "99")

    assert not thief.is_signed_in
    assert "linked to another identity" in page.content.decode()


def test_another_organisations_server_does_not_take_the_account_over(acme):
    somebody(Role.BRAND, "bea@acme.example")
    with organisation("Evil", "evil.example") as evil:
        evil.knows("17", email="bea@acme.example", email_verified=True)
        thief = Browser()

        come_back(evil, thief, "somebody@evil.example", "17")

        assert not thief.is_signed_in


def test_the_second_factor_is_asked_for_here_too(acme):
    bea, browser = somebody(Role.BRAND, "bea@acme.example"), Browser()
    browser.sign_in(bea)
    enrolled(browser)
    again = Browser()

    come_back(acme, again, "bea@acme.example", "17")

    assert not again.is_signed_in
    assert again.get("/sign-in/second-factor/").status_code == 200


def test_compulsory_refuses_the_password_for_known_and_unknown_alike_and_the_reset_link(settings):
    with organisation(compulsory=True) as acme:
        acme.knows("17", email="bea@acme.example", email_verified=True)
        bea = somebody(Role.BRAND, "bea@acme.example")
        known, unknown = Browser().sign_in(bea), Browser().sign_in(User(email="nobody@acme.example"))
        said = [page.context["form"].errors.get_json_data() for page in (known, unknown)]
        assert said[0] == said[1]
        assert "sign in through Acme" in said[0]["login"][0]["message"]
        letter = reset_message(bea.email)
        assert letter is not None
        assert "/password/reset/key/" not in letter.body
        browser = Browser()
        come_back(acme, browser, "bea@acme.example", "17")
        assert browser.is_signed_in

        call_command("switch_off_sign_on", "acme")

        back = Browser()
        back.sign_in(bea)
        assert back.is_signed_in
        with pytest.raises(CommandError, match="there are: acme"):
            call_command("switch_off_sign_on", "umbrella")


def test_the_way_there_carries_state_and_a_challenge_and_no_way_elsewhere(acme):
    somebody(Role.BRAND, "bea@acme.example")
    browser = Browser()
    asked = parse_qs(urlsplit(leave(browser, "bea@acme.example", next="https://evil.example/")).query)

    assert asked["redirect_uri"] == ["http://testserver/sign-in/organisation/acme/"]
    assert {"state", "code_challenge"} <= asked.keys()
    page = come_back(acme, browser, "bea@acme.example", "17", next="//evil.example/")
    assert all("evil" not in step for step, _status in page.redirect_chain)


def test_an_answer_that_nobody_asked_for_signs_nobody_in(acme):
    """Somebody else's answer, opened in the browser of a victim."""
    somebody(Role.BRAND, "bea@acme.example")
    thief, victim = Browser(), Browser()
    back = acme.confirms(leave(thief, "bea@acme.example"), "17").removeprefix("http://testserver")

    assert victim.get(back).status_code == 401
    assert not victim.is_signed_in
    assert victim.get("/sign-in/organisation/acme/").status_code == 401
    assert victim.get("/sign-in/organisation/nobody/").status_code == 404


def test_a_domain_that_no_organisation_has_is_told_beside_the_field(acme):
    page = Browser().post("/sign-in/organisation/", {"email": "x@nobody.example"}).content.decode()

    assert "No organisation signs in here with such an address" in page
    assert "x@nobody.example" in page


def test_a_server_that_does_not_answer_is_said_so(acme):
    SignOn.objects.update(issuer="http://localhost:9")

    page = Browser().post("/sign-in/organisation/", {"email": "x@acme.example"}).content.decode()

    assert "does not answer" in page


SET_UP = {
    "name": "Northwind", "domains": "@Northwind.example, nw.example", "issuer": "https://login.northwind.example/",
    "client_id": "programme", "secret": "kept apart", "is_enabled": "on",
}  # fmt: skip


def test_an_administrator_sets_one_up_and_its_secret_is_never_shown_nor_readable():
    browser = Browser()
    browser.sign_in(somebody(Role.ADMIN))

    page = browser.post("/sign-on/new/", SET_UP)
    kept = SignOn.objects.get()
    shown = browser.get(page.headers["Location"]).content.decode()

    assert sorted(one.domain for one in kept.domains.all()) == ["northwind.example", "nw.example"]
    assert kept.issuer == "https://login.northwind.example"
    assert "kept apart" not in shown + kept.sealed_secret
    assert "http://testserver/sign-in/organisation/northwind/" in shown
    browser.post("/sign-on/northwind/", {**SET_UP, "secret": "", "name": "Northwind Ltd"})
    kept.refresh_from_db()
    assert (kept.name, unseal(kept.sealed_secret)) == ("Northwind Ltd", "kept apart")
    assert "kept apart" not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("domains", "northwind", "is no mail domain"),
        ("domains", "acme.example", "belongs to Acme already"),
        ("issuer", "nothing", "Enter a valid URL"),
        ("secret", "", "This field is required"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_what_was_typed_stays(acme, field, typed, told):
    browser = Browser()
    browser.sign_in(somebody(Role.ADMIN))

    page = browser.post("/sign-on/new/", {**SET_UP, field: typed})

    assert page.status_code == 200
    assert told in " ".join(page.context["form"].errors[field])
    assert 'value="Northwind"' in page.content.decode()
    assert SignOn.objects.count() == 1
