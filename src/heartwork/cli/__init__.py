"""The command line: a thin reading of the library. Each module holds the commands of one purpose."""

from __future__ import annotations

from typing import Any

import click

from heartwork import __version__
from heartwork.cli import authors, copies, erasing, pages, printing, sealing, workshop
from heartwork.problems import KitError, Problem
from heartwork.words import _

__all__ = ["main"]


class _Commands(click.Group):
    """`heartwork` alone, or with options only, is `heartwork open`; problems are told as sentences."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        own = {"--help", "-h", "--version"}
        if not arguments or (arguments[0] not in self.commands and arguments[0] not in own):
            arguments = ["open", *arguments]
        return super().parse_args(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except KitError as error:
            for problem in error.problems:
                click.echo(problem, err=True)
            context.exit(1)
        except BrokenPipeError:
            raise  # what is printed is not read any further: click knows what to do
        except OSError as error:  # a folder or a file of a sort that nobody thought of
            what = _("this cannot be used here ({why}).").format(why=error.strerror or type(error).__name__)
            mend = _("Choose another place.")
            click.echo(Problem(what=what, mend=mend, file=str(error.filename or "")), err=True)
            context.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__)
def main() -> None:
    """Worksheets for the relationship with your mother. Alone, this opens them in your browser."""


for _command in (
    *(pages.open, pages.lab, pages.list_),
    *(authors.check, authors.new, authors.preview),
    *(copies.export, copies.import_, copies.restore),
    printing.print_,
    *(sealing.seal, sealing.unseal),
    *(erasing.trace, erasing.forget),
    workshop.workshop,
):
    main.add_command(_command)
