"""Envelopes: one data key an object and purpose, wrapped under a ring; destroy the data key and the object is erased."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from foundation import keys
from foundation.fields import NONCE_BYTES
from foundation.ids import new_id
from foundation.keys import DATA_KEY_BYTES, Ring, Wrapped, WrongContext
from foundation.models import DataKey

REWRAP_BATCH = 500


class Erased(Exception):
    """The data key is gone, and with it what it sealed."""


@dataclass(frozen=True)
class OpenKey:
    """A data key in memory. Each value it seals is bound to ring, purpose, object and field."""

    id: str
    ring: Ring
    object_id: str
    purpose: str
    _secret: bytes = field(repr=False)

    @cached_property
    def _cipher(self) -> AESGCM:
        """Made once: its key schedule costs as much as a short seal."""
        return AESGCM(self._secret)

    def seal(self, plain: bytes, *, field: str) -> bytes:
        """AES-256-GCM: a fresh 96-bit nonce, then ciphertext and tag."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, self._context(field))

    def open(self, sealed: bytes | memoryview, *, field: str) -> bytes:
        """Raises WrongContext when it was sealed for something else, or altered."""
        raw = bytes(sealed)
        try:
            return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], self._context(field))
        except (InvalidTag, ValueError) as error:
            raise WrongContext(f"{self.ring}: {field} of {self.object_id} does not open") from error

    def _context(self, field: str) -> bytes:
        return _joined(self.ring, self.purpose, self.object_id, field)


def _joined(*parts: str) -> bytes:
    """Length before each part, so that no two lists give the same bytes."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def new_key(ring: Ring, *, object_id: str, purpose: str, using: str = "default") -> OpenKey:
    """A new data key; needs only the right to wrap. Raises NoRight, IntegrityError when the object has one for this purpose."""
    secret = secrets.token_bytes(DATA_KEY_BYTES)
    wrapped = keys.provider().wrap(ring, secret, info=_joined(ring, purpose, object_id))
    row = DataKey(id=new_id(), ring=ring, object_id=object_id, purpose=purpose, version=wrapped.version, wrapped=wrapped.blob)
    row.save(using=using, force_insert=True)
    return OpenKey(row.id, ring, object_id, purpose, secret)


def open_key(ring: Ring, *, object_id: str, purpose: str, using: str = "default") -> OpenKey:
    """The data key of an object, with the rights of that connection's role. Raises Erased, NoRight."""
    return _open(DataKey.objects.using(using).filter(ring=ring, object_id=object_id, purpose=purpose).first(), using=using)


def open_key_by_id(key_id: str) -> OpenKey:
    """Raises Erased, NoRight."""
    return _open(DataKey.objects.filter(pk=key_id).first())


def _open(row: DataKey | None, *, using: str = "default") -> OpenKey:
    if row is None:
        raise Erased("the data key is gone: what it sealed was erased, or is not for this process")
    ring = Ring(row.ring)
    wrapped = Wrapped(row.version, bytes(row.wrapped))
    secret = keys.provider(using).unwrap(ring, wrapped, info=_joined(ring, row.purpose, row.object_id))
    return OpenKey(row.id, ring, row.object_id, row.purpose, secret)


def destroy(*, ring: Ring, object_id: str | None = None, purpose: str | None = None) -> int:
    """Erase: delete the data keys of an object, or of a purpose in all objects. Returns how many."""
    if object_id is None and purpose is None:
        raise ValueError("say which object or which purpose; a whole ring is not erased in one go")
    rows = DataKey.objects.filter(ring=ring)
    rows = rows.filter(object_id=object_id) if object_id is not None else rows
    rows = rows.filter(purpose=purpose) if purpose is not None else rows
    return rows.delete()[0]


def rewrap(ring: Ring) -> Iterator[int]:
    """Move the ring's data keys to the newest version, a batch a transaction; yields how many each moved.

    Touches no ciphertext. Can be stopped at any point and run again.
    """
    newest = keys.newest_version(keys.provider().folder, ring)
    while moved := _rewrap_batch(ring, newest):
        yield moved


@transaction.atomic
def _rewrap_batch(ring: Ring, newest: int) -> int:
    rows = list(DataKey.objects.select_for_update().filter(ring=ring, version__lt=newest)[:REWRAP_BATCH])
    for row in rows:
        info = _joined(ring, row.purpose, row.object_id)
        secret = keys.provider().unwrap(ring, Wrapped(row.version, bytes(row.wrapped)), info=info)
        wrapped = keys.provider().wrap(ring, secret, info=info)
        row.version, row.wrapped = wrapped.version, wrapped.blob
    DataKey.objects.bulk_update(rows, ["version", "wrapped"])
    return len(rows)
