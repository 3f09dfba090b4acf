"""manage.py log verify|bundle|...: what is done with the access log from the console."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import console

NAMES = tuple(sorted(found.name for found in pkgutil.iter_modules(console.__path__)))


class Command(BaseCommand):
    help = "The access log from the console: each subcommand says with --help what it does."

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True, metavar="|".join(NAMES))
        for name in NAMES:
            module = import_module(f"{console.__name__}.{name}")
            module.arguments(ways.add_parser(name, help=module.HELP, description=module.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        import_module(f"{console.__name__}.{options['way']}").run(options, self.stdout)
