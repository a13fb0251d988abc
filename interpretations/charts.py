"""Bar charts as SVG drawn on the server: no script, nothing from elsewhere.

Each bar leads to its list. Colours and letters are the admin's, by `site/ledger.css`.
A chart repeats what a table beside it says, so screen readers and the keyboard are led
to the table alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pygal
from django.utils.safestring import SafeString, mark_safe
from pygal.style import Style

LETTER = 15
# The least that is drawn, so that letters are of one size in all charts; and the least
# for the bars beside long names.
WIDTH = 480
BARS = 270
# Of one bar in a row of bars.
THICKNESS = 19
GAP = 14
# The height of columns that stand.
UPRIGHT = 260
# pygal takes every letter for a Latin one, of this width; Chinese ones are square.
LATIN = 0.6
FORMS = {
    "rows": pygal.HorizontalBar,
    "stacks": pygal.HorizontalStackedBar,
    "columns": pygal.Bar,
}


@dataclass(frozen=True)
class Bar:
    """A number with its list; `words` are what a pointer is told."""

    number: int
    url: str
    words: str


@dataclass(frozen=True)
class Chart:
    """A drawing with its title and the names of its series, in order of colour."""

    title: str
    series: Sequence[str]
    drawing: SafeString
    # Whether its series are the later ones of another chart, in their colours.
    is_later: bool = False


def bar_chart(
    title: str,
    series: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Bar]]],
    *,
    kind: str = "rows",
    is_later: bool = False,
) -> Chart | None:
    """Return the chart of these rows (name, a bar for each series); None without any.

    `kind`: "rows" lie below each other, with their names whole; "columns" stand side by
    side, as months do; "stacks" are rows of one bar, its parts behind each other.
    """
    if not any(bar.number for _, bars in rows for bar in bars):
        return None
    names = [name for name, _ in rows]
    longest = max(map(len, names)) * LETTER
    beside = 1 if kind == "stacks" else len(series)
    lying = kind != "columns"
    chart = FORMS[kind](
        width=max(WIDTH, BARS + longest) if lying else WIDTH,
        height=len(rows) * (beside * THICKNESS + GAP) if lying else UPRIGHT,
        no_prefix=True,
        disable_xml_declaration=True,
        js=[],
        show_legend=False,
        show_x_labels=not lying,
        show_y_labels=lying,
        print_values=kind != "stacks",
        print_values_position="top",
        print_zeroes=False,
        rounded_bars=2,
        spacing=4,
        margin=0,
        margin_left=round(longest * (1 - LATIN)) if lying else 4,
        margin_right=2 * LETTER if lying else 4,
        style=Style(
            label_font_size=LETTER,
            major_label_font_size=LETTER,
            value_font_size=LETTER,
        ),
    )
    # What lies is drawn from below.
    rows = list(reversed(rows)) if lying else list(rows)
    chart.x_labels = [name for name, _ in rows]
    for number, name in enumerate(series):
        chart.add(name, [_drawn(bars[number]) for _, bars in rows])
    chart.add_xml_filter(_bare)
    # Names are escaped by the library that writes the XML.
    drawing = mark_safe(chart.render(is_unicode=True))  # noqa: S308
    return Chart(title, series, drawing, is_later)


def _drawn(bar: Bar) -> dict:
    """Return the bar as the library wants it; an empty one leads nowhere."""
    if not bar.number:
        return {"value": 0}
    link = {"href": bar.url, "tabindex": "-1"}
    return {"value": bar.number, "xlink": link, "tooltip": bar.words}


def _bare(root):
    """Leave out script, style and boxes that pop up, and name what is left."""
    for element in [*root]:
        if element.tag in ("defs", "title") or not isinstance(element.tag, str):
            root.remove(element)
    for parent in [*root.iter()]:
        for child in [*parent]:
            kind = parent.get("class"), child.get("class")
            if (
                child.tag == "desc"
                or "plot tooltip-overlay" in kind
                or (kind[0] == "guides" and child.tag == "title")
            ):
                parent.remove(child)
    del root.attrib["id"]
    root.set("class", "chart__drawing")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return root
