"""Take the pictures in docs/screenshots from a running demonstration, at phone, tablet and desktop width.

    PORT=8000 DEMO_PASSWORD=... .venv/bin/python scripts/screenshots.py [name ...]

Needs the packages of requirements-dev.txt and a Chromium. Addresses of single things are found by following links.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page  # noqa: E402

from tests.browser.chromium import launched  # noqa: E402

TARGET = Path(os.environ.get("SCREENSHOTS", ROOT / "docs" / "screenshots"))
SITE = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
WIDTHS = {390: 844, 820: 1180, 1440: 900}

ASSESSMENT = "main a[href^='/assessments/']:not([href*=export])"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: who looks, from where, and which links lead on (selectors, " then " between), in which language."""

    name: str
    address: str
    viewer: str = ""
    follow: str = ""
    language: str = "en"


PICTURES = (
    Picture("sign-in", "/sign-in/"),
    Picture("desk", "/desk/", "reviewer"),
    Picture("factories", "/factories/", "manager"),
    Picture("factory", "/factories/?q=KH-00009", "manager", "main tbody a[href^='/factories/']"),
    Picture("assessment", "/assessments/", "reviewer", ASSESSMENT),
    Picture("worklist", "/recognition/", "global"),
    Picture("verdict", "/recognition/", "global", "main a[href$='/verdict/']"),
    Picture("directory", "/directory/", "brand"),
    Picture("suppliers", "/suppliers/", "brand"),
    Picture("supplier", "/suppliers/", "brand", "main a[href^='/factories/']"),
    Picture("progress", "/progress/", "factory"),
    Picture("progress-arabic", "/progress/", "factory", language="ar"),
    Picture("progress-khmer", "/progress/", "factory", language="km"),
    Picture("priority", "/priority/", "inspector"),
    Picture("recognised", "/recognised/"),
    Picture("recognition", "/recognised/", follow="main a[href^='/recognitions/']"),
    Picture("scheme", "/scheme/"),
    Picture("criteria", "/criteria/high-performance/1.0/"),
    Picture("questionnaire", "/questionnaires/cat/1.0/", "reviewer"),
    Picture("sectors", "/sector-tables/"),
    Picture("lab", "/lab/?bar-S2-REPEAT=100&look=S2-REPEAT", "global"),
    Picture("entering", "/assessments/?state=draft", "adviser", f"{ASSESSMENT} then main a[href$='/enter/']"),
    Picture("progress-french", "/progress/", "factory", language="fr"),
    Picture("styleguide", "/styleguide/"),
)


def signed_in(browser: Browser, viewer: str, language: str) -> Page:
    """A page of a fresh context, signed in through the form."""
    page = browser.new_context(base_url=SITE, locale=language, reduced_motion="reduce").new_page()
    page.context.add_cookies([{"name": "django_language", "value": language, "url": SITE}])
    if viewer:
        page.goto("/sign-in/")
        page.fill("input[name=login]", f"{viewer}@demo.example")
        page.fill("input[name=password]", os.environ["DEMO_PASSWORD"])
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in/" not in url)  # else every picture would be of this page
    return page


def take(page: Page, picture: Picture) -> None:
    """One page at every width."""
    page.goto(picture.address)
    for link in filter(None, picture.follow.split(" then ")):
        page.goto(page.locator(link).first.get_attribute("href") or "/")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_load_state("networkidle")
        target = TARGET / f"{picture.name}-{width}.jpg"
        page.screenshot(path=target, type="jpeg", quality=62, full_page=bool(os.environ.get("WHOLE")))


def main() -> None:
    """All pictures, or those named."""
    TARGET.mkdir(parents=True, exist_ok=True)
    pictures = [picture for picture in PICTURES if not sys.argv[1:] or picture.name in sys.argv[1:]]
    pages: dict[tuple[str, str], Page] = {}
    with launched() as browser:
        for picture in pictures:
            key = (picture.viewer, picture.language)
            if key not in pages:  # signing in is limited to some times a minute
                pages[key] = signed_in(browser, *key)
            take(pages[key], picture)
            print(picture.name, flush=True)


if __name__ == "__main__":
    main()
