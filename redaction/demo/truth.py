"""What a take truly holds: the words, which are whose, and when they sound."""

from __future__ import annotations

from typing import Any, Final

from redaction.audio.sound import Span
from redaction.demo.paperwork import Recording
from redaction.demo.script import OWN, Mark
from redaction.demo.stage import Heard, Take
from redaction.words import Word, tokens

DIGIT_WORDS: Final = frozenset({"zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double", "triple"})
FILLERS: Final = frozenset({"um", "uh", "and", "then"})


class TimesMissing(ValueError):
    """An identifier shares its piece with other words, and the synthesiser tells no word times: give it a piece of its own."""


def hypothesis(take: Take) -> str:
    return " ".join(word for one in take.heard for word in one.said.written)


def timed_words(take: Take) -> list[Word]:
    """As a device would time them, to 10 ms. Words that share a spoken unit share its seconds."""
    words = []
    for one in take.heard:
        start_s, end_s = one.seconds
        if not one.is_exact:
            raise TimesMissing("words are asked for, of a voice that does not time them")
        step_s = (end_s - start_s) / max(1, len(one.said.written))
        words += [Word(text, round(start_s + n * step_s, 2), round(start_s + (n + 1) * step_s, 2)) for n, text in enumerate(one.said.written)]
    return words


def truth_line(recording: Recording, take: Take) -> dict[str, Any]:
    """README.md tells the fields."""
    scene = recording.scene
    stretches = _stretches(take)
    return {
        "recording_id": recording.recording_id,
        "audio": recording.audio,
        "kind": scene.kind,
        "voice": f"{scene.voice.engine} {scene.voice.name}",
        "accent": scene.accent,
        "noise": {"kind": scene.noise[0], "snr_db": scene.noise[1]} if scene.noise else None,
        "room_s": scene.room_s,
        "sound": {"kind": scene.sound[0], **_seconds(take.sound)} if scene.sound and take.sound else None,
        "said": " ".join(word for one in take.heard for word in one.said.spoken),
        "is_misheard": any(_is_misheard(one) for one in take.heard),
        "spans": [_span(mark, take) for mark in stretches if mark.name != "keep"],
        "keep": [_characters(mark, take) for mark in stretches if mark.name == "keep"],
    }


def _stretches(take: Take) -> list[Mark]:
    return list(dict.fromkeys(one.said.mark for one in take.heard if one.said.mark))


def _span(mark: Mark, take: Take) -> dict[str, Any]:
    inside = [one for one in take.heard if one.said.mark == mark]
    outside = [one for one in take.heard if one.said.mark != mark]
    seconds = (inside[0].seconds[0], inside[-1].seconds[1])
    if any(other.seconds == one.seconds for other in outside for one in inside if not one.is_exact):
        raise TimesMissing(f"{mark.name} of a recording")
    said = [word for one in inside for word in one.said.spoken]
    digits = [word for word in said if word not in FILLERS]
    return {
        "entity": mark.entity,
        "own": mark.name in OWN,
        **_characters(mark, take),
        **_seconds(seconds),
        "how": mark.how,
        "said": " ".join(said),
        "digits": digits if DIGIT_WORDS.issuperset(digits) else None,
        "is_misheard": any(_is_misheard(one) for one in inside),
    }


def _characters(mark: Mark, take: Take) -> dict[str, int | None]:
    """A possessive's 's is not the name's. None where the recogniser wrote nothing of it."""
    owners = [one.said.mark for one in take.heard for _ in one.said.written]
    mine = [token for token, owner in zip(tokens(hypothesis(take)), owners, strict=True) if owner == mark]
    if not mine:
        return {"start": None, "end": None}
    return {"start": mine[0].start, "end": mine[-1].end - 2 * (mark.entity == "PERSON" and mine[-1].text.endswith("'s"))}


def _seconds(span: Span | None) -> dict[str, float]:
    return {"start_s": round(span[0], 3), "end_s": round(span[1], 3)} if span else {}


_SOUNDS_ALIKE: Final = {
    "ate": "eight", "won": "one", "for": "four", "to": "two", "o": "oh", "cue": "q", "are": "r", "see": "c", "you": "u", "why": "y"
}  # fmt: skip


def _is_misheard(one: Heard) -> bool:
    """A wrong word, or none: not a number written in figures, nor a word that sounds the same."""
    if one.said.written == one.said.spoken:
        return False
    return not one.said.written or not all(word.isdigit() or _SOUNDS_ALIKE.get(word) in one.said.spoken for word in one.said.written)
