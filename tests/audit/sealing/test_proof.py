"""A receipt opens something only when its own body is in a signed tree that a known witness has lately seen."""

import secrets
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connections
from django.test import Client
from pytest_django import Settings

from audit.events import Event
from audit.log import NotSealed, Receipt, record
from audit.proof.cosignatures import cosign
from audit.proof.notes import COSIGNATURE, Checkpoint, Note, Signer
from audit.proof.tree import check_inclusion, leaf_hash
from audit.receipts import NotWitnessed
from audit.sealing import proving, witnessing
from audit.witness.protocol import Known, add_checkpoint, request_of
from config.env import env
from foundation import keys
from foundation.roles import DbRole
from tests import witness
from tests.audit.acting import person
from tests.audit.conftest import AsRole
from tests.audit.sealing.conftest import Tamper, Write
from tests.cast import Cast, signed_in
from tests.sealing import InProcess

STALE_S = 900


def receipt() -> Receipt:
    return record(Event.LOG_READ, by=person())


def test_a_proof_from_the_tables_is_that_of_the_mathematics(sealing: InProcess, write: Write, superuser: psycopg.Connection) -> None:
    size = 1
    for grown in (0, 254, 1, 1, 300):
        write(grown)
        sealing.seal_once()
        size += grown
        leaves = [row[0] for row in superuser.execute("SELECT hash FROM audit_leaf ORDER BY position").fetchall()]
        with connections["default"].cursor() as cursor:
            head = proving.head(cursor)
            proving.must_be_signed(head)
            assert head.size == len(leaves) == size
            for place in {0, size // 2, size - 1}:
                check_inclusion(place, size, leaves[place], proving.inclusion(cursor, place, head), head.root)
            with pytest.raises(proving.Unproven):
                proving.inclusion(cursor, size, head)


def test_a_body_that_was_changed_before_it_was_sealed_opens_nothing(sealing: InProcess, tamper: Tamper, write: Write) -> None:
    """The tree is whole and signed, only not of what this process wrote."""
    write(2)
    mine = receipt()
    tamper(f"UPDATE audit_entry_0001 SET body = replace(body, 'log.read', 'log.read') || ' ' WHERE id = '{mine.entry_id}'")
    with pytest.raises(NotSealed, match="leads to another root"):
        mine.sealed()


@pytest.mark.usefixtures("sealer_stopped")
def test_a_changed_tree_opens_nothing(sealing: InProcess, write: Write, tamper: Tamper, superuser: psycopg.Connection) -> None:
    write(3)
    mine = receipt()
    sealing.seal_once()
    (leaf,) = superuser.execute("SELECT encode(hash, 'hex') FROM audit_leaf WHERE position = 1").fetchone() or ("",)
    query = "SELECT h.size, encode(h.root, 'hex'), note, origin FROM audit_head h JOIN audit_period p ON p.n = h.period"
    size, root, note, origin = superuser.execute(query).fetchone() or ()
    undo = f"UPDATE audit_head SET size = {size}, root = '\\x{root}', note = '{note}'"
    leaf_back = f"UPDATE audit_leaf_0001 SET hash = '\\x{leaf}' WHERE position = 1"
    for attack, back, sentence in (
        ("UPDATE audit_leaf_0001 SET hash = sha256('x') WHERE position = 1", leaf_back, "another root"),
        ("UPDATE audit_leaf_0001 SET position = 77 WHERE position = 4", "UPDATE audit_leaf_0001 SET position = 4 WHERE position = 77", "no proof"),
        ("UPDATE audit_head SET size = size - 1", undo, "the signed head is of"),
        ("UPDATE audit_head SET root = sha256('x')", undo, "the signed head is of"),
        ("UPDATE audit_head SET note = replace(note, E'\\n5\\n', E'\\n6\\n')", undo, "not signed as it should be"),
        ("UPDATE audit_head SET note = 'x'", undo, "not signed as it should be"),
        ("UPDATE audit_period SET origin = 'other.test/0001'", f"UPDATE audit_period SET origin = '{origin}'", "signed by no key of this house"),
    ):
        tamper(attack)
        with pytest.raises(NotSealed, match=sentence):
            mine.sealed()
        tamper(back)
        assert mine.sealed() is mine


@pytest.mark.usefixtures("sealer_stopped")
def test_a_head_of_another_key_under_our_name_opens_nothing(sealing: InProcess, superuser: psycopg.Connection) -> None:
    mine = receipt()
    sealing.seal_once()
    (note,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    text = Note.of(note).text
    forger = Signer(Checkpoint.of(text).origin, secrets.token_bytes(32))
    superuser.execute("UPDATE audit_head SET note = %s", [Note.signed(text, forger.sign(text)).raw()])
    with pytest.raises(NotSealed, match="signed by no key of this house"):
        mine.sealed()


# -- the witness ------------------------------------------------------------------------------------


@pytest.fixture
def unseen(settings: Settings, superuser: psycopg.Connection) -> None:
    """A log that no witness has seen yet, under the limit of production."""
    settings.AUDIT_WITNESS_STALE_S = STALE_S
    superuser.execute("ALTER TABLE audit_cosignature DISABLE TRIGGER ALL; DELETE FROM audit_cosignature")
    superuser.execute("ALTER TABLE audit_cosignature ENABLE ALWAYS TRIGGER audit_append_only")


Show = Callable[..., None]


@pytest.fixture
def cosigned(unseen: None, as_role: AsRole, superuser: psycopg.Connection, sealing: InProcess) -> Show:
    """Cosign the newest checkpoint, or by forgery of the text, the key or the time. Ages count from one moment, or equal ones clash."""
    began_s = int(time.time())

    def show(*, ago_s: int = 0, signer: Signer = witness.WITNESS, text: str = "") -> None:
        sealing.seal_once()
        (n, note) = superuser.execute("SELECT period, note FROM audit_checkpoints ORDER BY period DESC, size DESC LIMIT 1").fetchone() or (0, "")
        size = Checkpoint.of(Note.of(note).text).size
        at = began_s - ago_s
        line = cosign(text or Note.of(note).text, at, signer)
        as_role(DbRole.AUDITOR).execute("INSERT INTO audit_cosignature VALUES (%s, %s, %s, to_timestamp(%s), %s)", [n, size, signer.name, at, line])

    return show


def test_without_a_witness_nothing_sensitive_opens(unseen: None) -> None:
    with pytest.raises(NotWitnessed, match=r"none of those we know ever did.*see whether publisher and witness run"):
        receipt().sealed()


def test_a_cosignature_opens_for_fifteen_minutes(cosigned: Show, settings: Settings) -> None:
    cosigned(ago_s=STALE_S - 60)
    assert receipt().sealed()
    assert receipt().sealed()  # what was verified once grows stale too
    settings.AUDIT_WITNESS_STALE_S = STALE_S - 61
    with pytest.raises(NotWitnessed):
        receipt().sealed()


def test_a_stale_cosignature_opens_nothing(cosigned: Show) -> None:
    cosigned(ago_s=STALE_S + 2)
    with pytest.raises(NotWitnessed, match=r"for 900 s \(its newest is 9\d\d s old\)"):
        receipt().sealed()


def test_a_cosignature_of_the_future_of_a_stranger_or_of_another_tree_opens_nothing(cosigned: Show, superuser: psycopg.Connection) -> None:
    (origin,) = superuser.execute("SELECT origin FROM audit_period").fetchone() or ("",)
    with pytest.raises(psycopg.errors.CheckViolation, match="no_cosignature_is_of_a_time_to_come"):
        cosigned(ago_s=-3600)
    superuser.execute("ALTER TABLE audit_cosignature DROP CONSTRAINT no_cosignature_is_of_a_time_to_come")
    cosigned(ago_s=-3600)
    cosigned(signer=Signer("stranger.test", b"s" * 32, COSIGNATURE))
    cosigned(signer=Signer(witness.WITNESS.name, b"s" * 32, COSIGNATURE))
    cosigned(text=Checkpoint(origin, 7, b"r" * 32).text(), ago_s=1)
    with pytest.raises(NotWitnessed, match="none of those we know"):
        receipt().sealed()
    cosigned(ago_s=2)  # false lines do not hide a true one
    assert receipt().sealed()


def test_false_lines_of_the_publishers_role_do_not_close_the_house_for_ever(cosigned: Show, superuser: psycopg.Connection, as_role: AsRole) -> None:
    """Of times to come, under other names, or many at once: what is left of them when the attacker is gone hides no true line."""
    auditor = as_role(DbRole.AUDITOR)
    many = "SELECT 1, 0, %s, {at} + make_interval(secs => n * 0.001), 'x' FROM generate_series(1, 500) n"
    with pytest.raises(psycopg.errors.CheckViolation):
        auditor.execute(f"INSERT INTO audit_cosignature {many.format(at='timestamptz ' + repr('2999-01-01'))}".encode(), [witness.WITNESS.name])
    auditor.execute(f"INSERT INTO audit_cosignature {many.format(at='now()')}".encode(), ["stranger.test"])
    auditor.execute(f"INSERT INTO audit_cosignature {many.format(at='now() - make_interval(secs => 900)')}".encode(), [witness.WITNESS.name])
    cosigned(ago_s=5)
    assert receipt().sealed()
    # rows from before the table refused them
    superuser.execute("ALTER TABLE audit_cosignature DROP CONSTRAINT no_cosignature_is_of_a_time_to_come")
    auditor.execute(f"INSERT INTO audit_cosignature {many.format(at='timestamptz ' + repr('2999-01-01'))}".encode(), [witness.WITNESS.name])
    witnessing.forget()
    assert receipt().sealed()


def test_a_line_whose_time_was_moved_opens_nothing(cosigned: Show, superuser: psycopg.Connection, as_role: AsRole) -> None:
    """The column says now, the line says what the witness signed."""
    cosigned(ago_s=STALE_S + 60)
    as_role(DbRole.AUDITOR).execute("INSERT INTO audit_cosignature SELECT period, size, witness, now(), line FROM audit_cosignature")
    with pytest.raises(NotWitnessed):
        receipt().sealed()


@pytest.fixture
def believed() -> Iterator[Callable[..., None]]:
    yield lambda *vkeys: witness.believe(env.keys_dir, *vkeys)
    witness.believe(env.keys_dir, witness.WITNESS.vkey)


def test_a_house_that_believes_no_witness_opens_nothing(cosigned: Show, believed: Callable[..., None]) -> None:
    cosigned()
    believed("", "garbage", Signer("log.test", b"k" * 32).vkey)
    with pytest.raises(NotWitnessed):
        receipt().sealed()
    (env.keys_dir / keys.WITNESSES).unlink()
    with pytest.raises(NotWitnessed):
        receipt().sealed()


def test_one_of_several_witnesses_is_enough(cosigned: Show, believed: Callable[..., None]) -> None:
    other = Signer("other.test", b"o" * 32, COSIGNATURE)
    believed(witness.WITNESS.vkey, other.vkey)
    cosigned(signer=other)
    assert receipt().sealed()


def test_what_a_real_witness_answers_opens(cosigned: Show, superuser: psycopg.Connection, sealing: InProcess, as_role: AsRole) -> None:
    sealing.seal_once()
    (note, vkey) = superuser.execute("SELECT h.note, p.vkey FROM audit_head h JOIN audit_period p ON p.n = h.period").fetchone() or ("", "")
    asked = Note.of(note)
    known = Known(keys=(proving.keys.verifiers_of(Checkpoint.of(asked.text).origin)[0],))
    now = int(time.time())
    answer = add_checkpoint(request_of(0, [], asked), known, witness.WITNESS, now)
    assert answer.status == 200
    values = [Checkpoint.of(asked.text).size, witness.WITNESS.name, now, answer.body.rstrip("\n")]
    as_role(DbRole.AUDITOR).execute("INSERT INTO audit_cosignature VALUES (1, %s, %s, to_timestamp(%s), %s)", values)
    assert vkey == known.keys[0].vkey
    assert receipt().sealed()


def test_the_period_just_closed_speaks_for_the_next_and_the_one_before_does_not(
    cosigned: Show, as_role: AsRole, sealing: InProcess, settings: Settings
) -> None:
    cosigned()
    for closed in (1, 2):
        as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
        sealing.running()._settle_at = sealing.running()._close_at = 0.0
        sealing.seal_once()
        assert sealing.running().period == closed + 1
        witnessing.forget()
        if closed == 1:
            assert receipt().sealed()
    with pytest.raises(NotWitnessed):
        receipt().sealed()


def test_pages_and_plays_go_on_while_the_witness_is_away(unseen: None, client: Client, rosa: Cast) -> None:
    signed_in(client, rosa)
    assert client.get("/work/").status_code == 200
    with pytest.raises(NotWitnessed):
        receipt().sealed()


def test_the_leaf_of_a_receipt_is_that_of_its_body(db: str, superuser: psycopg.Connection) -> None:
    mine = receipt()
    (body,) = superuser.execute("SELECT body FROM audit_entry WHERE id = %s", [mine.entry_id]).fetchone() or ("",)
    assert mine.leaf == leaf_hash(body.encode())
