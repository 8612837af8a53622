"""The house itself: imports go one way, what is promised in one file is kept in the others."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import distributions, packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML

import heartwork

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "heartwork"

# -- imports go one way

#: From the bottom up: a part may import what stands before it, and never what stands in its own line.
ORDER = (
    ("errors", "local_time"),
    ("i18n",),
    ("normalization", "notebook_placeholder", "protocol", "workbook_format"),
    ("conditions",),
    ("piping", "print_shapes"),
    ("question",),
    ("kinds",),
    ("worksheet_definition",),
    ("changes",),
    ("answers",),
    ("own_questions",),
    ("descent",),
    ("analysis", "merging", "disclosure", "search"),
    ("reconciling",),
    ("atomic_files", "folder_lock"),
    ("paths",),
    ("crypto", "runtime"),
    ("authoring", "charts"),
    ("storage",),
    ("exports", "traces"),
    ("widgets", "printing"),
    ("pages",),
    ("notebook_api",),
    ("workshop",),
    ("server", "frontend", "locale"),
    ("cli",),
    ("__main__",),
)
LEVEL = {part: level for level, parts in enumerate(ORDER) for part in parts}

#: These import the standard library and each other, and read neither clock nor disk.
PURE = {
    "local_time",
    "errors",
    "i18n.messages",
    "i18n.text_direction",
    "i18n.formatting",
    "notebook_placeholder",
    "protocol",
    "workbook_format",
    "normalization",
    "conditions",
    "print_shapes",
    "piping",
    "question",
    "kinds",
    "worksheet_definition",
    "changes",
    "answers",
    "own_questions",
    "descent",
    "disclosure",
    "analysis",
    "merging",
    "search",
    "reconciling",
    "exports.csv_table",
    "exports.markdown",
    "exports.plain_text",
}

MODULES = {
    ".".join(("heartwork", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
    if "node_modules" not in path.parts
}


def imports(module: str) -> set[str]:
    """Every module that a module names in an import, wherever in it; of the kit's own, the exact one."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in MODULES else str(node.module))
    return found


def part(module: str) -> str:
    """The part of the kit that a module belongs to: `storage` for `heartwork.storage.workbook`."""
    return module.split(".")[1]


def is_pure(module: str) -> bool:
    """Whether a module, or the whole part that it belongs to, is in `PURE`."""
    inner = module.removeprefix("heartwork.")
    return any(inner == one or inner.startswith(f"{one}.") for one in PURE)


INNER = sorted(module for module in MODULES if module != "heartwork")


def test_every_part_has_its_place_in_the_order() -> None:
    assert {part(module) for module in INNER} == set(LEVEL)


@pytest.mark.parametrize("module", INNER)
def test_imports_go_one_way(module: str) -> None:
    own = part(module)
    others = {name for name in imports(module) if name.startswith("heartwork.") and part(name) != own}

    assert {name for name in others if LEVEL[part(name)] >= LEVEL[own]} == set()


@pytest.mark.parametrize("module", [module for module in INNER if is_pure(module)])
def test_pure_parts_import_the_standard_library_and_each_other(module: str) -> None:
    outside = {
        name
        for name in imports(module)
        if not (name.startswith("heartwork.") and is_pure(name))
        and name.partition(".")[0] not in sys.stdlib_module_names
    }

    assert outside == set()


@pytest.mark.parametrize("module", [module for module in INNER if is_pure(module) and part(module) != "kinds"])
def test_pure_parts_read_no_clock_no_disk_and_no_environment(module: str) -> None:
    """Kinds read their front ends, which lie beside them; the others read nothing."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}

    assert {name for name in called if re.search(r"\b(now|today|utcnow|time|open|getenv|read_text)$", name)} == set()
    assert imports(module) & {"os", "pathlib", "time", "socket", "subprocess", "tempfile", "shutil"} == set()


def test_there_are_no_circles() -> None:
    graph = {module: {name for name in imports(module) if name in MODULES} for module in MODULES}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " imports ".join((*way[way.index(module) :], module))
        if module not in done:
            for name in sorted(graph[module]):
                visit(name, (*way, module))
            done.add(module)

    # The package itself only imports when it is asked for a name.
    graph["heartwork"] = set()
    for module in graph:
        visit(module, ())


# -- what a module says of itself


def _public(module: str) -> bool:
    return not any(name.startswith("_") and name != "__main__" for name in module.split("."))


@pytest.mark.parametrize("module", [module for module in MODULES if _public(module)])
def test_a_module_says_in_its_first_line_what_it_is(module: str) -> None:
    docstring = ast.get_docstring(ast.parse(MODULES[module].read_text(encoding="utf-8")))

    assert docstring
    first = docstring.splitlines()[0]
    assert re.fullmatch(r".{10,120}[.:]", first), first


def test_no_more_lines_than_before_have_any_for_a_type() -> None:
    any_lines = [
        (module, line)
        for module, path in MODULES.items()
        for line in {
            node.lineno
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Name) and node.id == "Any"
        }
    ]

    # It only falls: `object`, a TypedDict of `workbook_format` or `protocol`, or a Protocol says more.
    assert len(any_lines) <= 244


def test_all_of_the_package_is_complete_and_sorted() -> None:
    assert heartwork.__all__ == sorted(heartwork.__all__)
    assert dir(heartwork) == heartwork.__all__
    assert set(heartwork._HOMES) == set(heartwork.__all__) - {"__version__"}
    for name in heartwork.__all__:
        assert getattr(heartwork, name) is not None
    with pytest.raises(AttributeError, match="module 'heartwork' has no attribute 'nothing'"):
        _ = heartwork.nothing


@pytest.mark.parametrize("module", [module for module in INNER if "__all__ = " in MODULES[module].read_text("utf-8")])
def test_what_a_module_offers_is_there_once(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    bound: set[str] = set()
    listed: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            listed = ast.literal_eval(node.value)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.ImportFrom) and MODULES[module].name == "__init__.py":
            bound |= {alias.name for alias in node.names}
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            bound |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            bound |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}

    assert listed
    assert len(set(listed)) == len(listed)
    assert set(listed) - bound == set()


# -- what the files beside the code promise


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _required(*extras: str) -> dict[str, SpecifierSet]:
    """What pyproject requires, by canonical name."""
    project = _project()
    groups = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    requirements = [Requirement(line) for group in groups for line in group]
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in requirements}


def _of_conda(file: str, here: str) -> dict[str, SpecifierSet]:
    """What an environment of conda asks for, its pip part too, by the name that PyPI knows it by."""
    environment = YAML(typ="safe", pure=True).load(ROOT / file)
    assert environment["channels"] == ["conda-forge"]
    lines = [line for line in environment["dependencies"] if isinstance(line, str)]
    (of_pip,) = (line["pip"] for line in environment["dependencies"] if isinstance(line, dict))
    assert f"--editable {here}" in of_pip
    requirements = [Requirement(line) for line in [*lines, *of_pip] if not line.startswith("--")]
    # matplotlib-base is conda-forge's matplotlib without a window system.
    return {
        canonicalize_name(requirement.name).removesuffix("-base"): requirement.specifier for requirement in requirements
    }


@pytest.mark.parametrize(
    ("file", "here", "extras"), [("environment.yml", ".", []), ("deploy/environment-dev.yml", "..", ["test"])]
)
def test_the_environments_of_conda_ask_for_what_pyproject_asks_for(file: str, here: str, extras: list[str]) -> None:
    asked = _of_conda(file, here)

    assert str(asked.pop("python")) == _project()["requires-python"]
    assert str(asked.pop("pip")) == ""
    assert asked == _required(*extras)


def _imported(folder: str) -> set[str]:
    """The distributions that are imported anywhere below a folder, by canonical name."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    outside = found - set(sys.stdlib_module_names) - {"heartwork", "tests", "benchmarks", "tomli", "pandas"}
    by_module = _by_module()
    return {canonicalize_name(distribution) for module in outside for distribution in by_module[module][:1]}


def _by_module() -> dict[str, list[str]]:
    """Which packages bring a module; Python 3.10 leaves out those that do not list their own."""
    found = dict(packages_distributions())
    for one in distributions():
        for path in one.files or ():
            module = path.parts[0].removesuffix(".py")
            if module.isidentifier() and one.name not in found.setdefault(module, []):
                found[module].append(one.name)
    return found


def test_every_import_of_the_package_is_declared() -> None:
    # babel only gathers the words, for developers.
    assert _imported("src") - {"babel"} - set(_required("hub")) == set()


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_so_is_every_import_of_tests_and_measurements(folder: str) -> None:
    assert _imported(folder) - set(_required("test")) == set()


def _pinned() -> dict[str, Version]:
    lines = (ROOT / "deploy" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"==[0-9][^*]*", str(pin.specifier)) or pin.url] == []
    return {canonicalize_name(pin.name): Version(str(pin.specifier)[2:]) for pin in pins}


def test_the_tested_versions_fit_the_ranges_and_none_is_missing() -> None:
    ranges, pinned = _required(*_project()["optional-dependencies"]), _pinned()

    assert set(ranges) - set(pinned) == set()
    assert {name: pinned[name] for name, range_ in ranges.items() if pinned[name] not in range_} == {}


#: The first versions in which holes that were made known are closed: CVE-2026-40110 and CVE-2026-40934; CVE-2025-68146
#: and CVE-2026-22701; CVE-2025-67724, CVE-2026-31958 and CVE-2026-35536; CVE-2025-27516.
_WITHOUT_HOLES = {"jupyter-server": "2.18.0", "filelock": "3.20.3", "tornado": "6.5.5", "jinja2": "3.1.6"}


@pytest.mark.parametrize(("name", "first"), _WITHOUT_HOLES.items())
def test_no_version_with_a_known_hole_is_let_in(name: str, first: str) -> None:
    asked = _required()[canonicalize_name(name)]
    floors = [Version(one.version) for one in asked if one.operator == ">="]

    assert floors
    assert max(floors) >= Version(first)
    assert _pinned()[canonicalize_name(name)] >= Version(first)


def test_the_package_says_its_version_once() -> None:
    assert _project()["version"] == heartwork.__version__


def _files() -> Iterator[Path]:
    """Every file of the repository, but for what others put there."""
    passed_over = {".git", "node_modules", "build", "dist", "results"}
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            hidden_cache = path.name.startswith((".venv", ".ruff", ".mypy", ".pytest", ".hypothesis", ".ipynb", "__py"))
            if path.name in passed_over or hidden_cache or path.name.endswith(".egg-info"):
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def test_no_file_names_an_outside_registry_or_a_content_network() -> None:
    """Nothing leaves, and setting up asks whatever index the person's own tools are set to."""
    # In two halves, so that this file does not name them either.
    hosts = [
        ("pypi", ".org"), ("python", "hosted"), ("ana", "conda.org"), ("npm", "js."), ("un", "pkg"),
        ("js", "delivr"), ("cdn", "js"), ("cloud", "flare"), ("google", "apis"), ("g", "static"), ("esm", ".sh"),
        ("sky", "pack"), ("js", "pm."), ("crates", ".io"), ("golang", ".org"), ("ruby", "gems"), ("yarn", "pkg"),
        ("bootstrap", "cdn"), ("font", "awesome"), ("//", "cdn."),
    ]  # fmt: skip
    name = re.compile("|".join(re.escape("".join(halves)) for halves in hosts).encode())

    named = {str(path.relative_to(ROOT)): found[0] for path in _files() if (found := name.search(path.read_bytes()))}

    assert named == {}


def test_the_workflow_tries_each_python_that_is_named_and_runs_what_is_there() -> None:
    workflow = YAML(typ="safe", pure=True).load(ROOT / ".github/workflows/tests.yml")
    quick = workflow["jobs"]["quick"]
    named = re.findall(r"Python :: (3\.\d+)$", "\n".join(_project()["classifiers"]), re.MULTILINE)
    run = " ".join(step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"])

    assert quick["strategy"]["matrix"]["python"][: len(named)] == named  # and one that we do not name yet
    assert [path for path in re.findall(r"(?:tests|\.ci)/[\w/.]+", run) if not (ROOT / path).exists()] == []
