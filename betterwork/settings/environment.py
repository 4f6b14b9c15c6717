"""Where things are, and what a deployment says of itself: addresses and keys."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.FileAwareEnv()  # NAME or NAME_FILE, for secrets mounted as files

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = urlsplit(SITE_URL).scheme == "https"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)


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


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
