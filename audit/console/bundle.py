"""manage.py log bundle OUT: write a period of the log, or some of its entries, for a stranger to check."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError, OutputWrapper
from rich.console import Console
from rich.progress import Progress

from audit.access import console_actor
from audit.book import NothingRecorded
from audit.bundle.asking import NoPeriod, prepare
from audit.bundle.files import Bundle, Moved
from audit.bundle.folder import InTheWay, must_be_free, write
from audit.bundle.tables import Selection
from audit.openings import BrokenOpening
from audit.proof.tiles import BadTile
from audit.proof.tree import BadProof
from audit.sealing.proving import Unproven
from foundation.ids import is_id

HELP = "Write a bundle: a period of the log as files that anybody can check with `python -m audit.verify`. Recorded in the log first."
WAIT_S: Final = 90.0  # the publisher asks the witnesses once a minute


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to make; it must not be there yet")
    parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only entries from this day on (UTC), with proofs")
    parser.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only entries up to this day (UTC), with proofs")
    parser.add_argument("--subject", default="", metavar="ID", help="only entries about this data subject or clip, with proofs")
    parser.add_argument("--period", type=int, metavar="N", help="an earlier period of the log; the current one without it")
    parser.add_argument("--without-openings", action="store_true", help="leave out addresses and remarks: the log can be verified without them")
    parser.add_argument("--wait", type=float, default=WAIT_S, metavar="S", help="how long to wait for a witness's cosignature (default %(default)s)")


def run(options: Mapping[str, Any], out: OutputWrapper) -> None:
    selection = Selection(options["since"], options["until"], options["subject"])
    if selection.since and selection.until and selection.since > selection.until:
        raise CommandError(f"--since {selection.since} is after --until {selection.until}: no day lies between them")
    if selection.subject and not is_id(selection.subject):
        raise CommandError("--subject takes an id as the log has it, 32 hexadecimal characters")
    try:
        must_be_free(options["out"])
        bundle = _write(selection, options, out)
    except (BadProof, BadTile, BrokenOpening, Unproven) as error:
        raise CommandError(f"the log does not prove itself: {error}; run `manage.py log verify`") from error
    except (InTheWay, Moved, NoPeriod, NothingRecorded) as error:
        raise CommandError(str(error)) from error
    _say(bundle, options["out"], out)


def _write(selection: Selection, options: Mapping[str, Any], out: OutputWrapper) -> Bundle:
    with Progress(console=Console(stderr=True), transient=True, disable=not out.isatty()) as progress:
        bar = progress.add_task("waiting for the log to be sealed and cosigned", total=None)
        asked = {"period": options["period"], "has_openings": not options["without_openings"], "wait_s": options["wait"]}
        bundle = prepare(selection, by=console_actor(), **asked)
        progress.update(bar, description="writing", total=bundle.count)
        write(bundle, options["out"], lambda: progress.advance(bar))
    return bundle


def _say(bundle: Bundle, folder: Path, out: OutputWrapper) -> None:
    out.write(f"wrote {folder}: {bundle.shown} of {bundle.head.size} entries of period {bundle.period.n}, {bundle.named.count} openings")
    if bundle.selection:
        out.write("it proves that these entries are in the log, not that they are all that were asked for: that, only a whole bundle shows")
    keys = [f"--log {bundle.period.vkey!r}", *(f"--witness {vkey!r}" for vkey in bundle.witnesses())]
    if not bundle.cosignatures:
        out.write("no witness has cosigned this state yet; see whether publisher and witness run, and make a new bundle when they do")
    out.write(f"to check it: python -m audit.verify {folder} {' '.join(keys)}")
