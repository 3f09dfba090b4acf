"""What is left of real people's digits in the safe copies, where it is known exactly when each was said. Skipped without ../shared/data.

By the code of the pipeline, from masking on: the secret is one finding, whose characters are given. Words of one clip hang together, so that the
intervals (Wilson) are a little too narrow. A clip that is held counts in "held" and, by its desk copy, in the shares too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import mean

import numpy as np

from bench.digits.joined import FOLDER, NAMES, RATE_HZ, Joined, jittered, joined, one_dropped, one_inserted, one_wrong, say, takes, unwritten
from bench.digits.reader import Features, Reader, features
from bench.rows import Row, share
from redaction import pipeline, residue
from redaction.audio.encode import flac, unflac
from redaction.audio.holes import cover
from redaction.audio.sound import HEARING_HZ, Sound, Span
from redaction.audio.speech import speech_spans
from redaction.holds import Hold
from redaction.masking import Masked, mask
from redaction.placing import Placing
from redaction.policy import Policy
from redaction.words import tokens

CLIPS = int(os.environ.get("SPOKEN_DIGITS_CLIPS", "150"))
UNWRITTEN = CLIPS // 3  # of each of the six kinds
ENOUGH = 0.99  # of a word's energy
FAR_S = 0.250
SHUFFLES = 20
NORMAL, STRICT, SILENCED = Policy(), Policy(is_strict=True), Policy(silences_unaligned_speech=True)


@dataclass(frozen=True)
class Done:
    """copy: the listening copy, or the desk copy of a held one."""

    clip: Joined
    masked: Masked
    copy: Sound
    held: tuple[Hold, ...]


def run() -> list[Row]:
    if not FOLDER.is_dir():
        return [Row("spoken digits: skipped, there is no ../shared/data/spoken_digits", (0.0,), "clips")]
    rng = Random(20)
    clips = [joined(rng) for _ in range(CLIPS)]
    given, aligned = _all(clips, is_timed=True), _all(clips, is_timed=False)
    rows = [
        *_covered("given times", given),
        *_covered("no times", aligned),
        *_covered("given times off by up to 100 ms", _all([jittered(clip, rng, by_s=0.1) for clip in clips], is_timed=True)),
        *_covered("strict, no times", _all(clips, is_timed=False, policy=STRICT)),
    ]
    for what, change in (("one wrong word", one_wrong), ("one word missing", one_dropped), ("one word too many", one_inserted)):
        changed = [change(clip, rng) for clip in clips]
        rows += [*_covered(f"{what} in the secret", _all(changed, is_timed=False))]
        rows += [*_covered(f"{what} in the secret, strict", _all(changed, is_timed=False, policy=STRICT))]
    return [
        *rows,
        *_unwritten(clips[:UNWRITTEN], rng),
        *_readable(given, "given times"),
        *_readable(aligned, "no times"),
        _identical(rng),
        _missed(clips),
    ]


def _all(clips: Sequence[Joined], *, is_timed: bool, policy: Policy = NORMAL) -> list[Done]:
    return [_done(clip, is_timed=is_timed, policy=policy) for clip in clips]


def _done(clip: Joined, *, is_timed: bool, policy: Policy) -> Done:
    masked = mask(clip.sound, clip.text, [clip.finding], clip.words if is_timed else None, policy=policy)
    copy = unflac(flac(pipeline.listening_copy(masked, disguised=False)))
    return Done(clip, masked, copy, tuple(dict.fromkeys([*masked.doubts, *residue.look(copy, masked)])))


# -- in the holes -----------------------------------------------------------------------------------


def _covered(what: str, done: Sequence[Done]) -> list[Row]:
    """Of the secret's words, all and in clips that are not held; and how many are."""
    ready = [one for one in done if not one.held]
    return [
        share(f"covered: {what}", [_is_in_hole(one, at) for one in done for at in one.clip.hidden]),
        share(f"covered: {what}, not held", [_is_in_hole(one, at) for one in ready for at in one.clip.hidden]),
        *_held(what, done),
    ]


def _held(what: str, done: Sequence[Done]) -> list[Row]:
    """Among digits the second look hears digits beside holes; it has a row of its own."""
    return [
        share(f"held: {what}", [bool(one.held) for one in done]),
        share(f"held: {what}, for digits beside the hole alone", [one.held == (Hold.DIGITS_BESIDE_HOLE,) for one in done]),
    ]


def _is_in_hole(one: Done, at: int) -> bool:
    """Nearly all of the word's energy in the original."""
    first, last = (round(edge_s * RATE_HZ) for edge_s in one.clip.spans[at])
    energy = np.square(one.clip.sound.samples[first:last].astype(np.float64))
    inside = np.zeros(len(energy), bool)
    for start_s, end_s in one.masked.holes:
        inside[max(0, int(start_s * RATE_HZ) - first) : max(0, int(np.ceil(end_s * RATE_HZ)) - first)] = True
    return bool(energy[inside].sum() >= ENOUGH * energy.sum())


def _unwritten(clips: Sequence[Joined], rng: Random) -> list[Row]:
    """One or two digits that the text lacks, outside the secret. Held, or silent."""
    rows = []
    for where in ("start", "end", "between"):
        for times, is_timed in (("given times", True), ("no times", False)):
            changed = [unwritten(clip, rng, where=where, is_timed=is_timed) for clip in clips]
            what = f"digits without words, {where}, {times}"
            careful = _all(changed, is_timed=is_timed)
            rows.append(share(f"policy hold: {what}: held, or none of them heard", [bool(one.held) or _hides_extra(one) for one in careful]))
            silenced = _all(changed, is_timed=is_timed, policy=SILENCED)
            rows.append(share(f"policy silence: {what}: covered", [_is_in_hole(one, at) for one in silenced for at in one.clip.extra]))
            ready = [one for one in silenced if not one.held]
            rows.append(share(f"policy silence: {what}: covered, not held", [_is_in_hole(one, at) for one in ready for at in one.clip.extra]))
    return rows


def _hides_extra(one: Done) -> bool:
    return all(_is_in_hole(one, at) for at in one.clip.extra)


# -- what a recogniser reads ------------------------------------------------------------------------


def _readable(done: Sequence[Done], what: str) -> list[Row]:
    """A reader trained on the surroundings of one half of the clips reads the other half; then the halves change places."""
    halves = [done[::2], done[1::2]]
    rows: dict[str, list[bool]] = {name: [] for name in ("original", "hole", "far", "far in the original")}
    floors = []
    for learnt, tried in (halves, halves[::-1]):
        reader = _trained(learnt, _context, copies=False)
        rows["original"] += _right(reader, tried, _hidden, copies=False)
        rows["hole"] += _right(reader, tried, _hidden, copies=True)
        rows["far"] += _right(reader, tried, _far, copies=True)
        rows["far in the original"] += _right(reader, tried, _far, copies=False)
        for seed in range(SHUFFLES):
            guesser = _trained(learnt, _context, copies=False, shuffle=Random(seed))
            floors.append(mean(_right(guesser, tried, _hidden, copies=True)))
    far = mean(rows["far"]) / mean(rows["far in the original"])
    return [
        share(f"read: {what}: the secret in the original", rows["original"]),
        share(f"read: {what}: in the hole", rows["hole"]),
        Row(f"read: {what}: in the hole, by readers trained on shuffled digits", tuple(100 * floor for floor in floors), "%"),
        Row(f"read: {what}: what is more than 250 ms from a hole, beside the original", (100 * mean(rows["far"]),), "%", "original", far),
    ]


Which = Callable[[Done], Sequence[int]]


def _hidden(one: Done) -> Sequence[int]:
    return one.clip.hidden


def _context(one: Done) -> Sequence[int]:
    return [at for at in range(len(one.clip.digits)) if at not in one.clip.hidden]


def _far(one: Done) -> Sequence[int]:
    return [at for at in _context(one) if all(_apart_s(one.clip.spans[at], hole) > FAR_S for hole in one.masked.holes)]


def _apart_s(one: Span, other: Span) -> float:
    return max(one[0] - other[1], other[0] - one[1])


def _heard(done: Sequence[Done], which: Which, *, copies: bool) -> tuple[Features, list[int]]:
    parts = [features(one.copy if copies else one.clip.sound, [one.clip.spans[at] for at in which(one)]) for one in done if which(one)]
    return np.concatenate(parts), [one.clip.digits[at] for one in done for at in which(one)]


def _trained(done: Sequence[Done], which: Which, *, copies: bool, shuffle: Random | None = None) -> Reader:
    heard, digits = _heard(done, which, copies=copies)
    if shuffle:
        shuffle.shuffle(digits)
    return Reader.trained(heard, digits)


def _right(reader: Reader, done: Sequence[Done], which: Which, *, copies: bool) -> list[bool]:
    heard, digits = _heard(done, which, copies=copies)
    return [read == digit for read, digit in zip(reader.read(heard), digits, strict=True)]


# -- equal holes, and holes that are too short ------------------------------------------------------


def _identical(rng: Random) -> Row:
    """Different files, by their number, that 20 secrets of equal length become; listening and training copy."""
    secrets = [tuple(rng.randrange(10) for _ in range(4)) for _ in range(20)]
    files = [_files(secret) for secret in secrets]
    return Row(
        "20 secrets of equal length: different files (listening, training)",
        tuple(float(len(set(kind))) for kind in zip(*files, strict=True)),
        "files",
    )


def _files(secret: Sequence[int]) -> tuple[bytes, bytes]:
    digits, hidden = (3, 1, *secret, 7, 2), range(2, 2 + len(secret))
    parts = [takes()["jackson", digit][0] for digit in digits]
    cut = [np.resize(part, round(0.35 * RATE_HZ)) if at in hidden else part for at, part in enumerate(parts)]
    sound, spans = say(cut, [0.06] * (len(digits) - 1), seed=1)
    clip = Joined(sound, "jackson", digits, spans, tuple(NAMES[digit] for digit in digits), hidden, hidden, times=spans)
    masked = mask(sound, clip.text, [clip.finding], clip.words, policy=NORMAL)
    return flac(pipeline.listening_copy(masked, disguised=False)), flac(masked.sound)


def _missed(clips: Sequence[Joined]) -> Row:
    """Holes that leave the secret's last digit audible, as an aligner would that took it for a part of the next word."""
    copies = [(pipeline.listening_copy(masked, disguised=False), masked) for masked in map(_one_short, clips)]
    return share(
        "second look: holds a clip whose hole is one digit short", [bool(residue.look(unflac(flac(copy)), masked)) for copy, masked in copies]
    )


def _one_short(clip: Joined) -> Masked:
    """The text lacks the secret's last digit, and the next word lies over it."""
    first, last = clip.secret[0], clip.secret[-1]
    hole = (clip.spans[first][0], clip.spans[last][0])
    words = [*clip.words[:last], replace(clip.words[last + 1], start_s=hole[1]), *clip.words[last + 2 :]]
    text = tokens(" ".join(word.text for word in words))
    finding = replace(clip.finding, end=text[last - 1].end)
    hearing = clip.sound.at(HEARING_HZ)
    speech = tuple(speech_spans(hearing))
    placing = Placing(hearing, text, tuple(words), speech, is_found=True)
    kept = (*words[:first], *words[last:])
    return Masked(cover(clip.sound, [hole]), (hole,), (), placing.words, kept, (hole,), (finding,), speech=speech, placing=placing)
