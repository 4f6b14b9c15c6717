"""One settings file; every choice of a deployment comes from the environment (docs/operating.md lists them all)."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django.conf.locale
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from betterwork.decisions import DECISIONS  # noqa: F401  # a setting
from betterwork.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()  # NAME or NAME_FILE, for secrets mounted as files


def _secret_key() -> str:
    """The key from the environment, else one written once to var/secret_key for the embedded default."""
    given: str = env.str("SECRET_KEY", default="")
    if given:
        return given
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def _seal_key() -> str:
    """The private key that seals are signed with: from the environment, else what `create_seal_key` left in var/."""
    given: str = env.str("SEAL_KEY", default="")
    path = VAR_DIR / "seal_key"
    return given or (path.read_text().strip() if path.exists() else "")


# --- where things are -------------------------------------------------------------------------------------------
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_HTTPS = urlsplit(SITE_URL).scheme == "https"

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- data ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'betterwork.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN instead of failing half-way
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # a file, not memory: the tests' worker and server processes read the same database
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        # files, not memory: limits of guesses and codes used once hold in every process of this machine
        else {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    )
}

# --- apps -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "betterwork",
    "demo",
    "operations",
    "desk",
    "notifications",
    "ui",
    "first_run",
    "people",
    "translations",
    "stories",
    "portal",
    "benefits",
    "scheduling",
    "recognition",
    "criteria",
    "advisory",
    "sector_tables",
    "offline_workbook",
    "assessment_files",
    "assessments",
    "questionnaires",
    "factory_lists",
    "duplicates",
    "factories",
    "countries",
    "files",
    "accounts",
    "journal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "accounts.sign_in.apps.SessionsConfig",  # allauth.usersessions
    "knox",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.AccountLanguage",
    "accounts.sign_in.limits.SessionLimits",
    "accounts.sign_in.middleware.NothingKept",
    "accounts.sign_in.middleware.SessionSeen",
    "accounts.middleware.LastSeen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ui.unsaved_forms.SignedOutMiddleware",
    "accounts.sign_in.middleware.SecondFactorFirst",
    "accounts.sign_in.limits.RecentSignIn",
    "accounts.access_log.AccessLog",
    "ui.form_addresses.FormAddressMiddleware",
    "ui.errors.DomainErrorMiddleware",
    "ui.null_characters.UnreadableMiddleware",
]
ROOT_URLCONF = "betterwork.urls"
WSGI_APPLICATION = "betterwork.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.navigation.navigation",
                "notifications.views.unread_for",
            ],
        },
    }
]

# --- people ---------------------------------------------------------------------------------------------------------
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
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS
MFA_TOTP_ISSUER = "Better Work Recognition"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
SOCIALACCOUNT_ADAPTER = "accounts.sign_in.single_sign_on.SignOnAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # the adapter decides who is who
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105  # a model, no secret
MIGRATION_MODULES = {"knox": None}  # the only table of its own would be the one that ours replaces
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", default=600)
API_GUESSES_PER_MINUTE = env.int("API_GUESSES_PER_MINUTE", default=20)
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)  # how long the link of an invitation holds
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

# --- security -------------------------------------------------------------------------------------------------------
# with the prefix a browser takes them from this host alone, and only over https
_COOKIE = "__Host-" if _HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = (
    f"{_COOKIE}{name}" for name in ("sessionid", "csrftoken", "django_language")
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_HOURS = env.int(
    "SESSION_IDLE_HOURS", default=72
)  # two days in a factory without a connection, and one
SESSION_MAX_DAYS = env.int("SESSION_MAX_DAYS", default=14)
SESSION_COOKIE_AGE = SESSION_MAX_DAYS * 24 * 3600
DECISION_MINUTES = env.int("DECISION_MINUTES", default=60)  # since the last sign-in; 0: never asked again
CSRF_COOKIE_HTTPONLY = False  # the offline client and open forms read it
CSRF_FAILURE_VIEW = "ui.unsaved_forms.csrf_failure"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000 if _HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak plain HTTP inside the network
_BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(_BEHIND_PROXY)  # sign-in's rate limits count the client, not the proxy
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
        "payment", "usb",
    )
}  # fmt: skip  # photos come from the device's own camera app
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- languages ------------------------------------------------------------------------------------------------------
# Haitian Creole is not among Django's own languages
django.conf.locale.LANG_INFO.setdefault(
    "ht", {"bidi": False, "code": "ht", "name": "Haitian Creole", "name_local": "Kreyòl ayisyen"}
)
# its own name, so that its readers find it in the menu
django.conf.locale.LANG_INFO["km"]["name_local"] = "ភាសាខ្មែរ"
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [
    ("en", _("English")),
    ("km", _("Khmer")),
    ("vi", _("Vietnamese")),
    ("bn", _("Bengali")),
    ("id", _("Indonesian")),
    ("ar", _("Arabic")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ht", _("Haitian Creole")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["ui.formats"]
TRANSLATION_CHECK_SECONDS: float | None = 5.0  # at most so long is an old text shown
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
S3_BUCKET = env.str("S3_BUCKET", default="")
FORM_MAX_MB = env.int("FORM_MAX_MB", default=5)  # an assessor's workbook
IMPORT_MAX_MB = env.int("IMPORT_MAX_MB", default=20)  # a bulk file through the pages
EVIDENCE_SCANNER = env.str("EVIDENCE_SCANNER", default="")  # dotted path of a function of bytes
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": env.str("S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("S3_SECRET_KEY", default="") or None,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_STORAGE", default="betterwork.static_storage.HashedStaticFiles")
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- jobs -----------------------------------------------------------------------------------------------------------
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | float] = {"visibility_timeout": 3600}
else:
    _broker = VAR_DIR / "broker"
    for _folder in ("queue", "control", "processed"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "betterwork.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.2,
    }
CELERY_TASK_IGNORE_RESULT = True  # the job and delivery rows are the truth
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
DELIVERY_LEASE = 12.0  # seconds after which the work of a worker that died is owed again
CELERY_BEAT_SCHEDULE = beat_schedule(sweep_every=5.0)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat")

# --- what follows what ------------------------------------------------------------------------------------------
REACTIONS = "betterwork.reactions.REACTIONS"
LOOKS = "betterwork.access_log_rules.LOOKS"
ACCESS_LOG_DAYS = env.int("ACCESS_LOG_DAYS", default=730)
SECURITY_LOG_DAYS = env.int("SECURITY_LOG_DAYS", default=400)
IMMEDIATE = "betterwork.same_transaction.IMMEDIATE"
# what an app asks of one above it
COUNTRIES_OF = "factories.queries.visibility.countries_of"  # a person's, by the places of people
OPEN_FACTORIES = "factories.queries.visibility.registered"
FINDINGS_IMPORTED = "advisory.commands.remediation.fix_new_findings"  # in the same transaction
OPEN_PLAN_ITEMS = "advisory.queries.improvement_plan.open_items_by_question"
RECOGNISED = "recognition.queries.recognised.recognised_codes"  # the lab lies below recognition
MERGE_RULES = "betterwork.merging.RULES"
BEFORE_RECORDING = ("factories.same_transaction.merged.refuse_merged",)
PROPOSAL_KINDS = "betterwork.proposals.PROPOSAL_KINDS"
COVERED_ROWS = "betterwork.covered_rows.COVERED"

# --- seals of the journal (docs/seals.md) -------------------------------------------------------------------------
SEAL_KEY = _seal_key()
SEAL_PUBLIC_KEYS = env.list("SEAL_PUBLIC_KEYS", default=[])  # of former keys, whose seals still count
SEAL_ANCHOR_PATH = env.str("SEAL_ANCHOR_PATH", default="")
SEAL_ANCHOR_MAIL = env.list("SEAL_ANCHOR_MAIL", default=[])

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # without it there are no metrics

# --- API --------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.sign_in.api.ScopedToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # querysets decide what exists
    "DEFAULT_THROTTLE_CLASSES": ["accounts.sign_in.api.Calls"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "betterwork.pagination.CursorPage",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ui.errors.problem_details",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
FILTERS_DISABLE_HELP_TEXT = True  # it is for the API's documentation, not for the filter bars of pages
SPECTACULAR_SETTINGS = {
    "TITLE": "Better Work Recognition",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # states of several things: each keeps a name of its own
    "ENUM_NAME_OVERRIDES": {
        "AssessmentState": "assessments.models.Assessment.State",
        "RecognitionState": "recognition.models.Recognition.State",
        "CriteriaState": "criteria.models.CriteriaVersion.State",
        "JobState": "journal.models.Job.State",
    },
}

# --- mail and logs --------------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10  # seconds for each word with the mail server; less than DELIVERY_LEASE
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="recognition@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}",
            "style": "{",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": env.str("LOG_FORMAT", default="line")}
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
