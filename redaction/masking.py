"""From what was found in the text to what is silent in the sound. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from redaction.aligning.stretched import stretched_words
from redaction.alignment import Unaligned, align
from redaction.audio.holes import cover, holes_of
from redaction.audio.sound import HEARING_HZ, Sound, Span
from redaction.audio.speech import carried_speech, silent_words, speech_spans, unaligned_speech
from redaction.findings import Finding, merge
from redaction.holds import Hold
from redaction.masks import NONE, IsOwn, Lifted, Masks, drawn_findings, lift
from redaction.placing import NAMES, Placing
from redaction.policy import Policy
from redaction.words import Word, tokens

ROUND_HOLES_TO_S = 0.5  # strict: a hole's length must not tell how many digits it hides


@dataclass(frozen=True)
class Masked:
    """sound: at the native rate, silent in the holes. words: one a token of the text, raw, for this process only.

    kept: the words outside all findings. number_holes: those that hide more than names, or speech without words.
    placing: to listen again beside a number.
    speech: where somebody spoke, before the holes were made; None if that is not known.
    findings: those that were given, without what an analyst lifted and with what he drew. stays: holes that could not be lifted.
    """

    sound: Sound
    holes: tuple[Span, ...]
    doubts: tuple[Hold, ...]
    words: tuple[Word, ...] = field(default=(), repr=False)
    kept: tuple[Word, ...] = field(default=(), repr=False)
    number_holes: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()
    stays: tuple[Span, ...] = ()
    speech: tuple[Span, ...] | None = None
    placing: Placing | None = field(default=None, repr=False)


def mask(
    sound: Sound,
    text: str,
    findings: Sequence[Finding],
    given: tuple[Word, ...] | None,
    *,
    policy: Policy,
    masks: Masks = NONE,
    is_own: IsOwn = lambda _finding: True,
) -> Masked:
    """Silence each finding's seconds, one hole a finding, from its first word to its last.

    What cannot be placed for sure leaves a doubt, and then the holes are the widest, also when an analyst lifts or overrules something:
    what he releases is what he heard. is_own: whether a finding is one of the speaker's own identifiers, which are never lifted.
    """
    hearing = sound.at(HEARING_HZ)
    speech = tuple(speech_spans(hearing))
    try:
        words, doubts, is_found = _timed(text, hearing, given)
    except Unaligned:  # nobody knows where what was found is spoken, so no speech at all is left
        holes = _with_drawn(holes_of(speech, sound.duration_s, round_to_s=ROUND_HOLES_TO_S), masks, sound.duration_s)
        return Masked(cover(sound, holes), tuple(holes), (Hold.UNALIGNED,), findings=tuple(findings), stays=masks.lifted, speech=speech)
    if silent_words(speech, words):  # device times that are shifted look sane otherwise
        doubts = (Hold.UNLIKELY_WORDS,)
    unheard = unaligned_speech(speech, words)
    is_unsure = bool(doubts) or bool(unheard and not policy.silences_unaligned_speech)
    strict = policy.is_strict or is_unsure
    placing = Placing(hearing, tokens(text), words, speech, is_found=is_found, neighbours=int(strict))
    if policy.silences_unaligned_speech:  # then nobody looks: what may be some goes too, and what belongs to it
        stretched = stretched_words(hearing, words, speech) if is_found else []
        unheard = [*placing.with_surroundings([*unheard, *carried_speech(speech, words)]), *stretched]
    left = _lifted(sound, findings, placing, unheard, masks, is_own, strict=strict)
    if left.unheard and not policy.silences_unaligned_speech:
        doubts = (*doubts, Hold.UNALIGNED_SPEECH)
    return _masked(sound, left, placing, doubts, masks, strict=strict)


def _lifted(
    sound: Sound, findings: Sequence[Finding], placing: Placing, unheard: Sequence[Span], masks: Masks, is_own: IsOwn, *, strict: bool
) -> Lifted:
    if not masks.lifted:
        return Lifted(tuple(findings), tuple(unheard))
    spans = [placing.span(finding) for finding in findings]
    holes = holes_of([*spans, *unheard], sound.duration_s, round_to_s=ROUND_HOLES_TO_S if strict else None)
    return lift(findings, spans, unheard, holes, masks.lifted, is_own=is_own)


def _masked(sound: Sound, left: Lifted, placing: Placing, doubts: tuple[Hold, ...], masks: Masks, *, strict: bool) -> Masked:
    words = placing.words
    findings = merge([*left.findings, *drawn_findings(masks.drawn, placing.tokens, words)]) if masks.drawn else list(left.findings)
    spans = [placing.span(finding) for finding in findings]
    holes = holes_of([*spans, *left.unheard], sound.duration_s, round_to_s=ROUND_HOLES_TO_S if strict else None)
    holes = _with_drawn(holes, masks, sound.duration_s)
    numbers = [*left.unheard, *(span for span, finding in zip(spans, findings, strict=True) if finding.entity not in NAMES)]
    hidden = {at for finding in findings for at in placing.place(finding)}
    return Masked(
        cover(sound, holes),
        tuple(holes),
        doubts,
        words,
        kept=tuple(word for at, word in enumerate(words) if at not in hidden),
        number_holes=tuple(hole for hole in holes if any(hole[0] <= start_s < hole[1] for start_s, _end_s in numbers)),
        findings=tuple(findings),
        stays=left.stays,
        speech=placing.speech,
        placing=placing,
    )


def _with_drawn(holes: list[Span], masks: Masks, duration_s: float) -> list[Span]:
    """The seconds as they were drawn, whatever words were found in them."""
    drawn = [span for span in masks.drawn if span[0] < duration_s]
    return holes_of([*holes, *drawn], duration_s, before_s=0.0, after_s=0.0) if drawn else holes


def _timed(text: str, hearing: Sound, given: tuple[Word, ...] | None) -> tuple[tuple[Word, ...], tuple[Hold, ...], bool]:
    """Words, doubts about them, and whether their times are ours."""
    if not tokens(text):
        return (), (), False
    alignment = align(text, hearing, given=given)
    return alignment.words, (Hold.UNLIKELY_WORDS,) if alignment.doubts else (), alignment.source == "forced"


def safe_words(text: str, safe_text: str, findings: Sequence[Finding], words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of the redacted text with their seconds: what a finding joined has become one word, its placeholder."""
    groups: list[list[Word]] = []
    before = None
    for token, word in zip(tokens(text), words, strict=True):
        if before is not None and any(finding.touches(before.end, token.start) for finding in findings):
            groups[-1].append(word)
        else:
            groups.append([word])
        before = token
    return tuple(Word(token.text, group[0].start_s, group[-1].end_s) for token, group in zip(tokens(safe_text), groups, strict=True))
