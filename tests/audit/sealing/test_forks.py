"""Whoever owns the database server cannot have two trees signed under one name, though he writes what he likes into it."""

import json
from collections.abc import Callable

import psycopg
import pytest

from audit import periods
from audit.entries import Entry
from audit.proof.notes import Checkpoint, Note
from audit.sealing import starting
from audit.sealing.refusals import Refused
from foundation.roles import DbRole
from tests.audit.conftest import AsRole
from tests.audit.sealing.conftest import Write, again
from tests.sealing import InProcess

ROW = "id, recorded_at, actor, action, object, subject, outcome, body"
Forge = Callable[..., None]


@pytest.fixture
def forge(sealing: InProcess, superuser: psycopg.Connection, write: Write) -> Forge:
    """A second period beside the signed first, without the entry that is unwanted; the sealer loses its connection meanwhile."""

    def run(*, origin: str = "", renamed: str = "", first: Entry | None = None) -> None:
        unwanted = write(3)[1]
        sealing.running()._checkpoint_at = 0.0
        sealing.seal_once()
        kept = superuser.execute(f"SELECT {ROW} FROM audit_entry_0001 WHERE id <> %s ORDER BY seq".encode(), [unwanted]).fetchall()
        (ours, vkey) = superuser.execute("SELECT origin, vkey FROM audit_period").fetchone() or ("", "")
        with superuser.transaction():
            superuser.execute("SET LOCAL ROLE sotto_owner")
            superuser.execute("SELECT audit_make_period(2)")
            for kind in ("entry", "leaf", "tile", "checkpoint"):
                superuser.execute("SELECT audit_turn(%s, 2)", [kind])
            superuser.execute("UPDATE audit_period SET origin = coalesce(nullif(%s, ''), origin), closed_at = now()", [renamed])
            superuser.execute("INSERT INTO audit_period (n, origin, opened_at, vkey) VALUES (2, %s, now(), %s)", [origin or ours, vkey])
            for row in (first or kept[0], *kept[1:]):
                superuser.execute(f"INSERT INTO audit_entry ({ROW}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)".encode(), row)

    return run


def named(superuser: psycopg.Connection) -> str:
    return str((superuser.execute("SELECT origin FROM audit_period WHERE n = 1").fetchone() or ("",))[0])


def must_refuse(sealing: InProcess, superuser: psycopg.Connection, sentence: str) -> None:
    before = (superuser.execute("SELECT note FROM audit_head").fetchone(), sealing.file.path.read_text())
    with pytest.raises(Refused, match=sentence):
        again(sealing)
    assert (superuser.execute("SELECT note FROM audit_head").fetchone(), sealing.file.path.read_text()) == before


def test_a_second_tree_under_the_first_ones_name_is_not_signed(forge: Forge, sealing: InProcess, superuser: psycopg.Connection) -> None:
    forge(renamed="moved/0000/0001")
    must_refuse(sealing, superuser, r"comes .*/0002; the database says .*/0001, period 2: somebody changed it")


def test_a_period_that_nobody_closed_has_no_successor(forge: Forge, sealing: InProcess, superuser: psycopg.Connection) -> None:
    """All its words are right, only the last entry of the signed tree is another."""
    sealing.seal_once()
    origin = periods.next_origin(named(superuser), 2)
    (vkey,) = superuser.execute("SELECT vkey FROM audit_period").fetchone() or ("",)
    forge(origin=origin, first=periods.first_entry(2, origin, previous_root="00", previous_size=4, vkey=vkey, by="sealer"))
    must_refuse(sealing, superuser, "does not say that .* comes after it: nobody closed the period")


@pytest.mark.parametrize("lie", ["previous_root", "previous_size", "key", "origin", "nothing", "no entry"])
def test_a_period_that_begins_with_other_words_is_not_signed(
    sealing: InProcess, superuser: psycopg.Connection, write: Write, as_role: AsRole, monkeypatch: pytest.MonkeyPatch, lie: str
) -> None:
    """Closed as it should be; what was changed is the next one's first entry, before the sealer came to it."""
    write(2)
    sealing.seal_once()
    honest = periods.first_entry

    def lying(n: int, origin: str, **said: object) -> object:
        entry = honest(n, origin, **said)  # type: ignore[arg-type]
        body = json.loads(entry.body)
        body["details"] = body["details"] | {lie: "other"} if lie != "nothing" else {}
        return entry._replace(body="[" * 9 + "]" * 9 if lie == "no entry" else json.dumps(body))

    monkeypatch.setattr(periods, "first_entry", lying)
    if lie == "no entry":
        superuser.execute("ALTER FUNCTION audit_check_bodies(text, text) RENAME TO was_checked")
        superuser.execute("CREATE FUNCTION audit_check_bodies(text) RETURNS void LANGUAGE sql AS ''")
    as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
    sealing.running()._settle_at = sealing.running()._close_at = 0.0
    with pytest.raises(Refused, match="period 2 says that the one before it ends with"):
        sealing.seal_once()
    (note,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    assert Checkpoint.of(Note.of(note).text).size == 3


def test_a_last_entry_that_was_changed_after_it_was_signed_has_no_successor(
    sealing: InProcess, superuser: psycopg.Connection, write: Write, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption before the next period's first head; meanwhile somebody changes what the period ends with."""
    write(2)
    sealing.seal_once()
    as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
    sealing.running()._settle_at = sealing.running()._close_at = 0.0
    with monkeypatch.context() as patch:
        patch.setattr(starting, "show", lambda *_any, **_how: (_ for _ in ()).throw(psycopg.OperationalError()))
        with pytest.raises(psycopg.OperationalError):
            sealing.seal_once()
    superuser.execute("ALTER TABLE audit_entry_0001 DISABLE TRIGGER ALL")
    superuser.execute("UPDATE audit_entry_0001 SET body = body || ' ' WHERE action = 'log.period_closed'")
    superuser.execute("ALTER TABLE audit_entry_0001 ENABLE ALWAYS TRIGGER audit_append_only")
    must_refuse(sealing, superuser, "the last entry of period 1 is not the one that was signed")
