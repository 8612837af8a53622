"""The messages of page and kernel: what the scripts send and hear is what `heartwork.protocol` names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from heartwork import protocol

SOURCE = Path(protocol.__file__).parent
FOLDERS = ("frontend", "frontend/on_demand", "frontend/parts", "kinds", "kinds/views")
SCRIPTS = [path for folder in FOLDERS for path in sorted((SOURCE / folder).glob("*.js"))]
#: Names of types that are compared in scripts and are none of ours: of inputs, and of Jupyter's outputs.
OTHERS = {"radio", "text", "checkbox", "pointerup", "back_forward", "stream", "error", "opaqueredirect"}


def shapes(union: object) -> dict[str, set[str]]:
    """The fields of each message, by its name; some are named by several."""
    found: dict[str, set[str]] = {}
    for message in get_args(union):
        hints = get_type_hints(message)
        for name in get_args(hints["type"]):
            found[name] = set(hints) - {"type"}
    return found


FROM_PAGE, FROM_KERNEL = shapes(protocol.FromPage), shapes(protocol.FromKernel)


def sent_by_pages() -> Iterator[tuple[str, str, set[str]]]:
    """File, name and fields of every message that a script sends."""
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        for found in re.finditer(r'(?:send|fitting)\(\s*\{\s*type: "([^"]+)"', text):
            yield path.name, found[1], set(fields_of(text[found.start() :])) - {"type"}


def fields_of(script: str) -> Iterator[str]:
    """The keys of the first object in a script; `...` where another one is spread in it."""
    inside, depth, start = "", 0, script.index("{")
    for letter in script[start:]:
        depth += letter in "{([" or -(letter in "})]")
        if depth == 0:
            break
        inside += letter if depth == 1 and letter not in "})]" else ""
    for part in inside[1:].split(","):
        yield part.split(":")[0].strip().split("...")[0] or "..."


SENT = list(sent_by_pages())


@pytest.mark.parametrize(("file", "name", "fields"), SENT, ids=[f"{file}-{name}" for file, name, _ in SENT])
def test_a_script_sends_what_the_protocol_names(file: str, name: str, fields: set[str]) -> None:
    assert name in FROM_PAGE
    assert fields - {"..."} <= FROM_PAGE[name]
    if "..." not in fields:
        assert fields == FROM_PAGE[name]


def test_every_message_of_a_page_is_sent_by_one() -> None:
    assert {name for _, name, _ in SENT} == set(FROM_PAGE)


def test_a_script_hears_what_a_kernel_can_say() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    compared = set(re.findall(r'\btype [!=]== "([^"]+)"', scripts))
    listed = {
        name
        for names in re.findall(r"\[([^\[\]]*)\]\.includes\(\w+\.type\)", scripts)
        for name in re.findall(r'"([^"]+)"', names)
    }

    assert (compared | listed) - OTHERS - set(FROM_KERNEL) == set()
    assert set(FROM_KERNEL) - (compared | listed) == {"own-kept"}  # own.js: whatever is not "own-not-kept"


def heard_in_python() -> set[str]:
    """The names that widgets listen for: in a `match` on the type of a message, or compared with it."""
    found = set()
    for path in (SOURCE / "widgets").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Match(subject=subject, cases=cases) if _is_type(subject):
                    patterns = [inner for case in cases for inner in ast.walk(case.pattern)]
                    values = [inner.value for inner in patterns if isinstance(inner, ast.MatchValue)]
                case ast.Compare(left=left, comparators=values) if _is_type(left):
                    pass
                case _:
                    continue
            found |= {value.value for value in values if isinstance(value, ast.Constant)}
    return {str(name) for name in found}


def _is_type(node: Any) -> bool:
    return ast.unparse(node) == "message.get('type')"


def test_a_kernel_hears_every_message_of_a_page_and_no_other() -> None:
    assert heard_in_python() == set(FROM_PAGE)
