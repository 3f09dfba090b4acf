"""From what was found in the text to what is silent in the sound. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from redaction.alignment import Unaligned, align
from redaction.audio.holes import cover, holes_of
from redaction.audio.sound import HEARING_HZ, Sound, Span
from redaction.audio.speech import silent_words, speech_spans, unaligned_speech
from redaction.findings import Finding, merge
from redaction.holds import Hold
from redaction.masks import NONE, IsOwn, Lifted, Masks, drawn_findings, lift
from redaction.policy import Policy
from redaction.words import Token, Word, tokens

NAMES = frozenset({"PERSON", "LOCATION"})
ROUND_HOLES_TO_S = 0.5  # strict: a hole's length must not tell how many digits it hides


@dataclass(frozen=True)
class Masked:
    """sound: at the native rate, silent in the holes. words: one a token of the text, raw, for this process only.

    kept: the words outside all findings. number_holes: the holes that hide more than names.
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
    speech = speech_spans(hearing)
    try:
        words, doubts = _place(text, hearing, given)
    except Unaligned:  # nobody knows where what was found is spoken, so no speech at all is left
        holes = _with_drawn(holes_of(speech, sound.duration_s, round_to_s=ROUND_HOLES_TO_S), masks, sound.duration_s)
        return Masked(cover(sound, holes), tuple(holes), (Hold.UNALIGNED,), findings=tuple(findings), stays=masks.lifted)
    if silent_words(speech, words):  # device times that are shifted look sane otherwise
        doubts = (Hold.UNLIKELY_WORDS,)
    unheard = unaligned_speech(speech, words)
    is_unsure = bool(doubts) or bool(unheard and not policy.silences_unaligned_speech)
    strict = policy.is_strict or is_unsure
    left = _lifted(sound, text, findings, words, unheard, masks, is_own, strict=strict)
    if left.unheard and not policy.silences_unaligned_speech:
        doubts = (*doubts, Hold.UNALIGNED_SPEECH)
    return _masked(sound, text, left, words, doubts, masks, strict=strict)


def _lifted(
    sound: Sound,
    text: str,
    findings: Sequence[Finding],
    words: tuple[Word, ...],
    unheard: Sequence[Span],
    masks: Masks,
    is_own: IsOwn,
    *,
    strict: bool,
) -> Lifted:
    if not masks.lifted:
        return Lifted(tuple(findings), tuple(unheard))
    spans = _spans(_places(text, findings, strict=strict), words)
    holes = holes_of([*spans, *unheard], sound.duration_s, round_to_s=ROUND_HOLES_TO_S if strict else None)
    return lift(findings, spans, unheard, holes, masks.lifted, is_own=is_own)


def _masked(sound: Sound, text: str, left: Lifted, words: tuple[Word, ...], doubts: tuple[Hold, ...], masks: Masks, *, strict: bool) -> Masked:
    findings = merge([*left.findings, *drawn_findings(masks.drawn, tokens(text), words)]) if masks.drawn else list(left.findings)
    places = _places(text, findings, strict=strict)
    spans = _spans(places, words)
    holes = holes_of([*spans, *left.unheard], sound.duration_s, round_to_s=ROUND_HOLES_TO_S if strict else None)
    holes = _with_drawn(holes, masks, sound.duration_s)
    numbers = [span for span, finding in zip(spans, findings, strict=True) if finding.entity not in NAMES]
    hidden = {at for place in places for at in place}
    return Masked(
        cover(sound, holes),
        tuple(holes),
        doubts,
        words,
        kept=tuple(word for at, word in enumerate(words) if at not in hidden),
        number_holes=tuple(hole for hole in holes if any(hole[0] <= start_s < hole[1] for start_s, _end_s in numbers)),
        findings=tuple(findings),
        stays=left.stays,
    )


def _places(text: str, findings: Sequence[Finding], *, strict: bool) -> list[range]:
    text_tokens = tokens(text)
    return [_tokens_of(finding, text_tokens, neighbours=int(strict)) for finding in findings]


def _spans(places: Sequence[range], words: Sequence[Word]) -> list[Span]:
    return [(words[place[0]].start_s, words[place[-1]].end_s) for place in places]


def _with_drawn(holes: list[Span], masks: Masks, duration_s: float) -> list[Span]:
    """The seconds as they were drawn, whatever words were found in them."""
    drawn = [span for span in masks.drawn if span[0] < duration_s]
    return holes_of([*holes, *drawn], duration_s, before_s=0.0, after_s=0.0) if drawn else holes


def _place(text: str, hearing: Sound, given: tuple[Word, ...] | None) -> tuple[tuple[Word, ...], tuple[Hold, ...]]:
    if not tokens(text):
        return (), ()
    alignment = align(text, hearing, given=given)
    return alignment.words, (Hold.UNLIKELY_WORDS,) if alignment.doubts else ()


def _tokens_of(finding: Finding, text_tokens: Sequence[Token], *, neighbours: int) -> range:
    """From the first to the last token that a finding touches, if only by a character, and so many more on both sides."""
    hit = [at for at, token in enumerate(text_tokens) if finding.touches(token.start, token.end)]
    return range(max(0, hit[0] - neighbours), min(len(text_tokens), hit[-1] + 1 + neighbours))


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
