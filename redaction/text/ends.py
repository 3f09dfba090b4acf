"""Where a number begins and ends: the little words beside a run that are a part of it after all. Pure."""

from __future__ import annotations

from redaction.text.runs import ORDINARY, STRANGERS, VERBS, Run, is_pause, steps_from
from redaction.text.spoken import Sayings
from redaction.text.spoken_words import words_of

# After one of these the little words before it were digits: "... nine seven to, and", "... five for please".
_PARTING = frozenset(
    words_of(
        "please thanks thank cheers okay ok and but so can could would because yes yeah thats is what it as at on in from with by of will has now "
        "then today tomorrow yesterday tonight instead"
    )
)
_PLURAL = frozenset(words_of("three four five six digits numbers characters letters ones"))
_OPENINGS = VERBS | {"course", "well", "okay", "ok", "um", "uh", "yes", "sure", "please", "hello", "hi", "check"}
_PREPOSITIONS = frozenset(words_of("on into with in at from of by using"))
_STRANDED = frozenset(words_of("to too for fore"))
_VERY_LONG, _COUNTRY = 15, 2  # characters; pieces that say IT or RO


def announced(said: Sayings, run: Run, since: int, text: str, *, until: int | None = None) -> Run:
    """The run with the ordinary words at its ends that are a part of it after all, when something near says that here is a number.

    since: the piece where the announcement ends. "account number you w five ..." begins with u; "... nine seven to" at the end of all ends with 2.
    until: the piece where an announcement that follows begins.
    """
    leads = {run.first}
    for at in range(run.first - 1, max(-1, since - 1), -1):
        moves = [arc.to for arc in said.arcs[at]] + [said.passes[at], said.repairs[at]]
        if any(to in leads for to in moves):
            leads.add(at)
    if since in leads and said.pieces[since].text == "are" and said.pieces[since - 1].text in _PLURAL:
        leads.discard(since)  # "the last four are one nine ..."
    first = min((at for at in leads if said.arcs[at]), default=run.first)
    last = _end(said, run, until)
    return run if (first, last) == (run.first, run.last) else _between(said, first, last, text)


def _end(said: Sayings, run: Run, until: int | None) -> int:
    """Where a number ends that the words up to `run.last` are a part of."""
    last = run.last
    while last + 1 < len(said.pieces) and said.pieces[last].text in _STRANDED and said.pieces[last + 1].text in _STRANDED:
        last += 1  # "to for the": no English, so the first is a 2
    if not run.text.isdigit() and all(_is_little_letter(said, at) for at in (last, last + 1)):
        last += 2  # "... z be a has come": two in a row are letters
    farthest, at = last, last
    while at < len(said.pieces) and at != until:
        if said.arcs[at] and not is_pause(said, at) and said.repairs[at] <= at + 1:
            farthest = at + 1
        elif said.pieces[at].text in _PARTING:
            return farthest
        elif not (said.passes[at] or said.repairs[at]):
            return last
        at = max(at + 1, said.repairs[at])
    return farthest


def _is_little_letter(said: Sayings, at: int) -> bool:
    return at < len(said.pieces) and said.pieces[at].text in ORDINARY and any(arc.out.isalpha() for arc in said.arcs[at])


def _between(said: Sayings, first: int, last: int, text: str) -> Run:
    steps = [step for step in steps_from(said, first, text) if step.at < last]
    return Run(first, max(last, steps[-1].arc.to) if steps else last, tuple(steps))


def without_amount(run: Run) -> Run:
    """ "... seven one with twenty" before "pounds": without what follows its last gap; the run as it is when it has none."""
    for at in range(len(run.steps) - 1, 0, -1):
        if run.steps[at].at > run.steps[at - 1].arc.to:
            return Run(run.first, run.steps[at - 1].arc.to, run.steps[:at])
    return run


def bare_since(said: Sayings, run: Run) -> int:
    """Where a number that nothing announces may begin: little words before it belong to it when it is all that is said, or follow a verb."""
    at = run.first
    while at and (said.arcs[at - 1] or said.passes[at - 1]) and not _opens(said, at - 1):
        at -= 1
    if at == 0 or _opens(said, at - 1):
        return at
    at = run.first
    while at and said.arcs[at - 1] and (said.pieces[at - 1].text == "too" or _is_letter_before(said, run, at)):
        at -= 1
    if len(run.text) >= _VERY_LONG:
        while at and run.first - at < _COUNTRY and said.arcs[at - 1] and said.pieces[at - 1].text not in ("to", "for"):
            at -= 1
    stranded = at
    while stranded and said.pieces[stranded - 1].text in _STRANDED:
        stranded -= 1
    is_english = at - stranded <= 1 and not (stranded and said.pieces[stranded - 1].text in _PREPOSITIONS)
    return at if is_english else stranded  # "put it on for for nine", "connect to to one"


def _opens(said: Sayings, at: int) -> bool:
    word = said.pieces[at].text
    return word in _OPENINGS or (word == "be" and at > 0 and said.pieces[at - 1].text in ("would", "should", "could", "must", "will", "to"))


def _is_letter_before(said: Sayings, run: Run, at: int) -> bool:
    """Before a letter a little word is likely a letter."""
    return not run.steps[0].out.isdigit() and said.pieces[at - 1].text not in ("to", "for")


def sign_before(said: Sayings, first: int) -> int:
    """ "plus four four ...": the pieces before a telephone number from abroad that belong to it, a misheard first digit or two among them.

    0 when there is no plus, or when it adds to a number before it.
    """
    for at in range(first - 1, max(-1, first - 2 - STRANGERS), -1):
        if said.pieces[at].text == "plus":
            return 0 if at and any(arc.sure and arc.out.isdigit() for arc in said.arcs[at - 1]) else first - at
    return 0
