"""Worksheets, read from YAML: everything that is wrong with a file is found in one go."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from heartwork.authoring import translations
from heartwork.authoring.field_reader import FieldReader, as_written, called, is_mapping, key_of
from heartwork.authoring.yaml_tree import YamlNode
from heartwork.authoring.yaml_tree import read as read_yaml
from heartwork.conditions import TESTS, AllOf, AnyOf, Comparison, Condition, Not
from heartwork.errors import KitError, Problem, did_you_mean
from heartwork.kinds import all_kinds
from heartwork.question import Kind, Option, Question
from heartwork.worksheet_definition import DAY, Example, Section, Worksheet

__all__ = ["read"]

_WORKSHEET_KEYS = (
    *("id", "title", "about", "step", "minutes", "weight", "draws_on"),
    *("repeats", "one_page", "sections", "examples"),
)
_SECTION_KEYS = ("id", "title", "text", "show_if", "screen_only", "questions")
_QUESTION_KEYS = ("id", "kind", "ask", "hint", "show_if", "track", "visit_only", "share", "formerly")
_COLUMN_KEYS = ("id", "kind", "ask", "hint")


def read(path: Path, *, translation: Path | None = None, missing: Callable[[Problem], None] | None = None) -> Worksheet:
    """
    Read one worksheet.

    What it says of other worksheets (in `show_if`, in pipes) is not looked at here: that is
    `heartwork.authoring.folder_check`.

    Args:
        translation: A file with the same ids in another language; its texts take the place of the worksheet's own.
        missing: Is told what the translation leaves out, which is read in the worksheet's own language.

    Raises:
        KitError: With every problem of the file, and of its translation.
    """
    reader = _Reader(path)
    worksheet = reader.worksheet(translation, missing or (lambda problem: None))
    if reader.problems or worksheet is None:
        raise KitError(sorted(reader.problems, key=lambda problem: (problem.file != str(path), problem.line)))
    return worksheet


class _Reader(FieldReader):
    """Reads one file; notes what is wrong and goes on as long as it can."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._unread: set[str] = set()  # questions that are wrong themselves: no example is blamed for them

    def worksheet(self, translation: Path | None, missing: Callable[[Problem], None]) -> Worksheet | None:
        raw, top = self._tree(self.path)
        if top is None or not self.expect(top, dict, "Write keys and values, one per line: `title: A walk`."):
            return None
        if translation is not None:
            _, other = self._tree(translation)
            if other is not None:
                file, report = str(translation), self.problems.append
                form = translations.WORKSHEET
                top = translations.apply_translation(top, other, file=file, report=report, missing=missing, form=form)
        self.known_keys(top, _WORKSHEET_KEYS, needed=("id", "title", "about", "minutes", "weight", "sections"))
        id_ = self.text(top, "id")
        if id_ and id_ != self.path.stem:
            self.problem(
                top.value["id"],
                f'the id "{id_}" is not the name of the file.',
                f'Write id: {self.path.stem}, or call the file "{id_}.yaml".',
            )
        repeats = self.flag(top, "repeats")
        sections = tuple(self.each(top, "sections", self._section))
        self.no_twins(top, "sections")
        self._no_twin_questions(top)
        worksheet = Worksheet(
            id=id_ or self.path.stem,
            title=self.text(top, "title"),
            about=self.text(top, "about"),
            sections=sections,
            minutes=self.integer(top, "minutes", 1, 600) or 1,
            weight=self.integer(top, "weight", 1, 3) or 1,
            step=self.integer(top, "step", 1, 5),
            draws_on=self.texts(top, "draws_on"),
            repeats=repeats,
            one_page=self.text(top, "one_page"),
            digest=hashlib.sha256(raw).hexdigest(),
        )
        if not sections and "sections" in top.value and not self.problems:
            self.problem(top.value["sections"], "there are no sections.", "Add one, with a title and questions.")
        examples = tuple(self.each(top, "examples", lambda node: self._example(node, worksheet)))
        return dataclasses.replace(worksheet, examples=examples)

    def _tree(self, path: Path) -> tuple[bytes, YamlNode | None]:
        """A file's bytes, and what is in it as YAML; None when it cannot be read."""
        raw = b""
        try:
            raw = path.read_bytes()
            return raw, read_yaml(raw.decode("utf-8"), file=str(path), report=self.problems.append)
        except FileNotFoundError:
            problem = "there is no such file.", "Look at the name; `heartwork list` shows what there is."
        except UnicodeDecodeError:
            problem = "the file is not UTF-8 text.", "Save it as UTF-8 in your editor."
        except IsADirectoryError:
            problem = "this is a folder.", "Name the files in it, or write --worksheets before it."
        except OSError as error:
            problem = f"the file cannot be read ({error.strerror}).", "Check who is allowed to read it."
        self.problems.append(Problem(what=problem[0], mend=problem[1], file=str(path)))
        return raw, None

    # -- sections and questions

    def _section(self, node: YamlNode) -> Section:
        with self.inside(called("section", node, "id")):
            self.known_keys(node, _SECTION_KEYS, needed=("id", "title"))
            return Section(
                id=self.id(node),
                title=self.text(node, "title"),
                text=self.text(node, "text"),
                show_if=self._show_if(node),
                screen_only=self.flag(node, "screen_only"),
                questions=tuple(self.each(node, "questions", self._question)),
            )

    def _question(self, node: YamlNode, *, column: bool = False) -> Question | None:
        question = self._read_question(node, column=column)
        if question is None and "id" in node.value:
            self._unread.add(str(node.value["id"].value))
        return question

    def _read_question(self, node: YamlNode, *, column: bool) -> Question | None:
        with self.inside(called("column" if column else "question", node, "id")):
            name = self.text(node, "kind")
            kind_class = all_kinds().get(name)
            if kind_class is None:
                if name:
                    self.problem(
                        node.value["kind"],
                        f'there is no kind of question called "{name}".{did_you_mean(name, all_kinds())}',
                        f"The kinds are: {', '.join(all_kinds())}.",
                    )
                elif "kind" not in node.value:
                    self.problem(node, 'the key "kind" is missing.', f"The kinds are: {', '.join(all_kinds())}.")
                return None
            own = {field.name.rstrip("_"): field for field in dataclasses.fields(kind_class)}
            needed = {key for key, field in own.items() if field.default is dataclasses.MISSING}
            known = (*(_COLUMN_KEYS if column else _QUESTION_KEYS), *own)
            if not kind_class.answers:
                known = ("id", "kind", "show_if", *own)
            self.known_keys(
                node,
                known,
                needed=("id", *(["ask"] if kind_class.answers else []), *sorted(needed)),
                means={key: field.metadata["means"] for key, field in own.items()},
            )
            if column and not kind_class.simple:
                simple = ", ".join(key for key, kind in all_kinds().items() if kind.simple)
                self.problem(node.value["kind"], f"a column cannot be {name}.", f"It can be: {simple}.")
            noted = len(self.problems)
            values = {
                field.name: self._own(node, key, field.metadata["type"])
                for key, field in own.items()
                if key in node.value
            }
            if needed - set(node.value):
                return None
            kind: Kind = kind_class(**values)
            for sentence in kind.problems() if len(self.problems) == noted else ():
                what, _, mend = sentence.partition(". ")
                self.problem(node, what.rstrip(".") + ".", mend or "Look at the keys of this question.")
            return Question(
                id=self.id(node),
                kind=kind,
                ask=self.text(node, "ask"),
                hint=self.text(node, "hint"),
                show_if=self._show_if(node),
                track=self.flag(node, "track"),
                visit_only=self.flag(node, "visit_only"),
                share=self.flag(node, "share"),
                formerly=self.texts(node, "formerly"),
            )

    def _own(self, node: YamlNode, key: str, type_: str) -> Any:
        """A key of a kind's own, by its type."""
        match type_:
            case "text":
                return self.text(node, key)
            case "integer":
                return self.integer(node, key)
            case "flag":
                return self.flag(node, key)
            case "options":
                return self._options(node, key)
            case "names":
                return self.texts(node, key)
            case _:
                columns = tuple(self.each(node, key, lambda item: self._question(item, column=True)))
                self.no_twins(node, key)
                return columns

    def _options(self, node: YamlNode, key: str) -> tuple[Option, ...]:
        placed = node.value[key]
        if not self.expect(placed, dict, f"Write each on a line of its own below {key}: `calls: Phone calls`."):
            return ()
        options = []
        for option, label in placed.value.items():
            if label.value is None:
                mend = f"Write it after {option}: and a space."
                self.problem(key_of(placed, option), f'the option "{option}" has no label.', mend)
                continue
            if not isinstance(label.value, str):
                self.problem(
                    label,
                    f'the label of the option "{option}" is not a text.',
                    f'Put it in quotes: {option}: "{as_written(label.value)}".',
                )
                continue
            options.append(Option(option, label.value))
        return tuple(options)

    def _no_twin_questions(self, top: YamlNode) -> None:
        sections = top.value["sections"].value if "sections" in top.value else []
        questions: list[YamlNode] = []
        for section in sections if isinstance(sections, list) else []:
            listed = section.value.get("questions") if is_mapping(section) else None
            questions += listed.value if listed is not None and isinstance(listed.value, list) else []
        self.no_twins_among(questions)

    # -- show_if

    def _show_if(self, node: YamlNode) -> Condition | None:
        return self._condition(node.value["show_if"]) if "show_if" in node.value else None

    def _condition(self, node: YamlNode) -> Condition | None:
        shape = "Write {question: worksheet.question, is: value}, or {all: [...]}, {any: [...]}, {not: {...}}."
        if not self.expect(node, dict, shape):
            return None
        if "question" not in node.value:
            self.known_keys(node, ("question", "all", "any", "not"))
            if len(node.value) != 1:
                self.problem(node, "a condition has either a question or one of all, any and not.", shape)
                return None
            (key, inner), *_ = node.value.items()
            if key == "not":
                part = self._condition(inner)
                return None if part is None else Not(part)
            mend = f"Write each condition in a line of its own below {key}, after a hyphen."
            if key not in ("all", "any") or not self.expect(inner, list, mend):
                return None
            parts = tuple(part for item in inner.value if (part := self._condition(item)) is not None)
            return AllOf(parts) if key == "all" else AnyOf(parts)
        self.known_keys(node, ("question", *TESTS))
        tests = [key for key in node.value if key in TESTS]
        if len(tests) != 1:
            self.problem(
                node,
                f"a condition has one test, and this one has {len(tests) or 'none'}.",
                f"Give it one of: {', '.join(TESTS)}.",
            )
            return None
        question = node.value["question"]
        if not isinstance(question.value, str) or "." not in question.value:
            self.problem(
                question,
                "a condition names its question with the worksheet before it.",
                f"Write question: {self.path.stem}.{as_written(question.value)}.",
            )
            return None
        return Comparison(question.value, tests[0], node.value[tests[0]].plain())

    # -- examples

    def _example(self, node: YamlNode, worksheet: Worksheet) -> Example | None:
        with self.inside(called("example", node, "name")):
            holds = "entries" if worksheet.repeats else "answers"
            self.known_keys(node, ("name", holds), needed=("name", holds))
            if holds not in node.value:
                return None
            if not worksheet.repeats:
                self._fits(node.value["answers"], worksheet)
                return Example(self.text(node, "name"), node.value["answers"].plain())
            entries = node.value["entries"]
            if not self.expect(entries, list, "Begin each entry with a hyphen."):
                return None
            for entry in entries.value:
                if not self.expect(
                    entry, dict, f"Write each entry with {DAY} and answers, the first after the hyphen."
                ):
                    continue
                self.known_keys(entry, (DAY, "answers"), needed=(DAY, "answers"))
                day = worksheet.question(DAY)
                if DAY in entry.value and day is not None:
                    self._fits_one(entry.value[DAY], day, DAY)
                if "answers" in entry.value:
                    self._fits(entry.value["answers"], worksheet)
            return Example(self.text(node, "name"), {}, tuple(entries.plain()))

    def _fits(self, answers: YamlNode, worksheet: Worksheet) -> None:
        if not self.expect(answers, dict, "Write each on a line of its own below answers: `call-length: 10`."):
            return
        ids = [question.id for question in worksheet.questions if question.kind.answers]
        for id_, placed in answers.value.items():
            if id_ in self._unread:
                continue
            question = worksheet.question(id_)
            if question is None or not question.kind.answers:
                self.problem(
                    key_of(answers, id_),
                    f'there is no question "{id_}" to answer.{did_you_mean(id_, ids)}',
                    "Name a question of this worksheet.",
                )
                continue
            self._fits_one(placed, question, id_)

    def _fits_one(self, placed: YamlNode, question: Question, id_: str) -> None:
        written = placed.plain()
        value = question.kind.tidied(written)
        misfit = "" if value is None else question.kind.misfit(value)
        if misfit and not isinstance(written, (str, list, dict)) and not question.kind.misfit(as_written(written)):
            misfit = f'Put it in quotes: "{as_written(written)}".'
        if misfit:
            self.problem(placed, f'this does not answer "{id_}".', misfit)
