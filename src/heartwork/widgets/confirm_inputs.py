"""What is typed and is no answer: a passphrase, and the word before something that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import traitlets

from heartwork import protocol
from heartwork.errors import KitError
from heartwork.normalization.phrases import is_one_of
from heartwork.protocol import Received
from heartwork.widgets.base import HeartworkWidget

__all__ = ["PassphraseInput", "TypeToConfirm"]


class PassphraseInput(HeartworkWidget):
    """
    Fields for a passphrase, and the button that uses it.

    What is typed comes as one message and is handed on; it is no state of a widget, which a notebook might keep.

    Args:
        asks: Name and label of each field.
        label: The button.
        use: Called with what was typed, by name. Raises KitError when it does not do; that is said beside the fields.
        hints: What to say of the field `new`, from so many characters on.
        shared: Whether other people use this device: then no browser may offer to keep what is typed.
    """

    asks: traitlets.List[tuple[str, str]] = traitlets.List().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    hints: traitlets.List[tuple[int, str]] = traitlets.List().tag(sync=True)
    shared = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        asks: Sequence[tuple[str, str]],
        label: str,
        use: Callable[[dict[str, str]], None],
        *,
        hints: Sequence[tuple[int, str]] = (),
        **traits: object,
    ) -> None:
        super().__init__(part="passphrase", asks=list(asks), label=label, hints=list(hints), **traits)
        self._use = use
        self.on_msg(self._given)

    def _given(self, _: object, message: Received, buffers: object) -> None:
        if message.get("type") != "passphrase":
            return
        words = message.get("words")
        try:
            self._use({str(name): str(typed) for name, typed in words.items()} if isinstance(words, dict) else {})
        except KitError as error:
            self.send(protocol.Answered(type="answered", why=error.sentences))
        else:
            self.send(protocol.Answered(type="answered", why=""))


class TypeToConfirm(HeartworkWidget):
    """
    A button for what cannot be undone: it acts only when a word was typed beside it.

    Args:
        ask: What is asked for; the accessible name of the field.
        label: The button.
        use: Called once the word was typed. Raises KitError when it did not work; that is said beside the field.
        words: The word, in each language in which it may be typed.
        word: The word as `ask` says it: no translator of the browser may change it.
        otherwise: What is said when it was another one.
        then: Called once the browser was told that it worked: what it keeps goes before its page does.
    """

    ask = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    word = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        ask: str,
        label: str,
        use: Callable[[], None],
        *,
        words: Iterable[str],
        word: str,
        otherwise: str,
        then: Callable[[], None],
    ) -> None:
        super().__init__(part="typed", ask=ask, label=label, word=word)
        self._use, self._words, self._otherwise, self._then = use, tuple(words), otherwise, then
        self.on_msg(self._given)

    def _given(self, _: object, message: Received, buffers: object) -> None:
        if message.get("type") != "typed":
            return
        if not is_one_of(str(message.get("word", "")), self._words):
            self.send(protocol.Answered(type="answered", why=self._otherwise))
            return
        try:
            self._use()
        except KitError as error:
            self.send(protocol.Answered(type="answered", why=error.sentences))
        else:
            self.send(protocol.Answered(type="answered", why=""))
            self._then()
