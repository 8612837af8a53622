"""Commands that show the pages: list, open, lab, and the serving that the preview shares."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heartwork.authoring.library import WorksheetLibrary
from heartwork.cli import options
from heartwork.cli.terminal import go_on_without_window
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.paths import (
    ANSWERS_VARIABLE,
    JUPYTER,
    LANGUAGE_VARIABLE,
    PRIVATE_VARIABLE,
    SHARE,
    WORKSHEETS_VARIABLE,
    answers_folder,
    copy_notebooks,
    worksheets_folder,
)
from heartwork.runtime import runtime_folder
from heartwork.server import QUIET
from heartwork.server.isolation import drop_foreign_settings, python
from heartwork.storage import folder_permissions

if TYPE_CHECKING:
    from heartwork.server.phone.link import PhoneOptions

__all__ = ["lab", "list_", "open", "prepare", "serve", "tell_of_rights"]


_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("worksheet", required=False)
@options.port
@options.no_browser
@click.option("--private", is_flag=True, help="Read and save nothing: what you type is gone when you close the page.")
@click.option("--phone", is_flag=True, help="Show a code that opens your pages on your phone too, in the same network.")
@click.option("--host", default="", help="With --phone: the address of this computer that your phone uses.")
@click.option("--cert", type=_FILE, help="With --phone: a certificate (PEM), so that what you type travels encrypted.")
@click.option("--key", type=_FILE, help="With --phone: the key to that certificate.")
@options.answers
@options.worksheets
@options.language
def open(
    worksheet: str | None,
    port: int | None,
    no_browser: bool,
    private: bool,
    phone: bool,
    host: str,
    cert: Path | None,
    key: Path | None,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
) -> None:
    """
    Open your pages in the browser.

    With --phone, the phone shows the same pages; what you write stays on this computer. It ends when you close the
    last page here, or heartwork.

    Example: heartwork open boundaries

    Example: heartwork open --phone
    """
    wanted = _for_a_phone(host, cert, key, worksheet or "") if phone else None
    if (host or cert or key) and not phone:
        what = _("--host, --cert and --key are for a phone.")
        raise KitError([Problem(what=what, mend=_("Give --phone as well, or leave them out."))])
    shelf = WorksheetLibrary(worksheets, language=language)
    if worksheet is not None:
        shelf.worksheet(worksheet)
    os.environ[PRIVATE_VARIABLE] = "1" if private else ""
    folder, place, browser = answers_folder(answers), worksheet or "", not no_browser
    from heartwork.server.instance_client import open_again

    if not private:
        tell_of_rights(folder)
    # A private visit is never somebody else's: it is not joined, and nothing is noted of it.
    if private:
        joined = False
    elif wanted is not None:
        from heartwork.server.phone.knock import show_again

        joined = show_again(folder, shelf, wanted, port=port)
    else:
        joined = open_again(folder, shelf, port=port, place=place, browser=browser)
    if not joined:
        serve(shelf, answers=folder, port=port, place=place, browser=browser, phone=wanted)


def _for_a_phone(host: str, cert: Path | None, key: Path | None, place: str) -> PhoneOptions:
    from heartwork.server.listen_address import expect_pair
    from heartwork.server.phone.link import PhoneOptions

    expect_pair(cert, key)
    return PhoneOptions(host, _whole(cert), _whole(key), place)


def _whole(path: Path | None) -> str:
    """A path that is true for the heartwork that is open already too, wherever it was started."""
    return str(path.absolute()) if path else ""


def serve(
    shelf: WorksheetLibrary,
    *,
    answers: Path,
    port: int | None,
    place: str,
    browser: bool,
    phone: PhoneOptions | None = None,
) -> None:
    """Serve the pages; what takes long to import is imported only here, and side by side."""
    prepare(shelf)
    from heartwork.server.serve import serve as run

    run(answers=answers, worksheets=shelf.folder, port=port, place=place, browser=browser, phone=phone)


def tell_of_rights(folder: Path) -> None:
    """Say in the window what is unusual about the folder of the answers."""
    for sentence in folder_permissions.words_on(folder):
        click.echo(sentence, err=True)


def prepare(shelf: WorksheetLibrary, *, fork_server: bool = True) -> None:
    """
    Before the server of the pages is imported, which takes long: the fork server imports beside it.

    Args:
        fork_server: Whether to start one; without, this process is going to be divided.
    """
    _expect_docstrings()
    drop_foreign_settings(SHARE)
    os.environ |= {WORKSHEETS_VARIABLE: str(shelf.folder), LANGUAGE_VARIABLE: shelf.language}
    runtime_folder.lend_a_home()
    go_on_without_window()
    from heartwork.server.forkserver import launcher

    if fork_server:
        launcher.start()
    _import_quickly()


def _expect_docstrings() -> None:
    """Jupyter's programs read their own descriptions when they start, and Python can be told to drop these."""
    if sys.flags.optimize > 1:
        what = "Python was told to leave out all descriptions (PYTHONOPTIMIZE=2, or -OO), and Jupyter needs its own."
        raise KitError([Problem(what=what, mend="Take PYTHONOPTIMIZE out of your environment, then start again.")])


def _import_quickly() -> None:
    """
    Leave out an import of two seconds that nothing here uses.

    jsonschema (by way of jupyter_events) looks for rfc3987_syntax, whose grammar is compiled at each import, to
    check the format "iri"; no schema of Jupyter's has one. It does without where the package is missing.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is Python's "not there"


@click.command()
@click.argument("worksheet", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[-- ARGUMENTS OF JUPYTERLAB]")
@options.port
@options.no_browser
@click.option("--private", is_flag=True, help="Read and save nothing: what you type is gone when the kernel stops.")
@options.answers
@options.worksheets
@options.language
def lab(
    worksheet: str | None,
    arguments: tuple[str, ...],
    port: int | None,
    no_browser: bool,
    private: bool,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
) -> None:
    """
    Open the same pages as notebooks in JupyterLab.

    They are copied once, into a folder next to your answers, so that you can change them as you like. Anything after
    -- is passed on to JupyterLab.

    Example: heartwork lab boundaries
    """
    if worksheet is not None and worksheet.startswith("-"):  # all of it is for JupyterLab
        arguments, worksheet = (worksheet, *arguments), None
    _expect_docstrings()
    folder = answers_folder(answers)
    runtime_folder.lend_a_home()
    tell_of_rights(folder)
    notebooks = copy_notebooks(folder)
    notebook = f"{worksheet or 'workbook'}.ipynb"
    if not (notebooks / notebook).is_file():
        there = ", ".join(sorted(path.stem for path in notebooks.glob("*.ipynb")))
        raise KitError([Problem(what=f'there is no notebook "{worksheet}".', mend=f"There are: {there}.")])
    notes = folder / JUPYTER / "runtime"
    notes.mkdir(mode=0o700, parents=True, exist_ok=True)
    environment = {
        **os.environ,
        ANSWERS_VARIABLE: str(folder),
        "JUPYTER_RUNTIME_DIR": str(notes),
        WORKSHEETS_VARIABLE: str(worksheets_folder(worksheets)),
        PRIVATE_VARIABLE: "1" if private else "",
    }
    if language is not None:
        environment[LANGUAGE_VARIABLE] = language
    command = [
        *(*python("jupyter"), "lab", "--no-browser", "--ip=127.0.0.1", f"--ServerApp.root_dir={notebooks}"),
        f"--LabApp.default_url=/lab/tree/{notebook}",
        # Nothing is asked of another computer: no news, no look for updates, no list of extensions.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--LabApp.app_settings_dir={_no_questions(folder / JUPYTER / 'settings')}",
        # What it remembers lies beside the answers, not among the person's own; and its kernels keep no history.
        f"--LabApp.workspaces_dir={folder / JUPYTER / 'workspaces'}",
        f"--MappingKernelManager.kernel_manager_class={QUIET}",
    ]
    command += ["--allow-root"] if sys.platform != "win32" and os.geteuid() == 0 else []  # as in a container
    command += [f"--port={port}", "--ServerApp.port_retries=0"] if port else []
    from heartwork.server import jupyterlab

    code = jupyterlab.run([*command, *arguments], environment, runtime=notes, browser=not no_browser, notebook=notebook)
    raise SystemExit(code)


def _no_questions(folder: Path) -> Path:
    """Settings by which JupyterLab does not ask whether it may fetch news."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
    (folder / "overrides.json").write_text(json.dumps(asked), encoding="utf-8")
    return folder


@click.command("list")
@options.worksheets
@options.language
def list_(worksheets: Path | None, language: str | None) -> None:
    """
    List the worksheets: id, minutes, title.

    Example: heartwork list
    """
    for card in WorksheetLibrary(worksheets, language=language).cards:
        click.echo(f"{card.id:<14}{card.minutes:>3} min  {card.title}")
