"""`python -m heartwork.page`: make the front end from its source (needs npm)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from heartwork.files.shelf import Shelf
from heartwork.pages.help_lines import as_html

HERE = Path(__file__).parent
TEMPLATE = HERE.parent / "share/jupyter/voila/templates/heartwork"


def write_help() -> None:
    """The help lines, as the template includes them: they must be there when no kernel is."""
    (TEMPLATE / "help.html").write_text(as_html(Shelf().data("resources")) + "\n", encoding="utf-8")


def main() -> int:
    """Bundle, then write the help lines."""
    write_help()
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("npm is not here: install Node.js, then try again. The help lines are written.\n")
        return 1
    for command in (["install", "--no-audit", "--no-fund", "--no-package-lock"], ["run", "build"]):
        subprocess.run([npm, *command], cwd=HERE, check=True)  # noqa: S603  our own commands
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
