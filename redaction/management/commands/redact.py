"""`manage.py redact < in.jsonl > out.jsonl`: the redactor as a filter; no database, no network, nothing kept."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from redaction.policy import Policy


class Command(BaseCommand):
    help = "Redact JSON lines from standard input to standard output."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, metavar="DIR", help="where the safe FLAC files shall lie; needed when a line has audio")
        parser.add_argument("--batch", type=int, default=1, metavar="N", help="write answers N at a time (1: each at once)")
        parser.add_argument("--entities", metavar="a,b", help="look for these only, as PERSON,ACCOUNT_ID; without it, for all")
        parser.add_argument("--disguise", action="store_true", help="change the voice of safe files")
        parser.add_argument("--no-disguise", action="store_false", dest="disguise", help="leave the voice as it is (the default)")
        parser.add_argument("--strict", action="store_true", help="a neighbouring word goes too, and holes do not tell their length")

    def handle(self, *args: Any, **options: Any) -> None:
        from redaction.filtering import Filter  # late: --help and wrong options need no models

        if options["batch"] < 1:
            raise CommandError("--batch is a number of lines, 1 or more")
        policy = Policy(is_strict=options["strict"], is_disguised=options["disguise"], entities=_entities(options["entities"]))
        lines = Filter(policy, _folder(options["out"])).lines(_decoded(sys.stdin.buffer))
        unreadable = 0
        while batch := list(islice(lines, options["batch"])):
            self.stdout.write("".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer, _ok in batch), ending="")
            self.stdout.flush()
            unreadable += sum(not ok for _answer, ok in batch)
        if unreadable:
            raise CommandError(f"{unreadable} lines could not be read; each has an error in its place")


def _decoded(stream: Iterable[bytes]) -> Iterator[str]:
    """A line that is not UTF-8 becomes one that is not JSON, and the rest goes on."""
    for line in stream:
        try:
            yield line.decode()
        except UnicodeDecodeError:
            yield "not UTF-8"


def _entities(text: str | None) -> frozenset[str] | None:
    from redaction.text.engine import ENTITIES

    if text is None:
        return None
    asked = frozenset(name.strip().upper() for name in text.split(",") if name.strip())
    if not asked or asked - ENTITIES:
        raise CommandError(f"--entities takes names of {', '.join(sorted(ENTITIES))}, separated by commas")
    return asked


def _folder(path: Path | None) -> Path | None:
    if path is None:
        return None
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"--out {path} cannot be made: give a folder that can be written") from error
    return path
