"""
The messages of `heartwork.protocol`, as types for the scripts.

`python -m heartwork.frontend` writes them to `messages.d.ts`. Only TypeScript reads that; the bundle does
without.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from heartwork import protocol

__all__ = ["TARGET", "declarations"]

#: Where they are written.
TARGET = Path(__file__).with_name("messages.d.ts")
_PLAIN: dict[object, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    object: "unknown",
    Any: "unknown",
}


def declarations() -> str:
    """The whole of `messages.d.ts`: an interface for each message, and the two unions of them."""
    lines = ["// Written by `python -m heartwork.frontend` from heartwork/protocol.py.", ""]
    for union in ("FromPage", "FromKernel"):
        messages = get_args(getattr(protocol, union))
        for message in messages:
            lines += _interface(message)
        lines += [f"export type {union} =", *(f"  | {message.__name__}" for message in messages)]
        lines[-1] += ";"
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _interface(message: type) -> list[str]:
    """One message, with its docstring in one line."""
    about = " ".join(inspect.cleandoc(message.__doc__ or "").split())
    optional: frozenset[str] = message.__optional_keys__  # type: ignore[attr-defined]
    fields = [
        f"  {name}{'?' if name in optional and name != 'type' else ''}: {_type(hint)};"
        for name, hint in get_type_hints(message).items()
    ]
    return [f"/** {about} */", f"export interface {message.__name__} {{", *fields, "}", ""]


def _type(hint: Any) -> str:
    """A Python type as TypeScript writes it; TypeError for one that has no counterpart yet."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    arguments = get_args(hint)
    match get_origin(hint):
        case origin if origin is Literal:
            return " | ".join(f'"{name}"' for name in arguments)
        case origin if origin is list:
            return f"{_type(arguments[0])}[]"
        case origin if origin is dict:
            return f"Record<{_type(arguments[0])}, {_type(arguments[1])}>"
    raise TypeError(f"{hint!r} has no type in TypeScript here: give it one in {__name__}.")
