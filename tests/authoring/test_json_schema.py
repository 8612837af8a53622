"""The JSON Schema: it takes what the reader takes, and refuses what an editor could have underlined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from heartwork.authoring import yaml_tree
from heartwork.authoring.json_schema import schema
from heartwork.authoring.library import WorksheetLibrary
from heartwork.kinds import all_kinds
from heartwork.paths import worksheets_folder
from heartwork.question import KEY_TYPES

BROKEN = Path(__file__).parents[1] / "broken"
VALIDATOR = jsonschema.Draft202012Validator(schema())


def plain(path: Path) -> Any:
    placed = yaml_tree.read(path.read_text(encoding="utf-8"), file="", report=lambda problem: None)
    assert placed is not None
    return placed.plain()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("id_", WorksheetLibrary().ids)
def test_it_takes_every_worksheet_of_the_kit(id_: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(plain(worksheets_folder() / f"{id_}.yaml"))] == []


@pytest.mark.parametrize(
    "name",
    [
        "a-key-misspelt",
        "a-kind-that-is-none",
        "a-scale-without-ends",
        "a-condition-with-two-tests",
        "a-column-that-cannot-be",
        "an-id-with-capitals",
        "an-option-without-a-label",
        "keys-missing",
        "minutes-in-words",
        "info-with-a-question",
        "a-step-too-far",
        "yes-for-true",
    ],
)
def test_it_refuses_what_can_be_seen_in_one_place(name: str) -> None:
    assert not VALIDATOR.is_valid(plain(BROKEN / f"{name}.yaml"))


def test_it_knows_every_key_of_every_kind_and_says_what_it_means() -> None:
    branches = schema()["$defs"]["question"]["allOf"]

    described = {branch["if"]["properties"]["kind"]["const"]: branch["then"]["properties"] for branch in branches}
    assert set(described) == set(all_kinds())
    for properties in described.values():
        assert all(value.get("description") or value.get("$ref") or key == "id" for key, value in properties.items())


def test_every_type_of_a_key_can_be_said_in_it() -> None:
    from heartwork.authoring.json_schema import _OWN

    assert set(KEY_TYPES) <= set(_OWN)
