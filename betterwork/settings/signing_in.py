"""Signing in: passwords, second factor, organisations' sign-on, API tokens, sessions."""

from __future__ import annotations

from betterwork.settings.environment import HTTPS, env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation to an address that staff know
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a person whose way of signing in changed is told
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.sign_in.reset_tokens.ResetTokenGenerator"  # noqa: S105  # a path
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.forms.SignInForm",
    "reset_password": "accounts.sign_in.forms.ResetLinkForm",
}
REQUIRE_SECOND_FACTOR = env.str("REQUIRE_SECOND_FACTOR", default="none")  # none, staff or all
MFA_ADAPTER = "accounts.sign_in.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.sign_in.forms.CodeForm",
    "reauthenticate": "accounts.sign_in.forms.CodeAgainForm",
    "add_webauthn": "accounts.sign_in.forms.PasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = (
    True  # an address is confirmed by the link of the invitation; there is no other record
)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Better Work Recognition"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
SOCIALACCOUNT_ADAPTER = "accounts.sign_in.single_sign_on.adapter.SignOnAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter decides who is who
# whether an organisation's server may stand in a private network, or on this machine: where the product is tried out
SIGN_ON_PRIVATE_ADDRESSES = env.bool("SIGN_ON_PRIVATE_ADDRESSES", default=not HTTPS)
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105  # a model, no secret
MIGRATION_MODULES = {"knox": None}  # the only table of its own would be the one that ours replaces
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", default=600)
SEARCHES_PER_MINUTE = env.int("SEARCHES_PER_MINUTE", default=240)
COMPUTED_PAGES_PER_MINUTE = env.int("COMPUTED_PAGES_PER_MINUTE", default=30)
API_GUESSES_PER_MINUTE = env.int("API_GUESSES_PER_MINUTE", default=20)
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)  # how long the link of an invitation holds

# with the prefix a browser takes them from this host alone, and only over https
_COOKIE = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    f"{_COOKIE}{name}" for name in ("sessionid", "csrftoken", "django_language")
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_HOURS = env.int(
    "SESSION_IDLE_HOURS", default=72
)  # two days in a factory without a connection, and one
SESSION_MAX_DAYS = env.int("SESSION_MAX_DAYS", default=14)
SESSION_COOKIE_AGE = SESSION_MAX_DAYS * 24 * 3600
DECISION_MINUTES = env.int("DECISION_MINUTES", default=60)  # since the last sign-in; 0: never asked again
