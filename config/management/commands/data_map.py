"""manage.py data_map [--check]: docs/data-map.md from the apps' privacy lists."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import data_map
from config.generated import Stale, keep


class Command(BaseCommand):
    help = "Write docs/data-map.md, or with --check say whether it is stale."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if wrong := data_map.unclassed():
            raise CommandError(f"class these columns in their app's privacy.py: {', '.join(wrong)}")
        try:
            keep("data-map.md", data_map.page(), check=options["check"])
        except Stale as error:
            raise CommandError(str(error)) from error
