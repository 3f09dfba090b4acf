"""Leave for an export that is too large for one officer alone: asked for by one, given by another, good for that very question, once."""

from audit.permits.asking import Empty, NotNeeded, TooManyOpen, ask
from audit.permits.deciding import OwnPermit, decide, revoke
from audit.permits.question import Format, Question, Unselectable
from audit.permits.shown import Shown, of_asker, one, waiting, waiting_for
from audit.permits.states import Move, State, table
from audit.permits.using import Refused, expire, use

__all__ = [
    "Empty",
    "Format",
    "Move",
    "NotNeeded",
    "OwnPermit",
    "Question",
    "Refused",
    "Shown",
    "State",
    "TooManyOpen",
    "Unselectable",
    "ask",
    "decide",
    "expire",
    "of_asker",
    "one",
    "revoke",
    "table",
    "use",
    "waiting",
    "waiting_for",
]
