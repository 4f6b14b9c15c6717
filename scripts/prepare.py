"""Make the embedded product ready to serve: tables, translations, static files, questionnaires, demonstration.

Called by scripts/run.sh in one process, since starting Django several times is what takes long. Everything here may
be run again at any time: what is there already is left as it is.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")


def compile_translations() -> int:
    """Write the .mo beside every .po that is newer; polib does it, so that no gettext need be installed."""
    import polib

    stale = [
        po
        for po in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]
    for po in stale:
        polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
    return len(stale)


def static_is_stale() -> bool:
    """Whether some static file is newer than the manifest of what was collected."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    return any(
        Path(storage.path(name)).stat().st_mtime > collected
        for finder in finders.get_finders()
        for name, storage in finder.list(ignore_patterns=[])
    )


def demonstration_password() -> str:
    """DEMO_PASSWORD, else the one made at the first start and kept beside the database."""
    from django.conf import settings

    path = Path(settings.VAR_DIR) / "demo_password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(settings.DEMO_PASSWORD or secrets.token_urlsafe(9))
    return path.read_text().strip()


def unfinished() -> Path:
    """The mark that a demonstration is being loaded: found at a start, it was never loaded to its end."""
    from django.conf import settings

    return Path(settings.VAR_DIR) / "demo_unfinished"


def clear_interrupted_demo() -> None:
    """Empty a database that holds a part of the demonstration and nothing else: nobody was ever served from it."""
    from django.core.management import call_command

    if unfinished().exists():
        print("The demonstration was not loaded to its end; beginning again.", flush=True)
        call_command("flush", interactive=False, verbosity=0)


def load_demonstration() -> str:
    """Fill an empty database with the demonstration programme; returns its password, "" where there is none."""
    from django.conf import settings
    from django.core.management import call_command

    from factories.models import Factory

    path = Path(settings.VAR_DIR) / "demo_password"
    if Factory.objects.exists():
        return path.read_text().strip() if path.exists() else ""
    settings.DEMO_PASSWORD = demonstration_password()
    begun = time.monotonic()
    print("Loading the demonstration programme (fictional factories) ...", flush=True)
    unfinished().touch()
    call_command("load_demo", stdout=sys.stderr)
    unfinished().unlink()
    print(f"... loaded in {time.monotonic() - begun:.0f} s", flush=True)
    return settings.DEMO_PASSWORD


def make_seal_key() -> None:
    """The key that the demonstration's seals are signed with, made at the first start; kept beside the database."""
    from django.conf import settings
    from django.core.management import call_command

    if not settings.SEAL_KEY:
        path = Path(settings.VAR_DIR) / "seal_key"
        call_command("create_seal_key", str(path), stdout=sys.stderr)
        settings.SEAL_KEY = path.read_text().strip()


def main() -> None:
    """Prepare everything, then say who may sign in."""
    compile_translations()  # before Django reads them
    import django

    django.setup()
    from django.core.management import call_command

    from accounts.models import Role
    from demo.generator.people import PEOPLE

    call_command("migrate", verbosity=0)
    make_seal_key()
    clear_interrupted_demo()
    if static_is_stale():
        call_command("collectstatic", interactive=False, verbosity=0)
    for release in sorted((ROOT / "assessments" / "questionnaires").glob("*/*/release.toml")):
        call_command("load_questionnaire", str(release.parent), stdout=sys.stderr)
    password = load_demonstration()
    call_command("seal_day", stdout=sys.stderr)
    if password:
        print("\nDemonstration accounts, all with the password", password)
        for person in PEOPLE:
            print(f"  {person.email:<24}", Role(person.role).label)
        print(flush=True)


if __name__ == "__main__":
    main()
