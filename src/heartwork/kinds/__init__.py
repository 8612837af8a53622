"""
The kinds of question: one module and one front-end file (`.js`) each, side by side.

A new kind is a new pair of files here; nothing else changes.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from heartwork.question import Kind

__all__ = ["all_kinds", "front_end", "view_sources"]


@cache
def all_kinds() -> dict[str, type[Kind]]:
    """Every kind by its name, in alphabetical order."""
    found: dict[str, type[Kind]] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        imported = importlib.import_module(f"{__name__}.{module.name}")
        kind = next(
            thing
            for thing in vars(imported).values()
            # The module first: to Python 3.10, what stands for `Callable[[str], str]` is a type too, but no class.
            if getattr(thing, "__module__", "") == imported.__name__
            and isinstance(thing, type)
            and issubclass(thing, Kind)
        )
        found[module.name] = kind
    return found


def front_end(kind: str) -> str:
    """The source of a kind's front-end file."""
    return (Path(__file__).parent / f"{kind}.js").read_text(encoding="utf-8")


def view_sources() -> dict[str, str]:
    """The sources of what can be drawn of `rows`, by name."""
    files = sorted((Path(__file__).parent / "views").glob("*.js"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}
