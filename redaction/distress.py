"""The distress look: at the original, before anything is taken out of it, and past every hold.

The looks themselves come with the care of reviewers; here are their place, their answer and the road that a strong sign takes. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from redaction.audio.sound import Sound

Look = Callable[[str, Sound | None], str]
"""Gets the hypothesis and the sound (None when it could not be decoded); answers with the code of a strong sign, or nothing."""


@dataclass(frozen=True)
class Distress:
    """sign: the code of a strong sign, or empty."""

    sign: str = ""

    @property
    def is_strong(self) -> bool:
        return bool(self.sign)


LOOKS: list[Look] = []


def look(text: str, sound: Sound | None) -> Distress:
    """The first strong sign that any of the looks finds."""
    return Distress(next((sign for each in LOOKS if (sign := each(text, sound))), ""))
