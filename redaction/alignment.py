"""When each word of a text is spoken: the times that came with it when they are sane, else the likeliest path through the sound. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from redaction.aligning.forced import FRAMES_PER_S, QUICK, NoPath, Path, find_path, prepare
from redaction.aligning.given import are_sane
from redaction.aligning.likeness import Doubt, doubts
from redaction.aligning.loudness import Loudness
from redaction.audio.sound import Sound
from redaction.pronunciation import Phones, spell
from redaction.words import Token, Word, tokens

Code = Literal["no_words", "unspeakable_word", "too_long", "too_short", "no_path"]

_LONGEST_S = 300.0
_MOST_WORDS = 1_000
_SHORTEST_PHONE_S = 3 / FRAMES_PER_S


class Unaligned(Exception):
    """Nobody can say when the words are spoken."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Alignment:
    """words: one a token of the text, in order; what is not spoken (punctuation) has no length. doubts: only about forced times."""

    words: tuple[Word, ...] = field(repr=False)
    source: Literal["given", "forced"]
    doubts: tuple[Doubt, ...] = ()


def align(text: str, sound: Sound, *, given: tuple[Word, ...] | None) -> Alignment:
    """Seconds of each blank-separated word of the text. The same sound and text give the same times, whatever came before. Raises Unaligned."""
    said = tokens(text)
    ways = [spell(token.text) for token in said]
    if all(options == [()] for options in ways):
        raise Unaligned("no_words")
    loudness = Loudness.of(sound)
    if given is not None and are_sane(given, said, ways, sound.duration_s, loudness):
        return Alignment(tuple(Word(token.text, one.start_s, one.end_s) for token, one in zip(said, given, strict=True)), "given")
    return _forced(said, ways, sound, loudness)


def _forced(said: Sequence[Token], ways: Sequence[Sequence[Phones]], sound: Sound, loudness: Loudness) -> Alignment:
    _refuse_hopeless(ways, sound)
    pcm = prepare(sound)
    path, against = _path(ways, pcm, loudness)
    return Alignment(_words(said, path, sound), "forced", against)


def _path(ways: Sequence[Sequence[Phones]], pcm: bytes, loudness: Loudness) -> tuple[Path, tuple[Doubt, ...]]:
    """The quick one if nothing speaks against it, else the thorough one, whatever speaks against that."""
    try:
        path = find_path(ways, pcm, search=QUICK)
        if not doubts(path, pcm, loudness):
            return path, ()
        path = find_path(ways, pcm)
        return path, doubts(path, pcm, loudness)
    except NoPath as error:
        raise Unaligned("no_path") from error


def _refuse_hopeless(ways: Sequence[Sequence[Phones]], sound: Sound) -> None:
    if not all(ways):
        raise Unaligned("unspeakable_word")
    if sound.duration_s > _LONGEST_S or len(ways) > _MOST_WORDS:
        raise Unaligned("too_long")
    if sum(min(map(len, options)) for options in ways) * _SHORTEST_PHONE_S > sound.duration_s:
        raise Unaligned("too_short")


def _words(said: Sequence[Token], path: Path, sound: Sound) -> tuple[Word, ...]:
    """A silent token lies where the word before it ends."""
    places = {one.token: (one.start / FRAMES_PER_S, min(one.end / FRAMES_PER_S, sound.duration_s)) for one in path.words}
    words, end_s = [], 0.0
    for at, token in enumerate(said):
        start_s, end_s = places.get(at, (end_s, end_s))
        words.append(Word(token.text, start_s, end_s))
    return tuple(words)
