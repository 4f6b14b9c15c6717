"""Users: an e-mail address, one role, a language. What they belong to (country, factory, brand) is the registry's."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is to the programme; decides which querysets they start from."""

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
FACTORY_PEOPLE = frozenset({Role.FACTORY, Role.WORKER, Role.GROUP})


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


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=10, choices=Role)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(null=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether they work for the programme (never a way past the querysets)."""
        return self.role in STAFF
