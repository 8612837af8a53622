"""Options that several commands have."""

from __future__ import annotations

import os
import re
import sys
from itertools import pairwise
from pathlib import Path

import click

from heartwork.i18n.catalogs import PSEUDO, best, catalogue, offered
from heartwork.i18n.messages import _, set_language
from heartwork.paths import ANSWERS_VARIABLE, LANGUAGE_VARIABLE, WORKSHEETS_VARIABLE, worksheets_folder

__all__ = ["answers", "force", "language", "no_browser", "output", "passphrase_file", "port", "worksheets"]


def _spoken(_context: click.Context, _option: click.Parameter, code: str | None) -> str | None:
    """Speak it too: the words of a print, an export or this window are in the language of the worksheets."""
    if code and not _is_known(code):
        codes = ", ".join(sorted(offered()))
        message = _("there is no language {code} here. There are: {codes}.").format(code=code, codes=codes)
        raise click.BadParameter(message)
    if code and not _is_translated(code):
        code = best(code) or code  # es for es-MX
    set_language(catalogue(code or os.environ.get(LANGUAGE_VARIABLE, "")))
    return code


def _is_known(code: str) -> bool:
    """Whether words of the kit, or worksheets that somebody translated, are in a language."""
    return code == PSEUDO or bool(best(code)) or _is_translated(code)


def _is_translated(code: str) -> bool:
    folders = [worksheets_folder(), *_named("--worksheets")]
    return bool(re.fullmatch("[A-Za-z-]+", code)) and any((folder / code).is_dir() for folder in folders)


def _named(option: str) -> list[Path]:
    """The folder that was given with another option, whose turn may come only after this one."""
    typed = sys.argv
    return [Path(word) for before, word in pairwise(typed) if before == option]


answers = click.option(
    "--answers",
    type=click.Path(path_type=Path),
    help=f"Folder with your answers (default: ${ANSWERS_VARIABLE}, or your platform's data folder).",
)
worksheets = click.option(
    "--worksheets",
    type=click.Path(path_type=Path),
    help=f"Folder of worksheets (default: ${WORKSHEETS_VARIABLE}, or those that come with heartwork).",
)
passphrase_file = click.option(
    "--passphrase-file",
    type=click.File("rb"),
    help="Read the passphrase from the first line of this file instead of asking; - reads what is piped in.",
)
language = click.option(
    "--language",
    metavar="CODE",
    callback=_spoken,
    help=f"Language, such as es (default: ${LANGUAGE_VARIABLE}). Whatever isn't translated is shown as it was written.",
)
port = click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
no_browser = click.option("--no-browser", is_flag=True, help="Don't open a browser.")
output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The file to write; - writes to the screen."
)
force = click.option("--force", is_flag=True, help="Overwrite the file that -o names.")
