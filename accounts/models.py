"""Users: an e-mail address, one role, a language. What they belong to (country, factory, brand) is the registry's.

Also what is sent to them, and proposals that a second person decides.
"""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

if TYPE_CHECKING:
    from factories.models import Factory


class Role(models.TextChoices):
    """What a person is to the programme; decides which querysets they start from."""

    ADVISER = "adviser", _("Enterprise adviser")
    REVIEWER = "reviewer", _("Reviewer")
    MANAGER = "manager", _("Country manager")
    GLOBAL = "global", _("Global team")
    ADMIN = "admin", _("Administrator")
    BRAND = "brand", _("Brand")
    FACTORY = "factory", _("Factory manager")
    WORKER = "worker", _("Worker representative")
    GROUP = "group", _("Manufacturer group")
    INSPECTOR = "inspector", _("Labour inspector")


COUNTRY_STAFF = frozenset({Role.ADVISER, Role.REVIEWER, Role.MANAGER})
STAFF = COUNTRY_STAFF | {Role.GLOBAL}
PRIVILEGED = frozenset({Role.ADMIN, Role.GLOBAL})  # given by two
FACTORY_PEOPLE = frozenset({Role.FACTORY, Role.WORKER, Role.GROUP})


def random_salt() -> str:
    """128 random bits in hexadecimal."""
    return secrets.token_hex(16)


class UserManager(BaseUserManager["User"]):
    """Makes users from an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """A user with a hashed password (unusable when None)."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """An administrator: keeps accounts, sees no evidence."""
        return self.create_user(email, password, role=Role.ADMIN, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # knox has no types
    """A person who signs in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=10, choices=Role)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(null=True)
    # how often all sessions were ended: a session of an earlier count is no longer anybody's
    sessions_ended = models.PositiveIntegerField(default=0)
    last_seen_on = models.DateField(_("last seen"), null=True)  # UTC; written at most once a day
    # makes the row's digest in the journal one that nobody can find out a name by, once the row was erased
    salt = models.CharField(max_length=32, default=random_salt, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether they work for the programme (never a way past the querysets)."""
        return self.role in STAFF

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to be this person's: changes with the password, and when all sessions end."""
        salt = "accounts.User.session"
        value = f"{self.password}:{self.sessions_ended}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class MailChoice(models.Model):
    """How a person wants news by e-mail; who never chose has the daily summary. The inbox has everything anyway."""

    class Way(models.TextChoices):
        AT_ONCE = "at_once", _("One by one, as it happens")
        DAILY = "daily", _("A summary once a day")
        NEVER = "never", _("No e-mail")

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    way = models.CharField(_("news by e-mail"), max_length=8, choices=Way, default=Way.DAILY)


class Notice(models.Model):
    """A person was told of one event. What may be read of it is asked anew at every look, never kept here."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey("journal.Event", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="notice_once_a_person_and_event")
        ]
        indexes = [
            models.Index(
                fields=["person", "event"], condition=models.Q(read_at__isnull=True), name="notice_unread"
            )
        ]


class Letter(models.Model):
    """One e-mail owed to one person: about one notice, or about a day's. Its id is the mail's Message-ID for ever."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        NEEDLESS = "needless", _("nothing left to say")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, null=True, related_name="+")
    day = models.DateField(null=True)
    about = models.CharField(
        max_length=60, default="", blank=True
    )  # "invitation:<uuid>", "suppliers:<day>:<person>": a mail of its own words
    after = models.BigIntegerField(default=0)  # a summary tells of notices with greater ids than this …
    up_to = models.BigIntegerField(default=0)  # … up to this one
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)  # sendings begun of which nobody knows the end
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=models.Q(day__isnull=False),
                name="letter_one_summary_a_day",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "claimed"]),
                name="letter_owed",
            )
        ]


class ApiToken(AbstractAuthToken):
    """A program's key to the API, made by the person whose rights it has. Only a digest is stored."""

    class Scope(models.TextChoices):
        READ = "read", _("read only")
        WRITE = "write", _("read and write")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # names it in addresses
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=5, choices=Scope, default=Scope.READ)
    last_used_at = models.DateTimeField(null=True)


class IdempotentCall(models.Model):
    """A POST to the API that came with an `Idempotency-Key`, and its answer for whoever sends the same again.

    Keys are kept as digests, answers encrypted: one may hold a secret that is shown once.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=200)  # of the endpoint
    key = models.CharField(max_length=64)  # digest
    body = models.CharField(max_length=64)  # digest of what was sent
    attempt = models.UUIDField()  # who may write the answer: another attempt takes over from one that died
    began_at = models.DateTimeField()
    new_id = models.UUIDField(default=uuid.uuid4)  # for what the call makes; the same when it is taken over
    status = models.PositiveSmallIntegerField(null=True)  # null: at work
    sealed_answer = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "address", "key"], name="idempotency_key_once")
        ]
        indexes = [models.Index(fields=["began_at"], name="idempotent_call_by_age")]


class SignOn(models.Model):
    """An organisation's own sign-on (OpenID Connect), for people with addresses in its mail domains."""

    slug = models.SlugField(
        max_length=40, unique=True
    )  # in the address to which its server sends people back
    name = models.CharField(_("organisation"), max_length=120)
    issuer = models.URLField(_("issuer"), max_length=300)
    client_id = models.CharField(_("client id"), max_length=200)
    sealed_secret = models.TextField()  # encrypted with a key made from SECRET_KEY
    is_enabled = models.BooleanField(_("in use"), default=False)
    is_compulsory = models.BooleanField(_("compulsory"), default=False)


class SignOnDomain(models.Model):
    """A mail domain; it belongs to one organisation."""

    sign_on = models.ForeignKey(SignOn, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(_("mail domain"), max_length=190, unique=True)


class Proposal(models.Model):
    """Something that one person proposed and another decides: the two-person rule of the whole product.

    `content` is what will be applied and `shown` the facts that the proposer saw; `digest` covers both, so that a
    proposal about facts that changed since becomes stale instead of being applied.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for a second person")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        STALE = "stale", _("out of date")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)  # as in the journal: "<noun>:<id>"
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, null=True, related_name="+")
    content = models.JSONField(default=dict)
    shown = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    reason = models.TextField(default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state="pending"), name="proposal_one_pending"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="proposal_approved_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "-proposed_at"], name="proposal_by_state")]

    @property
    def around(self) -> Factory:
        """The factory that it concerns.

        Raises:
            LookupError: a kind that concerns none.
        """
        if self.factory is None:
            raise LookupError(self.pk)
        return self.factory


class SecurityEvent(models.Model):
    """What happened around signing in: insert-only, deleted after settings.SECURITY_LOG_DAYS.

    Rights are changed by commands and stand in the journal. `network` is the network of the client's address, never the
    address: it tells two places apart and leads to nobody's home. No row holds what a person typed.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGNED_OUT = "signed_out", _("signed out")
        FAILED = "failed", _("sign-in refused")
        RESET_ASKED = "reset_asked", _("asked for a new password")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        FACTOR_ADDED = "factor_added", _("second factor added")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        TOKEN_REFUSED = "token_refused", _("API token refused")

    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )  # none: of no account
    network = models.CharField(max_length=45, default="")
    device = models.CharField(max_length=60, default="")

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="security_by_day"),
            models.Index(fields=["user", "-at"], name="security_by_person"),
        ]
