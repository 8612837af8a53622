"""
heartwork: worksheets for the relationship with your mother, in Jupyter. Private, local, calm.

In a notebook:

    from heartwork import worksheet
    worksheet("boundaries")
"""

from __future__ import annotations

import sys

# `python -m heartwork` puts the folder it is started in before Python's own modules: a random.py in it would be run.
if sys.argv[:1] == ["-m"] and not getattr(sys.flags, "safe_path", False):
    del sys.path[0]

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heartwork.errors import KitError, Problem
    from heartwork.notebook_api import chart, patterns, question, workbook, worksheet
    from heartwork.storage.answers_by_name import UnknownNameError
    from heartwork.storage.workbook import Workbook
    from heartwork.workshop.facilitator.app import facilitator

__all__ = [
    "KitError",
    "Problem",
    "UnknownNameError",
    "Workbook",
    "__version__",
    "chart",
    "facilitator",
    "patterns",
    "question",
    "workbook",
    "worksheet",
]

__version__ = "0.1.0"

_HOMES = {
    "KitError": "heartwork.errors",
    "Problem": "heartwork.errors",
    "UnknownNameError": "heartwork.storage.answers_by_name",
    "Workbook": "heartwork.storage.workbook",
    "chart": "heartwork.notebook_api",
    "facilitator": "heartwork.workshop.facilitator.app",
    "patterns": "heartwork.notebook_api",
    "question": "heartwork.notebook_api",
    "workbook": "heartwork.notebook_api",
    "worksheet": "heartwork.notebook_api",
}


def __getattr__(name: str) -> object:
    """Import what is asked for, when it is asked for: `import heartwork` alone stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """The package itself, in which `question` is the call also where a module of that name was imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
