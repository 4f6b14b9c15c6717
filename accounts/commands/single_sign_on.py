"""Organisations' own sign-on: set up by administrators, linked to a person the first time they come through it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import InvalidToken
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import SignOn, SignOnDomain, User
from accounts.same_transaction.proposing import make_proposal
from accounts.same_transaction.sign_ons import KIND, identity_of, takes_two, waits_for_second
from accounts.sign_in.sealing import seal, unseal
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

RESERVED = {"new", "cancelled", "openid_connect"}  # other pages' addresses, allauth's own word
COLUMNS = ["sealed_secret", "name", "issuer", "client_id", "is_enabled", "is_compulsory"]


class DomainTaken(Refused):
    """A mail domain belongs to one organisation."""


class NoSecret(Refused):
    """A new sign-on needs its client's secret."""


class LinkedElsewhere(Refused):
    """The account is linked to another identity."""


@command
def set_up_sign_on(
    sign_on_id: int | None,
    *,
    name: str,
    domains: Sequence[str],
    issuer: str,
    client_id: str,
    secret: str,
    is_enabled: bool,
    is_compulsory: bool,
    actor: User | None,
    now: datetime,
) -> SignOn | Unchanged:
    """Write an organisation's sign-on, a new one when `sign_on_id` is None. An empty `secret` leaves the one it has.

    Put in use, or in use with another server, client or domain, it is only proposed: it is out of use until a second
    administrator approves, unless the actor is the only one. Sent twice, it is written and proposed once.

    Raises:
        DomainTaken, NoSecret.
    """
    two = takes_two(actor)
    found = SignOn(slug=_free_slug(name)) if sign_on_id is None else _locked(sign_on_id)
    agreed = identity_of(found) if found.is_enabled else None
    taken = SignOnDomain.objects.filter(domain__in=domains).exclude(sign_on_id=found.pk)
    if (other := taken.select_related("sign_on").first()) is not None:
        raise DomainTaken(
            _("%(domain)s belongs to %(name)s already.")
            % {"domain": other.domain, "name": other.sign_on.name}
        )
    if sign_on_id is not None and _has_secret(found, secret):
        before = (_settings_of(found), found.is_enabled or (is_enabled and waits_for_second(found)))
        requested = ((name, issuer, client_id, is_compulsory, sorted(domains)), is_enabled)
        if before == requested:
            return Unchanged(found)
    if secret:
        found.sealed_secret = seal(secret)
    elif not found.sealed_secret:
        raise NoSecret(_("Enter the client's secret."))
    found.name, found.issuer, found.client_id = name, issuer, client_id
    found.is_enabled, found.is_compulsory = is_enabled, is_compulsory
    if sign_on_id is None:
        found.save(force_insert=True)
    else:
        found.save(update_fields=COLUMNS)
    found.domains.exclude(domain__in=domains).delete()
    stored_domains = set(found.domains.values_list("domain", flat=True))
    SignOnDomain.objects.bulk_create(
        [SignOnDomain(sign_on=found, domain=domain) for domain in domains if domain not in stored_domains]
    )
    content = identity_of(found)
    if two and actor is not None and is_enabled and content != agreed:
        found.is_enabled = False
        found.save(update_fields=["is_enabled"])
        make_proposal(KIND, subject=f"sign_on:{found.pk}", content=content, reason="", actor=actor, at=now)
    record(
        "sign_on.configured", subject=f"sign_on:{found.pk}", actor=actor, at=now,
        data={
            "name": name, "domains": " ".join(domains), "issuer": issuer, "enabled": found.is_enabled,
            "compulsory": is_compulsory, "secret_changed": bool(secret),
        },
    )  # fmt: skip
    return found


@command
def switch_off_sign_on(sign_on_id: int, *, actor: User | None, now: datetime) -> SignOn | Unchanged:
    """Nobody comes in through it any more, and nobody must: the way back to passwords when its server fails."""
    found = _locked(sign_on_id)
    if not found.is_enabled:
        return Unchanged(found)
    found.is_enabled = False
    found.save(update_fields=["is_enabled"])
    record(
        "sign_on.switched_off", subject=f"sign_on:{found.pk}", actor=actor, at=now, data={"name": found.name}
    )
    return found


@command
def link_sign_on(user_id: int, *, slug: str, subject_id: str, actor: User, now: datetime) -> Unchanged | None:
    """From now on this identity of an organisation's server (`subject_id`, its `sub`) is this person's, and no other.

    Raises:
        LinkedElsewhere: the person has another identity already.
    """
    User.objects.select_for_update().get(pk=user_id)
    links = SocialAccount.objects.filter(user_id=user_id)
    for link in links:
        if (link.provider, link.uid) != (slug, subject_id):
            raise LinkedElsewhere(
                _(
                    "Your account is linked to another identity; ask an administrator to reset how you sign in."
                )
            )
        return Unchanged()
    SocialAccount(user_id=user_id, provider=slug, uid=subject_id).save(force_insert=True)
    record("user.sign_on_linked", subject=f"user:{user_id}", actor=actor, at=now, data={"sign_on": slug})
    return None


def _has_secret(found: SignOn, secret: str) -> bool:
    """Whether the client's secret stays as it is."""
    if not found.sealed_secret:
        return False
    try:
        return not secret or unseal(found.sealed_secret) == secret
    except InvalidToken:  # sealed with a key that is gone: the same secret is to be sealed anew
        return False


def _settings_of(found: SignOn) -> tuple[str, str, str, bool, list[str]]:
    domains = identity_of(found)["domains"]
    return found.name, found.issuer, found.client_id, found.is_compulsory, sorted(domains)


def _locked(sign_on_id: int) -> SignOn:
    return SignOn.objects.select_for_update().get(pk=sign_on_id)


def _free_slug(name: str) -> str:
    preferred = slugify(name)[:32] or "sign-on"
    taken = RESERVED | set(SignOn.objects.filter(slug__startswith=preferred).values_list("slug", flat=True))
    if preferred not in taken:
        return preferred
    return next(slug for number in range(2, 1000) if (slug := f"{preferred}-{number}") not in taken)
