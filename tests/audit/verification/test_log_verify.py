"""What a superuser changes in the tables of the log, `manage.py log verify` finds and names."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import psycopg
import pytest
from django.core.management import CommandError, call_command

from audit import erasing, storage
from audit.access import Actor, ActorKind, console_actor, process_actor
from audit.archive import files
from audit.events import Event
from audit.log import NothingRecorded, record
from audit.verification.whole import verify_log
from foundation.roles import DbRole
from tests import witness
from tests.audit.acting import person
from tests.audit.archive.conftest import log_folder as log_folder
from tests.audit.conftest import AsRole
from tests.sealing import InProcess

ENTRIES = 300  # a full tile and some
TABLES = ("entry_0001", "leaf_0001", "tile_0001", "checkpoint_0001", "cosignature", "head", "period", "heartbeat")
GUARDED = TABLES[:6]

_LIE = 'replace(body, \'"purpose":"legal"\', \'"purpose":"task"\')'

# what is done, and how it is named; {id} is the id of the entry at place 100
TAMPERED = {
    "a column edited": (
        "UPDATE audit_entry_0001 SET actor = 'somebody' WHERE id = '{id}'",
        "entry 100 (seq 101, id {id}): its column actor was edited, or its body before it was sealed",
    ),
    "a time edited": (
        "UPDATE audit_entry_0001 SET recorded_at = recorded_at - interval '1 day' WHERE id = '{id}'",
        "id {id}): its column recorded_at was edited",
    ),
    "a body edited after it was sealed": (
        f"UPDATE audit_entry_0001 SET body = {_LIE} WHERE id = '{{id}}'",
        "entry 100 (seq 101, id {id}): its body was edited after it was sealed",
    ),
    "body and leaf edited": (
        f"UPDATE audit_entry_0001 SET body = {_LIE} WHERE id = '{{id}}';"
        "UPDATE audit_leaf_0001 l SET hash = sha256('\\x00'::bytea || convert_to(e.body, 'UTF8')) FROM audit_entry_0001 e"
        " WHERE e.id = l.entry AND e.id = '{id}'",
        "tile 0 of level 0: was edited: it is not what the leaves give",
    ),
    "body, leaf and tile edited": (
        f"UPDATE audit_entry_0001 SET body = {_LIE} WHERE id = '{{id}}';"
        "UPDATE audit_leaf_0001 l SET hash = sha256('\\x00'::bytea || convert_to(e.body, 'UTF8')) FROM audit_entry_0001 e"
        " WHERE e.id = l.entry AND e.id = '{id}';"
        "UPDATE audit_tile_0001 SET hashes = (SELECT string_agg(hash, '' ORDER BY position) FROM audit_leaf_0001 WHERE position < 256)",
        "period 1, tile 0 of level 0: was edited",
    ),
    "a leaf edited": ("UPDATE audit_leaf_0001 SET hash = sha256('') WHERE position = 100", "entry 100 (seq 101, id {id}): its leaf was edited"),
    "a leaf of another entry": (
        "UPDATE audit_leaf_0001 SET entry = 'other' WHERE position = 100",
        "entry 100 (seq 101, id other): its leaf names that id",
    ),
    "a leaf deleted": ("DELETE FROM audit_leaf_0001 WHERE position = 100", "period 1, place 100: its leaf was deleted"),
    "the last leaf deleted": ("DELETE FROM audit_leaf_0001 WHERE position = 300", "period 1, place 300: its leaf was deleted"),
    "an entry deleted": ("DELETE FROM audit_entry_0001 WHERE id = '{id}'", "entry 100 (seq 101, id {id}): was deleted, its leaf is still there"),
    "the last entry deleted with its leaf": (
        "DELETE FROM audit_entry_0001 WHERE seq = 301; DELETE FROM audit_leaf_0001 WHERE position = 300",
        "period 1, place 300: its leaf was deleted",
    ),
    "everything deleted": (
        "DELETE FROM audit_entry_0001; DELETE FROM audit_leaf_0001; DELETE FROM audit_tile_0001",
        "period 1: is not closed, and its leaves are gone",
    ),
    "two entries swapped": (
        "UPDATE audit_leaf_0001 SET position = 1000 WHERE position = 290; UPDATE audit_leaf_0001 SET position = 290 WHERE position = 291;"
        "UPDATE audit_leaf_0001 SET position = 291 WHERE position = 1000",
        "period 1, checkpoint of 301 entries: has the root",
    ),
    "an entry whose leaf was taken": (
        "DELETE FROM audit_leaf_0001 WHERE position = 300; UPDATE audit_leaf_0001 SET position = 300 WHERE position = 299;"
        "INSERT INTO audit_leaf_0001 SELECT 299, 9000, 'x', sha256(''), now()",
        "period 1, entry 299 (seq 9000, id x): was deleted, its leaf is still there",
    ),
    "an entry that the sealer never saw": (
        "INSERT INTO audit_entry_0001 OVERRIDING SYSTEM VALUE SELECT 0, 'new', recorded_at, actor, action, object, subject, outcome,"
        " replace(body, id, 'new') FROM audit_entry_0001 WHERE id = '{id}'",
        "period 1, entry of seq 0 (id new): has no leaf, though the sealer has gone past it",
    ),
    "a leaf put in": (
        "INSERT INTO audit_leaf_0001 VALUES (301, 9000, 'new', sha256(''), now())",
        "period 1, place 301 (id new): its leaf is under no signature",
    ),
    "a tile edited": (
        "UPDATE audit_tile_0001 SET hashes = set_byte(hashes, 8000, 1 + get_byte(hashes, 8000) % 200)",
        "period 1, tile 0 of level 0: was edited",
    ),
    "a root of a tile edited": ("UPDATE audit_tile_0001 SET root = sha256('')", "period 1, tile 0 of level 0: was edited"),
    "a tile deleted": ("DELETE FROM audit_tile_0001", "period 1, tile 0 of level 0: is missing"),
    "a tile put in": (
        "INSERT INTO audit_tile_0001 SELECT 0, 1, hashes, root FROM audit_tile_0001",
        "period 1, tile 1 of level 0: a log of 301 entries has no such tile",
    ),
    "a checkpoint's root edited": (
        "UPDATE audit_checkpoint_0001 SET root = sha256('x') WHERE size = 301",
        "period 1, checkpoint of 301 entries: the signed head is of",
    ),
    "a checkpoint's note edited": (
        "UPDATE audit_checkpoint_0001 SET note = replace(note, E'\\n301\\n', E'\\n300\\n') WHERE size = 301",
        "period 1, checkpoint of 301 entries: the head of",
    ),
    "a checkpoint of garbage": (
        "INSERT INTO audit_checkpoint_0001 VALUES (200, now(), sha256(''), 'garbage')",
        "period 1, checkpoint of 200 entries: the head of",
    ),
    "a fork of a checkpoint": (
        "INSERT INTO audit_checkpoint_0001 SELECT size, now(), sha256(''), note FROM audit_checkpoint_0001 WHERE size = 301",
        "period 1, checkpoints of 301 entries: one of them",
    ),
    "the head edited": ("UPDATE audit_head SET root = sha256('x')", "period 1, head of 301 entries: the signed head is of"),
    "the head's size lowered": ("UPDATE audit_head SET size = 300", "period 1, head of 300 entries: the signed head is of"),
    "the head deleted": ("DELETE FROM audit_head", "the log has no signed head"),
    "a cosignature edited": (
        "UPDATE audit_cosignature SET line = replace(line, 'witness', 'another') WHERE size = 301",
        "period 1, cosignature of witness.test on 301 entries: does not fit the checkpoint",
    ),
    "a cosignature made younger": (
        "UPDATE audit_cosignature SET at = at - interval '1 hour' WHERE size = 301",
        "period 1, cosignature of witness.test on 301 entries: does not fit",
    ),
    "a cosigned checkpoint deleted": (
        "DELETE FROM audit_checkpoint_0001 WHERE size = 301",
        "period 1, cosignature of witness.test on 301 entries: the checkpoint that it cosigned is gone",
    ),
    "another origin": (
        "UPDATE audit_period SET origin = 'sotto.invalid/77aa/0001'",
        "period 1, head of 301 entries: the head of sotto.invalid/77aa/0001 is signed by no key",
    ),
    "the beginning edited": (
        "UPDATE audit_leaf_0001 SET entry_seq = entry_seq + 5000; UPDATE audit_leaf_0001 SET entry_seq = 2 WHERE entry_seq = 5001",
        "period 1, entry 0 (id",
    ),
    "a trigger disabled": (
        "ALTER TABLE audit_leaf_0001 DISABLE TRIGGER audit_append_only",
        "audit_leaf_0001: its append-only trigger is missing, disabled",
    ),
    "a trigger no longer always on": (
        "ALTER TABLE audit_entry_0001 ENABLE TRIGGER audit_append_only",
        "audit_entry_0001: its append-only trigger is missing, disabled or not ENABLE ALWAYS",
    ),
    "a trigger dropped": ("DROP TRIGGER audit_append_only ON audit_checkpoint_0001", "audit_checkpoint_0001: its append-only trigger is missing"),
}


@pytest.fixture
def log(db: str, sealing: InProcess, superuser: psycopg.Connection, as_role: AsRole) -> list[str]:
    """A sealed, cosigned log; the ids of its entries by place."""
    for _ in range(ENTRIES):
        record(Event.LOG_READ, by=person())
    sealing.seal_once()
    as_role(DbRole.SEALER).execute("UPDATE audit_heartbeat SET settled_seq = %s", [ENTRIES + 1])
    note = superuser.execute("SELECT note FROM audit_checkpoint WHERE size = %s", [ENTRIES + 1]).fetchone()
    assert note is not None
    witness.cosign_size(as_role(DbRole.AUDITOR), note[0].partition("\n\n")[0] + "\n")
    return [entry for (entry,) in superuser.execute("SELECT entry FROM audit_leaf ORDER BY position")]


class Intruder:
    """Whoever owns the database server: changes what he likes and can take it back."""

    def __init__(self, superuser: psycopg.Connection) -> None:
        self._superuser = superuser
        self._do("ALTER TABLE audit_entry_0001 DROP CONSTRAINT the_columns_agree_with_the_body")
        for table in TABLES:
            self._do(f"CREATE TABLE saved_{table} AS TABLE audit_{table}")

    def change(self, statement: str) -> None:
        if "TRIGGER" in statement:
            self._do(statement)
        else:
            self._unguarded(statement)

    def undo(self) -> None:
        self._do("DROP TRIGGER IF EXISTS audit_append_only ON audit_checkpoint_0001; SELECT audit_close_table('checkpoint', '0001')")
        for table in TABLES:
            self._unguarded(f"TRUNCATE audit_{table}; INSERT INTO audit_{table} OVERRIDING SYSTEM VALUE TABLE saved_{table}")

    def _unguarded(self, statement: str) -> None:
        closed = "; ".join(f"ALTER TABLE audit_{table} DISABLE TRIGGER ALL" for table in GUARDED)
        opened = "; ".join(f"ALTER TABLE audit_{table} ENABLE ALWAYS TRIGGER audit_append_only" for table in GUARDED)
        self._do(f"{closed}; {statement}; {opened}")

    def _do(self, statements: str) -> None:
        self._superuser.execute(statements.encode())


def test_whatever_a_superuser_changes_is_found_and_named(log: list[str], superuser: psycopg.Connection) -> None:
    intruder = Intruder(superuser)
    for name, (statement, says) in TAMPERED.items():
        intruder.change(statement.replace("{id}", log[100]))
        found = verify_log().disagreement
        assert says.replace("{id}", log[100]) in found, name
        intruder.undo()
    assert verify_log().disagreement == ""


def test_a_body_edited_before_it_was_sealed_contradicts_its_columns(db: str, sealing: InProcess, superuser: psycopg.Connection) -> None:
    receipt = record(Event.LOG_READ, by=person())
    Intruder(superuser).change(f"UPDATE audit_entry_0001 SET body = replace(body, '\"granted\"', '\"denied\"') WHERE id = '{receipt.entry_id}'")
    sealing.seal_once()
    assert f"entry 1 (seq 2, id {receipt.entry_id}): its column outcome was edited, or its body before it was sealed" in verify_log().disagreement


def test_a_log_in_order_is_verified_and_the_result_is_an_entry(log: list[str], entries: Callable[[], list[dict[str, object]]]) -> None:
    said = _verify()
    first, root, checkpoint, cosigned = said.splitlines()
    assert first.startswith("verified: 301 entries of sotto")
    assert "period 1; 301 read in" in first
    assert checkpoint.startswith("checkpoint: 20")
    assert cosigned.startswith("cosigned: 20")
    begun, last = entries()[-2:]
    assert (begun["event"], begun["details"]) == ("log.verification_begun", {"since_last": 0})
    assert last["event"] == "log.verified"
    assert last["actor_kind"] == "console"
    details = last["details"]
    assert isinstance(details, dict)
    assert (details["period"], details["size"], details["result"]) == (1, 301, "verified")
    assert root == f"root: {details['root']}"


def test_a_disagreement_ends_with_code_1_and_is_an_entry(
    log: list[str], superuser: psycopg.Connection, entries: Callable[[], list[dict[str, object]]]
) -> None:
    Intruder(superuser).change(TAMPERED["a body edited after it was sealed"][0].replace("{id}", log[100]))
    with pytest.raises(CommandError, match=f"the log disagrees: period 1, entry 100 .seq 101, id {log[100]}.: its body was edited") as raised:
        _verify()
    assert raised.value.returncode == 1
    last = entries()[-1]
    assert (last["event"], last["outcome"]) == ("log.verified", "failed")
    assert json.dumps(last["details"]).startswith('{"result": "disagrees"')


def test_since_last_goes_on_where_the_last_good_verification_ended(log: list[str], sealing: InProcess, superuser: psycopg.Connection) -> None:
    _verify()
    for _ in range(3):
        record(Event.LOG_READ, by=person())
    sealing.seal_once()
    said = _verify("--since-last")
    assert "306 entries" in said
    assert "of period 1 was not read again: their tree is the one that witness.test cosigned" in said
    assert verify_log(is_since_last=True).entries < 10
    intruder = Intruder(superuser)
    intruder.change(TAMPERED["a body edited after it was sealed"][0].replace("{id}", log[100]))
    assert verify_log(is_since_last=True).disagreement == ""  # it is not looked at again: the whole one finds it
    assert "entry 100" in verify_log().disagreement
    intruder.undo()
    intruder.change("UPDATE audit_leaf_0001 SET hash = sha256('') WHERE position = 303")
    assert "entry 303" in verify_log(is_since_last=True).disagreement
    intruder.undo()
    intruder.change("UPDATE audit_tile_0001 SET root = sha256('')")
    assert "has the root" in verify_log(is_since_last=True).disagreement


def test_entries_that_wait_for_their_leaf_are_no_disagreement(log: list[str]) -> None:
    record(Event.LOG_READ, by=person())
    verdict = verify_log()
    assert (verdict.disagreement, verdict.size) == ("", 301)


def test_a_log_that_was_never_sealed_says_so(db: str) -> None:
    assert verify_log().disagreement == "the log has no signed head: its sealer has not run yet, or the head was deleted"


def test_a_tail_cut_off_behind_what_was_published_is_missed(db: str, sealing: InProcess, superuser: psycopg.Connection) -> None:
    notes = []
    for _ in range(2):
        for _ in range(5):
            record(Event.LOG_READ, by=process_actor("reader"))
        sealing.running()._checkpoint_at = 0.0
        sealing.seal_once()
        notes += superuser.execute("SELECT note, size, root FROM audit_head").fetchall()
    storage.put(files.checkpoint(1), notes[1][0].encode())
    assert verify_log().disagreement == ""
    intruder = Intruder(superuser)
    intruder.change(
        "DELETE FROM audit_entry_0001 WHERE seq > 6; DELETE FROM audit_leaf_0001 WHERE position >= 6;DELETE FROM audit_checkpoint_0001 WHERE size > 6"
    )
    superuser.execute("UPDATE audit_head SET note = %s, size = %s, root = %s", notes[0])
    assert verify_log().disagreement == "period 1, published checkpoint of 11 entries: the log has 6: leaves were deleted"
    intruder.undo()
    storage.put(files.checkpoint(1), notes[1][0].replace("\n11\n", "\n12\n").encode())
    assert verify_log().disagreement.startswith("period 1, published checkpoint of 12 entries: the head of")
    storage.put(files.checkpoint(2), notes[1][0].encode())
    storage.put(files.checkpoint(1), notes[1][0].encode())
    assert verify_log().disagreement == "period 2: was published, and the signed head knows nothing of it: an older head was put back"


def test_openings_taken_away_are_missed_and_ended_ones_are_not(
    db: str, sealing: InProcess, as_role: AsRole, acting_as: Callable[[DbRole], None]
) -> None:
    rosa, sam = person(), person()
    records = [record(Event.LOG_READ, by=by) for by in (rosa, sam)]
    acting_as(DbRole.RETENTION)
    erasing.erase(rosa.id, by=process_actor("retention"))
    sealing.seal_once()
    assert verify_log().disagreement == ""
    as_role(DbRole.RETENTION).execute("DELETE FROM audit_private")
    found = verify_log().disagreement
    assert found.startswith(f"period 1, entry 2 (seq 3, id {records[1].entry_id}): its opening of class connection neither expired nor was erased")


def test_only_a_verification_of_the_console_is_gone_on_from(db: str, sealing: InProcess, superuser: psycopg.Connection) -> None:
    victim = record(Event.LOG_READ, by=process_actor("reader"))
    sealing.seal_once()
    (root, size) = superuser.execute("SELECT encode(root, 'hex'), size FROM audit_head").fetchall()[0]
    told: dict[str, int | str] = {"result": "verified", "seconds": 1, "period": 1, "size": size, "root": root}
    record(Event.LOG_VERIFIED, by=process_actor("anybody"), details=told)
    record(Event.LOG_VERIFIED, by=Actor(console_actor().id, ActorKind.PROCESS), details=told)
    sealing.seal_once()
    Intruder(superuser).change(f"UPDATE audit_entry_0001 SET body = {_LIE} WHERE id = '{victim.entry_id}'")
    assert f"id {victim.entry_id}): its body was edited" in verify_log(is_since_last=True).disagreement
    record(Event.LOG_VERIFIED, by=console_actor(), details={"result": "verified", "root": "zz"})
    assert f"id {victim.entry_id}): its body was edited" in verify_log(is_since_last=True).disagreement


def test_nothing_is_verified_that_cannot_be_recorded_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NothingRecorded("the log takes no entry")

    monkeypatch.setattr("audit.console.verify.record", refuse)
    with pytest.raises(CommandError, match="nothing was verified, for that could not be recorded: the log takes no entry"):
        _verify()


def _verify(*options: str) -> str:
    out = io.StringIO()
    call_command("log", "verify", *options, stdout=out)
    return out.getvalue()
