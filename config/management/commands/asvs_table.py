"""manage.py asvs_table [--check]: docs/asvs.md from the marks on the tests."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import asvs
from config.generated import Stale, keep


class Command(BaseCommand):
    help = "Write docs/asvs.md, or with --check say whether it is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keep("asvs.md", asvs.page(), check=options["check"])
        except (Stale, asvs.UnknownRequirement) as error:
            raise CommandError(str(error)) from error
