"""`manage.py export PROJECT --format jsonl OUT`: answered clips with their safe sound, as a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from annotation.exporting import FORMATS, LATER, LeftMeanwhile, UnfitFolder, Wanted, export
from annotation.media import CANNOT_OPEN
from audit.access import console_actor
from audit.log import NothingRecorded
from redaction.models import Project


class Command(BaseCommand):
    help = "Write a project's answered and checked clips into a new folder: data.jsonl and audio/. Each export is an entry in the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", metavar="PROJECT", help="the project's name")
        parser.add_argument("out", metavar="OUT", type=Path, help="a folder that is not there yet")
        parser.add_argument("--format", required=True, choices=(*FORMATS, *LATER))
        parser.add_argument("--batch", default="", help="only recordings of this batch")
        parser.add_argument("--since", default="", metavar="T", help="only clips done at or after this time, ISO 8601 with zone")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] not in FORMATS:
            raise CommandError(f"the format {options['format']} comes later; there is {', '.join(FORMATS)} now")
        wanted = Wanted(_project(options["project"]), options["batch"], _since(options["since"]))
        try:
            done = export(wanted, options["out"].absolute(), format=options["format"], by=console_actor())
        except (UnfitFolder, LeftMeanwhile, NothingRecorded, OSError, *CANNOT_OPEN) as error:
            raise CommandError(f"nothing was exported: {error}") from error
        left_out = ", ".join(f"{reason} {count}" for reason, count in sorted(done.left_out.items())) or "none"
        self.stdout.write(f"exported {done.export.clips} clips; left out: {left_out}")


def _project(name: str) -> Project:
    found = Project.objects.filter(name=name).first()
    if found is None:
        raise CommandError("there is no project of this name; the operator's page Projects lists them")
    return found


def _since(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CommandError("--since needs a time with its zone, as in 2026-01-31T00:00:00Z")
    return found.astimezone(UTC)
