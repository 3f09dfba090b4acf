"""manage.py log expire: destroy the sealed parts whose clock has run out."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import OutputWrapper

from audit import erasing
from audit.access import console_actor

HELP = "Destroy the sealed parts of entries whose clock has run out (the retention process does so every day); the log goes on verifying."


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--look", action="store_true", help="destroy nothing; say what is due")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    found = list(erasing.due())
    for kind, day in found:
        out.write(f"{kind} {day} due" if options["look"] else f"{kind} {day} destroyed {erasing.expire(kind, day, by=console_actor())}")
    if not found:
        out.write("nothing is due")
