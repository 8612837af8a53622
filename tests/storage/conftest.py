"""A disk that fails when it is told to."""

from __future__ import annotations

import os

import pytest

from tests.storage.failing import Failing

_FAILING = Failing()  # one for all: an audit hook cannot be taken away again


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    monkeypatch.setattr(os, "fsync", _FAILING.fsync)
    return _FAILING
