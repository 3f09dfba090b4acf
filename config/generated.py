"""Pages under docs/ that are made from the code: written by `make docs`, compared by `make check`."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.env import ROOT


class Stale(Exception):
    """A generated page no longer says what the code says."""


def keep(name: str, text: str, *, check: bool) -> None:
    """Write docs/<name>, or with `check` raise Stale when it differs."""
    path: Path = ROOT / "docs" / name
    if not check:
        path.write_text(text)
        return
    if not path.exists() or path.read_text() != text:
        raise Stale(f"docs/{name} is stale: run `make docs` and commit it")


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


class PageCommand(BaseCommand, ABC):
    """`manage.py NAME [--check]`: writes one generated page, or says whether it is stale."""

    name: str

    @abstractmethod
    def page(self) -> str:
        """The page as the code says it. Raises CommandError."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keep(self.name, self.page(), check=options["check"])
        except Stale as error:
            raise CommandError(str(error)) from error
