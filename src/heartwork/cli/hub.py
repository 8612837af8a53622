"""The command that a JupyterHub starts for each of its users."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import click

from heartwork.authoring.library import WorksheetLibrary
from heartwork.cli import options
from heartwork.cli.open_pages import prepare, tell_of_rights
from heartwork.paths import answers_folder
from heartwork.server.hub.environment import HubEnvironment

__all__ = ["hub"]


@click.command()
@options.answers
@options.worksheets
@options.language
def hub(answers: Path | None, worksheets: Path | None, language: str | None) -> None:
    """
    Serve one user of a JupyterHub; started by the Hub.

    The Hub is told so in its settings, c.Spawner.cmd = ["heartwork", "hub"], and tells the rest in the environment.
    $HEARTWORK_PASSPHRASE=required lets nobody write before they have set a passphrase.

    Example: heartwork hub --language es
    """
    told = HubEnvironment.told()
    variables = {name: value for name, value in os.environ.items() if name.startswith("JUPYTERHUB_")}
    shelf = WorksheetLibrary(worksheets, language=language)
    folder = answers_folder(answers)
    tell_of_rights(folder)
    prepare(shelf, fork_server=False)
    os.environ.update(variables)  # JupyterHub's library reads them while it is imported
    gc.disable()  # until it is divided: what is imported stays where it is
    from heartwork.server.forkserver import warmup

    warmup.load(charts=False)  # first: a widget speaks through what it finds at its import
    from heartwork.server.hub import app

    for name in variables:
        del os.environ[name]
    app.serve(answers=folder, worksheets=shelf.folder, told=told, hub_variables=variables)
