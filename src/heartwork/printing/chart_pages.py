"""A chart on paper: the finding, the picture with its words, and the numbers as a table."""

from __future__ import annotations

from collections.abc import Iterable

from heartwork.charts.chart import Chart
from heartwork.printing.typeset import Block, Print, PrintOptions, render_pdf
from heartwork.printing.worksheet_pages import kit_words

__all__ = ["pictures"]

#: As in `templates/look.typ`.
_TYPE, _INK = "Libertinus Serif", "#2b2622"


def pictures(charts: Iterable[tuple[str, Chart]], look: PrintOptions) -> Print:
    """
    Charts, one after the other.

    Args:
        charts: Each with the question it answers.
        look: How it is to look.
    """
    blocks: list[Block] = []
    for question, chart in charts:
        if blocks:
            blocks.append({"block": "new page"})
        blocks.append({"block": "title", "text": question, "facts": ""})
        heads, rows = chart.numbers()
        blocks.append(
            {
                "block": "picture",
                "title": chart.title,
                # The page's own type and ink, which the picture takes from what is round it.
                "svg": chart.svg.replace("<svg", f'<svg font-family="{_TYPE}" color="{_INK}"', 1),
                "alternative": chart.alternative,
                "said": [part for part in (chart.shows, chart.cannot_tell) if part],
                "choice": chart.choice.words if chart.choice else "",
                "heads": heads if chart.svg else [],
                "rows": rows if chart.svg else [],
            }
        )
    return render_pdf(blocks, look, words=kit_words())
