"""manage.py log rotate: end the period, and see that the next one is signed with a new key."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from audit import rotating
from audit.access import console_actor
from audit.book import NothingRecorded
from foundation.keys import BadKeyFile, NoRight

HELP = "Give the log a new key: it signs from the next period on, which this begins. The old key goes on verifying the periods that it signed."
WAIT_S = 60.0


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--look", action="store_true", help="begin nothing; print the key line that the next period will have, for the witnesses")
    parser.add_argument("--reason", default="", help="sealed beside the entry that says who asked")
    parser.add_argument("--wait", type=float, default=WAIT_S, metavar="S", help="how long to wait for the sealer (default %(default)s)")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    try:
        if options["look"]:
            out.write(rotating.next_line())
            return
        line = rotating.rotate(by=console_actor(), reason=options["reason"])
        period = rotating.must_begin_with(line, wait_s=options["wait"])
    except (rotating.NoNewKey, rotating.NotClosed, rotating.OldKey, NothingRecorded, NoRight, BadKeyFile) as error:
        raise CommandError(str(error)) from error
    out.write(f"period {period} is signed with the new key; whoever verifies it, witnesses first, needs this line:")
    out.write(line)
