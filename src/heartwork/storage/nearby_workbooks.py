"""
Files that hold a workbook, in the folder of the answers and beside it, whatever they are called.

Programs that keep folders in step, and editors, leave copies under names of their own: `workbook (conflicted
copy).json`, `workbook.json~`, `.stversions/`. What holds a workbook is told by what is in a file, not by its name. In
the folder itself those that are surely copies of this workbook are treated as its copies are; all others are only
named.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from heartwork.crypto.keypair import KEY, SUFFIX, KeyPair
from heartwork.storage import export_log, workshop_folders
from heartwork.storage.backup_copies import BACKUPS
from heartwork.workbook_format import FORMAT

__all__ = ["NearbyWorkbook", "found", "id_in", "in_words", "ours", "outside", "sealed"]

FILE = "workbook.json"

_MARK = FORMAT.encode("ascii")
#: How a file begins that is sealed to a pair of keys, as the kit does; a key under a passphrase begins otherwise.
_SEALED_HERE = b"age-encryption.org/v1\n-> X25519 "
_ID = re.compile(rb'"id":\s*"([0-9A-Za-z-]{1,64})"')
#: So much of a file is looked at, in bytes, and so much of what is packed in it.
_LOOKED_AT = 64 * 1024 * 1024
_MOST_FILES = 2000
#: A name of so many letters may stand in any other by chance.
_SHORT = 3
_DAMAGED = (lzma.LZMAError, zlib.error, zipfile.BadZipFile)
_ZLIB = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
#: The folder of the kit in which the workbooks of others lie.
_NOT_IN = frozenset({workshop_folders.SEATS})


@dataclass(frozen=True, slots=True)
class NearbyWorkbook:
    """
    A file that holds a workbook.

    Args:
        path: Where it lies.
        ids: Ids that stand in it; the first is that of the workbook. None can be told of a sealed one.
        inside: Whether it lies in the folder of the answers.
        packed: Whether it is compressed.
    """

    path: Path
    ids: frozenset[str]
    inside: bool
    packed: bool = False


def found(folder: Path, seal: KeyPair | None = None) -> list[NearbyWorkbook]:
    """
    Every file that holds a workbook and is none of those that the kit itself writes.

    Args:
        folder: Of the answers.
        seal: What opens it, where it is sealed and that is known: which files were exported stands in a sealed list.
    """
    noted = {one.path for one in export_log.noted(folder, seal)}
    is_locked = export_log.is_locked(folder, seal)
    paths = [(path, True) for path in _files(folder, folder)]
    paths += [(path, False) for place in _beside(folder) for path in _files(place, folder)]
    paths += [(path, False) for path in (*_files_beside(folder), *_linked(folder))]
    listed = []
    for path, inside in paths:
        is_export = str(path) in noted or (is_locked and export_log.is_called_so(path))
        if is_export or _is_own(path, folder):
            continue
        one = _looked_at(path, inside)
        if one is not None:
            listed.append(one)
    return listed


def ours(folder: Path, own: str = "", seal: KeyPair | None = None) -> list[Path]:
    """
    Those in the folder itself that are surely copies of its workbook.

    Args:
        own: Its id; as far as it can be told from the folder when empty.
        seal: As for `found`.
    """
    own = own or id_in(folder)
    return [one.path for one in found(folder, seal) if one.inside and not one.packed and own in one.ids]


def outside(folder: Path, own: str = "", seal: KeyPair | None = None) -> list[Path]:
    """Those that are not the kit's to change: beside the folder, compressed, or with somebody else's workbook."""
    changed = set(ours(folder, own, seal))
    return [one.path for one in found(folder, seal) if one.path not in changed]


def sealed(folder: Path) -> list[Path]:
    """Sealed files in the folder itself that the kit gave no name; they may be copies of its workbook."""
    paths = [path for path in _files(folder, folder) if path.suffix == SUFFIX]
    return [path for path in paths if not _is_own(path, folder) and _is_sealed_as_here(path)]


def in_words(paths: Iterable[Path], folder: Path) -> str:
    """Where files lie, as a person is told: within the folder of the answers, or in full."""
    return ", ".join(str(path.relative_to(folder) if path.is_relative_to(folder) else path) for path in paths)


def id_in(folder: Path) -> str:
    """The id of the workbook of a folder, as far as it can be told without opening anything that is sealed."""
    for path in (folder / FILE, folder / BACKUPS / "last-good.json"):
        with contextlib.suppress(OSError):
            with path.open("rb") as file:
                head = file.read(4096)
            if (there := _ID.search(head)) is not None:
                return there[1].decode("ascii")
    return ""


def _is_sealed_as_here(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SEALED_HERE)) == _SEALED_HERE
    except OSError:
        return False


def _looked_at(path: Path, inside: bool) -> NearbyWorkbook | None:
    try:
        with path.open("rb") as file:
            raw = file.read(_LOOKED_AT)
    except OSError:
        return None
    packed = _unpacked(raw)
    raw = raw if packed is None else packed
    for encoding in ("utf-16-le", "utf-16-be"):
        if FORMAT.encode(encoding) in raw:
            raw = raw.decode(encoding, "replace").encode()
    if _MARK not in raw:
        return None
    ids = frozenset(each.decode("ascii") for each in _ID.findall(raw))
    return NearbyWorkbook(path, ids, inside, packed is not None)


def _unpacked(raw: bytes) -> bytes | None:
    """What is in a compressed file, as far as it can be read; None for one that is not compressed."""
    try:
        if raw.startswith(b"\x1f\x8b"):
            return gzip.GzipFile(fileobj=io.BytesIO(raw)).read(_LOOKED_AT)
        if raw.startswith(b"BZh"):
            return bz2.BZ2File(io.BytesIO(raw)).read(_LOOKED_AT)
        if raw[:2] in _ZLIB:  # as git keeps what is committed
            return zlib.decompressobj().decompress(raw, _LOOKED_AT)
        if raw.startswith(b"\xfd7zXZ"):
            return lzma.LZMAFile(io.BytesIO(raw)).read(_LOOKED_AT)
        if raw.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                parts = []
                for name in archive.namelist()[:100]:
                    with archive.open(name) as member:
                        parts.append(member.read(_LOOKED_AT // 16))
                return b"".join(parts)
    except (
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        lzma.LZMAError,
        zlib.error,
        zipfile.BadZipFile,
    ):
        return b""
    return None


def _is_own(path: Path, folder: Path) -> bool:
    """Whether the kit wrote it, and looks after it elsewhere."""
    name = path.name
    if path.parent == folder:
        return name in (FILE, FILE + SUFFIX, KEY, export_log.SEALED_NOTES) or name.startswith("workbook.damaged-")
    if path.parent == folder / BACKUPS:
        return name.endswith((".json", f".json{SUFFIX}", ".new")) or name.startswith((".new-", "key-"))
    return False


def _files(place: Path, folder: Path) -> Iterator[Path]:
    """The files below a place, links left out; within bounds."""
    count = 0
    for here, folders, names in os.walk(place):
        at = Path(here)
        if at == folder:
            folders[:] = [name for name in folders if name not in _NOT_IN and not workshop_folders.is_one(at / name)]
        elif place != folder and folder in (at, *at.parents):
            folders[:] = []
            continue
        for name in sorted(names):
            count += 1
            if count > _MOST_FILES:
                return
            path = at / name
            if path.is_file() and not path.is_symlink():
                yield path


def _beside(folder: Path) -> Iterator[Path]:
    """Folders beside that of the answers that are likely to hold copies of it: by what other programs call them."""
    with contextlib.suppress(OSError):
        for place in sorted(folder.parent.iterdir()):
            is_versions = place.name in (".stversions", ".dropbox.cache", ".sync", ".Trash", "#recycle")
            is_likely = place != folder and (is_versions or _is_called_like(place, folder))
            if is_likely and place.is_dir() and not place.is_symlink() and not workshop_folders.is_one(place):
                yield place


def _files_beside(folder: Path) -> Iterator[Path]:
    """Files beside the folder that are called as it is, or as a workbook: packed, or taken out of it."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.parent.iterdir()):
            is_called = path.name.casefold().startswith("workbook") or _is_called_like(path, folder)
            if is_called and path.is_file() and not path.is_symlink():
                yield path


def _is_called_like(path: Path, folder: Path) -> bool:
    """`answers (copy)`, `Copy of answers`, `answers.zip`; a short name may be part of any other."""
    name, own = path.name.casefold(), folder.name.casefold()
    return bool(own) and (own in name if len(own) > _SHORT else name.startswith(own))


def _linked(folder: Path) -> Iterator[Path]:
    """Files elsewhere to which links in the folder itself lead, the workbook's own places left out."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir()):
            if path.is_symlink() and not _is_own(path, folder):
                target = path.resolve()
                if target.is_file() and not target.is_relative_to(folder.resolve()):
                    yield target
