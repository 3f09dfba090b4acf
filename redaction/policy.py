"""How carefully one recording is redacted. Pure."""

from __future__ import annotations

from dataclasses import dataclass

ON_REQUEST = frozenset({"LOCATION", "ARTIST", "ORG"})  # found, and left alone unless a project says otherwise: names no private person


@dataclass(frozen=True)
class Policy:
    """is_strict: a neighbouring word goes too, and hole lengths are rounded up.

    silences_unaligned_speech: speech that no word accounts for is silenced; otherwise the recording is held.
    entities: only these are looked for; None means all that are not ON_REQUEST. Only the filter `redact` narrows it.
    also_masked: those of ON_REQUEST that this project wants masked.
    hears_residue: finished copies are listened to for digits beside the holes. Without it those whose word times came from the device are only
    checked for silence in the holes: for devices whose times are exact and measured, since it is what costs most.
    """

    is_strict: bool = False
    is_disguised: bool = False
    silences_unaligned_speech: bool = False
    makes_training: bool = False
    hears_residue: bool = True
    entities: frozenset[str] | None = None
    also_masked: frozenset[str] = frozenset()
