"""`text`: several lines, as long as it needs to be."""

from __future__ import annotations

from dataclasses import dataclass

from heartwork.kinds._written import Written


@dataclass(frozen=True)
class Text(Written):
    """Several lines, as long as it needs to be."""
