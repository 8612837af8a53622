"""The scripts and styles of a page: read once, packed once, kept by browsers for good."""

from __future__ import annotations

import gzip
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tornado.web

__all__ = ["StaticAssetHandler"]

#: As the bundler names its parts: `plain-OCVQI44U.js`.
_DIGEST = re.compile(r"-[0-9A-Z]{8}\.")

#: How the names of files end that frontend/build.mjs has packed.
_BROTLI = ".br"

_STATIC = Path(__file__).resolve().parent.parent / "share/jupyter/voila/templates/heartwork/static"


@dataclass(frozen=True, slots=True)
class _File:
    plain: bytes
    packed: dict[str, bytes]  # by its name in HTTP, the smallest first
    type: str


@lru_cache(maxsize=1)
def _files() -> dict[str, _File]:
    """Every file of the front end, by name: nothing else on the disk can be asked for."""
    found = {}
    for path in sorted(_STATIC.iterdir()):
        if path.suffix == _BROTLI:
            continue
        plain = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        # Packed by frontend/build.mjs: Python alone knows no Brotli. A tenth smaller than the other.
        smallest = path.with_name(path.name + _BROTLI)
        packed = {"br": smallest.read_bytes()} if smallest.is_file() else {}
        # The same time in each, so that the same file is packed to the same bytes.
        found[path.name] = _File(plain, {**packed, "gzip": gzip.compress(plain, mtime=0)}, kind)
    return found


class StaticAssetHandler(tornado.web.RequestHandler):
    """
    One of these files, packed where the browser can unpack it.

    Where its name holds its digest, or its address does (`?v=`), a browser that has it never asks again. Nothing a
    person wrote is in them, so nobody learns anything from how well they could be packed.
    """

    def get(self, name: str) -> None:
        """The file."""
        file = _files().get(name)
        if file is None:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", file.type)
        for_good = _DIGEST.search(name) or self.get_query_argument("v", "")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if for_good else "no-cache")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        accepted = _accepted(self.request.headers.get("Accept-Encoding", ""))
        for encoding, packed in file.packed.items():
            if encoding in accepted:
                self.set_header("Content-Encoding", encoding)
                self.finish(packed)
                return
        self.finish(file.plain)

    head = get

    def write_error(self, status_code: int, **details: object) -> None:
        """No words: no person looks at it."""
        self.finish()


def _accepted(header: str) -> set[str]:
    """What a browser can unpack: `gzip, br;q=0.5`. What is given a weight of nothing, it cannot."""
    encodings = set()
    for one in header.lower().split(","):
        name, _, weight = one.partition(";")
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight):
            encodings.add(name.strip())
    return encodings
