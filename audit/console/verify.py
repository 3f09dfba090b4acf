"""manage.py log verify: the whole log against the database, its tiles, checkpoints and witnesses."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from rich.console import Console
from rich.progress import Progress

from audit.access import console_actor
from audit.book import NothingRecorded
from audit.events import Event
from audit.log import record
from audit.verification.daily import Slowly, verify_daily
from audit.verification.results import record_result
from audit.verification.starting import Unfit
from audit.verification.whole import Verdict, size_to_verify, verify_log

HELP = "Verify the whole log; name the first thing that disagrees, with exit code 1. Begin and result are recorded in the log."


def arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--since-last", action="store_true", help="only what came after the last verification that found all in order")
    ways.add_argument("--trusted", type=Path, metavar="CHECKPOINT", help="only what came after this checkpoint, a file that you kept")
    ways.add_argument("--daily", action="store_true", help="as the watcher does it: after its own checkpoint, slowly")


def run(options: Mapping[str, Any], out: OutputWrapper) -> None:
    try:
        verdict, unrecorded = (_daily(), "") if options["daily"] else _by_hand(options, out)
    except NothingRecorded as error:
        raise CommandError(f"nothing was verified, for that could not be recorded: {error}") from error
    except Unfit as error:
        raise CommandError(str(error), returncode=2) from error
    if verdict.disagreement:
        raise CommandError(f"the log disagrees: {verdict.disagreement}{unrecorded}")
    _say(verdict, out)
    if unrecorded:
        raise CommandError(unrecorded)


def _daily() -> Verdict:
    os.nice(19)
    return verify_daily(told=Slowly())


def _by_hand(options: Mapping[str, Any], out: OutputWrapper) -> tuple[Verdict, str]:
    """What was found, and what hindered writing it down. Raises NothingRecorded before anything was read; Unfit."""
    trusted = (_read(options["trusted"]), f"--trusted {options['trusted']}") if options["trusted"] else None
    record(Event.LOG_VERIFICATION_BEGUN, by=console_actor(), details={"since_last": int(bool(options["since_last"] or trusted))})
    with Progress(console=Console(stderr=True), transient=True, disable=not out.isatty()) as progress:
        bar = progress.add_task("verifying", total=size_to_verify())
        verdict = verify_log(is_since_last=options["since_last"], trusted=trusted, told=lambda count: progress.advance(bar, count))
    try:
        record_result(verdict, by=console_actor())
    except NothingRecorded as error:
        return verdict, f"; the result could not be recorded: {error}"
    return verdict, ""


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Unfit(f"--trusted {path}: cannot be read ({type(error).__name__}); name the file of a checkpoint that you kept") from error


def _say(verdict: Verdict, out: OutputWrapper) -> None:
    out.write(f"verified: {verdict.size} entries of {verdict.origin}, period {verdict.period}; {verdict.entries} read in {verdict.seconds:.1f} s")
    out.write(f"root: {verdict.root.hex()}")
    out.write(f"checkpoint: {verdict.signed_at:%Y-%m-%d %H:%M:%S} UTC")
    out.write(
        f"cosigned: {verdict.cosigned_at:%Y-%m-%d %H:%M:%S} UTC" if verdict.cosigned_at else "cosigned: never; see whether publisher and witness run"
    )
    for note in verdict.notes:
        out.write(f"note: {note}")
