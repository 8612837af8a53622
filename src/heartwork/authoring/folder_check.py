"""A folder of worksheets, checked as a whole: what one says of another, and the sources it draws on."""

from __future__ import annotations

from pathlib import Path

from heartwork.authoring import data_files, pathways, plan_reader, translations
from heartwork.authoring.data_files import DATA_FILES, TRANSLATED
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Leading, Plan
from heartwork.authoring.reference_checks import ReferenceResolver, of_texts, of_worksheet, texts_of
from heartwork.authoring.worksheet_reader import read
from heartwork.errors import KitError, Problem
from heartwork.i18n import catalogs
from heartwork.worksheet_definition import Worksheet

__all__ = ["check"]


def check(paths: list[Path], shelf: WorksheetLibrary) -> list[Problem]:
    """
    Every problem of these worksheets, in the order of files and lines.

    Args:
        paths: Files of worksheets and plans; all of the shelf, and the data files beside them, when empty.
        shelf: The folder that conditions and pipes may speak of.
    """
    problems: list[Problem] = []
    data: dict[str, object] = {}
    for name in DATA_FILES:
        try:
            data[name] = shelf.data(name)
        except KitError as error:
            problems += error.problems
    sources = data.get("sources")
    read_well: list[tuple[Path, Worksheet]] = []
    of_translations: list[Problem] = []
    for path in paths or [shelf.path(id_) for id_ in shelf.ids]:
        if plan_reader.is_plan(path):
            original = plan_reader.translated(path)
            if original is None:
                problems += _of_a_plan(path, shelf)
            else:
                of_translations += _of_a_translated_plan(original, path, shelf)
            continue
        if translations.is_translation(path):
            of_translations += _of_a_translation(path.parent.parent / path.name, path, shelf)
            continue
        if path.stem in DATA_FILES:
            continue
        try:
            read_well.append((path, read(path)))
        except KitError as error:
            problems += error.problems
    others = ReferenceResolver(shelf, {worksheet.id: worksheet for _, worksheet in read_well})
    for path, worksheet in read_well:
        of_this = of_worksheet(worksheet, path, others, sources if isinstance(sources, dict) else {})
        problems += sorted(of_this, key=lambda problem: problem.line)
    if not paths or shelf.folder / "paces.yaml" in paths:
        problems += pathways.problems(shelf)
    if not paths:
        for path in plan_reader.files(shelf):
            problems += _of_a_plan(path, shelf)
        for language in translations.languages(shelf.folder):
            helped = [shelf.folder / f"{name}.yaml" for name in TRANSLATED if data.get(name)]
            for path in [*(path for path, _ in read_well), *helped]:
                of_translations += _of_a_translation(path, path.parent / language / path.name, shelf)
            for path in plan_reader.files(shelf):
                translation = shelf.folder / language / plan_reader.FOLDER / path.name
                of_translations += _of_a_translated_plan(path, translation, shelf)
        of_translations += catalogs.untranslated()
    return problems + of_translations


def _of_a_translation(original: Path, translation: Path, shelf: WorksheetLibrary) -> list[Problem]:
    """What is wrong with a translation, and what it leaves out."""
    if not translation.is_file():
        return [_not_translated(original, translation)]
    if original.stem in DATA_FILES:
        return _of_translated_data(original, translation)
    missing: list[Problem] = []
    try:
        worksheet = read(original, translation=translation, missing=missing.append)
    except KitError as error:
        return sorted(
            [*missing, *(problem for problem in error.problems if problem.file == str(translation))],
            key=lambda problem: problem.line,
        )
    of_this = of_texts(texts_of(worksheet), translation, ReferenceResolver(shelf, {worksheet.id: worksheet}))
    return sorted([*missing, *of_this], key=lambda problem: problem.line)


def _of_a_plan(path: Path, shelf: WorksheetLibrary) -> list[Problem]:
    try:
        plan = plan_reader.read(path, shelf)
    except KitError as error:
        return list(error.problems)
    return _of_its_texts(plan, path, shelf)


def _of_a_translated_plan(original: Path, translation: Path, shelf: WorksheetLibrary) -> list[Problem]:
    """What is wrong with the translation of a plan, and what it leaves out."""
    if not translation.is_file():
        return [_not_translated(original, translation)]
    missing: list[Problem] = []
    try:
        plan = plan_reader.read(original, shelf, translation=translation, missing=missing.append)
    except KitError as error:  # what is wrong with the plan itself is told there
        of_this = [problem for problem in error.problems if problem.file == str(translation)]
    else:
        of_this = _of_its_texts(plan, translation, shelf)
    return sorted([*missing, *of_this], key=lambda problem: problem.line)


def _of_its_texts(plan: Plan | Leading, path: Path, shelf: WorksheetLibrary) -> list[Problem]:
    return list(of_texts((("", text) for text in plan.texts()), path, ReferenceResolver(shelf, {})))


def _not_translated(original: Path, translation: Path) -> Problem:
    what, mend = f'"{original.stem}" is not translated.', f"Write {translation.name}, with the same ids."
    return Problem(what=what, mend=mend, file=str(translation))


def _of_translated_data(original: Path, translation: Path) -> list[Problem]:
    problems: list[Problem] = []
    try:
        data_files.read(original, translation=translation, report=problems.append, missing=problems.append)
    except KitError:  # what is wrong with the file itself is told there
        return []
    return sorted(problems, key=lambda problem: problem.line)
