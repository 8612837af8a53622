"""Options that several commands have."""

from __future__ import annotations

import os
from pathlib import Path

import click

from heartwork.files.catalogues import catalogue
from heartwork.files.places import ANSWERS_VARIABLE, LANGUAGE_VARIABLE, WORKSHEETS_VARIABLE
from heartwork.words import speak

__all__ = ["answers", "force", "language", "no_browser", "output", "passphrase_file", "port", "worksheets"]


def _spoken(_context: click.Context, _option: click.Parameter, code: str | None) -> str | None:
    """Speak it too: the words of a print, an export or this window are in the language of the worksheets."""
    speak(catalogue(code or os.environ.get(LANGUAGE_VARIABLE, "")))
    return code


answers = click.option(
    "--answers",
    type=click.Path(path_type=Path),
    help=f"Folder of the answers (else ${ANSWERS_VARIABLE}, else your platform's data folder).",
)
worksheets = click.option(
    "--worksheets",
    type=click.Path(path_type=Path),
    help=f"Folder of the worksheets (else ${WORKSHEETS_VARIABLE}, else the kit's own).",
)
passphrase_file = click.option(
    "--passphrase-file",
    type=click.File("rb"),
    help="Read the passphrase from the first line of this file, or of - (what is piped in), instead of asking.",
)
language = click.option(
    "--language",
    metavar="CODE",
    callback=_spoken,
    help=f"Language of the worksheets, as in es (else ${LANGUAGE_VARIABLE}); what is not translated stays as it is.",
)
port = click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on, on this computer only.")
no_browser = click.option("--no-browser", is_flag=True, help="Do not open a browser.")
output = click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; - for the screen.")
force = click.option("--force", is_flag=True, help="Replace the file that -o names.")
