"""`letter`: a letter in stages: raw page, rest, draft, forecast, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.i18n.messages import N_, _
from heartwork.kinds.date import Date
from heartwork.local_time import local_day
from heartwork.normalization.numbers import is_number
from heartwork.print_shapes import Shape, Shapes, chosen, lines, said, sheet, stage, ticks
from heartwork.question import Kind, Option, Piping, own_key

#: How long a rest is proposed.
HOURS = 24

ENDINGS = ("keep", "read", "send")
REPLIES = ("none", "angry", "kind")

_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_NOTHING: tuple[Any, ...] = ("", [], {}, None)


@dataclass(frozen=True)
class Letter(Kind):
    """
    A letter in five stages, in any order, none of which has to be used.

    An answer is a mapping; every key may be missing:

    - `raw`: The page that nobody else reads, a text.
    - `rested_from`: When it was put aside, in UTC: `2026-11-23T14:05:00Z`. Nothing waits for it.
    - `hours`: How long the person meant it to rest.
    - `draft`: What somebody else could read, a text.
    - `checks`: Keys of `checks` that the person has ticked.
    - `replies`: What they will do after each reply: `{"none": ..., "angry": ..., "kind": ...}`, texts.
    - `ending`: What becomes of it: `keep`, `read` (to someone) or `send`. A letter that was destroyed is not there.
    - `note`: One line about the ending: where it lies, who could hear it, when it goes.

    Sources: `frattaroli-2006`, `radcliffe-2007` in worksheets/sources.yaml.
    """

    grouped: ClassVar[bool] = True

    checks: tuple[Option, ...] = own_key("options", default=(), means="What may be ticked of the draft: key: label.")

    raw_title: str = own_key("text", default=N_("For yourself"), means="Name of the first stage.")
    raw_text: str = own_key(
        "text",
        default=N_("This page is for you alone. It doesn't have to be fair, or finished."),
        means="What stands above the raw page.",
    )
    raw_ask: str = own_key(
        "text", default=N_("What would you say if nobody ever read it?"), means="Label of the raw page."
    )

    rest_title: str = own_key("text", default=N_("A pause"), means="Name of the second stage.")
    rest_text: str = own_key(
        "text",
        default=N_("Some people see a letter differently after a night. You can put it aside, and it will be here."),
        means="What stands above the rest.",
    )
    hours_ask: str = own_key("text", default=N_("How many hours, about?"), means="Label of the hours it may rest.")

    draft_title: str = own_key("text", default=N_("Draft"), means="Name of the third stage.")
    draft_text: str = own_key(
        "text",
        default=N_("This is a version that someone else could read. It can be true and still be respectful."),
        means="What stands above the draft.",
    )
    draft_ask: str = own_key("text", default=N_("Your draft"), means="Label of the draft.")
    checks_ask: str = own_key("text", default=N_("Your own checks"), means="Label of the checks.")
    checks_hint: str = own_key(
        "text", default=N_("Tick whatever is true. None of it has to be."), means="A quieter line below that label."
    )

    replies_title: str = own_key("text", default=N_("Replies"), means="Name of the fourth stage.")
    replies_text: str = own_key(
        "text",
        default=N_("Nobody can know what comes back. What would you do in each case? One line is enough."),
        means="What stands above the forecast.",
    )
    none_ask: str = own_key("text", default=N_("If no reply comes"), means="Label of the plan for no reply.")
    angry_ask: str = own_key("text", default=N_("If an angry one comes"), means="Label of the plan for an angry reply.")
    kind_ask: str = own_key("text", default=N_("If a kind one comes"), means="Label of the plan for a kind reply.")

    ending_title: str = own_key("text", default=N_("What to do with it"), means="Name of the last stage.")
    ending_text: str = own_key(
        "text",
        default=N_("You can decide today, another day, or not at all."),
        means="What stands above the choice of an ending.",
    )
    ending_ask: str = own_key(
        "text", default=N_("What will you do with it?"), means="Label of the choice of an ending."
    )
    keep_label: str = own_key("text", default=N_("Keep it"), means="The ending in which it stays.")
    keep_ask: str = own_key("text", default=N_("Where will it be?"), means="Label of the line beside keeping.")
    read_label: str = own_key("text", default=N_("Read it to someone"), means="The ending in which someone hears it.")
    read_ask: str = own_key("text", default=N_("Who could hear it?"), means="Label of the line beside reading.")
    send_label: str = own_key("text", default=N_("Send it"), means="The ending in which it is sent.")
    send_ask: str = own_key("text", default=N_("When, and how?"), means="Label of the line beside sending.")
    send_text: str = own_key(
        "text",
        default=N_(
            "Nothing is sent from here: you'd do that yourself. What is sent can't be called back. "
            "If sending it could put you or someone else in danger, you could talk to someone first:"
        ),
        means="What is said when sending is chosen; a link to the help lines follows.",
    )
    open_label: str = own_key("text", default=N_("Leave it open"), means="No ending yet.")
    destroy_label: str = own_key("text", default=N_("Destroy it"), means="The button that destroys the letter.")
    destroy_text: str = own_key(
        "text",
        default=N_("A letter can have done its work by being written."),
        means="What stands above that button.",
    )
    destroyed_text: str = own_key(
        "text",
        default=N_("The letter is gone, from the file and from its copies."),
        means="What is said once it is destroyed.",
    )

    def misfit(self, value: object) -> str:
        hours = value.get("hours") if isinstance(value, Mapping) else None
        if hours is not None and not _is_hours(hours):
            return _("Write the hours as a number, or leave them empty.")
        return "" if self._fits(value) else _("Something in this letter does not fit yet. It is kept as you wrote it.")

    def _fits(self, value: object) -> bool:
        if not isinstance(value, Mapping):
            return False
        known = [check.key for check in self.checks]
        fits = {
            "raw": _is_text,
            "rested_from": _is_moment,
            "hours": _is_hours,
            "draft": _is_text,
            "checks": lambda part: isinstance(part, list) and all(item in known for item in part),
            "replies": lambda part: (
                isinstance(part, Mapping) and set(part) <= set(REPLIES) and all(map(_is_text, part.values()))
            ),
            "ending": lambda part: part in ENDINGS,
            "note": _is_text,
        }
        return all(key in fits and fits[key](part) for key, part in value.items())

    def tidied(self, value: Any) -> Any:
        """Without what is empty; None when nothing is left."""
        if not isinstance(value, Mapping):
            return super().tidied(value)
        kept = {key: _without_empty(part) if key == "replies" else part for key, part in value.items()}
        return _without_empty(kept) or None

    def in_words(self, value: Any) -> str:
        return "\n\n".join(self._paragraphs(value)) if isinstance(value, Mapping) else str(value)

    def searchable(self, value: Any) -> tuple[str, ...]:
        """Raw page, draft, replies and the note; not what was ticked, nor when it was put aside."""
        if self.misfit(value):
            return super().searchable(value)
        return super().searchable([value.get(key) for key in ("raw", "draft", "replies", "note")])

    def _paragraphs(self, value: Mapping[str, Any]) -> Iterator[str]:
        labels = {check.key: check.label for check in self.checks}
        asks = dict(zip(REPLIES, (self.none_ask, self.angry_ask, self.kind_ask), strict=True))
        endings = dict(zip(ENDINGS, (self.keep_label, self.read_label, self.send_label), strict=True))
        if raw := value.get("raw"):
            yield f"{self.raw_title}:\n{raw}"
        if moment := value.get("rested_from"):
            hours = value.get("hours")
            said = _("put aside on {day}") if hours is None else _("put aside on {day}, for {hours} hours")
            yield f"{self.rest_title}: {said.format(day=_day(moment), hours=hours)}"
        if draft := value.get("draft"):
            yield f"{self.draft_title}:\n{draft}"
        checks = value.get("checks")
        if checks:
            listed = checks if isinstance(checks, list) else [checks]
            ticked = [labels.get(item, item) if isinstance(item, str) else str(item) for item in listed]
            yield f"{self.checks_ask}: {'; '.join(ticked)}"
        replies = value.get("replies")
        if isinstance(replies, Mapping):
            yield from (f"{asks.get(key, key)}: {plan}" for key, plan in replies.items() if plan)
        elif replies:
            yield f"{self.replies_title}: {replies}"
        ending = value.get("ending")
        if ending is not None:
            yield f"{self.ending_ask} {endings.get(ending, ending) if isinstance(ending, str) else ending}"
        if note := value.get("note"):
            yield str(note)

    def on_paper(self, value: Any) -> Shapes:
        return tuple(self._blank()) if value is None else tuple(self._written(value))

    def _blank(self) -> Iterator[Shape]:
        yield stage(self.raw_title, self.raw_text, new_page=True)
        yield sheet(self.raw_ask)
        yield stage(self.rest_title, self.rest_text, new_page=True)
        yield stage(self.draft_title, self.draft_text)
        yield sheet(self.draft_ask)
        if self.checks:
            yield ticks([check.label for check in self.checks], one=False, label=self.checks_ask)
        yield stage(self.replies_title, self.replies_text)
        yield from (lines(2, label=ask) for ask in (self.none_ask, self.angry_ask, self.kind_ask))
        yield stage(self.ending_title, self.ending_text)
        yield ticks([self.keep_label, self.read_label, self.send_label], one=True, label=self.ending_ask)

    def _written(self, value: Mapping[str, Any]) -> Iterator[Shape]:
        """Without the raw page: that one is printed only where it is asked for by name."""
        if value.get("draft"):
            yield stage(self.draft_title)
            yield said(value["draft"])
        if value.get("checks"):
            yield stage(self.checks_ask)
            yield chosen(check.label for check in self.checks if check.key in value["checks"])
        replies = value.get("replies", {})
        if replies:
            yield stage(self.replies_title)
            asks = zip(REPLIES, (self.none_ask, self.angry_ask, self.kind_ask), strict=True)
            yield from (said(replies[key], label=ask) for key, ask in asks if replies.get(key))
        ending = value.get("ending")
        if ending or value.get("note"):
            yield stage(self.ending_title)
        if ending:
            yield chosen([dict(zip(ENDINGS, (self.keep_label, self.read_label, self.send_label), strict=True))[ending]])
        if value.get("note"):
            yield said(value["note"])

    def props(self, pipe: Piping) -> dict[str, Any]:
        texts = {name: pipe(text) for name, text in vars(self).items() if isinstance(text, str)}
        return {**texts, "checks": [[check.key, pipe(check.label)] for check in self.checks], "hours": HOURS}


def _is_text(part: Any) -> bool:
    return isinstance(part, str)


def _is_moment(part: Any) -> bool:
    found = _MOMENT.fullmatch(part) if isinstance(part, str) else None
    return found is not None and not Date().misfit(found[1])


def _is_hours(part: Any) -> bool:
    return is_number(part) and 0 <= part <= 10_000


def _day(moment: Any) -> str:
    """The day of a moment as a person reads it; anything else as it is."""
    return Date().in_words(local_day(moment)) if _is_moment(moment) else str(moment)


def _without_empty(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {key: inner for key, inner in part.items() if inner not in _NOTHING}
