"""manage.py log close: ask for the end of the current period."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import OutputWrapper

from audit import retiring
from audit.access import console_actor

HELP = "Ask the sealer to close the current period of the log and to open the next one."


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--reason", default="", help="sealed beside the entry that says who asked")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    asked = retiring.ask_close(by=console_actor(), reason=options["reason"])
    out.write("asked for: the sealer closes the period within seconds" if asked else "that was asked for before")
