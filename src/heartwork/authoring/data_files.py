"""A data file beside the worksheets (`resources`, `sources`), as plain values in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from heartwork.authoring import translations, yaml_tree
from heartwork.errors import KitError, Problem

__all__ = ["DATA_FILES", "TRANSLATED", "read"]

#: Files in a folder of worksheets that are not worksheets.
DATA_FILES = ("resources", "sources", "steady", "paces")
#: What of them is read by a person, and may be translated; numbers and addresses stay in the file itself.
TRANSLATED = {
    "resources": translations.HELP_LINES,
    "sources": translations.SOURCES,
    "steady": translations.STEADY,
    "paces": translations.PACES,
}

Report = Callable[[Problem], None]


def read(
    path: Path,
    *,
    translation: Path | None = None,
    report: Report = lambda problem: None,
    missing: Report = lambda problem: None,
) -> object:
    """
    One data file, with the texts of its translation in the place of its own.

    Args:
        translation: A file with the same ids in another language.
        report: Is told what is wrong with the translation; the rest of it is read all the same.
        missing: Is told what the translation leaves out, which is read as it is in the file itself.

    Raises:
        KitError: With everything that is wrong with the file itself as YAML.
    """
    placed = _placed(path)
    if translation is None:
        return placed.plain()
    try:
        other = _placed(translation)
    except KitError as error:
        for problem in error.problems:
            report(problem)
        return placed.plain()
    over = translations.apply_translation(
        placed, other, file=str(translation), report=report, missing=missing, form=TRANSLATED[path.stem]
    )
    return over.plain()


def _placed(path: Path) -> yaml_tree.YamlNode:
    problems: list[Problem] = []
    try:
        placed = yaml_tree.read(path.read_text(encoding="utf-8"), file=str(path), report=problems.append)
    except UnicodeDecodeError:
        placed = None
        mend = "Save it as UTF-8 in your editor."
        problems.append(Problem(what="the file is not UTF-8 text.", mend=mend, file=str(path)))
    if problems or placed is None:
        raise KitError(problems)
    return placed
