"""Random layouts and sheets."""

from __future__ import annotations

from hypothesis import strategies as st

from questionnaires.domain.layout import SheetLayout, Slot, build_layout

LETTERS = "CNX-"


@st.composite
def layouts(draw: st.DrawFn, *, most_points: int = 6) -> SheetLayout:
    """A layout of one to three clusters, some of whose points nobody asks."""
    clusters = draw(st.integers(1, 3))
    points = [
        (f"{'ABC'[c] * 2}-{p}", "ABC"[c] * 2)
        for c in range(clusters)
        for p in range(1, most_points // clusters + 1)
    ]
    slots = []
    for point, cluster in points:
        scored = draw(st.lists(st.booleans(), max_size=4))
        slots += [
            Slot(f"{point}-{n:02}", cluster, point, scored=one) for n, one in enumerate(scored, start=1)
        ]
    if not slots:
        point, cluster = points[0]
        slots = [Slot(f"{point}-01", cluster, point, scored=True)]
    law = draw(st.sets(st.sampled_from([slot.code for slot in slots]), max_size=2))
    return build_layout("cat@9.9", draw(st.sampled_from(["", "KH"])), slots, points=points, national_law=law)


def sheets(layout: SheetLayout, letters: str = LETTERS) -> st.SearchStrategy[str]:
    """A sheet that fits the layout."""
    return st.text(alphabet=letters, min_size=len(layout), max_size=len(layout))


@st.composite
def layouts_with_sheets(
    draw: st.DrawFn, *, most: int = 12, letters: str = LETTERS
) -> tuple[SheetLayout, list[str]]:
    """A layout and some sheets of it."""
    layout = draw(layouts())
    return layout, draw(st.lists(sheets(layout, letters), max_size=most))
