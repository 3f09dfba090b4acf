"""manage.py log watch: rules, alerts and the checkpoint of the day, as a process of its own."""

from __future__ import annotations

import signal
import threading
from importlib import import_module
from importlib.util import find_spec
from types import FrameType
from typing import Any, Final

from django.core.management.base import CommandParser, OutputWrapper

from audit.watching import JOBS, Watcher

HELP: Final = "Have the rules look at the access log each minute, and send out what they find, until told to stop."
ALSO: Final = ("audit.charts",)  # files that put something on the watcher's list


def arguments(parser: CommandParser) -> None:
    parser.add_argument("--once", action="store_true", help="do everything once, say how many findings are new, and end")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    for name in ALSO:
        if find_spec(name) is not None:
            import_module(name)
    if options["once"]:
        out.write(_once())
        return
    stop = threading.Event()

    def told(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    Watcher(stop).run()


def _once() -> str:
    """Rules first, then what they found leaves."""
    done = {name: work() for name, (_seconds, work) in JOBS.items()}
    return f"{done['rules']} new findings; {done['alerts']} messages sent"
