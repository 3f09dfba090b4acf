"""manage.py log find: look through the periods whose tables are dropped, in storage."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any, Final

from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError

from audit.access import ActorKind, console_actor
from audit.archive import dropped
from audit.archive.files import Archive
from audit.archive.index import BadIndex
from audit.archive.search import Place, Wanted, search
from audit.entries import UnfitDetail
from audit.events import Event, Outcome, Purpose
from audit.log import NothingRecorded, record
from audit.proof.tiles import BadTile
from audit.proof.tree import inclusion_proof
from audit.reading.groups import GROUPS, NotInGroup, chosen
from audit.reading.search import MANNER, short
from audit.storage import MissingFile

HELP = "Find entries of dropped periods, newest first, one JSON object a line: {period, index, entry, proof?}."
IDS: Final = ("actor", "subject", "object", "session")
CODES: Final = {"outcome": Outcome, "purpose": Purpose, "kind": ActorKind}


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def arguments(parser: ArgumentParser) -> None:
    for name in IDS:
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--event", action="append", default=[], metavar="CODE", help="may be given several times: any of them")
    parser.add_argument("--group", choices=sorted(GROUPS), default="", help="the events of a group; of those named, the ones that are in it")
    for name, codes in CODES.items():
        parser.add_argument(f"--{name}", action="append", default=[], choices=[code.value for code in codes], help="may be given several times")
    parser.add_argument("--factor", default="")
    parser.add_argument("--since", type=_time, metavar="TIME", help="ISO 8601; UTC when it names no zone")
    parser.add_argument("--until", type=_time, metavar="TIME", help="before this time")
    parser.add_argument("--limit", type=int, default=50, help="at most so many entries")
    parser.add_argument("--proof", action="store_true", help="with the hashes that lead from each to its period's root")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Recorded, and its leaf waited for, before anything is looked for."""
    try:
        wanted = Wanted(_words(options), options["since"], options["until"])
    except NotInGroup as error:
        raise CommandError(f"nothing was searched: {error}") from error
    about = {name: options[name] for name in ("subject", "object")}
    try:
        record(Event.ARCHIVE_SEARCHED, by=console_actor(), **about, details=_details(options)).sealed()
        archives = dropped.archives()
        _print(archives, wanted, options, out)
    except (UnfitDetail, NothingRecorded, DatabaseError) as error:
        raise CommandError(f"nothing was searched: {error}") from error
    except (MissingFile, BadIndex, BadTile, dropped.NotTheArchive) as error:
        raise CommandError(str(error)) from error


def _words(options: dict[str, Any]) -> dict[str, list[str]]:
    """By their names in a body. Raises NotInGroup."""
    events = chosen(options["event"], options["group"])
    words = {name: [options[name]] for name in (*IDS, "factor") if options[name]}
    words |= {MANNER.get(name, name): options[name] for name in CODES if options[name]}
    return words | ({"event": events} if events else {})


def _details(options: dict[str, Any]) -> dict[str, int | str]:
    """What was looked for, as the entry about it keeps it."""
    told = {name: short(options[name]) for name in ("event", *CODES)} | {name: options[name] for name in ("actor", "session", "group", "factor")}
    times = {name: f"{options[name]:%Y-%m-%dT%H:%M:%SZ}" for name in ("since", "until") if options[name]}
    return {name: value for name, value in told.items() if value} | times


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
