"""manage.py log find: look through the periods whose tables are dropped, in storage."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError

from audit.access import console_actor
from audit.archive import dropped
from audit.archive.files import Archive
from audit.archive.index import BadIndex
from audit.archive.search import Place, Wanted, search
from audit.entries import UnfitDetail
from audit.events import Event
from audit.log import NothingRecorded, record
from audit.proof.tiles import BadTile
from audit.proof.tree import inclusion_proof
from audit.storage import MissingFile

HELP = "Find entries of dropped periods, newest first, one JSON object a line: {period, index, entry, proof?}."
WORDS = ("actor", "event", "subject", "object", "session", "outcome")


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def arguments(parser: ArgumentParser) -> None:
    for name in WORDS:
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--since", type=_time, metavar="TIME", help="ISO 8601; UTC when it names no zone")
    parser.add_argument("--until", type=_time, metavar="TIME", help="before this time")
    parser.add_argument("--limit", type=int, default=50, help="at most so many entries")
    parser.add_argument("--proof", action="store_true", help="with the hashes that lead from each to its period's root")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Recorded, and its leaf waited for, before anything is looked for."""
    wanted = Wanted(since=options["since"], until=options["until"], **{name: options[name] for name in WORDS})
    times = {name: f"{options[name]:%Y-%m-%dT%H:%M:%SZ}" for name in ("since", "until") if options[name]}
    told = {name: options[name] for name in ("event", "actor", "outcome", "session") if options[name]}
    try:
        record(Event.ARCHIVE_SEARCHED, by=console_actor(), subject=wanted.subject, object=wanted.object, details={**told, **times}).sealed()
        archives = dropped.archives()
        _print(archives, wanted, options, out)
    except (UnfitDetail, NothingRecorded, DatabaseError) as error:
        raise CommandError(f"nothing was searched: {error}") from error
    except (MissingFile, BadIndex, BadTile, dropped.NotTheArchive) as error:
        raise CommandError(str(error)) from error


def _print(archives: list[Archive], wanted: Wanted, options: dict[str, Any], out: OutputWrapper) -> None:
    by_period, left = {one.period: one for one in archives}, options["limit"]
    before: Place | None = None
    while left > 0:
        page = search(archives, wanted, before=before, limit=min(left, 50))
        for found in page.entries:
            line: dict[str, object] = {"period": found.place.period, "index": found.place.position, "entry": found.raw.decode(errors="replace")}
            if options["proof"]:
                archive = by_period[found.place.period]
                line["proof"] = [one.hex() for one in inclusion_proof(found.place.position, archive.size, archive.nodes)]
            out.write(json.dumps(line))
        left -= len(page.entries)
        if page.older is None:
            return
        before = page.older
