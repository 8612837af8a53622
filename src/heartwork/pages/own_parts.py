"""A person's own questions and choices on a page: where they are asked, and where they are made and changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from heartwork.changes import Answered, Change
from heartwork.i18n.messages import _
from heartwork.own_questions import added, changed, choices_in, own_of, put_away
from heartwork.pages.session import Session
from heartwork.widgets import Field, HtmlBlock, OwnEditor, shared_layout
from heartwork.worksheet_definition import DAY, Section, Worksheet

__all__ = ["OwnParts"]


class _Box(ipywidgets.VBox):  # type: ignore[misc]
    """Fields that go with their page."""

    def close(self) -> None:
        for widget in self.children:
            widget.close()
        super().close()


def _words() -> dict[str, str]:
    """What the form says."""
    return {
        "low": _("Not at all"),
        "high": _("Very much"),
        "choice": _("Your choice, in a few words"),
        "question": _("Your question"),
        "zero": _("What 0 means"),
        "ten": _("What 10 means"),
        "scale": _("A place from 0 to 10"),
        "line": _("A few words"),
        "answered": _("How you answer it"),
        "keep": _("Keep it as it was"),
        "ownChoice": _("A choice of your own"),
        "ownQuestion": _("A question of your own"),
        "use": _("Use these words"),
        "add": _("Add it"),
        "hidden": _("hidden"),
        "change": _("Change the words"),
        "show": _("Bring it back"),
        "hide": _("Hide it"),
    }


class OwnParts:
    """
    What a part of a worksheet has besides its own questions.

    Args:
        visit: The visit.
        worksheet: As its author wrote it.
        section: The part.
        entry: Id of the entry.
        kept: Called when something was added, changed, put away or brought back.
    """

    def __init__(
        self, visit: Session, worksheet: Worksheet, section: Section, entry: str, *, kept: Callable[[], None]
    ) -> None:
        self._visit, self._worksheet, self._section, self._entry, self._kept = visit, worksheet, section, entry, kept
        #: A box of their own, so that one can be added and all other fields stay where they are.
        self._box = _Box(layout=shared_layout())
        takes = {question.id for question in choices_in(worksheet)}
        places = ["", *(question.id for question in section.questions if question.id in takes)]
        self._editors = {place: self._editor(place) for place in places}

    def _editor(self, place: str) -> OwnEditor:
        page = f"{self._worksheet.id}/{self._entry}"
        return OwnEditor(
            desk=self._visit.desk,
            under=place,
            address=f"{page}.{place}" if place else f"{page}.",
            words=_words(),
            made=self._made(place),
            act=lambda said: self._visit.once(
                said["number"], f"{page}.{place}/own", said, lambda: self._act(place, said)
            ).partition(" ")[::2],
        )

    def among(self, asked: Sequence[tuple[str, Field | HtmlBlock]]) -> list[ipywidgets.Widget]:
        """All of it in reading order, among the questions that the author asks."""
        parts: list[ipywidgets.Widget] = []
        for id_, widget in asked:
            parts += [widget, *([self._editors[id_]] if id_ in self._editors else [])]
        end = len(parts)
        while end and isinstance(parts[end - 1], HtmlBlock):  # what only is to be read stays last
            end -= 1
        parts[end:end] = [self._box, self._editors[""]]
        return parts

    def follow(self, fields: Sequence[ipywidgets.Widget]) -> None:
        """Show these fields, and list what there is now."""
        if list(self._box.children) != list(fields):
            self._box.children = tuple(fields)
        for place, editor in self._editors.items():
            if editor.made != (made := self._made(place)):
                editor.made = made

    def _made(self, place: str) -> list[dict[str, Any]]:
        return [
            {
                "id": own.id,
                "kind": own.value["kind"],
                "ask": own.ask,
                "low": own.value.get("low", ""),
                "high": own.value.get("high", ""),
                "hidden": own.hidden,
            }
            for own in own_of(self._visit.written, self._worksheet.id)
            if own.under == place and (place or self._stands_here(own.value.get("section", "")))
        ]

    def _stands_here(self, section: str) -> bool:
        known = self._worksheet.section(section) or self._worksheet.sections[-1]
        return known.id == self._section.id

    def _act(self, place: str, said: dict[str, Any]) -> str:
        """Do what the person asks for; its id, and what is said of that."""
        written, worksheet = self._visit.written, self._worksheet
        words = {key: said[key] for key in ("ask", "low", "high")}
        match said["do"]:
            case "add":
                kind = "choice" if place else said["kind"]
                change = added(written, worksheet, kind=kind, place=place or self._section.id, **words)
            case "change":
                change = changed(written, worksheet, said["id"], **words)
            case _:
                change = put_away(written, worksheet, said["id"], hidden=said["do"] == "hide")
        changes: list[Change] = [change]
        if place and said["do"] == "add":
            changes += self._ticked(place, change.own)
        at = self._visit.save(changes)
        self._kept()
        return f"{change.own} {self._said(said['do'], at)}"

    def _said(self, do: str, at: str) -> str:
        if self._visit.held():
            kept = _("Being locked, not saved yet")
        else:
            kept = _("Kept for this visit") if self._visit.workbook.private else _("Saved {time}").format(time=at)
        hidden = _("It is hidden. Its answers stay.") if do == "hide" else ""
        return f"{hidden} {kept}".strip()

    def _ticked(self, question: str, own: str) -> list[Change]:
        """The choice that was added is chosen here: it is written down because it was so."""
        answer = self._visit.written.answer(self._worksheet.id, question, entry=self._entry)
        value = answer.value if answer is not None else None
        chosen = [*(value if isinstance(value, list) else []), own]
        changes: list[Change] = []
        if self._visit.written.raw_entry(self._worksheet.id, self._entry) is None:
            today = self._visit.today()
            changes.append(Answered(worksheet=self._worksheet.id, entry=self._entry, question=DAY, value=today))
        if value is None or isinstance(value, list):
            given = list(dict.fromkeys(chosen)) if all(isinstance(one, str) for one in chosen) else chosen
            changes.append(
                Answered(worksheet=self._worksheet.id, question=question, value=given, entry=self._entry, seen=value)
            )
        return changes
