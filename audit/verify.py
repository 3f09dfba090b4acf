"""Check a bundle of the access log on your own machine, without trusting whoever made it.

    python -m audit.verify BUNDLE --log VKEY [--witness VKEY]... [--trusted CHECKPOINT] [--max-age S]

Give it the log's public key (VKEY, from a printed report or a mail, not from the bundle), the keys of the witnesses you believe, and any
checkpoint that you kept from before. It answers 0: verified; 1: tampered, naming the first thing that disagrees; 2: it cannot be checked
like this, and what to do. This file needs Python's standard library and `cryptography`, and nothing else of ours: it shares no line with
the program that wrote and signed the log. Read it from top to bottom:

    1. the tree       every entry is hashed, and the hashes up to one root (RFC 6962): no entry can change without changing the root
    2. the files      how a bundle names its files (C2SP tlog-tiles), and what else lies in it
    3. the signature  the log signs size and root (a C2SP checkpoint); witnesses, who watch that it only grows, countersign with their time
    4. an entry       its one permitted form
    5. the openings   what the entries hold only as a commitment, and when one may be missing
    6. the checks     in the order in which they are made
    7. one entry      what is asked of a file that holds a single entry with its proof
    8. the command
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Tampered(Exception):
    """The first thing that disagrees, and in what way."""


class Unusable(Exception):
    """Nothing can be said with what was given; the message says what to do."""


# 1. The tree ---------------------------------------------------------------------------------------------------------

WIDTH: Final = 256  # hashes in a full tile
HASH: Final = 32  # bytes of a hash
NOTHING: Final = hashlib.sha256().digest()  # the root of a tree without entries
_sha256: Final = hashlib.sha256


def leaf_of(entry: bytes) -> bytes:
    """The hash of an entry. It begins with 0x00 and a node's with 0x01, so that neither can pass for the other."""
    return _sha256(b"\x00" + entry).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    return _sha256(b"\x01" + left + right).digest()


def root_of_row(row: list[bytes]) -> bytes:
    """The root above a row of at least one hash: they are joined in pairs, and one left over goes up as it is."""
    while len(row) > 1:
        above = [_sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]
        row = above + row[-1:] if len(row) % 2 else above
    return row[0]


class Tree:
    """A growing tree that remembers only its unfinished tiles: rows[0] of entries' hashes, rows[1] of the roots of full tiles, ..."""

    def __init__(self) -> None:
        self.size = 0
        self.rows: list[list[bytes]] = [[]]

    def root(self, first: int | None = None) -> bytes:
        """Of all; or with only the `first` so many hashes of the unfinished lowest tile."""
        above: list[bytes] = []
        for row in (self.rows[0][:first], *self.rows[1:]):
            if row or above:
                above = [root_of_row(row + above)]
        return above[0] if above else NOTHING

    def add(self, leaves: list[bytes]) -> Iterator[tuple[int, int, list[bytes]]]:
        """Take in the hashes of one tile. Yields each tile that became full: level, number, hashes."""
        self.rows[0] = leaves
        self.size += len(leaves)
        level = 0
        while len(self.rows[level]) == WIDTH:
            full = self.rows[level]
            yield level, self.size // WIDTH ** (level + 1) - 1, full
            self.rows[level] = []
            if level + 1 == len(self.rows):
                self.rows.append([])
            self.rows[level + 1].append(root_of_row(full))
            level += 1


def root_by_proof(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); None for a proof of the wrong length."""
    here, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if here % 2 or here == last:
            reached = node_of(step, reached)
            while here % 2 == 0 and here:
                here, last = here // 2, last // 2
        else:
            reached = node_of(reached, step)
        here, last = here // 2, last // 2
    return reached if last == 0 else None


# 2. The files --------------------------------------------------------------------------------------------------------

CHECKPOINT: Final = "checkpoint"
POLICY: Final = "sotto/policy.json"
KEYS: Final = "sotto/keys.txt"  # for information: trust comes from the command line
OPENINGS: Final = "sotto/openings.jsonl"
SELECTED: Final = "sotto/entries.jsonl"  # some entries with their proofs, instead of all of them
LATER: Final = "sotto/later.jsonl"  # entries of later periods by which openings of this one expired or were erased
_PATH: Final = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


def tile_name(level: int | str, number: int, width: int = WIDTH) -> str:
    """`tile/0/x001/234`, and `.p/17` behind it while it holds only 17. The level of the entries themselves is called `entries`."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(parts)}" + ("" if width == WIDTH else f".p/{width}")


def is_tile_of(path: str, size: int, *, with_entries: bool) -> bool:
    """Has a tree of so many entries a tile of that name?"""
    if (found := _PATH.fullmatch(path)) is None or (found[1] == "entries" and not with_entries):
        return False
    hashes = size if found[1] == "entries" else size // WIDTH ** int(found[1])
    number = int(found[2].replace("/x", "").replace("x", "").replace("/", ""))
    width = min(WIDTH, hashes - number * WIDTH)
    return width > 0 and path == tile_name(found[1], number, width)


def widths(size: int) -> Iterator[tuple[int, int]]:
    """Number and width of each lowest tile."""
    for number in range(-(-size // WIDTH)):
        yield number, min(WIDTH, size - number * WIDTH)


def read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise Tampered(f"{name}: the file is missing") from None
    except OSError as error:
        raise Unusable(f"{name}: cannot be read ({error.strerror}); copy the bundle again") from None


def unpack(raw: bytes, name: str, first: int) -> list[bytes]:
    """The entries of a file, each behind its length in two bytes."""
    entries, at, end = [], 0, len(raw)
    while at + 2 <= end:
        begin = at + 2
        at = begin + (raw[at] << 8 | raw[at + 1])
        entries.append(raw[begin:at])
    if at != end:
        raise Tampered(f"{name}, entry {first + len(entries) - (at > end)}: the file ends in the middle of it, or its length prefix was changed")
    return entries


def rows_of(folder: Path, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The lines of a .jsonl file, each a JSON object, with where they stand."""
    if not (folder / name).is_file():
        raise Tampered(f"{name}: the file is missing")
    with (folder / name).open("rb") as file:
        for number, line in enumerate(file, start=1):
            where = f"{name}, line {number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict):
                raise Tampered(f"{where}: is not a JSON object")
            yield where, row


# 3. The signature ----------------------------------------------------------------------------------------------------

LOG, WITNESS = 1, 4  # the kinds of Ed25519 keys of C2SP signed-note
SKEW_S: Final = 60  # two machines' clocks differ by less
LONGEST_DAYS: Final = 36_500


class Key(NamedTuple):
    """A public key under its name; its id is the beginning of a hash of both."""

    name: str
    id: bytes
    public: Ed25519PublicKey
    vkey: str

    @classmethod
    def of(cls, name: str, raw: bytes) -> Key:
        """raw: the kind in one byte, then the 32 bytes of the key."""
        key_id = _sha256(name.encode() + b"\n" + raw).digest()[:4]
        return cls(name, key_id, Ed25519PublicKey.from_public_bytes(raw[1:]), f"{name}+{key_id.hex()}+{base64.b64encode(raw).decode()}")

    def under(self, name: str) -> Key:
        """The same key of a log under another name."""
        return Key.of(name, bytes([LOG]) + self.public.public_bytes_raw())


class Line(NamedTuple):
    """A signature below a note: whose, by which key (the first four bytes of a hash), and the rest."""

    name: str
    key_id: bytes
    rest: bytes


class Note(NamedTuple):
    where: str
    text: str
    lines: list[Line]


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


def base64_of(text: str) -> bytes | None:
    """None unless it is spelled in the one right way."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None
    return raw if base64.b64encode(raw).decode() == text else None


def key_of(vkey: str, kind: int, option: str) -> Key:
    """Read `name+id+key`."""
    name, _, rest = vkey.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = base64_of(encoded) or b""
    if not name or len(raw) != 1 + HASH or " " in name:
        raise Unusable(f"{option} {vkey[:60]!r} is no verifier key: give the whole line, name+id+key, in quotes")
    if raw[0] != kind:
        raise Unusable(f"{option} {name}: this is a key of kind {raw[0]}, not {kind}; --log takes the log's key, --witness a witness's")
    key = Key.of(name, raw)
    if key_id != key.id.hex():
        raise Unusable(f"{option} {name}: the key's id does not fit its name and bytes; copy the line again")
    return key


def note_of(raw: bytes, where: str) -> Note:
    """A signed note: text, an empty line, lines of signatures."""
    try:
        text, _, below = raw.decode().rpartition("\n\n")
    except UnicodeDecodeError:
        raise Tampered(f"{where}: is not a signed note but other bytes") from None
    lines = [_line(line) for line in below[:-1].split("\n")]
    if not text or not below.endswith("\n") or None in lines:
        raise Tampered(f"{where}: is not a signed note (text, an empty line, signatures)")
    return Note(where, text + "\n", [line for line in lines if line])


def _line(line: str) -> Line | None:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    raw = base64_of(encoded)
    return Line(name, raw[:4], raw[4:]) if dash == "\u2014" and name and raw and len(raw) > 4 else None


def checkpoint_of(note: Note) -> Checkpoint:
    """Origin, size, root: three lines, each in its one right spelling."""
    origin, size, root, *more = note.text.split("\n")[:-1] + [""] * 3
    raw = base64_of(root)
    if any(more) or not origin or not re.fullmatch("0|[1-9][0-9]{0,15}", size) or raw is None or len(raw) != HASH:
        raise Tampered(f"{note.where}: is not a checkpoint (origin, size and root, a line each)")
    return Checkpoint(origin, int(size), raw)


def signatures_by(note: Note, key: Key, what: str) -> list[bytes]:
    """What that key put below the note: at least one."""
    found = [line.rest for line in note.lines if (line.name, line.key_id) == (key.name, key.id)]
    if found:
        return found
    if any(line.name == key.name for line in note.lines):
        raise Tampered(f"{note.where}: {what} {key.name} is by another key under that name")
    names = ", ".join(sorted({line.name for line in note.lines})) or "nobody"
    raise Tampered(f"{note.where}: {what} {key.name} is missing; it is signed by {names}")


def key_under(origin: str, logs: Sequence[Key]) -> Key:
    """The key that bears this name; or else the first, which then must be the same key for every period."""
    return next((key for key in logs if key.name == origin), None) or logs[0].under(origin)


def signed_checkpoint(note: Note, logs: Sequence[Key]) -> tuple[Checkpoint, Key]:
    """What the log says in a note, and the key of those given that signed it."""
    checkpoint = checkpoint_of(note)
    key = next((key for key in logs if key.name == checkpoint.origin), logs[0])
    check_log_signature(note, key)
    if checkpoint.origin != key.name:
        raise Tampered(f"{note.where}: is of the log {checkpoint.origin}, not of {key.name}")
    return checkpoint, key


def check_log_signature(note: Note, key: Key) -> None:
    for signature in signatures_by(note, key, "the signature of the log"):
        if not _is_signed(key, signature, note.text.encode()):
            raise Tampered(
                f"{note.where}: the signature of the log {key.name} does not fit: origin, size or root was edited, or it was not the log that signed"
            )


def check_cosignature(note: Note, key: Key, *, now: float, max_age_s: int | None) -> int:
    """When the witness countersigned, in seconds since 1970: its newest cosignature."""
    times = []
    for raw in signatures_by(note, key, "the cosignature of the witness"):
        at = int.from_bytes(raw[:8], "big")
        if not _is_signed(key, raw[8:], b"cosignature/v1\ntime %d\n" % at + note.text.encode()):
            raise Tampered(f"{note.where}: the cosignature of {key.name} does not fit this checkpoint: it was edited, or moved here from another one")
        times.append(at)
    at = max(times)
    if at > now + SKEW_S:
        raise Tampered(
            f"{note.where}: the cosignature of {key.name} is {at - now:.0f} s in the future; if this machine's clock is right, it is forged"
        )
    if max_age_s is not None and now - at > max_age_s:
        raise Tampered(
            f"{note.where}: the cosignature of {key.name} is {now - at:.0f} s old, --max-age allows {max_age_s}: a newer state may be kept from you"
        )
    return at


def _is_signed(key: Key, signature: bytes, message: bytes) -> bool:
    try:
        key.public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


# 4. An entry ---------------------------------------------------------------------------------------------------------

OPENED: Final = "log.period_opened"
EXPIRED: Final = "openings.expired"
ERASED: Final = "openings.erased"

# An entry is JSON in one form only: fields in the order of the alphabet, no spaces, whole numbers and short plain ASCII text.
_TEXT: Final = rb'[ !#-\[\]-~]*(?:\\["\\][ !#-\[\]-~]*)*'
_PIECES: Final = {
    b"text": rb'"%b"' % _TEXT,
    b"some": rb'"(%b)"' % _TEXT,
    b"code": rb'"([a-z_.]+)"',
    b"time": rb'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00)"',
    b"map": rb'(\{"\w+":(?:"%b"|-?[1-9][0-9]*|0)(?:,"\w+":(?:"%b"|-?[1-9][0-9]*|0))*\})' % (_TEXT, _TEXT),
    b"commitments": rb'(\{"[a-z_]+":"[0-9a-f]{64}"(?:,"[a-z_]+":"[0-9a-f]{64}")*\})',
}
ENTRY: Final = re.compile(
    rb'\{"actor":%(some)b,"actor_kind":%(text)b,"at":%(time)b,(?:"details":%(map)b,)?"event":%(code)b,(?:"factor":%(text)b,)?'
    rb'"id":"([0-9a-f]{32})",(?:"object":%(text)b,)?"outcome":"(?:granted|denied|failed)",(?:"private":%(commitments)b,)?'
    rb'"purpose":%(text)b,(?:"roles":%(text)b,)?(?:"session":%(text)b,)?(?:"subject":%(some)b,)?"version":1\}' % _PIECES
)
_NEEDED: Final = {"actor", "actor_kind", "at", "event", "id", "outcome", "purpose", "version"}
_ALLOWED: Final = _NEEDED | {"details", "factor", "object", "private", "roles", "session", "subject"}


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def taken_apart(raw: bytes) -> tuple[Any, ...] | None:
    """Actor, time, details, event, id, commitments and subject of an entry (details, commitments and subject may be None).

    None when it has not its form.
    """
    found = ENTRY.fullmatch(raw)
    if found is None or (found[3] and _is_twisted(found[3])) or (found[6] and _is_twisted(found[6])):
        return None
    return found.groups()


def _is_twisted(raw: bytes) -> bool:
    """Are the names of details or commitments out of order, or does one come twice? One name alone cannot be."""
    return raw.count(b'":') > 1 and canonical(json.loads(raw)).encode() != raw


def what_is_wrong(raw: bytes) -> str:
    """In words, why an entry does not have its form."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("names a field twice")
        return dict(pairs)

    def unfit(word: str) -> NoReturn:
        raise ValueError(f"holds {word}, which is no whole number")

    try:
        body = json.loads(raw.decode(), object_pairs_hook=once, parse_float=unfit, parse_constant=unfit)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return "is not JSON"
    except ValueError as error:
        return str(error)
    if not isinstance(body, dict):
        return "is not a JSON object"
    if body.get("version", 1) != 1:
        raise Unusable(f"an entry is of version {body['version']}: take the verifier that came with that version")
    if lacking := _NEEDED - body.keys():
        return f"lacks {', '.join(sorted(lacking))}"
    if foreign := body.keys() - _ALLOWED:
        return f"has fields that no entry has: {', '.join(sorted(foreign))}"
    return "is not in canonical form" if canonical(body).encode() != raw else "has a field of a form that no entry has"


# 5. The openings -----------------------------------------------------------------------------------------------------
# Addresses and remarks are not in the entries but beside them: an entry holds sha256(salt, class, payload). So they can expire or be
# erased and the log still stands. Each expiry and erasure is an entry itself: one that is missing without it was taken away.


def openings_of(folder: Path) -> dict[str, str]:
    """Commitment and class of each opening in the bundle, after a look whether it fits."""
    found: dict[str, str] = {}
    for where, row in rows_of(folder, OPENINGS):
        try:
            kind, committed = str(row["class"]), str(row["commitment"])
            made = _sha256(bytes.fromhex(row["salt"]) + kind.encode() + row["payload"].encode()).hexdigest()
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Tampered(f"{where}: is not an opening (class, commitment, payload, salt)") from None
        if made != committed:
            raise Tampered(f"{where}: payload, salt or class was edited: they do not give the commitment {committed[:16]}...")
        if committed in found:
            raise Tampered(f"{where}: the opening of {committed[:16]}... comes twice")
        found[committed] = kind
    return found


@dataclass
class Ends:
    """What entries say of openings that ended: of a class up to a day, or of somebody up to an entry."""

    clocks_days: dict[str, int]
    expired: dict[str, str] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def take(self, index: int, body: dict[str, Any]) -> None:
        """An entry that says that openings expired or were erased. One that says that it failed ended nothing."""
        if body["outcome"] != "granted":
            return
        if body["event"] == ERASED:
            self.erased[body.get("subject", "")] = index
        if body["event"] != EXPIRED:
            return
        details = body.get("details", {})
        kind, until, today = str(details.get("class")), str(details.get("until")), date.fromisoformat(body["at"][:10])
        if not _DAY.fullmatch(until):
            return
        until = min(until, str(today - timedelta(days=1)))  # what is not over cannot have expired
        self.expired[kind] = max(until, self.expired.get(kind, ""))
        days = self.clocks_days.get(kind)
        if days is None:
            self.notes.append(f"entry {body['id']}: openings of class {kind} expired, for which the policy has no clock")
        elif until > str(today - timedelta(days=days)):
            self.notes.append(f"entry {body['id']}: openings of class {kind} expired before the {days} days of the policy")

    def have_expired(self, kind: str, day: str) -> bool:
        return day <= self.expired.get(kind, "")

    def are_erased(self, index: int, body: dict[str, Any]) -> bool:
        """Those of an entry, by one that came after it: of its actor, or of whom or what it is about."""
        concerned = (body["actor"], body.get("subject") or body.get("object"))
        return any(who and self.erased.get(who, -1) > index for who in concerned)


@dataclass
class Book:
    """What has to be remembered of the entries while they pass."""

    log: Key
    policy: Policy
    openings: dict[str, str] | None
    unnamed: set[str] = field(default_factory=set)
    missing: dict[tuple[str, str], array[int]] = field(default_factory=dict)
    ends: Ends = field(init=False)
    ids: list[bytearray] = field(default_factory=lambda: [bytearray() for _ in range(256)])
    complete: set[bytes] = field(default_factory=set)
    day: bytes = b""
    latest: bytes = b""
    late: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unnamed = set(self.openings or ())
        self.ends = Ends(self.policy.clocks_days)

    def take(self, index: int, entry: bytes) -> None:
        """Look at one entry: its form, its id, its openings."""
        found = taken_apart(entry)
        if found is None:
            raise Tampered(f"entry {index}{_id_in(entry)}: {what_is_wrong(entry)}")
        _, at, _, event, entry_id, private, _ = found
        raw_id = bytes.fromhex(entry_id.decode())
        self.ids[raw_id[0]] += raw_id
        if at[:10] != self.day:
            self.day = day_of(index, at)
        if private and private not in self.complete and self.openings is not None:
            self._look_for_openings(index, private)
        if index == 0:
            self._check_first(json.loads(entry))
        if event in _ENDS:
            self.ends.take(index, json.loads(entry))
        if at >= self.latest:
            self.latest = at
        elif _seconds_between(at, self.latest) > SKEW_S:
            self.late.append(index)

    def _look_for_openings(self, index: int, private: bytes) -> None:
        assert self.openings is not None
        named = json.loads(private)
        for kind, commitment in named.items():
            if self.openings.get(commitment) != kind:
                self.missing.setdefault((kind, self.day.decode()), array("q")).append(index)
        self.unnamed.difference_update(named.values())
        if all(self.openings.get(commitment) == kind for kind, commitment in named.items()):
            self.complete.add(private)

    def _check_first(self, body: dict[str, Any]) -> None:
        """A period begins by naming itself and the last root of the period before."""
        details = body.get("details", {})
        if body["event"] != OPENED:
            raise Tampered(f"entry 0 (id {body['id']}): is {body['event']}, but a log begins with {OPENED}: its beginning was cut off")
        said = (details.get("origin"), details.get("period"), details.get("previous_root"), details.get("previous_size", 0))
        policy = self.policy
        if said != (policy.origin, policy.period, policy.previous_root, policy.previous_size):
            raise Tampered(f"entry 0 (id {body['id']}): names another log, period or predecessor than {CHECKPOINT} and {POLICY}")
        if details.get("key", self.log.vkey) != self.log.vkey:
            raise Tampered(f"entry 0 (id {body['id']}): the period was opened for another key than the one that you gave")

    def twice(self) -> str | None:
        """An id that two entries have."""
        for bucket in self.ids:
            every = [bytes(bucket[at : at + 16]) for at in range(0, len(bucket), 16)]
            if len(set(every)) < len(every):
                return next(one for one in every if every.count(one) > 1).hex()
        return None

    def unexplained(self, entry_at: Callable[[int], bytes]) -> tuple[int, str] | None:
        """The first entry of which an opening is missing that neither expired nor was erased, and its class."""
        found = []
        for (kind, day), indexes in self.missing.items():
            if not self.ends.have_expired(kind, day):
                found += [(index, kind) for index in indexes if not self.ends.are_erased(index, json.loads(entry_at(index)))][:1]
        return min(found, default=None)


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
AFTER_ALL: Final = 2**63  # the place of an entry of a later period
_ENDS: Final = {EXPIRED.encode(), ERASED.encode()}


def day_of(index: int, at: bytes) -> bytes:
    """The day of an entry's time, if it is one of the calendar."""
    try:
        date.fromisoformat(at[:10].decode())
    except ValueError:
        raise Tampered(f"entry {index}: its day, {at[:10].decode()}, is in no calendar") from None
    return at[:10]


def _seconds_between(earlier: bytes, later: bytes) -> float:
    try:
        return (datetime.fromisoformat(later.decode()) - datetime.fromisoformat(earlier.decode())).total_seconds()
    except ValueError:
        return 0.0


# 6. The checks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Policy:
    """What the maker says about the bundle. Not signed: each of it is compared with what is, or only printed."""

    period: int
    origin: str
    previous_root: str
    previous_size: int
    clocks_days: dict[str, int]
    openings: bool
    selection: dict[str, str] | None


@dataclass
class Report:
    """policy: None for a single entry, which comes without."""

    period: int
    checkpoint: Checkpoint
    shown: int
    cosigned: list[tuple[str, int]]
    notes: list[str]
    policy: Policy | None = None


@dataclass
class Bundle:
    """One bundle under examination."""

    folder: Path
    checkpoint: Checkpoint
    book: Book
    trusted: Checkpoint | None

    def check_everything(self) -> int:
        """Every entry, every tile, the root. Returns the number of entries seen."""
        tree = Tree()
        for number, width in widths(self.checkpoint.size):
            entries = self._entries(number, width)
            leaves = [_sha256(b"\x00" + entry).digest() for entry in entries]
            self._compare_leaves(number, width, entries, leaves)
            for index, entry in enumerate(entries, start=number * WIDTH):
                self.book.take(index, entry)
            self._grow(tree, leaves)
        self._finish(tree, "the entries and tiles were changed together")
        again = lru_cache(16)(self._entries)
        self._check_ids(lambda index: again(index // WIDTH, self._width(index))[index % WIDTH])
        return tree.size

    def check_selected(self) -> int:
        """Every tile, the root, and the entries that are there with their proofs."""
        tree = Tree()
        for number, width in widths(self.checkpoint.size):
            self._grow(tree, self._hashes(number, width))
        self._finish(tree, "the tiles were edited")
        selected: dict[int, bytes] = {}
        last = -1
        for where, row in rows_of(self.folder, SELECTED):
            index, entry = self._proved(where, row)
            if index <= last:
                raise Tampered(f"{where}: entry {index} comes twice or out of order")
            last, selected[index] = index, entry
            self.book.take(index, entry)
        if 0 not in selected:
            raise Tampered(f"{SELECTED}: entry 0, which opens the period, is missing")
        self._note_holes(selected)
        self._check_ids(selected.__getitem__)
        return len(selected)

    def _note_holes(self, selected: dict[int, bytes]) -> None:
        """Entries of some days lie one behind the other, but for the few that were committed late: what is kept back leaves a hole."""
        told = self.book.policy.selection or {}
        if told.get("subject") or not (told.get("since") or told.get("until")):
            return
        first, last = told.get("since") or "", told.get("until") or "9"
        inside = [index for index, entry in selected.items() if first <= json.loads(entry)["at"][:10] <= last]
        if inside and (holes := inside[-1] - inside[0] + 1 - sum(inside[0] <= index <= inside[-1] for index in selected)):
            self.book.notes.append(
                f"between the entries {inside[0]} and {inside[-1]}, the first and last of the days asked for, {holes} are not shown: ask for them"
            )

    def _entries(self, number: int, width: int) -> list[bytes]:
        name = tile_name("entries", number, width)
        return unpack(read(self.folder, name), name, number * WIDTH)

    def _width(self, index: int) -> int:
        """How many entries lie in the file where that one lies."""
        return min(WIDTH, self.checkpoint.size - index // WIDTH * WIDTH)

    def _tile(self, level: int, number: int, width: int) -> bytes:
        name = tile_name(level, number, width)
        raw = read(self.folder, name)
        if len(raw) != width * HASH:
            raise Tampered(f"{name}: is {len(raw)} bytes long, not {width * HASH}: it was cut short, or something was put behind it")
        return raw

    def _hashes(self, number: int, width: int) -> list[bytes]:
        raw = self._tile(0, number, width)
        return [raw[at : at + HASH] for at in range(0, len(raw), HASH)]

    def _compare_leaves(self, number: int, width: int, entries: list[bytes], leaves: list[bytes]) -> None:
        """Are the entries of a file those of the tile beside it? If not, say which of the two was changed."""
        if b"".join(leaves) == self._tile(0, number, width):
            return
        name, hashes = tile_name("entries", number, width), self._hashes(number, width)
        at = next((at for at, (ours, theirs) in enumerate(zip(leaves, hashes, strict=False)) if ours != theirs), None)
        if at is None:
            way = "and entries after it were cut off" if len(leaves) < width else "and something was put behind it"
            last = number * WIDTH + min(len(leaves), width) - 1
            raise Tampered(f"{name}: holds {len(leaves)} entries, the log {width} here: entry {last} is the last that fits, {way}")
        index = number * WIDTH + at
        called = f"entry {index}{_id_in(entries[at])}"
        if not self._tiles_lead_to_the_root():
            raise Tampered(f"{tile_name(0, number, width)}, hash {at}: was edited: it is not the hash of {called}")
        true_index = self._where_is(leaves[at])
        if true_index is None:
            raise Tampered(f"{name}: {called} was edited or put in: the log signed another entry at this place")
        raise Tampered(f"{name}: {called} was signed as entry {true_index}: entries were taken out, put in, swapped or turned round")

    def _tiles_lead_to_the_root(self) -> bool:
        tree = Tree()
        for number, width in widths(self.checkpoint.size):
            list(tree.add(self._hashes(number, width)))
        return tree.root() == self.checkpoint.root

    def _where_is(self, leaf: bytes) -> int | None:
        """The place of a hash in the lowest tiles."""
        for number, width in widths(self.checkpoint.size):
            hashes = self._hashes(number, width)
            if leaf in hashes:
                return number * WIDTH + hashes.index(leaf)
        return None

    def _grow(self, tree: Tree, leaves: list[bytes]) -> None:
        """Put the hashes of a lowest tile into the tree; compare the tiles above that become full, and the checkpoint passed by."""
        before = tree.size
        if self.trusted and before < self.trusted.size <= before + len(leaves):
            tree.rows[0] = leaves
            self._check_trusted(tree.root(self.trusted.size - before))
        for level, number, hashes in tree.add(leaves):
            if level:
                self._compare_tile(level, number, hashes)

    def _check_trusted(self, root: bytes) -> None:
        assert self.trusted is not None
        if root != self.trusted.root:
            raise Tampered(
                f"entries 0 to {self.trusted.size - 1}: are not those of the checkpoint you trust (root {self.trusted.root.hex()}): "
                "the log was rewritten, or somebody was shown another one"
            )

    def _compare_tile(self, level: int, number: int, hashes: list[bytes]) -> None:
        raw = self._tile(level, number, len(hashes))
        for at, ours in enumerate(hashes):
            if ours != raw[at * HASH : at * HASH + HASH]:
                below = tile_name(level - 1, number * WIDTH + at)
                raise Tampered(f"{tile_name(level, number, len(hashes))}, hash {at}: is not the root of {below}: one of the two was edited")

    def _finish(self, tree: Tree, reason: str) -> None:
        """Compare the unfinished tiles above the lowest, then the root."""
        for level, row in enumerate(tree.rows):
            if level and row:
                self._compare_tile(level, tree.size // WIDTH ** (level + 1), row)
        if tree.root() != self.checkpoint.root:
            raise Tampered(f"{CHECKPOINT}: signs the root {self.checkpoint.root.hex()}, the bundle's is {tree.root().hex()}: {reason}")

    def _proved(self, where: str, row: dict[str, Any]) -> tuple[int, bytes]:
        """A selected entry whose place in the tree its proof shows."""
        index, entry, proof = with_proof(where, row, self.checkpoint.size)
        if leaf_of(entry) != self._hashes(index // WIDTH, self._width(index))[index % WIDTH]:
            raise Tampered(f"{where}: entry {index}{_id_in(entry)} was edited or put in: the log signed another entry at this place")
        check_proof(where, index, entry, proof, self.checkpoint)
        return index, entry

    def read_later(self, logs: Sequence[Key]) -> None:
        """Expiries and erasures of later periods: each must be signed by the log under a later number."""
        for where, row in rows_of(self.folder, LATER):
            note = note_of(str(row.get("checkpoint")).encode(errors="replace"), where)
            checkpoint = checkpoint_of(note)
            key = key_under(checkpoint.origin, logs)
            if not is_later(checkpoint.origin, self.checkpoint.origin):
                raise Tampered(f"{where}: {checkpoint.origin} is no later period of this log")
            if not any((line.name, line.key_id) == (key.name, key.id) for line in note.lines):
                raise Unusable(f"{where}: {checkpoint.origin} is signed with a new key: give that too, as another --log")
            check_log_signature(note, key)
            index, entry, proof = with_proof(where, row, checkpoint.size)
            check_proof(where, index, entry, proof, checkpoint)
            if taken_apart(entry) is None:
                raise Tampered(f"{where}: entry {index} {what_is_wrong(entry)}")
            body = json.loads(entry)
            day_of(index, body["at"].encode())
            self.book.ends.take(AFTER_ALL, body)

    def _check_ids(self, entry_at: Callable[[int], bytes]) -> None:
        """What only shows once every entry has passed: an id that comes twice, an opening that is missing or too many."""
        if entry_id := self.book.twice():
            raise Tampered(f"id {entry_id}: two entries have it: one was written again")
        if missing := self.book.unexplained(entry_at):
            index, kind = missing
            called = f"entry {index}{_id_in(entry_at(index))}"
            raise Tampered(f"{OPENINGS}: {called} has no opening of class {kind}: it neither expired nor was erased, so it was taken away")
        if self.book.unnamed:
            raise Tampered(f"{OPENINGS}: no entry names the opening of {min(self.book.unnamed)[:16]}...: it was put in")

    def check_files(self, *, is_selection: bool) -> list[str]:
        """Refuse tiles that the log does not have. Returns other files, which prove nothing."""
        others = []
        known = {CHECKPOINT, POLICY, KEYS, *([OPENINGS, LATER] if self.book.policy.openings else []), *([SELECTED] if is_selection else [])}
        for path in sorted(path for path in self.folder.rglob("*") if not path.is_dir()):
            name = path.relative_to(self.folder).as_posix()
            if name.startswith("tile/"):
                if not is_tile_of(name, self.checkpoint.size, with_entries=not is_selection):
                    raise Tampered(f"{name}: a log of {self.checkpoint.size} entries has no such tile: it was put in, or left over")
            elif name not in known:
                others.append(f"{name}: is no part of a bundle and proves nothing")
        return others


def with_proof(where: str, row: dict[str, Any], size: int) -> tuple[int, bytes, list[bytes]]:
    """Index, text and proof of an entry, as a line gives them."""
    try:
        index, entry, proof = row["index"], row["entry"].encode(), [bytes.fromhex(step) for step in row["proof"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Tampered(f"{where}: is not an entry with its proof (index, entry, proof)") from None
    if type(index) is not int or not 0 <= index < size:
        raise Tampered(f"{where}: there is no entry {index} in a log of {size}")
    return index, entry, proof


def check_proof(where: str, index: int, entry: bytes, proof: Sequence[bytes], checkpoint: Checkpoint) -> None:
    if root_by_proof(index, checkpoint.size, leaf_of(entry), proof) != checkpoint.root:
        raise Tampered(f"{where}: the proof of entry {index}{_id_in(entry)} does not lead to the signed root")


def is_later(origin: str, than: str, by: int | None = None) -> bool:
    """Is it the same log under a higher number (by just so much)? A log is called name/random/number."""
    (name, _, number), (own_name, _, own) = origin.rpartition("/"), than.rpartition("/")
    if name != own_name or not (_NUMERAL.fullmatch(number) and _NUMERAL.fullmatch(own)):
        return False
    return int(number) == int(own) + by if by else int(number) > int(own)


_NUMERAL: Final = re.compile("[0-9]{1,16}")


def _id_in(entry: bytes) -> str:
    found = re.search(rb'"id":"([0-9a-f]{32})"', entry)
    return f" (id {found[1].decode()})" if found else ""


def policy_of(folder: Path, checkpoint: Checkpoint) -> Policy:
    try:
        told = json.loads(read(folder, POLICY))
        if told["format"] != 1:
            raise Unusable(f"{POLICY}: the bundle is of format {told['format']}: take the verifier that came with it")
        clocks = {str(kind): min(int(days), LONGEST_DAYS) for kind, days in told["clocks_days"].items()}
        previous = told["previous"]
        selection = None if told["selection"] is None else {str(name): str(value) for name, value in told["selection"].items()}
        made = Policy(int(told["period"]), told["origin"], previous["root"], previous["size"], clocks, told["openings"] is True, selection)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise Tampered(f"{POLICY}: is not the policy of a bundle (format, period, origin, previous, clocks_days, openings, selection)") from None
    if made.origin != checkpoint.origin:
        raise Tampered(f"{POLICY}: is of the log {made.origin}, the checkpoint of {checkpoint.origin}")
    return made


def trusted_of(path: Path, log: Key, logs: Sequence[Key]) -> Checkpoint:
    """A checkpoint that the reader kept: it must be one of this log, of the same period or of the one before."""
    try:
        note = note_of(path.read_bytes(), f"--trusted {path}")
        checkpoint = checkpoint_of(note)
        if checkpoint.origin != log.name and not is_later(log.name, checkpoint.origin, by=1):
            raise Tampered(f"{note.where}: is of the log {checkpoint.origin}")
        check_log_signature(note, key_under(checkpoint.origin, logs))
    except OSError as error:
        raise Unusable(f"--trusted {path}: cannot be read ({error.strerror}); name the file of a checkpoint that you kept") from None
    except Tampered as error:
        what = f"name a checkpoint of the log {log.name} that you kept, unchanged, or of the period before (after a change of key with both --log)"
        raise Unusable(f"{error}; {what}") from None
    return checkpoint


def compare_with_predecessor(policy: Policy, older: Checkpoint) -> Iterator[str]:
    """A trusted checkpoint of the period before, with how entry 0 says that it ended."""
    ended = f"{policy.previous_size} entries, root {policy.previous_root}"
    if older.size > policy.previous_size:
        raise Tampered(f"entry 0: says that the period before ended with {ended}; the checkpoint you trust has {older.size}: its end was cut off")
    if older.size < policy.previous_size:
        yield f"the period before ended with {ended}: that it goes on from the {older.size} that you trust, only its own bundle shows"
    elif older.root.hex() != policy.previous_root:
        raise Tampered(f"entry 0: says that the period before ended with {ended}; the checkpoint you trust has the root {older.root.hex()}")


def verify(
    folder: Path, logs: Sequence[Key], witnesses: Sequence[Key] = (), trusted: Path | None = None, max_age_s: int | None = None, now: float = 0
) -> Report:
    """Every check, in this order. Raises Tampered with the first that fails; Unusable when none could be made."""
    if folder.is_file():
        return verify_proof(folder, logs, witnesses, trusted, max_age_s, now)
    if not folder.is_dir():
        raise Unusable(f"{folder}: there is no such folder; name the folder of the bundle")
    if not any((folder / name).exists() for name in (CHECKPOINT, POLICY, "tile")):
        raise Unusable(f"{folder}: is no bundle; name the folder in which `{CHECKPOINT}` lies")
    note = note_of(read(folder, CHECKPOINT), CHECKPOINT)
    checkpoint, log = signed_checkpoint(note, logs)
    older = trusted_of(trusted, log, logs) if trusted else None
    same = older if older and older.origin == log.name else None
    cosigned = [(key.name, check_cosignature(note, key, now=now or time.time(), max_age_s=max_age_s)) for key in witnesses]
    if checkpoint.size == 0:
        raise Tampered(f"{CHECKPOINT}: signs a log without entries, but a log begins with {OPENED}: it was emptied")
    if same and same.size > checkpoint.size:
        raise Tampered(
            f"{CHECKPOINT}: signs {checkpoint.size} entries, the checkpoint you trust {same.size}: the end was cut off, or this is an older state"
        )
    policy = policy_of(folder, checkpoint)
    before = list(compare_with_predecessor(policy, older)) if older and not same else []
    book = Book(log, policy, openings_of(folder) if policy.openings else None)
    bundle = Bundle(folder, checkpoint, book, same)
    is_selection = policy.selection is not None
    if policy.openings and (folder / LATER).exists():
        bundle.read_later(logs)
    shown = bundle.check_selected() if is_selection else bundle.check_everything()
    others = bundle.check_files(is_selection=is_selection)
    notes = [*others, *before, *notes_on(book, checkpoint, shown, cosigned, older)]
    return Report(policy.period, checkpoint, shown, cosigned, notes, policy)


def notes_on(book: Book, checkpoint: Checkpoint, shown: int, cosigned: Sequence[tuple[str, int]], older: Checkpoint | None) -> Iterator[str]:
    """What a reader should know besides: nothing here is a sign of tampering."""
    yield from book.ends.notes
    yield from book.notes
    if shown < checkpoint.size:
        yield f"{shown} of {checkpoint.size} entries are shown; of the others the bundle holds the hashes only, so it cannot show what they say"
    if book.policy.selection is not None:
        chosen = ", ".join(f"{name} {value}" for name, value in sorted(book.policy.selection.items()))
        yield f"the maker says that these are the entries of: {chosen}; that none was left out, this bundle does not show. A whole one does"
        yield "what the other entries are about, their hashes cannot tell: whether one is of the same subject, the maker alone knows"
    if book.openings is None:
        yield "the openings (addresses, remarks) were left out by the maker: nothing is said about them"
    if book.late:
        yield f"{len(book.late)} entries are over {SKEW_S} s older than one before them, the first is entry {book.late[0]}: a clock was set back"
    if not cosigned:
        yield "no --witness was given: that the log was not rewritten since, rests on the log's own signature alone"
    if older is None:
        yield "no --trusted checkpoint was given: keep this bundle's file `checkpoint`, and compare the next bundle with it"


# 7. One entry by itself ----------------------------------------------------------------------------------------------
# A file of C2SP tlog-proof: a first line, the entry in base64 as `extra`, its number, the hashes beside its way up, and the checkpoint.

PROOF: Final = "c2sp.org/tlog-proof@v1"
_NUMBER: Final = re.compile("index (0|[1-9][0-9]{0,15})")


def verify_proof(
    path: Path, logs: Sequence[Key], witnesses: Sequence[Key] = (), trusted: Path | None = None, max_age_s: int | None = None, now: float = 0
) -> Report:
    """What verify() asks of a bundle, asked of one entry. Raises Tampered, Unusable."""
    index, entry, proof, note = _read_proof(path)
    checkpoint, log = signed_checkpoint(note, logs)
    cosigned = [(key.name, check_cosignature(note, key, now=now or time.time(), max_age_s=max_age_s)) for key in witnesses]
    if index >= checkpoint.size:
        raise Tampered(f"{path.name}: there is no entry {index} in a log of {checkpoint.size}")
    if root_by_proof(index, checkpoint.size, leaf_of(entry), proof) != checkpoint.root:
        raise Tampered(f"{path.name}: entry {index}{_id_in(entry)} was edited, or its number or a hash: they do not lead to the signed root")
    if taken_apart(entry) is None:
        raise Tampered(f"{path.name}: entry {index}{_id_in(entry)}: {what_is_wrong(entry)}")
    _compare_with_trusted(path, checkpoint, trusted_of(trusted, log, logs) if trusted else None)
    number = checkpoint.origin.rpartition("/")[2]
    notes = list(_notes_on_proof(index, entry, checkpoint, cosigned))
    return Report(int(number) if _NUMERAL.fullmatch(number) else 0, checkpoint, 1, cosigned, notes)


def _read_proof(path: Path) -> tuple[int, bytes, list[bytes], Note]:
    try:
        head, _, below = path.read_bytes().partition(b"\n\n")
        first, extra, number, *hashes = [*head.decode().split("\n"), "", ""]
    except OSError as error:
        raise Unusable(f"{path}: cannot be read ({error.strerror}); copy the file again") from None
    except UnicodeDecodeError:
        raise Unusable(f"{path}: is neither a bundle nor a proof; name the folder of a bundle, or a file that begins with {PROOF}") from None
    if first != PROOF:
        raise Unusable(f"{path}: is neither a bundle nor a proof; name the folder of a bundle, or a file that begins with {PROOF}")
    entry, found = base64_of(extra.removeprefix("extra ")), _NUMBER.fullmatch(number)
    proof = [base64_of(line) or b"" for line in hashes[:-2]]
    if not extra.startswith("extra ") or not entry or found is None or any(len(step) != HASH for step in proof):
        raise Tampered(f"{path.name}: is not a proof of an entry (extra, index, hashes, an empty line, checkpoint)")
    return int(found[1]), entry, proof, note_of(below, path.name)


def _compare_with_trusted(path: Path, checkpoint: Checkpoint, older: Checkpoint | None) -> None:
    if older is None or older == checkpoint:
        return
    if (older.origin, older.size) == (checkpoint.origin, checkpoint.size):
        raise Tampered(f"{path.name}: signs another root for {older.size} entries than the checkpoint you trust: somebody was shown another log")
    raise Unusable(
        f"--trusted signs {older.size} entries of {older.origin}, {path.name} {checkpoint.size} of {checkpoint.origin}: "
        "only a bundle shows that one goes on from the other; ask for it"
    )


def _notes_on_proof(index: int, entry: bytes, checkpoint: Checkpoint, cosigned: Sequence[tuple[str, int]]) -> Iterator[str]:
    yield f"entry {index} of {checkpoint.size}{_id_in(entry)} is shown: {entry.decode()}"
    yield "of the other entries this file says nothing; a bundle does"
    if not cosigned:
        yield "no --witness was given: that the log was not rewritten since, rests on the log's own signature alone"


# 8. The command ------------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Unusable(f"{message}; see --help")


def _arguments() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m audit.verify", description="Check a bundle of the access log. Exit code 0: verified, 1: tampered, 2: unusable.")
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="the folder, or the file of a proof")
    parser.add_argument("--log", action="append", required=True, metavar="VKEY", help="the log's public key; after a change of key, both")
    parser.add_argument("--witness", action="append", default=[], metavar="VKEY", help="the key of a witness that must have countersigned")
    parser.add_argument("--trusted", type=Path, metavar="CHECKPOINT", help="an older checkpoint that you kept: the log must go on from it")
    parser.add_argument("--max-age", type=int, metavar="S", help="how old each witness's countersignature may be, in seconds")
    return parser


def plainly(text: object) -> str:
    """One line that a terminal takes as text: what a bundle's maker wrote could otherwise erase a line of ours, or add one."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in str(text))


def words_of(policy: Policy) -> Iterator[str]:
    """What the reader should hold against what he knows: how the period before ended (entry 0 says so), and the clocks (the maker does)."""
    is_first = policy.previous_root == "none" and not policy.previous_size
    yield "previous: none" if is_first else f"previous: {policy.previous_size} entries, root {policy.previous_root}"
    clocks = ", ".join(f"{kind} {days} days" for kind, days in sorted(policy.clocks_days.items())) or "none"
    yield f"clocks: {clocks} (the maker's policy)"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    try:
        asked = _arguments().parse_args(arguments)
        if asked.max_age is not None and not asked.witness:
            raise Unusable("--max-age needs a --witness: only witnesses say when they saw the log")
        logs = [key_of(vkey, LOG, "--log") for vkey in asked.log]
        witnesses = [key_of(vkey, WITNESS, "--witness") for vkey in asked.witness]
        report = verify(asked.bundle, logs, witnesses, asked.trusted, asked.max_age)
    except Tampered as error:
        print(f"tampered: {plainly(error)}", file=sys.stderr)
        return 1
    except Unusable as error:
        print(f"unusable: {plainly(error)}", file=sys.stderr)
        return 2
    some = "" if report.shown == report.checkpoint.size else f"{report.shown} of "
    print(f"verified: {some}{report.checkpoint.size} entries of {report.checkpoint.origin}, period {report.period}")
    print(f"root: {report.checkpoint.root.hex()}")
    for line in words_of(report.policy) if report.policy else ():
        print(plainly(line))
    for name, at in report.cosigned:
        print(f"cosigned: {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC by {name}")
    for remark in report.notes:
        print(f"note: {plainly(remark)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
