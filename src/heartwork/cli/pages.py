"""Commands that show the pages: list, open, lab, and the serving that the preview shares."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from heartwork.cli import options
from heartwork.cli.window import go_on_without_window
from heartwork.files import folder_rights, runtime
from heartwork.files.places import (
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
from heartwork.files.shelf import Shelf
from heartwork.serving import QUIET
from heartwork.serving.isolation import drop_foreign_settings, python

__all__ = ["lab", "list_", "open", "prepare", "serve", "tell_of_rights"]


@click.command()
@click.argument("worksheet", required=False)
@options.port
@options.no_browser
@click.option("--private", is_flag=True, help="Read and write nothing: what you type is gone when you close it.")
@options.answers
@options.worksheets
@options.language
def open(
    worksheet: str | None,
    port: int | None,
    no_browser: bool,
    private: bool,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
) -> None:
    """
    Open your pages in the browser.

    Example: heartwork open boundaries
    """
    shelf = Shelf(worksheets, language=language)
    if worksheet is not None:
        shelf.worksheet(worksheet)
    os.environ[PRIVATE_VARIABLE] = "1" if private else ""
    folder, place, browser = answers_folder(answers), worksheet or "", not no_browser
    from heartwork.serving.knocking import open_again

    if not private:
        tell_of_rights(folder)
    # A private visit is never somebody else's: it is not joined, and nothing is noted of it.
    if private or not open_again(folder, shelf, port=port, place=place, browser=browser):
        serve(shelf, answers=folder, port=port, place=place, browser=browser)


def serve(shelf: Shelf, *, answers: Path, port: int | None, place: str, browser: bool) -> None:
    """Serve the pages; what takes long to import is imported only here, and side by side."""
    prepare(shelf)
    from heartwork.serving import server

    server.serve(answers=answers, worksheets=shelf.folder, port=port, place=place, browser=browser)


def tell_of_rights(folder: Path) -> None:
    """Say in the window what is unusual about the folder of the answers."""
    for sentence in folder_rights.words_on(folder):
        click.echo(sentence, err=True)


def prepare(shelf: Shelf) -> None:
    """Before the server of the pages is imported, which takes long: the fork server imports beside it."""
    drop_foreign_settings(SHARE)
    os.environ |= {WORKSHEETS_VARIABLE: str(shelf.folder), LANGUAGE_VARIABLE: shelf.language}
    runtime.lend_a_home()
    go_on_without_window()
    from heartwork.serving.forking import starting

    starting.start()
    _import_quickly()


def _import_quickly() -> None:
    """
    Leave out an import of two seconds that nothing here uses.

    jsonschema (by way of jupyter_events) looks for rfc3987_syntax, whose grammar is compiled at each import, to
    check the format "iri"; no schema of Jupyter's has one. It does without where the package is missing.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is Python's "not there"


@click.command()
@options.port
@options.no_browser
@options.answers
@options.worksheets
def lab(port: int | None, no_browser: bool, answers: Path | None, worksheets: Path | None) -> None:
    """
    Open the same pages as notebooks in JupyterLab.

    They are copied once, into a folder beside your answers, so that you can change them as you like.

    Example: heartwork lab
    """
    folder = answers_folder(answers)
    runtime.lend_a_home()
    tell_of_rights(folder)
    notebooks = copy_notebooks(folder)
    environment = {
        **os.environ,
        ANSWERS_VARIABLE: str(folder),
        "JUPYTER_RUNTIME_DIR": str(folder / JUPYTER / "runtime"),
        WORKSHEETS_VARIABLE: str(worksheets_folder(worksheets)),
    }
    command = [
        *(*python("jupyter"), "lab", "--ip=127.0.0.1", f"--ServerApp.root_dir={notebooks}"),
        # Nothing is asked of another computer: no news, no look for updates, no list of extensions.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        # What it remembers lies beside the answers, not among the person's own; and its kernels keep no history.
        f"--LabApp.workspaces_dir={folder / JUPYTER / 'workspaces'}",
        f"--MappingKernelManager.kernel_manager_class={QUIET}",
    ]
    command += ["--no-browser"] if no_browser else []
    command += [f"--port={port}", "--ServerApp.port_retries=0"] if port else []
    raise SystemExit(subprocess.call(command, env=environment))  # noqa: S603  our own command


@click.command("list")
@options.worksheets
@options.language
def list_(worksheets: Path | None, language: str | None) -> None:
    """
    List the worksheets: id, minutes, title.

    Example: heartwork list
    """
    for card in Shelf(worksheets, language=language).cards:
        click.echo(f"{card.id:<14}{card.minutes:>3} min  {card.title}")
