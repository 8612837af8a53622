"""`python -m benchmarks`: one command for each thing that is measured."""

from __future__ import annotations

import click

from benchmarks.charts import charts
from benchmarks.hub import hub
from benchmarks.join import join
from benchmarks.paint import paint
from benchmarks.prints import prints
from benchmarks.save import save
from benchmarks.serve import serve
from benchmarks.workshop import workshop


@click.group(context_settings={"help_option_names": ["--help", "-h"]})
def main() -> None:
    """How long things take, measured here and now, against plain Voila where that can be."""


for command in (serve, join, save, charts, prints, paint, workshop, hub):
    main.add_command(command)

if __name__ == "__main__":
    main()
