"""One recording from what was sent to its safe copies, or to a reason to hold it. Needs no database. Pure but for the processes it starts."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from redaction import distress, residue
from redaction.audio.decode import Undecodable, decode
from redaction.audio.disguise import disguise, random_alpha
from redaction.audio.encode import flac, unflac
from redaction.audio.holes import cover
from redaction.audio.peaks import peaks
from redaction.audio.sound import HEARING_HZ, Sound, Span
from redaction.findings import Finding
from redaction.holds import Hold
from redaction.identity import Identity
from redaction.masking import Masked, mask, safe_words
from redaction.policy import Policy
from redaction.sent import Sent
from redaction.text import echo
from redaction.text.engine import Engine
from redaction.text.placeholders import Numbering, replace
from redaction.words import Word

VERSION = "1"  # of recognizers and rules together; kept with each decision


@dataclass(frozen=True)
class Safe:
    """What became of one recording. listening, training, desk: FLAC files; a held one has only the last, if any.

    words: of the redacted text, a placeholder being one word. peaks: of the listening (or desk) copy, 0 to 127.
    """

    text: str = field(repr=False)
    findings: tuple[Finding, ...]
    held: tuple[Hold, ...]
    distress: distress.Distress
    words: tuple[Word, ...] = field(default=(), repr=False)
    holes: tuple[Span, ...] = ()
    duration_s: float | None = None
    listening: bytes | None = field(default=None, repr=False)
    training: bytes | None = field(default=None, repr=False)
    desk: bytes | None = field(default=None, repr=False)
    peaks: tuple[int, ...] = ()


@cache
def engine() -> Engine:
    """One a process; a worker makes it before it forks its children, which then share it."""
    return Engine()


def make(sent: Sent, identity: Identity, locale: str, *, policy: Policy, numbering: Callable[[], Numbering] = Numbering) -> Safe:
    """numbering: asked for only when all that takes long is done, so that turns of one session wait for each other briefly."""
    findings = tuple(engine().find(sent.hypothesis, locale=locale, identity=identity, entities=policy.entities))
    sound, unfit = _sound_of(sent)
    signs = distress.look(sent.hypothesis, sound)
    masked = mask(sound, sent.hypothesis, findings, sent.words, policy=policy) if sound is not None else None
    redacted = replace(sent.hypothesis, findings, numbering(), identity)
    doubts = [*unfit, *(masked.doubts if masked else ()), *echo.look(redacted.text, identity)]
    if masked is None:
        return Safe(redacted.text, findings, tuple(doubts), signs)
    words = safe_words(sent.hypothesis, redacted.text, findings, masked.words) if masked.words else ()
    return _with_sound(masked, Safe(redacted.text, findings, tuple(doubts), signs, words, masked.holes), policy)


def _sound_of(sent: Sent) -> tuple[Sound | None, list[Hold]]:
    if sent.audio is None:
        return None, []
    try:
        return decode(sent.audio), []
    except Undecodable as error:
        return None, [Hold.of(f"audio_{error.code}")]


def _with_sound(masked: Masked, safe: Safe, policy: Policy) -> Safe:
    """The second look is at the finished files, decoded again: what is written is what is judged."""
    is_sure = not safe.held
    listening = flac(_listening(masked, disguised=policy.is_disguised and is_sure))
    training = flac(masked.sound) if policy.makes_training and is_sure else None
    finished = unflac(listening)
    residues = [*residue.look(finished, masked), *(residue.look_at_silence(unflac(training), masked) if training else ())]
    held = tuple(dict.fromkeys([*safe.held, *residues]))
    return dataclasses.replace(
        safe,
        held=held,
        duration_s=masked.sound.duration_s,
        listening=None if held else listening,
        training=None if held else training,
        desk=listening if held else None,
        peaks=tuple(peaks(finished)),
    )


def _listening(masked: Masked, *, disguised: bool) -> Sound:
    """16 kHz, the holes exact again after resampling; then, and only then, the disguise: a voice changed first would tell the secrets apart."""
    sound = cover(masked.sound.at(HEARING_HZ), masked.holes, fade_s=0)
    return disguise(sound, alpha=random_alpha(secrets.SystemRandom()), holes=masked.holes) if disguised else sound
