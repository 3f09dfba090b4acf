"""What ids mean to people outside the log. Other apps say how to find out; a name is asked for only with a sealed receipt of its unmasking."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass
class Sources:
    """Filled by other apps when they are ready; without them nothing is known."""

    name_of: Callable[[str], str | None] | None = None  # of a person's id
    sites: Callable[[], dict[str, str]] | None = None  # id -> the name of a place of work, which is no person's
    recordings_of: Callable[[str], list[str]] | None = None  # of a data subject's id
    subjects_of: Callable[[Iterable[str]], dict[str, str]] | None = None  # recording id -> data subject's id


SOURCES = Sources()


def name_of(person: str) -> str | None:
    """None for somebody unknown or erased."""
    return SOURCES.name_of(person) if SOURCES.name_of else None


def sites() -> dict[str, str]:
    return SOURCES.sites() if SOURCES.sites else {}


def recordings_of(subject: str) -> list[str]:
    return SOURCES.recordings_of(subject) if SOURCES.recordings_of else []


def subjects_of(recordings: Iterable[str]) -> dict[str, str]:
    return SOURCES.subjects_of(recordings) if SOURCES.subjects_of else {}
