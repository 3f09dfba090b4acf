"""Whoever changes a bundle is found out, and the verifier names the first thing that disagrees."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from audit import verify
from audit.proof.cosignatures import cosign
from audit.proof.notes import Signer
from audit.proof.tiles import pack_entries
from tests.audit.verify import building
from tests.audit.verify.building import LOG, OTHER_KEY, OTHER_LOG, OTHER_WITNESS, SECOND_WITNESS, WITNESS, Files, Log, repack, signed

USUAL = building.usual_log()
BUNDLE = USUAL.bundle()
ID_300 = building.entry_id(300)
AT_300 = f"entry 300 (id {ID_300})"
FIRST, MIDDLE, LAST = "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"


@dataclass(frozen=True)
class Case:
    """files: what is on the disk; the rest: what the reader says on the command line."""

    files: Callable[[], Files]
    says: str
    code: int = 1
    log: str = LOG.vkey
    witnesses: tuple[str, ...] = (WITNESS.vkey, SECOND_WITNESS.vkey)
    trusted: Callable[[], bytes] | None = None
    more: tuple[str, ...] = ()

    def arguments(self, tmp_path: Path) -> list[str]:
        asked = [str(building.write(self.files(), tmp_path / "bundle")), "--log", self.log, *self.more]
        for vkey in self.witnesses:
            asked += ["--witness", vkey]
        if self.trusted:
            (tmp_path / "kept").write_bytes(self.trusted())
            asked += ["--trusted", str(tmp_path / "kept")]
        return asked


def changed(name: str, change: Callable[[bytes], bytes]) -> Callable[[], Files]:
    return lambda: BUNDLE | {name: change(BUNDLE[name])}


def without(name: str) -> Callable[[], Files]:
    return lambda: {other: raw for other, raw in BUNDLE.items() if other != name}


def entries_changed(number: int, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[], Files]:
    return lambda: repack(BUNDLE, number, change)


def swapped(entries: list[bytes], one: int, other: int) -> list[bytes]:
    entries[one], entries[other] = entries[other], entries[one]
    return entries


def edited(raw: bytes) -> bytes:
    return raw.replace(b'"outcome":"granted"', b'"outcome":"denied"')


def rebuilt(change: Callable[[list[bytes]], list[bytes]], **log: Any) -> Log:
    """Everything made again from changed entries, and signed with the log's real key."""
    return replace(USUAL, entries=change(list(USUAL.entries)), **log)


def left_unsigned(log: Log) -> Files:
    """Entries and tiles made again, but the checkpoint is the old one."""
    return log.bundle() | {"checkpoint": BUNDLE["checkpoint"]}


def older(size: int = 400) -> Log:
    return replace(USUAL, entries=USUAL.entries[:size])


def lied(text: str) -> bytes:
    """Another text above the true signatures."""
    return text.encode() + b"\n" + BUNDLE["checkpoint"].split(b"\n\n")[1]


def lines_of(checkpoint: bytes, keep: Callable[[bytes], bool]) -> bytes:
    text, _, below = checkpoint.partition(b"\n\n")
    return text + b"\n\n" + b"".join(line for line in below.splitlines(keepends=True) if keep(line))


def with_line(line: str) -> bytes:
    return lines_of(BUNDLE["checkpoint"], lambda line: WITNESS.name.encode() not in line) + line.encode() + b"\n"


def cosigned(seconds_from_now: int) -> Callable[[], Files]:
    return lambda: replace(USUAL, cosigned_at=int(time.time()) + seconds_from_now).bundle()


def rewritten(at: int = 300) -> Log:
    """The history told in another way, by somebody with the real key."""
    return rebuilt(lambda all_: [*all_[:at], edited(all_[at]), *all_[at + 1 :]])


def openings(change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Callable[[], Files]:
    rows = [json.loads(line) for line in BUNDLE["sotto/openings.jsonl"].splitlines()]
    return lambda: BUNDLE | {"sotto/openings.jsonl": building.lines(change(rows))}


def policy(**changes: Any) -> Callable[[], Files]:
    return lambda: BUNDLE | {"sotto/policy.json": building.canonical(json.loads(BUNDLE["sotto/policy.json"]) | changes)}


def selected(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[], Files]:
    files = USUAL.selection([0, 5, 300, 599])
    rows = [json.loads(line) for line in files["sotto/entries.jsonl"].splitlines()]

    def made() -> Files:
        change(rows)
        return files | {"sotto/entries.jsonl": building.lines(rows)}

    return made


OTHER_LATER = replace(building.erased_later(USUAL), signer=Signer("sotto.example/77aa/0002", b"l" * 32))


def later(change: Callable[[dict[str, Any]], object]) -> Callable[[], Files]:
    """An erasure that the next period holds, with its proof."""

    def made() -> Files:
        row = building.later_row(building.erased_later(USUAL), 1)
        change(row)
        return BUNDLE | {"sotto/later.jsonl": building.lines([row])}

    return made


def node_for_leaf() -> Files:
    """Two hashes in place of two entries: with leaves and nodes hashed alike the root would be the same."""
    hashes = BUNDLE["tile/0/000"]
    return repack(BUNDLE, 0, lambda entries: [*entries[:254], hashes[254 * 32 :]])


def raw_entry(text: bytes) -> Callable[[], Files]:
    """A log signed with the real key that holds this as entry 300."""
    return lambda: rebuilt(lambda all_: [*all_[:300], text, *all_[301:]]).bundle()


def first_entry(entry: bytes) -> Callable[[], Files]:
    return lambda: rebuilt(lambda all_: [entry, *all_[1:]]).bundle()


TAMPERED = {
    # entries and tiles
    "an edited field": Case(
        entries_changed(1, lambda all_: [*all_[:44], edited(all_[44]), *all_[45:]]), f"{MIDDLE}: entry 300 (id {ID_300}) was edited"
    ),
    "an edited byte of a tile": Case(
        changed("tile/0/001", lambda raw: raw[: 44 * 32] + bytes([raw[44 * 32] ^ 1]) + raw[44 * 32 + 1 :]), "tile/0/001, hash 44: was edited"
    ),
    "an edited byte of a tile above": Case(changed("tile/1/000.p/2", lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])), "tile/1/000.p/2, hash 1"),
    "the middle deleted": Case(
        entries_changed(1, lambda all_: all_[:44] + all_[46:]), f"{MIDDLE}: entry 300 (id {building.entry_id(302)}) was signed as entry 302"
    ),
    "the middle deleted, all made again": Case(
        lambda: left_unsigned(rebuilt(lambda all_: all_[:300] + all_[302:])), "tile/entries/002.p/88: the file is missing"
    ),
    "the tail deleted": Case(
        entries_changed(2, lambda all_: all_[:-3]), f"{LAST}: holds 85 entries, the log 88 here: entry 596 is the last that fits"
    ),
    "the tail deleted and signed again": Case(lambda: older(597).bundle(), "signs 597 entries, the checkpoint you trust 600", trusted=USUAL.note),
    "the tail deleted and signed again, the witness refusing": Case(
        lambda: replace(older(597), witnesses=()).bundle(), "checkpoint: the cosignature of the witness witness.example is missing"
    ),
    "an older checkpoint replayed": Case(
        lambda: BUNDLE | {"checkpoint": older().note()}, "signs 400 entries, the checkpoint you trust 600", trusted=USUAL.note
    ),
    "an older checkpoint over a longer log": Case(lambda: BUNDLE | {"checkpoint": older().note()}, "tile/entries/001.p/144: the file is missing"),
    "truncated to nothing": Case(lambda: Log([]).bundle(), "signs a log without entries"),
    "no entries under the checkpoint": Case(
        lambda: {name: raw for name, raw in BUNDLE.items() if "entries" not in name}, f"{FIRST}: the file is missing"
    ),
    "two swapped": Case(
        entries_changed(1, lambda all_: swapped(all_, 10, 11)), f"{MIDDLE}: entry 266 (id {building.entry_id(267)}) was signed as entry 267"
    ),
    "two swapped in different files": Case(lambda: left_unsigned(rebuilt(lambda all_: swapped(all_, 10, 500))), "checkpoint: signs the root"),
    "a batch reversed": Case(
        entries_changed(1, lambda all_: all_[:10] + all_[10:20][::-1] + all_[20:]), "was signed as entry 275: entries were taken out"
    ),
    "a forged entry inserted": Case(
        entries_changed(1, lambda all_: [*all_[:44], building.entry(9000), *all_[44:]]),
        f"{MIDDLE}: entry 300 (id {building.entry_id(9000)}) was edited or put in",
    ),
    "a forged entry appended": Case(
        entries_changed(2, lambda all_: [*all_, building.entry(9000)]), f"{LAST}: holds 89 entries, the log 88 here: entry 599"
    ),
    "a forged file of entries appended": Case(
        lambda: BUNDLE | {"tile/entries/003.p/1": pack_entries([building.entry(9000)])}, "tile/entries/003.p/1: a log of 600 entries has no such tile"
    ),
    "a forged entry appended with its tiles, unsigned": Case(
        lambda: left_unsigned(rebuilt(lambda all_: [*all_, building.entry(9000)])), f"{LAST}: the file is missing"
    ),
    "a duplicate, signed again": Case(lambda: rebuilt(lambda all_: [*all_, all_[300]]).bundle(), f"id {ID_300}: two entries have it"),
    "a leaf taken for a node": Case(node_for_leaf, f"{FIRST}: entry 254 was edited or put in"),
    # checkpoint and signatures
    "the size raised by hand": Case(
        lambda: BUNDLE | {"checkpoint": lied(USUAL.text().replace("600", "601"))},
        "checkpoint: the signature of the log sotto.example/5f3a/0001 does not fit",
    ),
    "the root edited": Case(lambda: BUNDLE | {"checkpoint": lied(rewritten().text())}, "checkpoint: the signature of the log"),
    "history rewritten, the witness refusing": Case(
        lambda: rewritten().bundle() | {"checkpoint": signed(rewritten().text(), witnesses=())},
        "checkpoint: the cosignature of the witness witness.example is missing",
    ),
    "history rewritten, the witness colluding": Case(
        lambda: rewritten().bundle(), "entries 0 to 599: are not those of the checkpoint you trust", trusted=USUAL.note
    ),
    "history rewritten, anchored earlier": Case(
        lambda: rewritten().bundle(), "entries 0 to 399: are not those of the checkpoint you trust", trusted=lambda: older().note()
    ),
    "another key under the same name": Case(
        lambda: replace(USUAL, signer=OTHER_KEY).bundle(),
        "checkpoint: the signature of the log sotto.example/5f3a/0001 is by another key under that name",
    ),
    "a foreign key": Case(lambda: BUNDLE, "checkpoint: the signature of the log sotto.example/77aa/0001 is missing", log=OTHER_LOG.vkey),
    "a checkpoint of another log": Case(
        lambda: BUNDLE | {"checkpoint": signed(USUAL.text().replace("5f3a", "77aa"), OTHER_LOG)}, "is missing; it is signed by"
    ),
    "a checkpoint of another log signed with this key": Case(
        lambda: BUNDLE | {"checkpoint": signed(USUAL.text().replace("5f3a", "77aa"), witnesses=(WITNESS, SECOND_WITNESS))},
        "checkpoint: is of the log sotto.example/77aa/0001, not of sotto.example/5f3a/0001",
    ),
    "a wrong witness key": Case(
        lambda: BUNDLE, "the cosignature of the witness witness.example is by another key under that name", witnesses=(OTHER_WITNESS.vkey,)
    ),
    "a cosignature stripped": Case(
        changed("checkpoint", lambda raw: lines_of(raw, lambda line: SECOND_WITNESS.name.encode() not in line)),
        "the cosignature of the witness second.example is missing",
    ),
    "a cosignature moved": Case(
        lambda: BUNDLE | {"checkpoint": with_line(cosign(older().text(), int(time.time()), WITNESS))},
        "the cosignature of witness.example does not fit this checkpoint",
    ),
    "a cosignature cut short": Case(
        lambda: BUNDLE | {"checkpoint": with_line(WITNESS.line(b"short"))}, "the cosignature of witness.example does not fit"
    ),
    "a cosignature of the future": Case(cosigned(600), "s in the future; if this machine's clock is right, it is forged"),
    "a stale cosignature": Case(cosigned(-7200), "s old, --max-age allows 3600: a newer state may be kept from you", more=("--max-age", "3600")),
    "a fork at one size": Case(lambda: rewritten(5).bundle(), "entries 0 to 599: are not those", trusted=USUAL.note),
    "a split view": Case(lambda: rewritten(450).bundle(), "entries 0 to 499: are not those", trusted=lambda: older(500).note()),
    "a missing signature": Case(
        changed("checkpoint", lambda raw: lines_of(raw, lambda line: ORIGIN not in line)),
        "is missing; it is signed by second.example, witness.example",
    ),
    "no signature at all": Case(changed("checkpoint", lambda raw: raw.split(b"\n\n")[0] + b"\n"), "checkpoint: is not a signed note"),
    "a checkpoint of garbage": Case(changed("checkpoint", lambda raw: bytes(range(256))), "checkpoint: is not a signed note but other bytes"),
    "an empty checkpoint": Case(changed("checkpoint", lambda raw: b""), "checkpoint: is not a signed note"),
    "a size spelled in another way": Case(
        lambda: BUNDLE | {"checkpoint": signed_as_is(USUAL.text().replace("600", "0600"))},
        "checkpoint: is not a checkpoint (origin, size and root, a line each)",
    ),
    # files
    "an entry file removed": Case(without(MIDDLE), f"{MIDDLE}: the file is missing"),
    "a tile removed": Case(without("tile/0/001"), "tile/0/001: the file is missing"),
    "a tile above removed": Case(without("tile/1/000.p/2"), "tile/1/000.p/2: the file is missing"),
    "the checkpoint removed": Case(without("checkpoint"), "checkpoint: the file is missing"),
    "the policy removed": Case(without("sotto/policy.json"), "sotto/policy.json: the file is missing"),
    "the openings removed": Case(without("sotto/openings.jsonl"), "sotto/openings.jsonl: the file is missing"),
    "an entry file cut short": Case(changed(MIDDLE, lambda raw: raw[:-10]), f"{MIDDLE}, entry 511: the file ends in the middle of it"),
    "an entry file with trailing bytes": Case(changed(MIDDLE, lambda raw: raw + b"x"), f"{MIDDLE}, entry 512: the file ends in the middle of it"),
    "a tile cut short": Case(changed("tile/0/001", lambda raw: raw[:-32]), "tile/0/001: is 8160 bytes long, not 8192"),
    "a tile with trailing bytes": Case(changed("tile/0/001", lambda raw: raw + b"x"), "tile/0/001: is 8193 bytes long"),
    "a length prefix shifted": Case(changed(MIDDLE, lambda raw: raw[:1] + bytes([raw[1] + 1]) + raw[2:]), f"{MIDDLE}, entry 2"),
    "entries of garbage": Case(changed(MIDDLE, lambda raw: bytes(range(256)) * 300), MIDDLE),
    "a tile that no log of this size has": Case(
        lambda: BUNDLE | {"tile/0/003.p/5": b"x" * 160}, "tile/0/003.p/5: a log of 600 entries has no such tile"
    ),
    "a tile of an odd name": Case(lambda: BUNDLE | {"tile/0/x000/001": b""}, "tile/0/x000/001: a log of 600 entries has no such tile"),
    # the form of entries, signed with the real key
    "an entry that is not JSON": Case(raw_entry(b"garbage"), "entry 300: is not JSON"),
    "an entry nested without end": Case(raw_entry(b"[" * 60_000), "entry 300: is not JSON"),
    "an entry with a field twice": Case(raw_entry(building.entry(300)[:-1] + b',"version":1}'), f"{AT_300}: names a field twice"),
    "an entry with spaces": Case(
        raw_entry(json.dumps(json.loads(building.entry(300)), sort_keys=True).encode()), "entry 300: is not in canonical form"
    ),
    "an entry with a fraction": Case(raw_entry(building.entry(300, details={"count": 1.5})), f"{AT_300}: holds 1.5, which is no whole number"),
    "an entry with a truth value": Case(raw_entry(building.entry(300, details={"is": True})), f"{AT_300}: has a field of a form that no entry has"),
    "an entry without its actor": Case(raw_entry(building.entry(300, actor=None)), f"{AT_300}: lacks actor"),
    "an entry with a foreign field": Case(raw_entry(building.entry(300, name="Rosa")), f"{AT_300}: has fields that no entry has: name"),
    "an entry on no day": Case(
        raw_entry(building.entry(300, at="2026-02-31T00:00:00.000000+00:00")), "entry 300: its day, 2026-02-31, is in no calendar"
    ),
    "details out of order": Case(
        raw_entry(building.entry(300, details={"a": 1, "b": 2}).replace(b'"a":1,"b":2', b'"b":2,"a":1')), f"{AT_300}: is not in"
    ),
    "a detail twice": Case(raw_entry(building.entry(300, details={"a": 1, "b": 2}).replace(b'"b"', b'"a"')), f"{AT_300}: names a field twice"),
    "a beginning cut off": Case(first_entry(building.entry(1000)), "is clip.fetched, but a log begins with log.period_opened"),
    "a beginning of another log": Case(first_entry(building.opened(origin="sotto.example/77aa/0001")), "names another log, period or predecessor"),
    "a beginning for another key": Case(
        first_entry(building.opened(key=OTHER_KEY.vkey)), "the period was opened for another key than the one that you gave"
    ),
    "another predecessor": Case(first_entry(building.opened(previous=("ab" * 32, 5))), "names another log, period or predecessor"),
    # policy and openings
    "a policy of another log": Case(policy(origin="sotto.example/77aa/0001"), "sotto/policy.json: is of the log sotto.example/77aa/0001"),
    "a policy of garbage": Case(changed("sotto/policy.json", lambda raw: b"[]"), "sotto/policy.json: is not the policy of a bundle"),
    "an edited opening": Case(
        openings(lambda rows: [rows[0] | {"payload": "{}"}, *rows[1:]]), "sotto/openings.jsonl, line 1: payload, salt or class was edited"
    ),
    "an opening taken away": Case(
        openings(lambda rows: rows[1:]), f"sotto/openings.jsonl: entry 1 (id {building.entry_id(1)}) has no opening of class connection"
    ),
    "an opening put in": Case(openings(lambda rows: [*rows, building.opening(77)[1]]), "sotto/openings.jsonl: no entry names the opening of"),
    "an opening twice": Case(openings(lambda rows: [*rows, rows[0]]), "sotto/openings.jsonl, line 8: the opening of"),
    "openings of garbage": Case(changed("sotto/openings.jsonl", lambda raw: b"\xff\n"), "sotto/openings.jsonl, line 1: is not a JSON object"),
    # some entries with their proofs
    "a selected entry edited": Case(
        selected(lambda rows: rows[2].update(entry=edited(rows[2]["entry"].encode()).decode())),
        f"sotto/entries.jsonl, line 3: entry 300 (id {ID_300}) was edited",
    ),
    "a selected entry moved": Case(selected(lambda rows: rows[2].update(index=301)), "sotto/entries.jsonl, line 3: entry 301"),
    "a selected entry beyond the end": Case(selected(lambda rows: rows[2].update(index=600)), "there is no entry 600 in a log of 600"),
    "a selected entry twice": Case(selected(lambda rows: rows.append(rows[3])), "sotto/entries.jsonl, line 5: entry 599 comes twice or out of order"),
    "a proof edited": Case(
        selected(lambda rows: rows[2]["proof"].reverse()), f"line 3: the proof of entry 300 (id {ID_300}) does not lead to the signed root"
    ),
    "a proof cut short": Case(
        selected(lambda rows: rows[2]["proof"].pop()), f"line 3: the proof of entry 300 (id {ID_300}) does not lead to the signed root"
    ),
    "a selection without the beginning": Case(selected(lambda rows: rows.pop(0)), "sotto/entries.jsonl: entry 0, which opens the period, is missing"),
    "a selection of garbage": Case(selected(lambda rows: rows[1].update(proof=5)), "sotto/entries.jsonl, line 2: is not an entry with its proof"),
    # what later periods say of the openings
    "an erasure of a later period edited": Case(
        later(lambda row: row.update(entry=row["entry"].replace("legal", "task"))), "does not lead to the signed root"
    ),
    "an erasure of another log": Case(
        later(lambda row: row.update(checkpoint=OTHER_LATER.note().decode())), "sotto.example/77aa/0002 is no later period of this log"
    ),
    "an erasure of an earlier period": Case(
        later(lambda row: row.update(checkpoint=BUNDLE["checkpoint"].decode())), "5f3a/0001 is no later period of this log"
    ),
    "an erasure under an edited checkpoint": Case(
        later(lambda row: row.update(checkpoint=row["checkpoint"].replace("0002\n2\n", "0002\n3\n"))),
        "sotto/later.jsonl, line 1: the signature of the log",
    ),
    "an erasure of garbage": Case(later(lambda row: row.pop("proof")), "sotto/later.jsonl, line 1: is not an entry with its proof"),
    "an edited tile of a selection": Case(
        lambda: (files := USUAL.selection([0])) | {"tile/0/002.p/88": files["tile/0/002.p/88"][:-1] + b"x"}, "checkpoint: signs the root"
    ),
}
ORIGIN = LOG.name.encode()


def signed_as_is(text: str) -> bytes:
    """With the real key, under a text that no signer of ours would sign."""
    return f"{text}\n{LOG.line(LOG.signature(text.encode()))}\n".encode()


@pytest.mark.parametrize("case", TAMPERED.values(), ids=TAMPERED.keys())
def test_tampering_is_found_and_named(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = verify.main(case.arguments(tmp_path))
    said = capsys.readouterr()
    assert (code, said.out) == (case.code, "")
    assert said.err.startswith("tampered: ")
    assert case.says in said.err
    assert said.err.count("\n") == 1


def test_no_changed_byte_goes_unseen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Any byte of any file that is signed or hashed. Keys and policy are the maker's words: of those it may not notice each, but never stumbles."""
    small = replace(USUAL, entries=USUAL.entries[:12])
    kinds = [
        small.bundle(),
        small.selection(range(12)),
        small.bundle() | {"sotto/later.jsonl": building.lines([building.later_row(building.erased_later(USUAL), 1)])},
    ]
    throw = random.Random(6)
    for files in kinds:
        folder = building.write(files, tmp_path / str(id(files)))
        asked = [str(folder), "--log", LOG.vkey, "--witness", WITNESS.vkey, "--witness", SECOND_WITNESS.vkey]
        assert verify.main(asked) == 0, capsys.readouterr().err
        for name in sorted(files.keys() - {"sotto/keys.txt"}) * 12:
            at, other = throw.randrange(len(files[name])), throw.randrange(1, 256)
            raw = bytearray(files[name])
            raw[at] ^= other
            (folder / name).write_bytes(raw)
            assert verify.main(asked) in ((0, 1, 2) if name == "sotto/policy.json" else (1, 2)), (name, at, other)
            (folder / name).write_bytes(files[name])
