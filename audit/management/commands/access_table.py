"""manage.py access_table: writes docs/access.md from the declarations on the views."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import routes


class Command(BaseCommand):
    help = "Write docs/access.md: every address, who may open it, and the entry it leaves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "access.md"
        made = routes.table()
        if not check:
            page.write_text(made, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != made:
            raise CommandError("docs/access.md is stale: run `make docs`")
