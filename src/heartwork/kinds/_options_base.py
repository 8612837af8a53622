"""What `choice` and `choices` share: options, and perhaps a line of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.print_shapes import Shapes, chosen, ticks
from heartwork.question import Kind, Option, Piping, own_key
from heartwork.workbook_format import OTHER


@dataclass(frozen=True)
class OptionsKind(Kind):
    """Options by key and label. With `other`, a free line is stored as `{"other": "their words"}`."""

    grouped: ClassVar[bool] = True
    #: Whether there is one answer, not a list of them.
    one: ClassVar[bool] = False

    options: tuple[Option, ...] = own_key("options", means="What there is to choose from: key: label.")
    other: bool = own_key("flag", default=False, means="Whether a line of one's own may be written.")

    def known(self, item: Any) -> bool:
        """Whether this is one of the options, or a line of one's own where that may be."""
        if isinstance(item, Mapping):
            return self.other and set(item) == {OTHER} and isinstance(item[OTHER], str)
        return item in [option.key for option in self.options]

    def label(self, item: object) -> str:
        """An option as a person reads it; a key that is no longer an option is shown as it is."""
        if isinstance(item, Mapping):
            return str(item.get(OTHER, ""))
        return next((option.label for option in self.options if option.key == item), str(item))

    def searchable(self, value: object) -> tuple[str, ...]:
        """Each label that was chosen, and a line of one's own."""
        items = value if isinstance(value, list) else [value]
        return tuple(self.label(item) if isinstance(item, (str, Mapping)) else str(item) for item in items)

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {
            "options": [[option.key, pipe(option.label), *([True] if option.own else [])] for option in self.options],
            "other": self.other,
        }

    def on_paper(self, value: Any) -> Shapes:
        if value is None:
            return (ticks([option.label for option in self.options], one=self.one, other=self.other),)
        return (chosen(self.label(item) for item in ([value] if self.one else value)),)

    def problems(self) -> list[str]:
        found = []
        if len(self.options) < 2 and not self.other:
            found.append("there is nothing to choose: give at least two options.")
        if self.other and any(option.key == OTHER for option in self.options):
            found.append("other: true already adds that line. Rename the option, or remove other.")
        return found

    def unknown_option(self, test: str, value: object) -> str:
        """Why a value is not one that a test could meet; empty when it is."""
        keys = [option.key for option in self.options] + ([OTHER] if self.other else [])
        if value in keys:
            return ""
        as_text = str(value).lower() if isinstance(value, bool) else str(value)
        if not isinstance(value, str) and as_text in keys:
            return f'the option "{as_text}" is a text. Write {test}: "{as_text}".'
        return f'"{as_text}" is not one of its options. The options are: {", ".join(keys)}.'
