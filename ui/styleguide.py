"""/styleguide/: every component once, with its states. Sample data, invented names, no database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ui.styleguide_samples import samples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The component sheet; `?dir=rtl` turns it, `?theme=dark` or `light` fixes what else follows the system."""
    turned = request.GET.get("dir", "")
    theme = request.GET.get("theme", "")
    return render(
        request,
        "styleguide/styleguide.html",
        {
            "page_dir": turned if turned in {"rtl", "ltr"} else "",
            "page_theme": theme if theme in {"dark", "light"} else "",
            **samples(),
        },
    )
