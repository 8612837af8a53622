"""`python -m heartwork` is `heartwork`."""

from heartwork.cli import main

main()
