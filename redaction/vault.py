"""The vault: originals and identities go in under keys of their own recording, and come out only against an entry in the log."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from audit.events import Event
from audit.receipts import Receipt
from foundation import seal
from foundation.keys import Ring
from redaction import store
from redaction.identity import Identity
from redaction.models import Identity as IdentityRow
from redaction.models import Original as OriginalRow
from redaction.models import Recording, TurnSession
from redaction.sent import Sent
from redaction.words import read_words

ORIGINAL, IDENTITY, NUMBERING = "original", "identity", "numbering"
# What opening raises for a recording whose original was destroyed, or is lost.
GONE = (OriginalRow.DoesNotExist, IdentityRow.DoesNotExist, seal.Erased, store.MissingObject)
_AUDIO, _SPOKEN, _WHO = "audio", "spoken", "who"


def lock_away(recording: Recording, sent: Sent, identity: Identity, *, more: dict[str, str]) -> None:
    """Seal to the redactor's public keys: whoever does this cannot open it again.

    more: what else leads back to the person (the sender's ids, the exact time), kept with the identity.
    """
    assert sent.audio is not None  # only the filter `redact` knows text without sound
    original = seal.new_key(Ring.ORIGINALS, object_id=recording.pk, purpose=ORIGINAL)
    words = [asdict(word) for word in sent.words] if sent.words is not None else None
    stored_as = store.put(original.seal(sent.audio, field=_AUDIO))
    row = OriginalRow(recording=recording, stored_as=stored_as)
    row.sealed = original.seal(_dump({"hypothesis": sent.hypothesis, "words": words}), field=_SPOKEN)
    row.save(force_insert=True)
    who = seal.new_key(Ring.IDENTITY, object_id=recording.pk, purpose=IDENTITY)
    IdentityRow(recording=recording, sealed=who.seal(_dump({**asdict(identity), **more}), field=_WHO)).save(force_insert=True)


def open_original(recording: Recording, receipt: Receipt) -> tuple[Sent, Identity]:
    """What was sent and whose it is. The receipt's entry must be sealed in the log first.

    Raises WrongReceipt, NotSealed, Erased, NoRight, MissingObject.
    """
    row, key = _original(recording, receipt)
    said = _load(key.open(row.sealed, field=_SPOKEN))
    words = read_words(said["words"]) if said["words"] is not None else None
    sent = Sent(key.open(store.get(row.stored_as), field=_AUDIO), said["hypothesis"], words)
    return sent, _identity_of(recording)


def open_hypothesis(recording: Recording, receipt: Receipt) -> str:
    """What the device's recogniser heard, without the sound. Raises as open_original does."""
    row, key = _original(recording, receipt)
    return str(_load(key.open(row.sealed, field=_SPOKEN))["hypothesis"])


def _original(recording: Recording, receipt: Receipt) -> tuple[OriginalRow, seal.OpenKey]:
    receipt.must_be(Event.ORIGINAL_OPENED, recording.pk)
    receipt.sealed()
    return OriginalRow.objects.get(pk=recording.pk), seal.open_key(Ring.ORIGINALS, object_id=recording.pk, purpose=ORIGINAL)


def open_identity(recording: Recording, receipt: Receipt) -> Identity:
    """Whose it is, without the original: to check what somebody typed. Raises as open_original does."""
    receipt.must_be(Event.IDENTITY_OPENED, recording.pk)
    receipt.sealed()
    return _identity_of(recording)


def _identity_of(recording: Recording) -> Identity:
    who = seal.open_key(Ring.IDENTITY, object_id=recording.pk, purpose=IDENTITY)
    known = _load(who.open(IdentityRow.objects.get(pk=recording.pk).sealed, field=_WHO))
    return Identity(known["account_id"], known["first_name"], known["last_name"], known["device_serial"])


def open_numbering(session: TurnSession, receipt: Receipt) -> dict[str, Any]:
    """Which value has which placeholder number in this session; empty before its first turn. Raises as open_original does."""
    receipt.must_be(Event.NUMBERING_OPENED, session.pk)
    receipt.sealed()
    if session.sealed is None:
        return {}
    key = seal.open_key(Ring.IDENTITY, object_id=session.pk, purpose=NUMBERING)
    return _load(key.open(session.sealed, field=NUMBERING))


def keep_numbering(session: TurnSession, numbering: dict[str, Any]) -> None:
    """For the session's next turn. Hold the row's lock from open_numbering on."""
    make = seal.new_key if session.sealed is None else seal.open_key
    key = make(Ring.IDENTITY, object_id=session.pk, purpose=NUMBERING)
    session.sealed = key.seal(_dump(numbering), field=NUMBERING)
    session.save(update_fields=["sealed"])


def _dump(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _load(raw: bytes) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(raw)
    return loaded
