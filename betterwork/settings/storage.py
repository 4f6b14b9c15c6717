"""Files: static ones, uploads, their sizes."""

from __future__ import annotations

from typing import Any

from betterwork.settings.environment import BASE_DIR, DEBUG, VAR_DIR, env

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
