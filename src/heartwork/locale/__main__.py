"""`python -m heartwork.locale`: gather the marked words, and bring the catalogues up to date (needs Babel)."""

from __future__ import annotations

import ast
import datetime
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from heartwork.i18n.catalogs import DOMAIN, LOCALE

PACKAGE = LOCALE.parent
TEMPLATES = PACKAGE / "share/jupyter/voila/templates/heartwork"

#: Calls whose texts are messages. `counted` takes the number first; `word` is what templates say.
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2), "counted": (2, 3), "word": None}

#: Scripts mark words inside of `${...}` too.
_OPTIONS = {"parse_template_string": True}


def found(*, pages_only: bool = False) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """
    Every message: where it stands, and its text (or the one and the many).

    Args:
        pages_only: Only what the scripts and the frame of a page say.
    """
    from babel.messages.extract import extract

    groups: list[tuple[Any, list[Path]]] = [
        ("javascript", [path for path in PACKAGE.rglob("*.js") if not {"share", "node_modules"} & {*path.parts}]),
        ("jinja2.ext:babel_extract", [path for path in TEMPLATES.iterdir() if path.suffix in (".j2", ".html")]),
    ]
    if not pages_only:
        groups.insert(0, (_in_python, [path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts]))
    for method, paths in groups:
        for path in sorted(paths):
            with path.open("rb") as file:
                # Materialised while the file is open: it is read as it is asked for.
                for _line, text, _comments, _context in list(extract(method, file, KEYWORDS, options=_OPTIONS)):
                    # No line numbers: a catalogue changes when words do, not when a line is added above them.
                    yield path.relative_to(PACKAGE).as_posix(), text


def _in_python(file: Any, keywords: Any, _notes: Any, options: Any) -> Iterator[tuple[int, str, Any, list[str]]]:
    """For Babel, every marked call: its own way reads tokens, and before Python 3.12 an f-string is one of them."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            texts = [getattr(argument, "value", None) for argument in node.args]
            yield node.lineno, node.func.id, tuple(text if isinstance(text, str) else None for text in texts), []


def template() -> Any:
    """A catalogue with every message and no translation."""
    from babel.messages.catalog import Catalog

    catalog = Catalog(domain=DOMAIN, project="heartwork", version="", fuzzy=False)
    for where, text in found():
        if text != ("", "") and text:
            catalog.add(text, locations=[(where, None)])  # type: ignore[list-item]
    return catalog


def page_words() -> str:
    """The messages of scripts and templates, as `locale/page.json` lists them."""
    asked = {text if isinstance(text, str) else tuple(text) for _, text in found(pages_only=True)}
    listed = [list(text) if isinstance(text, tuple) else text for text in sorted(asked, key=str)]
    return json.dumps(listed, indent=1, ensure_ascii=False) + "\n"


def updated(path: Path, fresh: Any) -> Any:
    """A catalogue with the messages of today: what is translated stays, new ones are empty, old ones go."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parent.parent.name, domain=DOMAIN)
    catalog.update(fresh, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def as_po(catalog: Any) -> bytes:
    """The catalogue as a translator edits it."""
    from babel.messages.pofile import write_po

    written = io.BytesIO()
    write_po(written, catalog, sort_output=True, width=110, omit_header=False)
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    # What changes by itself is left out, so that the same words are the same file.
    changing = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')
    return "".join(line for line in lines if not line.startswith(changing)).encode("utf-8")


def as_mo(catalog: Any) -> bytes:
    """The catalogue as a program reads it."""
    from babel.messages.mofile import write_mo

    written = io.BytesIO()
    catalog.creation_date = catalog.revision_date = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    write_mo(written, catalog)
    return written.getvalue()


def read(path: Path) -> Any:
    """A catalogue from its file."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain=DOMAIN)


def _is_translated(message: Any) -> bool:
    strings = message.string
    return bool(strings) and all([strings] if isinstance(strings, str) else strings)


def main(arguments: list[str] | None = None) -> int:
    """Bring every catalogue up to date; `python -m heartwork.locale fr` begins one."""
    chosen = sys.argv[1:] if arguments is None else arguments
    fresh = template()
    (LOCALE / "page.json").write_text(page_words(), encoding="utf-8")
    for code in chosen:
        path = LOCALE / code.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n')
    for path in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        catalog = updated(path, fresh)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(read(path)))
        open_ = sum(not _is_translated(message) for message in catalog if message.id)
        sys.stdout.write(f"{path.parent.parent.name}: {len(catalog)} messages, {open_} without a translation\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
