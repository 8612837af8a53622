"""`heartwork`, and `python -m heartwork`: nothing of the folder it is started in is imported with it."""

from __future__ import annotations

from heartwork.server.isolation import drop_foreign_modules

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    drop_foreign_modules()
    from heartwork.cli import main as commands  # only now: it imports much

    commands()


if __name__ == "__main__":
    main()
