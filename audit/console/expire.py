"""manage.py log expire: destroy the sealed parts, counts and decided findings whose clock has run out."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import OutputWrapper

from audit import erasing, forgetting
from audit.access import console_actor

HELP = "Destroy the sealed parts of entries, counts and decided findings whose clock has run out (the retention process does so every day)."


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--look", action="store_true", help="destroy nothing; say what is due")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    found = list(erasing.due())
    for kind, day in found:
        out.write(f"{kind} {day} due" if options["look"] else f"{kind} {day} destroyed {erasing.expire(kind, day, by=console_actor())}")
    forgotten = forgetting.due() if options["look"] else forgetting.forget_due(by=console_actor())
    for one in forgotten:
        out.write(f"{one.what} {one.until} due {one.gone}" if options["look"] else f"{one.what} {one.until} destroyed {one.gone}")
    if not found and not forgotten:
        out.write("nothing is due")
