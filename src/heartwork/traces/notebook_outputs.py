"""What running a notebook leaves in its file: outputs, and the state of widgets, which hold what was written."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from heartwork import atomic_files
from heartwork.i18n import catalogs
from heartwork.i18n.messages import use_language
from heartwork.notebook_placeholder import closed_page

__all__ = ["has_left", "strip"]

#: What our own calls print: a title and counts, the name of a page or question, an empty list or table. It says
#: nothing of the person.
_SAYS_NOTHING = re.compile(
    r"\[\]|\{\}|heartwork: [\w.-]+|[^\n]+: \d+ questions in \d+ parts, about (a minute|\d+ minutes)"
)


def has_left(path: Path) -> bool:
    """Whether a notebook holds more than it came with. A file that is no notebook has nothing of the kind."""
    notebook = _read(path)
    return notebook is not None and _stripped(notebook) != notebook


def strip(path: Path) -> None:
    """
    Take outputs and widget state out of a notebook; its text and code stay.

    Raises:
        OSError: If it cannot be written.
    """
    notebook = _read(path)
    if notebook is None:
        return
    raw = json.dumps(_stripped(notebook), ensure_ascii=False, indent=1) + "\n"
    atomic_files.replace(path, raw.encode("utf-8", "surrogatepass"))


def _read(path: Path) -> dict[str, object] | None:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return notebook if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list) else None


def _stripped(notebook: dict[str, Any]) -> dict[str, Any]:
    stripped = {**notebook, "cells": [_cell(cell) for cell in notebook["cells"]]}
    metadata = notebook.get("metadata")
    if isinstance(metadata, dict):
        stripped["metadata"] = {key: kept for key, kept in metadata.items() if key != "widgets"}
    return stripped


def _cell(cell: object) -> object:
    if not isinstance(cell, dict) or not isinstance(cell.get("outputs"), list):
        return cell
    outputs = [kept for output in cell["outputs"] if (kept := _output(output)) is not None]
    return {**cell, "outputs": outputs}


def _output(output: object) -> object:
    """The line that our own calls print, or the words for a page that is closed; None for every other output."""
    if not isinstance(output, dict) or not isinstance(output.get("data"), dict):
        return None
    texts = {kind: _joined(text) for kind, text in output["data"].items()}
    if texts in _closed_pages():
        return output
    plain, text = output["data"].get("text/plain"), texts.get("text/plain")
    if not isinstance(text, str) or not _SAYS_NOTHING.fullmatch(text):
        return None
    return {**output, "data": {"text/plain": plain}}


def _joined(text: object) -> object:
    """A text that a notebook keeps in lines, as the one that it is."""
    return "".join(map(str, text)) if isinstance(text, list) else text


@cache
def _closed_pages() -> list[dict[str, str]]:
    """The words for a page that is closed, in each language."""
    found = []
    for language in catalogs.offered():
        with use_language(catalogs.catalogue(language)):
            found.append(closed_page())
    return found
