"""`python -m heartwork.frontend`: make the front end from its source (needs npm)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from heartwork.frontend.message_types import TARGET, declarations
from heartwork.paths import TEMPLATE

HERE = Path(__file__).parent


def write_help() -> None:
    """The help page, as the template includes it, in each language: it must be there when no kernel is."""
    # Not before the bundle is made: these import the widgets, which bring it along.
    from heartwork.authoring.library import WorksheetLibrary
    from heartwork.authoring.translations import languages
    from heartwork.i18n.catalogs import catalogue
    from heartwork.i18n.messages import use_language
    from heartwork.pages.help_page import help_section

    for language in ("", *languages(WorksheetLibrary(language="").folder)):
        with use_language(catalogue(language)):
            section = help_section(WorksheetLibrary(language=language))
        (TEMPLATE / (f"help.{language}.html" if language else "help.html")).write_text(section, encoding="utf-8")


def main() -> int:
    """Write the types of messages, bundle, then write the help page."""
    TARGET.write_text(declarations(), encoding="utf-8")
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("npm is not here: install Node.js, then try again. Only the help page is made.\n")
    else:
        for command in (["install", "--omit=dev", "--no-audit", "--no-fund", "--no-package-lock"], ["run", "build"]):
            subprocess.run([npm, *command], cwd=HERE, check=True)  # noqa: S603  our own commands
    write_help()
    return 0 if npm else 1


if __name__ == "__main__":
    raise SystemExit(main())
