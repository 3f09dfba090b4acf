"""The log's key under the name of each period, and the keys of the witnesses that this house believes."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache

from django.conf import settings

from audit.proof.notes import COSIGNATURE, NOTE, BadNote, Signer, Verifier
from audit.sealing.refusals import Refused
from foundation import keys


def newest_signer(origin: str) -> Signer:
    """What the next period signs with. Raises NoRight."""
    return Signer(origin, keys.log_seeds(settings.KEYS_DIR)[0])


def signer_of(origin: str, vkey: str) -> Signer:
    """The key that the period was opened with. Raises NoRight, Refused."""
    for seed in keys.log_seeds(settings.KEYS_DIR):
        signer = Signer(origin, seed)
        if signer.vkey == vkey:
            return signer
    raise Refused(f"the log {origin} signs with another key than those in {settings.KEYS_DIR}: bring its key back from your key backup")


@lru_cache(maxsize=16)
def _verifiers(origin: str, publics: tuple[bytes, ...]) -> list[Verifier]:
    return [Verifier(origin, NOTE, public) for public in publics]


def verifiers_of(origin: str) -> list[Verifier]:
    """Our own public keys under that name, newest first; empty where there are none."""
    return _verifiers(origin, tuple(keys.log_publics(settings.KEYS_DIR)))


def witnesses() -> dict[str, list[Verifier]]:
    """The witnesses' keys by name. A line that is no key of a witness counts for nothing."""
    path, found = settings.KEYS_DIR / keys.WITNESSES, dict[str, list[Verifier]]()
    for line in path.read_text().splitlines() if path.exists() else ():
        with suppress(BadNote):
            verifier = Verifier.of(line.strip())
            if verifier.kind == COSIGNATURE:
                found.setdefault(verifier.name, []).append(verifier)
    return found
