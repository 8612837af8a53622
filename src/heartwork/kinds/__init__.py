"""
The kinds of question: one module and one front-end file (`.js`) each, side by side.

A new kind is a new pair of files here; nothing else changes.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from heartwork.question import Kind

__all__ = ["all_kinds"]


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
