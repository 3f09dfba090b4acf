"""Logs as JSON lines that hold names of things and ids, never what a person said, typed or is called.

Only keys on the list below leave the process, and values are cut to plain short tokens. A traceback shows files, lines and the
exception's class; its message is left out, because libraries put the text they choked on into it.
"""

import logging
import logging.config
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    [
        "event",
        "level",
        "logger",
        "at",
        "status",
        "error",
        "place",
        "kind",
        "job",
        "attempts",
        "queue",
        "worker",
        "role",
        "state",
        "count",
        "seconds",
        "method",
        "route",
        "task",
        "period",
        "size",
    ]
)
# Ids, class names, dotted places, worker@machine, numbers: no blanks, so no sentence passes.
TOKEN = re.compile(r"[A-Za-z0-9_.:/<>@\-]{1,120}")


def _allow(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not listed and every value that is not a token."""
    return {
        key: value if isinstance(value, int | float) or TOKEN.fullmatch(str(value)) else "withheld" for key, value in event.items() if key in ALLOWED
    }


def place_of(error: BaseException) -> str:
    """file:line>file:line of the last frames, without source text or message."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return ">".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames)


def _error(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info if isinstance(info, BaseException) else sys.exc_info()[1] if info else None
    if error is not None:
        event.setdefault("error", type(error).__name__)
        event.setdefault("place", place_of(error))
    return event


def _foreign(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A library's message is free text: keep which logger spoke and, when it is one of ours to know, nothing more."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and event.get("_from_structlog") is False:
        event["event"] = "library_message"
        if status := getattr(record, "status_code", None):
            event["status"] = status
    return event


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    _error,
]


class Lines(structlog.stdlib.ProcessorFormatter):
    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=_SHARED,
            processors=[_foreign, structlog.stdlib.ProcessorFormatter.remove_processors_meta, _allow, structlog.processors.JSONRenderer()],
        )


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "config.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "sotto": {"level": "INFO"},
        "gunicorn.error": {"level": "WARNING", "handlers": [], "propagate": True},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}


def configure(_settings: Mapping[str, Any] | None = None) -> None:
    """Django's LOGGING_CONFIG; Celery is told to leave logging alone."""
    logging.config.dictConfig(LOGGING)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
