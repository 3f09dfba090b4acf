"""manage.py health web | worker | sealer | publisher | watcher | witness: exit 0 when that part of this machine does its work, 1 when not."""

import socket
from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from audit import storage
from audit.archive import files
from audit.models import RuleMark
from audit.sealing import freshness
from foundation.clock import now
from foundation.heartbeat import SILENT_AFTER_S
from foundation.models import Worker

WATCHED_WITHIN = timedelta(minutes=5)


def web(port: int) -> str:
    connection = HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except OSError:
        return f"no answer on port {port}"
    return "" if status == 200 else f"/healthz answers {status}"


def worker(_port: int) -> str:
    try:
        fresh = Worker.objects.filter(name__endswith=f"@{socket.gethostname()}", seen_at__gt=now() - timedelta(seconds=SILENT_AFTER_S)).exists()
    except Error as error:
        return f"the database does not answer ({type(error).__name__})"
    return "" if fresh else f"no worker of this machine had a pulse in the last {SILENT_AFTER_S:.0f} s"


def seal(_port: int) -> str:
    try:
        return "" if freshness.is_fresh() else "the sealer is silent or behind"
    except Error as error:
        return f"the database does not answer ({type(error).__name__})"


def publisher(_port: int) -> str:
    """Each round writes the checkpoint again, with the newest cosignatures."""
    try:
        newest = max(files.periods(), default=0)
        written_at = storages[storage.ALIAS].get_modified_time(files.checkpoint(newest))
    except OSError as error:
        return f"there is no published checkpoint ({type(error).__name__})"
    age_s = (datetime.now(UTC) - written_at).total_seconds()
    return "" if age_s < 3 * settings.AUDIT_PUBLISH_EVERY_S else f"the published checkpoint is {age_s:.0f} s old"


def witness(_port: int) -> str:
    """Does each address answer at all? Whether it cosigns, the publisher says."""
    for url in settings.AUDIT_WITNESSES:
        road = urlsplit(url)
        try:
            socket.create_connection((road.hostname or "", road.port or 443), 5).close()
        except OSError as error:
            return f"a witness cannot be reached ({type(error).__name__})"
    return "" if settings.AUDIT_WITNESSES else "no witness is named in SOTTO_WITNESSES"


def watcher(_port: int) -> str:
    """The rules look each minute."""
    try:
        looked = RuleMark.objects.filter(ran_at__gt=now() - WATCHED_WITHIN).exists()
    except Error as error:
        return f"the database does not answer ({type(error).__name__})"
    return "" if looked else f"no rule has looked at the log for {WATCHED_WITHIN}"


PARTS = {"web": web, "worker": worker, "sealer": seal, "publisher": publisher, "watcher": watcher, "witness": witness}


class Command(BaseCommand):
    help = "Exit 0 when a part of this machine does its work; for container health checks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", choices=list(PARTS))
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if wrong := PARTS[options["part"]](options["port"]):
            raise CommandError(wrong)
