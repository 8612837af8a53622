"""Worksheets written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

#: A worksheet in which nothing is wrong, up to its questions.
HEAD = """\
id: walk
title: A walk
about: One walk, with her or without.
minutes: 5
weight: 1
sections:
  - id: there
    title: There
    questions:
"""

#: A question in which nothing is wrong.
WHO = """\
      - id: who
        kind: line
        ask: Who walked?
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file into a folder of worksheets and gives back its path."""

    def written(text: str | bytes, name: str = "walk.yaml") -> Path:
        path = tmp_path / "worksheets" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return written
