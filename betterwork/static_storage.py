"""Static files under names that hold their digest, the modules that our scripts import included.

Without the latter a page would name `main.<digest>.js` of its own release and get whatever `store.js` the server has by
then: pages that a device has kept would open with files of two releases.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# scripts of other packages import what they do not bring along
_OWN_PATTERNS = ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1])  # type: ignore[attr-defined]  # noqa: SLF001


OWN = ("js/", "css/", "vendor/", "img/")
WORDS = {".js", ".css", ".svg", ".json"}
"""What compressing makes smaller; fonts and photos are compressed as they are."""


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Files under their digests, imports between our modules rewritten to them; beside each of ours a compressed copy.

    Those of other packages are large, and on pages for programmers alone: compressing them takes most of the time.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = _OWN_PATTERNS

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002  # Django's signature
        """As Django does, and compress."""
        for name, hashed, processed in super().post_process(paths, dry_run, **options):
            yield name, hashed, processed
            if hashed and not dry_run and name.startswith(OWN) and PurePosixPath(name).suffix in WORDS:
                file = Path(self.path(hashed))
                file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 6, mtime=0))


class CompressedHashedStaticFiles(CompressedManifestStaticFilesStorage):
    """The same, compressed, as production serves them."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = _OWN_PATTERNS
