"""manage.py log drop PERIOD: read a closed period's archive whole, then drop its tables."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from audit import retiring
from audit.access import console_actor
from audit.log import NothingRecorded

HELP = "Drop a closed period from the database, after its archive in storage was read and led to the signed root."


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("period", type=int)
    parser.add_argument("--only-check", action="store_true", help="read the archive, say whether it is whole, and drop nothing")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    try:
        whole = retiring.check(options["period"]) if options["only_check"] else retiring.drop(options["period"], by=console_actor())
    except (retiring.NotClosed, retiring.NotWhole, retiring.Refused, NothingRecorded) as error:
        raise CommandError(str(error)) from error
    done = "is whole" if options["only_check"] else "was whole; the tables are dropped"
    out.write(f"period {whole.period}: the archive of {whole.size} entries, root {whole.root.hex()}, {done}")
