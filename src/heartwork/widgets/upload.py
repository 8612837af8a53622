"""A file that the person brings: the browser reads it, the kernel gets its bytes, and nothing is kept on the way."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

import traitlets

from heartwork.errors import KitError
from heartwork.protocol import Received
from heartwork.widgets.base import HeartworkWidget
from heartwork.widgets.message_sizes import MESSAGE_BYTES

__all__ = ["Upload"]


class Upload(HeartworkWidget):
    """
    A field for a file.

    Args:
        label: What is asked for.
        large: What is said of a file that no message can hold.
        take: Called with its bytes. Raises KitError when it is of no use; that is said below the field.
        said: What is said below the field.
        largest: Bytes that a file may have.
    """

    label = traitlets.Unicode().tag(sync=True)
    large = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    largest = traitlets.Int().tag(sync=True)

    def __init__(
        self, label: str, large: str, take: Callable[[bytes], None], *, largest: int = MESSAGE_BYTES // 3 * 2
    ) -> None:
        super().__init__(part="upload", label=label, large=large, largest=largest)
        self._take = take
        self.on_msg(self._heard)

    def _heard(self, _: object, message: Received, buffers: object) -> None:
        if message.get("type") != "file":
            return
        try:
            self._take(base64.b64decode(str(message.get("data", "")), validate=True))
        except binascii.Error:
            return  # no page of ours sends this
        except KitError as error:
            self.said = error.sentences
