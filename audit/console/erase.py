"""manage.py log erase: destroy the sealed parts of what given people did and of what was done to them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from audit import erasing
from audit.access import console_actor
from foundation.ids import is_id

HELP = "Read ids of people from standard input, one a line, and destroy the sealed parts of their entries; the log goes on verifying."


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--reason", default="", help="sealed beside the entry that says who asked")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    given = [line.strip() for line in sys.stdin if line.strip()]
    wrong = [number for number, text in enumerate(given, 1) if not is_id(text)]
    if wrong or not given:
        raise CommandError(f"line {wrong[0]} holds no id" if wrong else "no id came from standard input: give one a line", returncode=2)
    for person_id in given:
        out.write(f"{person_id} destroyed {erasing.erase(person_id, by=console_actor(), reason=options['reason'])}")
