"""Many measurements in few words: medians with their range, ratios, plain tables."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles

__all__ = ["percentile", "range_of", "ratio", "ratio_of_pairs", "table"]


def range_of(values: Sequence[float], *, digits: int = 0) -> str:
    """`431 [402-517]`: the median, and the least and the most. `-` when there are none."""
    if not values:
        return "-"
    middle, least, most = (f"{value:.{digits}f}" for value in (median(values), min(values), max(values)))
    return middle if least == most else f"{middle} [{least}-{most}]"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """The ratio of two medians; `-` where there is nothing to divide by."""
    if not ours or not theirs or not median(theirs):
        return "-"
    return f"{median(ours) / median(theirs):.2f}"


def ratio_of_pairs(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """
    The ratio of every two that were measured one after the other, as `0.52 [0.48-0.61]`.

    What slows both down at one time, as others' work on the same machine does, weighs less here.
    """
    return range_of([mine / yours for mine, yours in zip(ours, theirs, strict=True) if yours], digits=2)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` in a hundred do not exceed, 1 to 99; needs two values at least."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table for a terminal: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *others = cells
        return "  ".join(
            [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        )

    return "\n".join([line(heads), "  ".join("-" * width for width in widths), *map(line, rows)])
