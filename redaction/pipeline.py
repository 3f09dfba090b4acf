"""One recording from what was sent to its safe copies, or to a reason to hold it. Needs no database. Pure but for the processes it starts."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Sequence
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
from redaction.holds import SOFT, Hold
from redaction.identity import Identity
from redaction.masking import Masked, mask, safe_words
from redaction.masks import NONE, IsOwn, Masks
from redaction.policy import Policy
from redaction.sent import Sent
from redaction.text import echo
from redaction.text.engine import Engine
from redaction.text.placeholders import Numbering, replace
from redaction.text.recognizers import second
from redaction.words import Word

_OWN = frozenset({Hold.OWN_NUMBER, Hold.OWN_NAME, Hold.NEAR_OWN_NAME})


@dataclass(frozen=True)
class Safe:
    """What became of one recording. listening, training, desk: FLAC files; a held one has only the last, if any.

    words: of the redacted text, a placeholder being one word. peaks: of the listening (or desk) copy, 0 to 127.
    overruled: doubts that were there and did not hold it. lifted: findings that an analyst had opened; stays: holes that could not be.
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
    overruled: tuple[Hold, ...] = ()
    lifted: tuple[Finding, ...] = ()
    stays: tuple[Span, ...] = ()


@cache
def engine() -> Engine:
    """One a process; a worker makes it before it forks its children, which then share it."""
    return Engine(second=second.of_the_environment())


def make(
    sent: Sent,
    identity: Identity,
    locale: str,
    *,
    policy: Policy,
    numbering: Callable[[], Numbering] = Numbering,
    masks: Masks = NONE,
    accepted: frozenset[Hold] = frozenset(),
    standing: tuple[Hold, ...] = (),
) -> Safe:
    """numbering: asked for only when all that takes long is done, so that turns of one session wait for each other briefly.

    masks, accepted: what an analyst drew and lifted, and which doubts he overrules (only soft ones can be). standing: why it is held whatever
    the doubts are.
    """
    findings = tuple(engine().find(sent.hypothesis, locale=locale, identity=identity, entities=policy.entities, also=policy.also_masked))
    sound, unfit = _sound_of(sent)
    signs = distress.look(sent.hypothesis, sound)
    masked: Masked | None = None
    lifted: tuple[Finding, ...] = ()
    if sound is not None:
        is_own = _own_ones(sent.hypothesis, identity)
        masked = mask(sound, sent.hypothesis, findings, sent.words, policy=policy, masks=masks, is_own=is_own)
        findings, lifted = masked.findings, _lifted(findings, masked)
    redacted = replace(sent.hypothesis, findings, numbering(), identity)
    doubts = [*standing, *unfit, *(masked.doubts if masked else ()), *echo.look(redacted.text, identity)]
    safe = _judged(Safe(redacted.text, findings, (), signs, lifted=lifted), doubts, accepted)
    if masked is None:
        return safe
    words = safe_words(sent.hypothesis, redacted.text, findings, masked.words) if masked.words else ()
    safe = dataclasses.replace(safe, words=words, holes=masked.holes, stays=masked.stays)
    return _with_sound(masked, safe, policy, accepted)


def _own_ones(text: str, identity: Identity) -> IsOwn:
    """By the recognizer's name; by what it found before findings were merged; and by the second look, which reads by other rules."""
    known: list[Finding] | None = None

    def is_own(one: Finding) -> bool:
        nonlocal known
        if known is None:
            known = engine().find_own(text, identity)
        if one.recognizer.startswith("own_") or any(own.touches(one.start, one.end) for own in known):
            return True
        return not _OWN.isdisjoint(echo.look(text[one.start : one.end], identity))

    return is_own


def _lifted(found: Sequence[Finding], masked: Masked) -> tuple[Finding, ...]:
    return tuple(one for one in found if not any(kept.touches(one.start, one.end) for kept in masked.findings))


def _judged(safe: Safe, doubts: Sequence[Hold], accepted: frozenset[Hold]) -> Safe:
    may = accepted & SOFT
    held = dict.fromkeys([*safe.held, *(doubt for doubt in doubts if doubt not in may)])
    overruled = dict.fromkeys([*safe.overruled, *(doubt for doubt in doubts if doubt in may)])
    return dataclasses.replace(safe, held=tuple(held), overruled=tuple(overruled))


def _sound_of(sent: Sent) -> tuple[Sound | None, list[Hold]]:
    if sent.audio is None:
        return None, []
    try:
        return decode(sent.audio), []
    except Undecodable as error:
        return None, [Hold.of(f"audio_{error.code}")]


def _with_sound(masked: Masked, safe: Safe, policy: Policy, accepted: frozenset[Hold]) -> Safe:
    """The second look is at the finished files, decoded again: what is written is what is judged."""
    is_sure = not safe.held
    listening = flac(listening_copy(masked, disguised=policy.is_disguised and is_sure))
    training = flac(masked.sound) if policy.makes_training and is_sure else None
    finished = unflac(listening)
    residues = [*residue.look(finished, masked, hears=policy.hears_residue), *(residue.look_at_silence(unflac(training), masked) if training else ())]
    safe = _judged(safe, residues, accepted)
    held = safe.held
    return dataclasses.replace(
        safe,
        duration_s=masked.sound.duration_s,
        listening=None if held else listening,
        training=None if held else training,
        desk=listening if held else None,
        peaks=tuple(peaks(finished)),
    )


def listening_copy(masked: Masked, *, disguised: bool) -> Sound:
    """16 kHz, the holes exact again after resampling; then, and only then, the disguise: a voice changed first would tell the secrets apart."""
    sound = cover(masked.sound.at(HEARING_HZ), masked.holes, fade_s=0)
    return disguise(sound, alpha=random_alpha(secrets.SystemRandom()), holes=masked.holes) if disguised else sound
