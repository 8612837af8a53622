"""Traces of notebooks: copies of the kit's own, what running them left, and what JupyterLab remembers of them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from heartwork.paths import at_home, notebooks_folder
from heartwork.traces import notebook_outputs

__all__ = ["checkpoints", "copies", "remove_checkpoints", "strip", "with_outputs", "workspaces"]


def copies(folder: Path) -> Sequence[Path]:
    """The copies for JupyterLab, in the folder of the answers."""
    return sorted((folder / "notebooks").glob("*.ipynb"))


def with_outputs(folder: Path) -> Sequence[Path]:
    """Copies, and notebooks that came with the kit, in which running them left something."""
    return [path for path in _all(folder) if notebook_outputs.has_left(path)]


def strip(paths: Iterable[Path]) -> None:
    """Take outputs and widget state out of them."""
    for path in paths:
        notebook_outputs.strip(path)


def checkpoints(folder: Path) -> Sequence[Path]:
    """Earlier versions of them that JupyterLab put by."""
    names = [path.parent / ".ipynb_checkpoints" / f"{path.stem}-checkpoint.ipynb" for path in _all(folder)]
    return [path for path in names if path.is_file()]


def remove_checkpoints(paths: Sequence[Path]) -> None:
    """Delete them, and their folders where nobody else's are in it."""
    for path in paths:
        path.unlink(missing_ok=True)
    for place in {path.parent for path in paths}:
        with contextlib.suppress(OSError):  # somebody else's checkpoints are in it too
            place.rmdir()


def workspaces() -> Sequence[Path]:
    """JupyterLab's own memory of open files, where it names a notebook of the kit."""
    folder = Path(os.environ.get("JUPYTER_CONFIG_DIR") or at_home(".jupyter"))
    names = [path.name.encode() for path in notebooks_folder().glob("*.ipynb")]
    found = []
    for path in sorted((folder / "lab" / "workspaces").glob("*.jupyterlab-workspace")):
        with contextlib.suppress(OSError):
            raw = path.read_bytes()
            if any(name in raw for name in names):
                found.append(path)
    return [*found, *_of_file_ids(names)]


def _of_file_ids(names: Sequence[bytes]) -> Iterator[Path]:
    """The list of notebooks that working together in JupyterLab keeps: paths only."""
    data = Path(
        os.environ.get("JUPYTER_DATA_DIR")
        or Path(os.environ.get("XDG_DATA_HOME") or at_home(".local/share")) / "jupyter"
    )
    for path in sorted(data.glob("file_id_manager.db*")):
        with contextlib.suppress(OSError):
            raw = path.read_bytes()
            if any(b"/" + name in raw for name in names):
                yield path


def _all(folder: Path) -> list[Path]:
    return [*copies(folder), *sorted(notebooks_folder().glob("*.ipynb"))]
