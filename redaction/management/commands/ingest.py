"""`manage.py ingest MANIFEST.jsonl --project NAME`: recordings and their consent into the vault, one a line."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from audit.access import console_actor
from audit.events import Event
from audit.log import record
from redaction import intake, manifest
from redaction.audio.files import UnreadableFile, read_file
from redaction.intake import AlreadyTaken, Refused
from redaction.manifest import UnfitLine
from redaction.models import Project

NOT_AN_ERROR = "sampling"  # the project wants a share only


class Command(BaseCommand):
    help = "Take recordings in: sealed, with consent, once each. Can be stopped and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("manifest", metavar="MANIFEST.jsonl", type=Path)
        parser.add_argument("--project", required=True, metavar="NAME", help="a missing one is made and takes every recording")

    def handle(self, *args: Any, **options: Any) -> None:
        path, name = options["manifest"], options["project"].strip()
        if not path.is_file():
            raise CommandError(f"{path} is no file: give the path of a manifest, one JSON object a line")
        if not 0 < len(name) <= Project._meta.get_field("name").max_length:  # type: ignore[operator]
            raise CommandError("--project needs a name of 1 to 100 characters")
        by = console_actor()
        run = Run(path, intake.open_project(name, by=by))
        try:
            with _Progress(path) as lines:
                run.read(lines)
        finally:  # an interrupted run took something in, too
            record(Event.MANIFEST_INGESTED, by=by, object=run.project.pk, details=run.counts())
        for number, reason in run.complaints:
            self.stdout.write(f"line {number}: refused: {reason}")
        self.stdout.write(run.summary())
        if any(code != NOT_AN_ERROR for code in run.refused):
            raise CommandError("some lines were refused; mend them and run again: what was taken is skipped then")


class Run:
    """One reading of a manifest."""

    def __init__(self, path: Path, project: Project) -> None:
        self.folder, self.project = path.resolve().parent, project
        self.taken = self.skipped = 0
        self.refused: Counter[str] = Counter()
        self.complaints: list[tuple[int, str]] = []

    def read(self, lines: Iterator[bytes]) -> None:
        for number, text in enumerate(lines, 1):
            if text.strip():
                self._take(number, text)

    def _take(self, number: int, text: bytes) -> None:
        try:
            line = manifest.read(text)
            intake.take(line, self._audio(line.audio), project=self.project, by=console_actor())
            self.taken += 1
        except AlreadyTaken:
            self.skipped += 1
        except UnfitLine as error:
            self._refuse(number, "line", str(error))
        except Refused as error:
            self._refuse(number, error.code, str(error))

    def _refuse(self, number: int, code: str, reason: str) -> None:
        self.refused[code] += 1
        if code != NOT_AN_ERROR:
            self.complaints.append((number, reason))

    def _audio(self, name: str) -> bytes:
        """The path was made plain and kept below the folder by the manifest. Raises Refused."""
        try:
            return read_file(self.folder / name)
        except UnreadableFile as error:
            raise Refused("audio", str(error)) from error

    def counts(self) -> dict[str, int | str]:
        return {"taken": self.taken, "refused": self.refused.total(), "skipped": self.skipped}

    def summary(self) -> str:
        why = ", ".join(f"{code} {count}" for code, count in sorted(self.refused.items()))
        refused = f"{self.refused.total()} ({why})" if why else "0"
        return f"taken {self.taken}, refused {refused}, skipped {self.skipped} (already here)"


class _Progress:
    """Lines of a file; a bar on a terminal, nothing otherwise."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("rb")
        self.bar = Progress(console=Console(stderr=True), disable=not sys.stderr.isatty())
        self.size = path.stat().st_size

    def __enter__(self) -> Iterator[bytes]:
        self.bar.start()
        return self._lines()

    def _lines(self) -> Iterator[bytes]:
        task = self.bar.add_task("ingest", total=self.size)
        for line in iter(lambda: self.file.readline(manifest.LONGEST_LINE_BYTES + 2), b""):
            yield line
            if not line.endswith(b"\n"):  # too long to be read, or the last: the rest of it is no line of its own
                self._skip_line()
            self.bar.update(task, completed=self.file.tell())

    def _skip_line(self) -> None:
        while rest := self.file.readline(manifest.LONGEST_LINE_BYTES):
            if rest.endswith(b"\n"):
                return

    def __exit__(self, *_error: object) -> None:
        self.bar.stop()
        self.file.close()
