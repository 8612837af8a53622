"""What the fork server does ahead, so that its kernels need not: import, read, draw once, make each page once."""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["load", "settle", "warm_up"]

#: What every page's kernel would import before its page is there.
_MODULES = (
    "heartwork.server.forkserver.kernel_main",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
    "heartwork.notebook_api",
)
#: What a chart needs besides.
_OF_CHARTS = (
    "heartwork.charts.gallery",
    "heartwork.pages.patterns_page",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
)

_BYTES_HEAD = sys.getsizeof(b"")  # bytes
_POOL = 16 * 1024 - 64  # bytes, without its head


def load(*, charts: bool = True) -> None:
    """
    Import what every page's kernel would.

    Args:
        charts: Also what draws; it takes 27 MB, and a kernel alone is not worth that before it draws.
    """
    for name in (*_MODULES, *(_OF_CHARTS if charts else ())):
        importlib.import_module(name)


def settle() -> None:
    """What is here now stays: the collector need not look at it, so that the forks share its memory for long."""
    gc.collect()
    # Python remembers where it found the last few thousand attributes, with their names. A fork that looked up others
    # would let go of those names, and write where each of them lies: a megabyte of its own.
    getattr(sys, "_clear_type_cache", lambda: None)()
    _fill_gaps()
    _fill_large_gaps()
    gc.freeze()


#: What lies in the gaps.
_FILLING: list[object] = []


def _fill_gaps() -> None:
    """
    Fill the gaps that importing left between small objects (2 MB, once).

    A fork would put its first objects there, one in many a page, and each of these pages would become its own (2 MB a
    kernel). Python keeps objects of one size, in steps of 16 bytes up to 512, side by side in pools of 16 KiB (CPython,
    Objects/obmalloc.c): once one lies behind the other for so long, there is no gap of that size any more.
    """
    for size in range(32, 513, 16):
        in_a_row, last = 0, 0
        for number in range(2**20 // size):  # where Python keeps them otherwise, it ends all the same
            one = bytes(size - _BYTES_HEAD) if size > 32 else float(number)
            _FILLING.append(one)
            in_a_row, last = (in_a_row + size if id(one) - last == size else 0), id(one)
            if in_a_row > _POOL - 2 * size:
                break


def _fill_large_gaps() -> None:
    """
    The same for what is too large for those pools (2 MB, once): it comes from the C library.

    That takes the smallest gap that is large enough, and new memory behind all others where there is none. So from the
    largest to the smallest, each is taken until one lies behind all that was taken before.
    """
    size, farthest = 64 * 1024, 0
    while size > 512:
        for _ in range(2**22 // size):  # where the C library does otherwise, it ends all the same
            one = bytes(size - _BYTES_HEAD)
            _FILLING.append(one)
            if id(one) > farthest:
                break
        farthest = max(farthest, id(one))
        size -= max(16, size // 32 // 16 * 16)


def warm_up() -> Iterator[object]:
    """Read what the kernels are going to show, a file at a time, draw once, then make each page once."""
    from heartwork.authoring.data_files import DATA_FILES
    from heartwork.authoring.library import WorksheetLibrary
    from heartwork.authoring.pathways import paces
    from heartwork.charts.matplotlib_svg import prepare
    from heartwork.errors import KitError
    from heartwork.i18n.catalogs import offered

    with contextlib.suppress(KitError):  # then the pages say what is wrong
        shelf = WorksheetLibrary()
        for id_ in shelf.ids:
            with contextlib.suppress(KitError):
                yield shelf.worksheet(id_)
        yield shelf.cards
        for name in DATA_FILES:
            with contextlib.suppress(KitError):
                yield shelf.data(name)
        yield paces(shelf)
    yield offered()
    prepare()
    _close_fonts()
    yield None
    yield from _make_pages()


def _make_pages() -> Iterator[object]:
    """
    Make each page once, for nobody, and throw it away: each in an empty workbook, opened as a kernel opens one.

    What Python notes down when it does something for the first time is then shared by all forks.
    """
    import ipywidgets

    from heartwork.authoring.library import WorksheetLibrary
    from heartwork.errors import KitError
    from heartwork.i18n.catalogs import catalogue
    from heartwork.i18n.messages import use_language
    from heartwork.pages.app import App
    from heartwork.pages.session import Session
    from heartwork.storage.workbook import Workbook
    from heartwork.widgets import shared_layout

    # Where there is no folder that can be written to, or something is wrong with a file, the pages say so.
    with contextlib.suppress(KitError, OSError), tempfile.TemporaryDirectory() as folder:
        shelf = WorksheetLibrary()
        for place in ("patterns", "privacy", *shelf.ids):
            workbook = Workbook.closed(Path(folder) / place)
            try:
                with use_language(catalogue(shelf.language)):
                    workbook.reload()
                    App(Session(workbook, shelf), place)
            finally:
                ipywidgets.Widget.close_all()
                shared_layout.cache_clear()
            yield place


def _close_fonts() -> None:
    """A font that was drawn with is an open file, whose place all copies would share: let matplotlib open it again."""
    gc.unfreeze()  # what is frozen is not among the objects; all is frozen again once nobody asks
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper) and str(thing.__module__).startswith("matplotlib"):
            thing.cache_clear()
    gc.collect()
