"""Mail, logs and figures."""

from __future__ import annotations

from betterwork.settings.environment import env

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

REPORTS_A_CYCLE = env.int("REPORTS_A_CYCLE", default=2)  # a factory's regular progress reports
ACCESS_LOG_DAYS = env.int("ACCESS_LOG_DAYS", default=730)
SECURITY_LOG_DAYS = env.int("SECURITY_LOG_DAYS", default=400)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # without it there are no metrics
