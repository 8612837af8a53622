"""
Every message that a page and its kernel send each other, besides the state of widgets.

Each is the content of a custom message of one widget (in the browser a part, `frontend/parts`; in Python a
`HeartworkWidget`), and `type` is its name. What a page sends is not to be trusted: whoever hears it reads it as
`Received`, and the classes say what a page of ours sends. What a kernel sends it makes from these classes.
`tests/test_protocol.py` compares both with the scripts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict

__all__ = [
    "Again",
    "Answered",
    "Ask",
    "AtRest",
    "Change",
    "Chosen",
    "Destroy",
    "Destroyed",
    "Download",
    "File",
    "Find",
    "Found",
    "FromKernel",
    "FromPage",
    "Go",
    "IsThere",
    "Left",
    "NotDestroyed",
    "NotSaved",
    "NotSettled",
    "Own",
    "OwnKept",
    "OwnNotKept",
    "Passphrase",
    "Pressed",
    "Received",
    "Room",
    "Saved",
    "Settle",
    "Settled",
    "There",
    "Told",
    "Touch",
    "Typed",
    "Uploaded",
    "Zone",
]

#: What comes from a page, whatever that is.
Received = Mapping[str, object]

# -- from a page: a field


class Change(TypedDict):
    """A field was changed. It comes again, with the same number, until it was answered."""

    type: Literal["change"]
    #: Of the answer: `boundaries.topics`, `check-in/<entry>.tension`.
    address: str
    number: int
    value: object
    skipped: bool
    #: What the person saw in the field before they changed it.
    seen: object
    #: What was sent of it since then without hearing whether it was kept.
    sent: list[object]


class Destroy(TypedDict):
    """The person destroys what stands in a field."""

    type: Literal["destroy"]
    number: int


class Settle(TypedDict):
    """The person chose between what is shown and what another page wrote."""

    type: Literal["settle"]
    #: Of what was offered.
    key: str
    choice: Literal["that", "this", "both"]
    #: What was on the screen.
    seen: object


# -- from a page: where it is


class Go(TypedDict):
    """The person is at another place."""

    type: Literal["go"]
    place: str
    #: Whether they went there; else the page began there.
    moved: bool
    #: Whether there is room for wide pictures.
    wide: bool


class Touch(TypedDict):
    """The person is back at the page, or at a field of it."""

    type: Literal["touch"]
    #: Name of the time zone where they are.
    zone: str


class Zone(TypedDict):
    """A page is there."""

    type: Literal["zone"]
    zone: str
    wide: bool


class Room(TypedDict):
    """There is room for wide pictures now, or no longer."""

    type: Literal["room"]
    wide: bool


class Left(TypedDict):
    """The person leaves, in a page that is not ours."""

    type: Literal["left"]


class AtRest(TypedDict):
    """The browser has nothing to do: the next page can be made ready."""

    type: Literal["at-rest"]


# -- from a page: any part


class Ask(TypedDict):
    """What is there to be told of this part? Answered by `Told`."""

    type: Literal["ask"]


class IsThere(TypedDict):
    """Is there a kernel behind this part? Answered by `There`."""

    type: Literal["there?"]


class Pressed(TypedDict):
    """A button was pressed."""

    type: Literal["act"]


class Download(TypedDict):
    """A file is asked for; answered by `File`."""

    type: Literal["download"]


class Chosen(TypedDict):
    """Another language was chosen, by its code."""

    type: Literal["language"]
    language: str


class Passphrase(TypedDict):
    """Passphrases were typed; by name of the field."""

    type: Literal["passphrase"]
    words: dict[str, str]


class Typed(TypedDict):
    """The word was typed that confirms what cannot be undone."""

    type: Literal["typed"]
    word: str


class Find(TypedDict):
    """What was written is searched; answered by `Found` with the same number."""

    type: Literal["find"]
    number: int
    words: str
    #: How many findings to show at most.
    most: int


class Uploaded(TypedDict):
    """A file was chosen; its bytes in base 64."""

    type: Literal["file"]
    data: str


class Own(TypedDict, total=False):
    """A question or a choice of one's own; it comes again, with the same number, until it was answered."""

    type: Literal["own"]
    number: int
    do: Literal["add", "change", "hide", "show"]
    id: str
    kind: str
    ask: str
    low: str
    high: str


FromPage = (
    Change
    | Destroy
    | Settle
    | Go
    | Touch
    | Zone
    | Room
    | Left
    | AtRest
    | Ask
    | IsThere
    | Pressed
    | Download
    | Chosen
    | Passphrase
    | Typed
    | Find
    | Uploaded
    | Own
)

# -- from the kernel


class _ForAChange(TypedDict, total=False):
    """What `Location` adds, for a change whose field is gone."""

    address: str


class Saved(_ForAChange):
    """
    A change is on the disk, at this time of day; without a time it is never written.

    As `held` it is on the disk, and not to be called saved yet: it is asked for again.
    """

    type: Literal["saved", "held"]
    number: object
    at: str


class NotSaved(_ForAChange):
    """A change could not be saved; why, in sentences."""

    type: Literal["not-saved"]
    number: object
    why: str


class Destroyed(TypedDict):
    """An answer was destroyed; `left` are files that may hold it still."""

    type: Literal["destroyed"]
    number: object
    at: str
    left: list[str]


class NotDestroyed(TypedDict):
    """An answer could not be destroyed."""

    type: Literal["not-destroyed"]
    number: object
    why: str


class Settled(TypedDict):
    """What the person chose is on the disk."""

    type: Literal["settled"]
    at: str


class NotSettled(TypedDict):
    """What the person chose could not be saved."""

    type: Literal["not-settled"]
    why: str


class Told(TypedDict):
    """What a page is told of a part, and nobody keeps: traits by name."""

    type: Literal["told"]
    state: dict[str, object]


class There(TypedDict):
    """There is a kernel."""

    type: Literal["there"]


class Answered(TypedDict):
    """What was typed did, or (`why`, in sentences) did not."""

    type: Literal["answered"]
    why: str


class File(TypedDict):
    """A file for the person; its bytes come as a buffer."""

    type: Literal["file"]
    name: str
    media: str


class Found(TypedDict):
    """What was found: in a sentence, as HTML, and how many are not shown yet."""

    type: Literal["found"]
    number: object
    said: str
    html: str
    more: int


class Again(TypedDict):
    """Something was written meanwhile: a page that looks for words asks once more."""

    type: Literal["again"]


class OwnKept(TypedDict):
    """A question or a choice of one's own was kept."""

    type: Literal["own-kept"]
    number: object
    id: str
    said: str


class OwnNotKept(TypedDict):
    """It could not be kept."""

    type: Literal["own-not-kept"]
    number: object
    why: str


FromKernel = (
    Saved
    | NotSaved
    | Destroyed
    | NotDestroyed
    | Settled
    | NotSettled
    | Told
    | There
    | Answered
    | File
    | Found
    | Again
    | OwnKept
    | OwnNotKept
)
