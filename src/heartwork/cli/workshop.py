"""The command that serves a workshop from one laptop."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import click

from heartwork.authoring.library import WorksheetLibrary
from heartwork.cli import options
from heartwork.cli.open_pages import prepare, tell_of_rights
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.paths import REHEARSAL_VARIABLE, workshop_folder
from heartwork.runtime import runtime_folder

__all__ = ["workshop"]

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Hold a workshop from one laptop.")
@click.option(
    "--seats",
    type=click.IntRange(1, 300),
    help="How many people can join (default: 30, or as many as before when a workshop is continued).",
)
@options.port
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for the room's network."
)
@click.option("--cert", type=_FILE, help="A certificate (PEM), so that what people type is encrypted on its way.")
@click.option("--key", type=_FILE, help="The key to that certificate.")
@click.option("--behind", metavar="URL", default="", help="The address people open, if a reverse proxy is in front.")
@click.option(
    "--proxy",
    multiple=True,
    metavar="ADDRESS",
    default=("127.0.0.1", "::1"),
    help="The address of that proxy, which says who is asking (default: this computer).",
)
@click.option("--shared-address", is_flag=True, help="Let any number of people join from one address.")
@click.option("--at-once", type=click.IntRange(1), help="How many pages may be open at once; others wait in line.")
@click.option("--plan", default="", help="The plan of the workshop, such as two-hours (default: ninety-minutes).")
@click.option(
    "--rehearsal", is_flag=True, help="Try the evening first, with invented people; all of it is deleted at the end."
)
@options.no_browser
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    help="Folder for the workshop, on this computer (default: workshop/ in your platform's data folder).",
)
@options.worksheets
@options.language
def workshop(
    seats: int | None,
    port: int | None,
    host: str,
    cert: Path | None,
    key: Path | None,
    behind: str,
    proxy: tuple[str, ...],
    shared_address: bool,
    at_once: int | None,
    plan: str,
    rehearsal: bool,
    no_browser: bool,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
) -> None:
    """
    Hold a workshop: one laptop, a code on the wall, and a locked workbook for each person.

    Example: heartwork workshop --seats 12 --host 0.0.0.0
    """
    from heartwork.server import listen_address, ports

    listen_address.expect_pair(cert, key)
    if behind and urlsplit(behind).scheme not in ("http", "https"):
        what = _("--behind is the address that people open, and begins with http or https.")
        raise KitError([Problem(what=what, mend=_("For example: --behind https://room.example/"))])
    if (behind and not urlsplit(behind).netloc) or urlsplit(behind).path.strip("/") or urlsplit(behind).query:
        what = _("a workshop needs a name of its own: it cannot be one folder of an address.")
        mend = _(
            "Give the address up to its name, as in --behind https://room.example/, and have the proxy pass all on."
        )
        raise KitError([Problem(what=what, mend=mend)])
    shelf = WorksheetLibrary(worksheets, language=language)
    folder = _for_a_rehearsal(answers, behind) if rehearsal else workshop_folder(answers)
    tell_of_rights(folder)
    prepare(shelf)
    from heartwork.server.workshop import app as seating

    listen_address.expect_own(host)
    tls = listen_address.certificate(cert, key) if cert and key else None
    place = listen_address.ListenAddress(
        host, port or ports.port_again(folder, host), tls=tls is not None, behind=behind, proxies=proxy
    )
    wanted = seating.WorkshopOptions(seats, at_once, plan, place, tls, shared_address, rehearsal)
    seating.serve(wanted, host=folder, shelf=shelf, browser=not no_browser)


def _for_a_rehearsal(answers: Path | None, behind: str) -> Path:
    """
    The folder of a rehearsal: it lies in that of this process, and goes with it.

    Raises:
        KitError: If another is named, or others would be let in from elsewhere.
    """
    if answers or behind:
        what = _("a rehearsal has a folder of its own, and is reached at this computer's own address.")
        raise KitError([Problem(what=what, mend=_("Leave out --answers and --behind."))])
    os.environ[REHEARSAL_VARIABLE] = "1"
    return runtime_folder.session() / "rehearsal"
