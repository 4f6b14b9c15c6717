"""Static files under names that hold their digest, the modules that our scripts import included.

Without the latter a page would name `main.<digest>.js` of its own release and get whatever `store.js` the server has by
then: pages that a device has kept would open with files of two releases.
"""

from __future__ import annotations

from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# scripts of other packages import what they do not bring along
_OWN_PATTERNS = ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1])  # type: ignore[attr-defined]  # noqa: SLF001


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Files under their digests; imports between our modules rewritten to them."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = _OWN_PATTERNS


class CompressedHashedStaticFiles(CompressedManifestStaticFilesStorage):
    """The same, compressed, as production serves them."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = _OWN_PATTERNS
