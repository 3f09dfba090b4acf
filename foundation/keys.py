"""Key rings: who may lock a data key away (wrap) and who may get it back (unwrap).

A ring is a pair of X25519 keys a version. Wrapping is HPKE (RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM) to the
public key, so the right to wrap is one file and the right to unwrap is another. Vault transit and AWS KMS fit the same two protocols.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

from foundation import unwraps
from foundation.roles import DbRole

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
DATA_KEY_BYTES = 32


class Ring(StrEnum):
    """A class of objects with its own holders and its own clock."""

    ORIGINALS = "originals"
    IDENTITY = "identity"
    DESK = "desk"
    LISTENING = "listening"
    TRANSCRIPTS = "transcripts"
    TRAINING = "training"
    ACCOUNTS = "accounts"
    OPENINGS = "openings"


@dataclass(frozen=True)
class Rights:
    """Who locks a data key away, who gets it back, who destroys it."""

    wraps: frozenset[DbRole]
    unwraps: frozenset[DbRole]
    erases: frozenset[DbRole]


def _rights(wraps: Iterable[DbRole], unwraps: Iterable[DbRole], erases: Iterable[DbRole] = ()) -> Rights:
    """Whoever unwraps also wraps: a rotation does both. Retention erases everywhere and opens nothing."""
    return Rights(frozenset(wraps) | frozenset(unwraps), frozenset(unwraps), frozenset(erases) | {DbRole.RETENTION})


_RECORDING = (DbRole.APP, DbRole.WORKER, DbRole.INTAKE, DbRole.REDACTOR, DbRole.DESK, DbRole.EXPORTER, DbRole.RETENTION)

HOLDERS: dict[Ring, Rights] = {
    Ring.ORIGINALS: _rights([DbRole.INTAKE], [DbRole.REDACTOR]),
    Ring.IDENTITY: _rights([DbRole.INTAKE], [DbRole.REDACTOR]),
    # What the redactor made it also takes back: a finished copy that was flagged, a desk copy that a mask has changed.
    Ring.DESK: _rights([DbRole.REDACTOR], [DbRole.DESK], erases=[DbRole.REDACTOR]),
    Ring.LISTENING: _rights([DbRole.REDACTOR], [DbRole.APP], erases=[DbRole.REDACTOR]),
    Ring.TRANSCRIPTS: _rights([], [DbRole.APP, DbRole.REDACTOR, DbRole.EXPORTER], erases=[DbRole.REDACTOR]),
    Ring.TRAINING: _rights([DbRole.REDACTOR], [DbRole.EXPORTER], erases=[DbRole.REDACTOR]),
    # The web removes a lost factor's seed at once; no other key can be destroyed from there.
    Ring.ACCOUNTS: _rights([], [DbRole.APP], erases=[DbRole.APP]),
    Ring.OPENINGS: _rights(_RECORDING, [DbRole.APP]),
}

# Keys for keyed hashes by which a sealed value can be found: name -> who computes them.
INDEXES: dict[str, frozenset[DbRole]] = {
    "accounts": frozenset({DbRole.APP, DbRole.DESK}),
    "intake": frozenset({DbRole.INTAKE}),
}
# Signs nothing but Django's own forms and sessions.
DJANGO_SECRET = "django-secret.key"  # noqa: S105  the name of the file
DJANGO_SECRET_BYTES = 48
DJANGO_SECRET_HOLDERS = frozenset({DbRole.APP, DbRole.DESK})

# The access log signs with an Ed25519 key (`log.v<N>.key`, a seed); whoever reads a receipt checks with the public half.
LOG = "log"
WITNESSES = "witnesses.txt"  # the keys of the witnesses that this house believes, one a line


class NoRight(Exception):
    """This process does not hold that half of the ring."""


class BadKeyFile(Exception):
    """A key file that others could read, or that holds no key."""


class WrongContext(Exception):
    """Sealed for another ring, object, purpose or field; or altered."""


@dataclass(frozen=True)
class Wrapped:
    version: int
    blob: bytes


class Wraps(Protocol):
    def wrap(self, ring: Ring, data_key: bytes, *, info: bytes) -> Wrapped:
        """Lock `data_key` (32 bytes) under the newest version; `info` binds it to its object. Raises NoRight."""


class Unwraps(Protocol):
    def unwrap(self, ring: Ring, wrapped: Wrapped, *, info: bytes) -> bytes:
        """Give the data key back. Raises NoRight, WrongContext."""


@dataclass(frozen=True)
class FileProvider:
    """Rings as files: `<ring>.v<N>.pub` to wrap, `<ring>.v<N>.key` (mode 600) to unwrap; a missing file is a missing right."""

    folder: Path
    role: DbRole

    def wrap(self, ring: Ring, data_key: bytes, *, info: bytes) -> Wrapped:
        self._must_hold(ring, HOLDERS[ring].wraps, "wrap")
        version = newest_version(self.folder, ring)
        return Wrapped(version, SUITE.encrypt(data_key, _public_key(self.folder / f"{ring}.v{version}.pub"), info))

    def unwrap(self, ring: Ring, wrapped: Wrapped, *, info: bytes) -> bytes:
        self._must_hold(ring, HOLDERS[ring].unwraps, "unwrap")
        key = _private_key(self.folder / f"{ring}.v{wrapped.version}.key")
        try:
            opened = bytes(SUITE.decrypt(wrapped.blob, key, info))
        except (InvalidTag, ValueError) as error:
            raise WrongContext(f"{ring}: a data key does not open for this object") from error
        unwraps.count(ring.value, role=self.role.value, info=info)
        return opened

    def _must_hold(self, ring: Ring, holders: frozenset[DbRole], right: str) -> None:
        if self.role not in holders:
            raise NoRight(f"{self.role} may not {right} {ring}; a process of {', '.join(sorted(holders))} does that")


def provider(using: str = "default") -> FileProvider:
    """The provider of this process, with the rights of the database role that it is on the connection `using`."""
    role = settings.DB_ROLE if using == "default" else DbRole(settings.DATABASES[using]["USER"])
    return FileProvider(settings.KEYS_DIR, role)


def newest_version(folder: Path, ring: str) -> int:
    """Raises NoRight when there is none."""
    version = max(_versions(folder, ring), default=0)
    if not version:
        raise NoRight(f"{folder} holds no {ring}.v1.pub: make the keys with `manage.py keys create`")
    return version


def _versions(folder: Path, ring: str) -> list[int]:
    form = re.compile(rf"{ring}\.v(\d+)\.pub")
    return [int(match[1]) for path in folder.glob(f"{ring}.v*.pub") if (match := form.fullmatch(path.name))]


@cache
def _public_key(path: Path) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(_read(path))


@cache
def _private_key(path: Path) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_read_private(path))


def _read(path: Path) -> bytes:
    try:
        return base64.b64decode(path.read_text().strip(), validate=True)
    except FileNotFoundError as error:
        raise NoRight(f"{path.name} is not in {path.parent}: this machine does not hold that right") from error
    except ValueError as error:
        raise BadKeyFile(f"{path} holds no key: put back the file from your key backup") from error


def _read_private(path: Path) -> bytes:
    if path.exists() and path.stat().st_mode & 0o077:
        raise BadKeyFile(f"{path} can be read by others: chmod 600 {path}")
    return _read(path)


# -- making them ------------------------------------------------------------------------------------


def create_keys(folder: Path) -> None:
    """Version 1 of each ring and of the log's key, the index keys and Django's secret, where they are missing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for ring in Ring:
        if not _versions(folder, ring):
            _write_pair(folder, ring, 1)
    if not _versions(folder, LOG):
        add_log_version(folder)
    sizes = {f"index-{index}.key": DATA_KEY_BYTES for index in INDEXES} | {DJANGO_SECRET: DJANGO_SECRET_BYTES}
    for name, size in sizes.items():
        if not (folder / name).exists():
            _write(folder / name, secrets.token_bytes(size))


def add_version(folder: Path, ring: Ring) -> int:
    """A new pair for `ring`, which wraps from now on; the old ones go on unwrapping."""
    version = newest_version(folder, ring) + 1
    _write_pair(folder, ring, version)
    return version


def files_of(role: DbRole, folder: Path) -> list[str]:
    """The key files that a process of `role` needs, and no other."""
    names = [WITNESSES] if (folder / WITNESSES).exists() else []
    for version in _versions(folder, LOG):
        names += [f"{LOG}.v{version}.pub"] + ([f"{LOG}.v{version}.key"] if role is DbRole.SEALER else [])
    names += [f"index-{name}.key" for name, holders in INDEXES.items() if role in holders]
    names += [DJANGO_SECRET] if role in DJANGO_SECRET_HOLDERS else []
    for ring, rights in HOLDERS.items():
        for version in _versions(folder, ring):
            names += [f"{ring}.v{version}.pub"] if role in rights.wraps else []
            names += [f"{ring}.v{version}.key"] if role in rights.unwraps else []
    return names


def _write_pair(folder: Path, ring: Ring, version: int) -> None:
    """Private half first: a public key without it would lock things away for ever. One that an interruption left alone is used."""
    path = folder / f"{ring}.v{version}.key"
    if not path.exists():
        _write(path, X25519PrivateKey.generate().private_bytes_raw())
    private = X25519PrivateKey.from_private_bytes(_read_private(path))
    _write(path.with_suffix(".pub"), private.public_key().public_bytes_raw())


def _write(path: Path, raw: bytes) -> None:
    """Whole or not at all, and never over a key that is there: raises FileExistsError when another process was faster."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mode 600 from the first moment
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(base64.b64encode(raw).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        Path(draft).unlink()


# -- the log's key ----------------------------------------------------------------------------------


def add_log_version(folder: Path) -> int:
    """A new key for the log, with which its next period signs. The current period goes on with its own."""
    version = max(_versions(folder, LOG), default=0) + 1
    path = folder / f"{LOG}.v{version}.key"
    if not path.exists():
        _write(path, Ed25519PrivateKey.generate().private_bytes_raw())
    seed = Ed25519PrivateKey.from_private_bytes(_read_private(path))
    _write(path.with_suffix(".pub"), seed.public_key().public_bytes_raw())
    return version


def log_seeds(folder: Path) -> list[bytes]:
    """Newest first. Raises NoRight where a process is not the sealer."""
    found = sorted(_versions(folder, LOG), reverse=True)
    if not found:
        raise NoRight(f"{folder} holds no {LOG}.v1.pub: make the keys with `manage.py keys create`")
    return [_read_private(folder / f"{LOG}.v{version}.key") for version in found]


def log_publics(folder: Path) -> list[bytes]:
    """Newest first; empty where there is none."""
    return [_read(folder / f"{LOG}.v{version}.pub") for version in sorted(_versions(folder, LOG), reverse=True)]


# -- keyed hashes -----------------------------------------------------------------------------------


def blind_index(name: str, value: str) -> str:
    """HMAC-SHA-256 of `value` in hex, under the index key `name`: equal values can be found, none can be read. Raises NoRight."""
    if settings.DB_ROLE not in INDEXES[name]:
        raise NoRight(f"{settings.DB_ROLE} does not compute the index {name}")
    return hmac.new(_index_key(settings.KEYS_DIR / f"index-{name}.key"), value.encode(), hashlib.sha256).hexdigest()


@cache
def _index_key(path: Path) -> bytes:
    return _read_private(path)
