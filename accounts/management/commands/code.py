"""`manage.py code NAME`: the current one-time code of a demo person."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import demo
from audit.access import console_actor


class Command(BaseCommand):
    help = "Print a demo person's one-time code; waits for the next one when the current is used or about to end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="one of: " + ", ".join(demo.CAST))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            device = demo.device_for(options["name"])
        except demo.NoDemoPerson as error:
            raise CommandError(str(error)) from error
        if wait_s := demo.seconds_to_wait(device):
            if self.stderr.isatty():
                self.stderr.write(f"The next code starts in {wait_s:.0f} s …")
            time.sleep(wait_s + 0.05)
        self.stdout.write(demo.show_code(device, by=console_actor()))
