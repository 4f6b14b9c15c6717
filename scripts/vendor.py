"""Fetch the assets that the pages stand on, once, for whoever maintains them. Users of the product need none of this.

    python scripts/vendor.py

Needs node and npm. Takes the pinned packages below from npm into a temporary folder, copies what is used to
`static/vendor/` under names that carry the version, draws the map, and writes `static/vendor/VENDORED.toml` with
each file's origin, licence and SHA-256 (a test compares them). After raising a version, change the names in
`ui/templatetags/ui.py` and run the tests.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
PDF_FONTS = ROOT / "files" / "pdf" / "fonts"
PACKAGES = {
    "htmx.org": "2.0.11",
    "lucide-static": "1.62.0",
    "@fontsource/noto-sans": "5.3.0",
    "@fontsource/noto-sans-khmer": "5.3.0",
    "@fontsource/noto-sans-bengali": "5.3.0",
    "@fontsource/noto-sans-arabic": "5.3.0",
    "@expo-google-fonts/noto-sans": "0.4.2",
    "@expo-google-fonts/noto-sans-arabic": "0.4.3",
    "@expo-google-fonts/noto-sans-bengali": "0.4.4",
    "@expo-google-fonts/noto-sans-khmer": "0.4.3",
    "world-atlas": "2.0.2",
    "d3-geo": "3.1.1",
    "topojson-client": "3.1.0",
}
LICENCES = {
    "htmx.org": "0BSD",
    "lucide-static": "ISC",
    "@fontsource/noto-sans": "OFL-1.1",
    "@fontsource/noto-sans-khmer": "OFL-1.1",
    "@fontsource/noto-sans-bengali": "OFL-1.1",
    "@fontsource/noto-sans-arabic": "OFL-1.1",
    "world-atlas": "ISC; outlines from Natural Earth, public domain",
}
# one family in all scripts; a later face wins where ranges overlap, so Latin comes last
FACES = (
    ("noto-sans-khmer", "khmer"),
    ("noto-sans-bengali", "bengali"),
    ("noto-sans-arabic", "arabic"),
    ("noto-sans", "latin-ext"),
    ("noto-sans", "vietnamese"),
    ("noto-sans", "latin"),
)
WEIGHTS = (400, 600)
ICONS = (
    "arrow-down", "arrow-left", "arrow-right", "arrow-up", "award", "bell", "book-open", "building-2",
    "calendar", "camera", "chart-column", "check", "chevron-down", "chevron-left", "chevron-right",
    "chevron-up", "circle-alert", "circle-help", "circle-x", "clipboard-check", "clipboard-list", "clock",
    "cloud-off", "columns-3", "copy", "download", "ellipsis", "external-link", "eye", "eye-off", "factory",
    "file-text", "filter", "flag", "gavel", "globe", "graduation-cap", "handshake", "history", "house",
    "info", "key-round", "keyboard", "languages", "lightbulb", "link", "list", "list-checks", "lock",
    "log-in", "log-out", "mail", "map", "map-pin", "megaphone", "menu", "message-square", "minus", "moon",
    "paperclip", "pause", "pencil", "phone", "play", "plus", "printer", "quote", "refresh-cw", "rotate-ccw",
    "save", "scale", "search", "send", "settings", "shield-alert", "shield-check", "sliders-horizontal",
    "sprout", "star", "sun", "tag", "target", "trash-2", "trending-down", "trending-up", "triangle-alert",
    "undo-2", "upload", "user", "user-plus", "users", "wifi-off", "x",
)  # fmt: skip


def main() -> None:
    """Bring everything and write the list."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    entries: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        packages = [f"{name}@{version}" for name, version in PACKAGES.items()]
        subprocess.run(["npm", "init", "-y"], cwd=folder, check=True, capture_output=True)  # noqa: S607
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", *packages], cwd=folder, check=True)  # noqa: S603, S607
        modules = Path(folder, "node_modules")
        entries += _htmx(modules)
        entries += _icons(modules)
        entries += _fonts(modules)
        entries += _map(Path(folder))
        _pdf_fonts(modules)
    _write_list(entries)


def _htmx(modules: Path) -> list[tuple[str, str]]:
    name = f"htmx-{PACKAGES['htmx.org']}.min.js"
    shutil.copy(modules / "htmx.org/dist/htmx.min.js", VENDOR / name)
    return [(name, "htmx.org")]


def _icons(modules: Path) -> list[tuple[str, str]]:
    """One sprite of the chosen icons; stroke and size are the style sheet's."""
    symbols = []
    for icon in ICONS:
        drawn = (modules / f"lucide-static/icons/{icon}.svg").read_text()
        inner = re.search(r"<svg[^>]*>(.*)</svg>", drawn, re.DOTALL)
        if inner is None:
            raise SystemExit(f"{icon}: not an icon")
        body = re.sub(r"\s+", " ", inner.group(1)).replace("> <", "><").strip()
        symbols.append(f'<symbol id="{icon}" viewBox="0 0 24 24">{body}</symbol>')
    name = f"lucide-{PACKAGES['lucide-static']}.svg"
    (VENDOR / name).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    )
    return [(name, "lucide-static")]


def _fonts(modules: Path) -> list[tuple[str, str]]:
    folder = VENDOR / f"noto-{PACKAGES['@fontsource/noto-sans']}"
    folder.mkdir()
    shutil.copy(modules / "@fontsource/noto-sans/LICENSE", folder / "LICENSE")
    entries = [(f"{folder.name}/LICENSE", "@fontsource/noto-sans")]
    css = []
    for family, subset in FACES:
        ranges = _range_of(modules / f"@fontsource/{family}/400.css", f"{family}-{subset}-400-normal")
        for weight in WEIGHTS:
            file = f"{family}-{subset}-{weight}-normal.woff2"
            shutil.copy(modules / f"@fontsource/{family}/files/{file}", folder / file)
            entries.append((f"{folder.name}/{file}", f"@fontsource/{family}"))
            css.append(
                f'@font-face{{font-family:"Noto Sans";font-style:normal;font-weight:{weight};font-display:swap;'
                f'src:url("{file}") format("woff2");unicode-range:{ranges}}}'
            )
    (folder / "noto.css").write_text("\n".join(css) + "\n")
    return [*entries, (f"{folder.name}/noto.css", "@fontsource/noto-sans")]


def _pdf_fonts(modules: Path) -> None:
    """Whole fonts, which PDF documents need: `files/pdf/fonts/` with a list of its own."""
    shutil.rmtree(PDF_FONTS, ignore_errors=True)
    PDF_FONTS.mkdir(parents=True)
    lines = ["# Written by scripts/vendor.py: what was taken from elsewhere, whence, under which licence.\n"]
    for package in (name for name in PACKAGES if name.startswith("@expo-google-fonts/")):
        taken = [*modules.glob(f"{package}/400Regular/*.ttf"), *modules.glob(f"{package}/600SemiBold/*.ttf")]
        if package == "@expo-google-fonts/noto-sans":
            taken.append(modules / package / "LICENSE_FONT")
        for file in taken:
            copy = PDF_FONTS / ("LICENSE" if file.suffix != ".ttf" else file.name)
            shutil.copy(file, copy)
            lines.append(
                f'[[file]]\npath = "{copy.name}"\npackage = "{package}"\nversion = "{PACKAGES[package]}"\n'
                f'licence = "OFL-1.1"\nsha256 = "{hashlib.sha256(copy.read_bytes()).hexdigest()}"\n'
            )
    (PDF_FONTS / "FONTS.toml").write_text("\n".join(lines))


def _range_of(sheet: Path, face: str) -> str:
    found = re.search(rf"/\* {face} \*/.*?unicode-range: ([^;]+);", sheet.read_text(), re.DOTALL)
    if found is None:
        raise SystemExit(f"{face}: no unicode-range")
    return found.group(1)


def _map(folder: Path) -> list[tuple[str, str]]:
    """Project the outlines once, so that a page only places bubbles on a finished drawing."""
    script = Path(folder, "draw.mjs")
    shutil.copy(ROOT / "scripts" / "vendor_map.mjs", script)
    name = f"world-{PACKAGES['world-atlas']}.svg"
    places = ROOT / "betterwork" / "charts" / "world.json"
    subprocess.run(["node", str(script), str(VENDOR / name), str(places)], cwd=folder, check=True)  # noqa: S603, S607
    return [(name, "world-atlas")]


def _write_list(entries: list[tuple[str, str]]) -> None:
    lines = ["# Written by scripts/vendor.py: what was taken from elsewhere, whence, under which licence.\n"]
    for file, package in sorted(entries):
        digest = hashlib.sha256((VENDOR / file).read_bytes()).hexdigest()
        lines.append(
            f'[[file]]\npath = "{file}"\npackage = "{package}"\nversion = "{PACKAGES[package]}"\n'
            f'licence = "{LICENCES[package]}"\nsha256 = "{digest}"\n'
        )
    (VENDOR / "VENDORED.toml").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
