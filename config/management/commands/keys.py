"""manage.py keys create | rotate RING [--finish]. The log's key: manage.py log rotate"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.progress import track

from audit.access import console_actor
from audit.events import Event
from audit.log import record
from foundation import keys, seal
from foundation.keys import BadKeyFile, NoRight, Ring


class Command(BaseCommand):
    help = "Make missing keys, or give a ring a new version and move its data keys to it. The log's key: manage.py log rotate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("create", help="make what is missing; changes nothing that is there")
        rotate = verbs.add_parser("rotate", help="a new version for RING, and every data key of it moved")
        rotate.add_argument("ring", choices=[*Ring])
        rotate.add_argument("--finish", action="store_true", help="make no version; move what an interrupted rotation left")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "create":
                self._create()
            else:
                self._rotate(Ring(options["ring"]), options["finish"])
        except (NoRight, BadKeyFile) as error:
            raise CommandError(str(error)) from error

    def _create(self) -> None:
        keys.create_keys(settings.KEYS_DIR)
        self.stdout.write(f"keys stand in {settings.KEYS_DIR}")

    def _rotate(self, ring: Ring, finish: bool) -> None:
        if settings.DB_ROLE not in keys.HOLDERS[ring].unwraps:
            holder = min(keys.HOLDERS[ring].unwraps)
            raise CommandError(f"{settings.DB_ROLE} cannot open {ring}: run this with SOTTO_ROLE={holder}")
        version = keys.newest_version(settings.KEYS_DIR, ring) if finish else keys.add_version(settings.KEYS_DIR, ring)
        batches = seal.rewrap(ring)
        moved = sum(track(batches, description=f"{ring} v{version}") if sys.stderr.isatty() else batches)
        record(Event.KEYS_ROTATED, by=console_actor(), object=ring, details={"ring": ring.value, "version": version, "rows": moved})
        self.stdout.write(f"{ring}: version {version} wraps from now on; {moved} data keys moved")
