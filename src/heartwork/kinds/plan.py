"""`plan`: if this happens, then I will do that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.i18n.messages import N_, _
from heartwork.print_shapes import Shapes, lines, said
from heartwork.question import Kind, Piping, own_key


@dataclass(frozen=True)
class Plan(Kind):
    """
    If this happens, then I will do that: two lines that belong together.

    Source: implementation intentions, `gollwitzer-2006` in worksheets/sources.yaml.
    """

    grouped: ClassVar[bool] = True

    if_: str = own_key("text", default=N_("If"), means="Label of the first line.")
    then: str = own_key("text", default=N_("then I will"), means="Label of the second line.")

    def misfit(self, value: Any) -> str:
        fits = (
            isinstance(value, Mapping)
            and set(value) <= {"if", "then"}
            and all(isinstance(part, str) for part in value.values())
        )
        return "" if fits else _("This needs two lines: what happens, and what you will do.")

    def tidied(self, value: object) -> object:
        if isinstance(value, Mapping) and not any(value.values()):
            return None
        return super().tidied(value)

    def in_words(self, value: object) -> str:
        if not isinstance(value, Mapping):
            return str(value)
        return f"{self.if_}: {value.get('if', '')}\n{self.then}: {value.get('then', '')}"

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {"if": pipe(self.if_), "then": pipe(self.then)}

    def on_paper(self, value: Any) -> Shapes:
        if value is None:
            return (lines(2, label=self.if_), lines(2, label=self.then))
        labels = {"if": self.if_, "then": self.then}
        return tuple(said(value[key], label=label) for key, label in labels.items() if value.get(key))
