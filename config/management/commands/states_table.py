"""docs/states.md from annotation/states.py."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotation.states import table
from config.generated import Stale, keep


class Command(BaseCommand):
    help = "Write docs/states.md, or with --check say whether it is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keep("states.md", table(), check=options["check"])
        except Stale as error:
            raise CommandError(str(error)) from error
