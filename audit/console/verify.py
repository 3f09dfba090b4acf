"""manage.py log verify: the whole log against the database, its tiles, checkpoints and witnesses."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from rich.console import Console
from rich.progress import Progress

from audit.access import console_actor
from audit.book import NothingRecorded
from audit.events import Event, Outcome
from audit.log import record
from audit.verification.whole import DISAGREES, VERIFIED, Verdict, size_to_verify, verify_log

HELP = "Verify the whole log; name the first thing that disagrees, with exit code 1. Begin and result are recorded in the log."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since-last", action="store_true", help="only what came after the last verification that found all in order")


def run(options: Mapping[str, Any], out: OutputWrapper) -> None:
    try:
        record(Event.LOG_VERIFICATION_BEGUN, by=console_actor(), details={"since_last": int(options["since_last"])})
    except NothingRecorded as error:
        raise CommandError(f"nothing was verified, for that could not be recorded: {error}") from error
    with Progress(console=Console(stderr=True), transient=True, disable=not out.isatty()) as progress:
        bar = progress.add_task("verifying", total=size_to_verify())
        verdict = verify_log(is_since_last=options["since_last"], told=lambda count: progress.advance(bar, count))
    unrecorded = _recorded(verdict)
    if verdict.disagreement:
        raise CommandError(f"the log disagrees: {verdict.disagreement}{unrecorded}")
    out.write(f"verified: {verdict.size} entries of {verdict.origin}, period {verdict.period}; {verdict.entries} read in {verdict.seconds:.1f} s")
    out.write(f"root: {verdict.root.hex()}")
    out.write(f"checkpoint: {verdict.signed_at:%Y-%m-%d %H:%M:%S} UTC")
    out.write(
        f"cosigned: {verdict.cosigned_at:%Y-%m-%d %H:%M:%S} UTC" if verdict.cosigned_at else "cosigned: never; see whether publisher and witness run"
    )
    for note in verdict.notes:
        out.write(f"note: {note}")
    if unrecorded:
        raise CommandError(unrecorded)


def _recorded(verdict: Verdict) -> str:
    """Write the result into the log; what hindered that, where something did."""
    details: dict[str, int | str] = {"result": DISAGREES if verdict.disagreement else VERIFIED, "seconds": round(verdict.seconds)}
    if verdict.root and not verdict.disagreement:
        details |= {"period": verdict.period, "size": verdict.size, "root": verdict.root.hex()}
    try:
        record(Event.LOG_VERIFIED, by=console_actor(), outcome=Outcome.FAILED if verdict.disagreement else Outcome.GRANTED, details=details)
    except NothingRecorded as error:
        return f"; the result could not be recorded: {error}"
    return ""
