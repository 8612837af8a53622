"""How the tests read a print: its words as one line, and what the file says about itself."""

from __future__ import annotations

import io
import re
from typing import Any

from pypdf import PdfReader

__all__ = ["about", "alternatives", "pages_of", "read", "sizes", "squeezed"]

#: What is no letter of the words: where a line ended, and where a long word may break.
_BETWEEN = re.compile(r"[\s\u00ad\u200b]+")


def pages_of(raw: bytes) -> int:
    return len(PdfReader(io.BytesIO(raw)).pages)


def sizes(raw: bytes) -> set[tuple[int, int]]:
    """The sizes of the pages, in points."""
    return {(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(io.BytesIO(raw)).pages}


def read(raw: bytes) -> str:
    """All words of a PDF without the spaces between them: lines end anywhere."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages))


def squeezed(text: str) -> str:
    return _BETWEEN.sub("", text)


def alternatives(raw: bytes) -> list[str]:
    """What is told of pictures to those who do not see them."""
    found: list[str] = []
    below: list[Any] = [PdfReader(io.BytesIO(raw)).trailer["/Root"]["/StructTreeRoot"]]
    while below:
        here = below.pop().get_object()
        if isinstance(here, dict):
            found += [str(here["/Alt"])] if "/Alt" in here else []
            kids = here.get("/K", [])
            kids = kids if isinstance(kids, list) else [kids]
            below += [kid for kid in kids if not isinstance(kid, int)]
    return found


def about(raw: bytes) -> dict[str, Any]:
    """What the file says about itself, and all of its metadata as text."""
    reader = PdfReader(io.BytesIO(raw))
    root = reader.trailer["/Root"].get_object()
    return {
        "info": {key: str(value) for key, value in (reader.metadata or {}).items()},
        "language": root["/Lang"],
        "tagged": bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root,
        "xmp": root["/Metadata"].get_object().get_data().decode("utf-8"),
    }
