"""The command line: a thin reading of the library. Each module holds the commands of one purpose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import click

from heartwork import __version__
from heartwork.authoring.library import WorksheetLibrary
from heartwork.cli import authors, cleanup, encryption, hub, open_pages, print_command, reminding, transfer, workshop
from heartwork.cli.terminal import accept_any_window
from heartwork.errors import KitError, Problem, did_you_mean
from heartwork.i18n.messages import _

__all__ = ["main"]


class _Commands(click.Group):
    """`heartwork` alone, or with options only, is `heartwork open`; problems are told as sentences."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        accept_any_window()
        try:
            return super().parse_args(context, self._with_a_command(arguments))
        except KitError as error:
            _tell(error.problems)
            context.exit(1)

    def _with_a_command(self, arguments: list[str]) -> list[str]:
        """The command first: `--language es list` is `list --language es`, and `boundaries` is `open boundaries`."""
        if arguments and arguments[0] in {"--help", "-h", "--version"}:
            return arguments
        place = _place_of_the_name(arguments, self.commands["open"])
        if place is None:
            return ["open", *arguments]
        name = arguments[place]
        if name in self.commands:
            return [name, *arguments[:place], *arguments[place + 1 :]]
        if not _is_a_worksheet(name, arguments):
            raise click.UsageError(_no_such(name, self.commands))
        return ["open", *arguments]

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except KitError as error:
            _tell(error.problems)
            context.exit(1)
        except BrokenPipeError:
            raise  # what is printed is not read any further: click knows what to do
        except OSError as error:  # a folder or a file of a sort that nobody thought of
            what = _("this cannot be used here ({why}).").format(why=error.strerror or type(error).__name__)
            mend = _("Choose another place.")
            _tell([Problem(what=what, mend=mend, file=str(error.filename or ""))])
            context.exit(1)


def _tell(problems: Iterable[Problem]) -> None:
    """Say what is wrong, as sentences."""
    for problem in problems:
        click.echo(replace(problem, what=f"{problem.what[:1].upper()}{problem.what[1:]}"), err=True)


def _place_of_the_name(arguments: list[str], command: click.Command) -> int | None:
    """Where the first word stands that is neither an option nor what belongs to one; None where there is none."""
    options = {name: not getattr(option, "is_flag", True) for option in command.params for name in option.opts}
    place = 0
    while place < len(arguments):
        word = arguments[place]
        if not word.startswith("-"):
            return place
        if word.partition("=")[0] not in options:
            return None
        place += 2 if options.get(word) else 1
    return None


def _is_a_worksheet(name: str, arguments: list[str]) -> bool:
    given = arguments[:-1].index("--worksheets") + 1 if "--worksheets" in arguments[:-1] else 0
    return name in WorksheetLibrary(arguments[given] if given else None).ids


def _no_such(name: str, commands: Iterable[str]) -> str:
    near = did_you_mean(name, [*commands, *WorksheetLibrary().ids])
    return f'There is no command and no worksheet "{name}".{near} `heartwork --help` shows the commands.'


@click.group(cls=_Commands, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__)
def main() -> None:
    """Worksheets for the relationship with your mother. With no command, it opens them in your browser."""


for _command in (
    *(open_pages.open, open_pages.lab, open_pages.list_),
    *(authors.check, authors.new, authors.preview),
    *(transfer.export, transfer.import_, transfer.restore),
    reminding.reminder,
    print_command.print_,
    *(encryption.seal, encryption.unseal),
    *(cleanup.trace, cleanup.forget),
    workshop.workshop,
    hub.hub,
):
    main.add_command(_command)
