"""The tables of the audit app, as Django reads them. SQL makes those of the log (migrations/sql)."""

from audit.models.book import Archived, Checkpoint, Cosignature, Entry, Era, Head, Heartbeat, Leaf, Period, Private, Refusal, Tile
from audit.models.counts import ClipSeen, Counted, Day, Delay, Hour, Plays, Query, SessionSeen, Touch
from audit.models.findings import Alert, Finding, RuleMark, Tally
from audit.models.permits import Permit

__all__ = [
    "Alert",
    "Archived",
    "Checkpoint",
    "ClipSeen",
    "Cosignature",
    "Counted",
    "Day",
    "Delay",
    "Entry",
    "Era",
    "Finding",
    "Head",
    "Heartbeat",
    "Hour",
    "Leaf",
    "Period",
    "Permit",
    "Plays",
    "Private",
    "Query",
    "Refusal",
    "RuleMark",
    "SessionSeen",
    "Tally",
    "Tile",
    "Touch",
]
