"""Languages and time."""

from __future__ import annotations

import django.conf.locale
from django.utils.translation import gettext_lazy as _

from betterwork.settings.environment import BASE_DIR, env

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
