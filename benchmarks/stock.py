"""
The page that heartwork is compared with: the same fields as stock ipywidgets, written as most people would.

The fields come from the worksheet's own definition, so that both pages stay the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import holds
from heartwork.kinds.info import Info
from heartwork.piping import piped
from heartwork.question import Question

__all__ = ["ANSWERS_FILE", "stock_notebook"]

#: Where the notebook keeps the answers, from its own folder.
ANSWERS_FILE = "answers/answers.json"

_BEGINNING = f"""
    import json
    import os
    import tempfile
    from pathlib import Path

    import ipywidgets as widgets

    PATH = Path("{ANSWERS_FILE}")
    PATH.parent.mkdir(exist_ok=True)
    answers = json.loads(PATH.read_text()) if PATH.exists() else {{}}
    status = widgets.Label()
    status.add_class("saved-status")
    saves = 0


    def save():
        global saves
        handle, name = tempfile.mkstemp(dir=PATH.parent)
        with os.fdopen(handle, "w") as file:
            json.dump(answers, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, PATH)
        saves += 1
        status.value = f"Saved ({{saves}})"


    def kept(id, field, known=None):
        # Show what was answered before, and save every change from now on.
        if id in answers:
            field.value = answers[id] if known is None else known(answers[id])

        def changed(change):
            answers[id] = change["new"] if known is None else str(change["new"])
            save()

        field.observe(changed, "value")
        return field


    def boxes(id, options):
        # ipywidgets has no group of check boxes: one box an option.
        def box(key, label):
            made = widgets.Checkbox(description=label, indent=False, value=key in answers.get(id, []))

            def changed(change):
                chosen = [one for one in answers.get(id, []) if one != key]
                answers[id] = [*chosen, key] if change["new"] else chosen
                save()

            made.observe(changed, "value")
            return made

        return widgets.VBox([box(key, label) for key, label in options])


    def question(ask, hint, *controls):
        head = [widgets.HTML(f"<b>{{ask}}</b>")] + ([widgets.HTML(hint)] if hint else [])
        return widgets.VBox([*head, *controls])
"""


def stock_notebook(worksheet_id: str) -> str:
    """
    The first page of a worksheet, as a person meets it who has answered nothing yet, as a notebook.

    Raises:
        ValueError: If it has a kind of question that stock ipywidgets is not taught here.
    """
    worksheet = WorksheetLibrary().worksheet(worksheet_id)
    section = worksheet.open_sections(_unanswered)[0]
    shown = [question for question in section.questions if holds(question.show_if, _unanswered)]
    fields = ",\n".join(f"    {_field(question)}" for question in shown)
    code = f"{dedent(_BEGINNING).strip()}\n\n\nwidgets.VBox([\n{fields},\n    status,\n])"
    text = _words(f"# {worksheet.title}\n\n{worksheet.about}\n\n## {section.title}\n\n{section.text}")
    cells = [
        {"cell_type": "markdown", "id": "words", "metadata": {}, "source": text},
        {"cell_type": "code", "id": "fields", "metadata": {}, "source": code, "execution_count": None, "outputs": []},
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


def _field(question: Question) -> str:
    """The call that makes a question's field."""
    if isinstance(question.kind, Info):
        return f"widgets.HTML({_words(question.kind.text)!r})"
    head = f"question({_words(question.ask)!r}, {_words(question.hint)!r}"
    return f"{head}, {', '.join(_controls(question))})"


def _controls(question: Question) -> Iterator[str]:
    id_, props = question.id, question.kind.props(_words)
    match question.kind.name():
        case "text":
            yield _kept(id_, "Textarea")
        case "line" | "number":
            yield _kept(id_, "Text")
        case "date":
            yield f"kept({id_!r}, widgets.DatePicker(), __import__('datetime').date.fromisoformat)"
        case "scale":
            ends = f"{props['low']} - {props['high']}"
            yield _kept(id_, "IntSlider", min=props["min"], max=props["max"], description=ends)
        case "choice":
            options = [(label, key) for key, label in props["options"]]
            yield _kept(id_, "RadioButtons", options=options, value=None)
        case "choices":
            yield f"boxes({id_!r}, {[tuple(option) for option in props['options']]!r})"
        case "plan":
            yield from (_kept(f"{id_}-{part}", "Textarea", description=props[part]) for part in ("if", "then"))
        case name:
            raise ValueError(f'stock ipywidgets has no control for the kind "{name}" yet: teach benchmarks/stock.py.')
    if props.get("other"):
        yield _kept(f"{id_}-other", "Text", placeholder="Something else, in your words")


def _kept(id_: str, widget: str, **traits: Any) -> str:
    return f"kept({id_!r}, widgets.{widget}({', '.join(f'{name}={value!r}' for name, value in traits.items())}))"


def _words(text: str) -> str:
    return piped(text, _unanswered)


def _unanswered(name: str) -> None:
    """Nothing was answered yet."""
