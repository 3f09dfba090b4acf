"""How carefully one recording is redacted. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """is_strict: a neighbouring word goes too, and hole lengths are rounded up.

    silences_unaligned_speech: speech that no word accounts for is silenced; otherwise the recording is held.
    hears_residue: the finished copies are listened to for digits beside the holes. Without it they are only checked for silence in the holes;
    for a project whose word times are exact and measured, since it is what costs most.
    entities: only these are looked for; None means all. Only the filter `redact` narrows it.
    """

    is_strict: bool = False
    is_disguised: bool = False
    silences_unaligned_speech: bool = False
    makes_training: bool = False
    hears_residue: bool = True
    entities: frozenset[str] | None = None
