"""A sealer goes on only from the tree that was signed last. What was restored, lost or changed stops it, with a sentence."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from audit.proof.notes import Note
from audit.proof.tree import Frontier, leaf_hash
from audit.sealing import sealer as sealer_module
from audit.sealing import starting, tables
from audit.sealing.adopting import adopt
from audit.sealing.refusals import BadState, LostState, Refused
from audit.sealing.state import State, StateFile
from foundation.clock import shifted
from foundation.roles import DbRole
from tests import witness
from tests.audit.conftest import AsRole
from tests.audit.sealing.conftest import Tamper, Write, again
from tests.sealing import InProcess


def leaves(connection: psycopg.Connection) -> list[tuple[str, bytes]]:
    return [(entry, leaf) for entry, leaf in connection.execute("SELECT entry, hash FROM audit_leaf ORDER BY position").fetchall()]


def must_be_whole(connection: psycopg.Connection) -> None:
    """Every entry has one leaf, of its own body, and the head is the root of just these."""
    rows = connection.execute(
        "SELECT l.hash, e.body FROM audit_entry e FULL JOIN audit_leaf l ON l.entry_seq = e.seq AND l.entry = e.id ORDER BY l.position"
    ).fetchall()
    assert [leaf for leaf, _ in rows] == [leaf_hash(body.encode()) for _, body in rows]
    whole = Frontier()
    whole.extend(leaf for leaf, _ in rows)
    assert connection.execute("SELECT size, root FROM audit_head").fetchone() == (whole.size, whole.root())


def test_a_restart_goes_on_from_the_file(sealing: InProcess, write: Write, superuser: psycopg.Connection) -> None:
    write(300)
    sealing.seal_once()
    write(2)
    assert again(sealing) == 2
    assert again(sealing) == 0
    must_be_whole(superuser)
    assert superuser.execute("SELECT level, position, octet_length(hashes) FROM audit_tile").fetchall() == [(0, 0, 8192)]


def crash_before_the_database(sealing: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is written, the statement never arrives."""

    def gone(*_any: object, **_how: object) -> None:
        raise psycopg.OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(tables, "write", gone)
        with pytest.raises(psycopg.OperationalError):
            sealing.seal_once()


def test_what_was_signed_when_the_database_went_away_is_written_at_the_next_start(
    sealing: InProcess, write: Write, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Crash between file and database: the same entries get the same places, and later ones come after them."""
    sealing.seal_once()
    write(260)

    crash_before_the_database(sealing, monkeypatch)
    assert len(leaves(superuser)) == 1
    signed = StateFile(sealing.file.folder).read()
    assert signed is not None
    write(1)
    assert again(sealing) == 1
    assert [entry for entry, _ in leaves(superuser)][1:261] == [row.id for row in signed.pending]
    must_be_whole(superuser)


def test_what_was_signed_and_is_not_there_any_more_stops_the_log(
    sealing: InProcess, write: Write, superuser: psycopg.Connection, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealing.seal_once()
    ids = write(2)
    crash_before_the_database(sealing, monkeypatch)
    tamper(f"DELETE FROM audit_entry_0001 WHERE id = '{ids[1]}'")
    with pytest.raises(Refused, match=f"entry {ids[1]} was signed"):
        again(sealing)
    assert len(leaves(superuser)) == 1


def test_an_older_copy_of_the_database_stops_the_log(sealing: InProcess, write: Write, tamper: Tamper) -> None:
    for count in (5, 3, 1):
        write(count)
        sealing.seal_once()
    tamper("DELETE FROM audit_leaf_0001 WHERE position >= 9", "DELETE FROM audit_entry_0001 WHERE seq > 9")
    with pytest.raises(Refused, match="was signed, and the database does not have it"):
        again(sealing)
    tamper("DELETE FROM audit_leaf_0001 WHERE position >= 6", "DELETE FROM audit_entry_0001 WHERE seq > 6")
    with pytest.raises(Refused, match="10 entries of the log are signed, the database holds 6 leaves: an older copy of the database"):
        again(sealing)
    write(4)  # as many as were lost: not the same
    with pytest.raises(Refused, match="older copy of the database"):
        again(sealing)


def test_an_older_copy_of_the_file_stops_the_log(sealing: InProcess, write: Write, state_path: Path) -> None:
    write(5)
    sealing.seal_once()
    older = state_path.read_text()
    write(4)
    sealing.seal_once()
    state_path.write_text(older)
    with pytest.raises(Refused, match="6 entries of the log are signed, the database holds 10 leaves: an older copy of the file"):
        again(sealing)


def test_the_file_of_another_log_stops_the_log(sealing: InProcess, write: Write, state_path: Path, tamper: Tamper) -> None:
    sealing.seal_once()
    tamper("UPDATE audit_period SET origin = 'elsewhere.test/0123456789abcdef/0001', vkey = ''")
    with pytest.raises(Refused, match="signs with another key"):
        again(sealing)


def test_a_changed_edge_stops_the_log(sealing: InProcess, write: Write, superuser: psycopg.Connection, tamper: Tamper) -> None:
    write(301)
    sealing.seal_once()
    superuser.execute("CREATE TABLE kept_leaf AS TABLE audit_leaf_0001; CREATE TABLE kept_tile AS TABLE audit_tile_0001")
    back = [
        f"{verb} audit_{kind}_0001{rest}" for kind in ("leaf", "tile") for verb, rest in (("TRUNCATE", ""), ("INSERT INTO", f" TABLE kept_{kind}"))
    ]
    for attack, sentence in (
        ("UPDATE audit_leaf_0001 SET hash = sha256('x') WHERE position = 299", "the 302 leaves in the database have the root"),
        ("UPDATE audit_tile_0001 SET root = sha256('x')", "the 302 leaves in the database have the root"),
        ("DELETE FROM audit_tile_0001", "but 1 hashes should stand at the end of level 1, not 0"),
        ("DELETE FROM audit_leaf_0001 WHERE position = 300", "but 46 hashes should stand at the end of level 0, not 45"),
    ):
        tamper(attack)
        with pytest.raises(Refused, match=sentence):
            again(sealing)
        tamper(*back)
        assert again(sealing) == 0


def test_a_spoilt_file_stops_the_log(sealing: InProcess, write: Write, state_path: Path) -> None:
    write(3)
    sealing.seal_once()
    whole = state_path.read_text()
    read = json.loads(whole)
    other = Frontier()
    other.append(leaf_hash(b"other"))
    for spoilt in (
        "",
        whole[:-20],
        json.dumps(read | {"size": 3}),
        json.dumps(read | {"root": other.root().hex()}),
        json.dumps(read | {"frontier": [other.root().hex()]}),
        json.dumps(read | {"note": read["note"].replace("\n4\n", "\n5\n")}),
        json.dumps(read | {"pending": read["pending"][:-1]}),
        json.dumps(read | {"version": 2}),
        json.dumps(read | {"note": read["note"][:-8] + "AAAAAAA\n"}),
    ):
        state_path.write_text(spoilt)
        with pytest.raises(BadState):
            again(sealing)
    state_path.write_text(whole)
    assert again(sealing) == 0


def test_a_file_reads_as_it_was_written(sealing: InProcess, write: Write, state_path: Path) -> None:
    write(3)
    sealing.seal_once()
    state = StateFile(state_path.parent).read()
    assert state is not None
    assert State.of(state.text()) == state
    assert (state.size, state.before, len(state.pending)) == (4, 0, 4)
    assert state_path.stat().st_mode & 0o777 == 0o600


@contextmanager
def full_disk() -> Iterator[None]:
    """Files of this process may not grow beyond 100 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_seals_nothing_and_closes_the_house(sealing: InProcess, write: Write, superuser: psycopg.Connection, state_path: Path) -> None:
    sealing.seal_once()
    before = state_path.read_text()
    write(3)
    beat = superuser.execute("SELECT beat_at FROM audit_heartbeat").fetchone()
    with full_disk():
        for _ in range(2):
            with pytest.raises(OSError, match="File too large"):
                again(sealing)
    assert superuser.execute("SELECT beat_at FROM audit_heartbeat").fetchone() == beat
    assert (len(leaves(superuser)), state_path.read_text()) == (1, before)
    assert again(sealing) == 3
    must_be_whole(superuser)


def test_the_clock_may_go_back_and_forward(sealing: InProcess, write: Write, superuser: psycopg.Connection) -> None:
    for hours in (0, -30, 30, 0):
        with shifted(hours=hours):
            write(2)
            sealing.running()._checkpoint_at = 0.0
            assert again(sealing) >= 2
    must_be_whole(superuser)
    sizes = superuser.execute("SELECT size FROM audit_checkpoint WHERE size > 0 ORDER BY size").fetchall()
    assert len(sizes) == len(set(sizes)) == 4


def test_a_checkpoint_is_written_each_minute_and_not_at_each_pass(
    sealing: InProcess, write: Write, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = "SELECT count(*) FROM audit_checkpoint WHERE size > 0"
    for _ in range(3):
        write(1)
        sealing.seal_once()
    assert superuser.execute(count).fetchone() == (1,)
    sealing.running()._checkpoint_at -= sealer_module.CHECKPOINT_EVERY_S
    sealing.seal_once()  # the log stood still, and says so
    assert superuser.execute(count).fetchone() == (2,)
    assert superuser.execute("SELECT c.note = h.note FROM audit_checkpoint c, audit_head h ORDER BY c.signed_at DESC LIMIT 1").fetchone() == (True,)


# -- the sealer's file is lost ----------------------------------------------------------------------


def adopted(sealing: InProcess, trusted: str | None = None, *, is_without_trusted: bool = True) -> starting.Start:
    connection = sealing.connect()
    try:
        return adopt(connection, sealing.file, trusted, is_without_trusted=is_without_trusted)
    finally:
        connection.close()


def test_a_lost_file_stops_the_log_until_somebody_answers_for_it(
    sealing: InProcess, write: Write, superuser: psycopg.Connection, state_path: Path
) -> None:
    write(300)
    sealing.seal_once()
    sealing.close()
    (note,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    with pytest.raises(Refused, match="nothing is lost"):
        adopted(sealing)
    state_path.unlink()
    write(3)
    with pytest.raises(LostState, match="--adopt"):
        again(sealing)
    assert adopted(sealing, note).edge.size == 301
    assert again(sealing) == 3 + 1
    must_be_whole(superuser)
    found = superuser.execute("SELECT body FROM audit_entry WHERE action = 'log.sealer_adopted'").fetchone() or ("",)
    assert json.loads(found[0])["details"].items() >= {"size": 301, "trusted": 301, "period": 1}.items()
    assert json.loads(found[0])["actor_kind"] == "console"


def test_a_database_that_does_not_hold_what_was_signed_is_not_adopted(
    sealing: InProcess, write: Write, superuser: psycopg.Connection, state_path: Path, tamper: Tamper
) -> None:
    write(299)
    sealing.seal_once()
    (older,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    write(10)
    sealing.seal_once()
    (newer,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    sealing.close()
    state_path.unlink()
    for attack, undo, sentence in (
        ("UPDATE audit_head SET note = ''", f"UPDATE audit_head SET note = '{newer}'", "the checkpoint is none of this log"),
        ("UPDATE audit_tile_0001 SET root = sha256('x')", "", "tile 0 of level 0 is missing or not that of its leaves"),
        ("UPDATE audit_entry_0001 SET body = body || ' ' WHERE seq = 7", "", "the entry at 6 is missing or not the one that was sealed"),
        ("DELETE FROM audit_leaf_0001 WHERE position > 304", "", "the entry at 6 is missing"),
    ):
        tamper(attack)
        with pytest.raises(Refused, match=sentence):
            adopted(sealing)
        if undo:
            tamper(undo)
    with pytest.raises(Refused, match="the checkpoint is none of this log"):
        adopted(sealing, "garbage")
    assert older != newer
    assert not state_path.exists()


def test_a_restored_copy_is_not_adopted_against_a_newer_checkpoint(
    sealing: InProcess, write: Write, superuser: psycopg.Connection, state_path: Path, tamper: Tamper
) -> None:
    """Everything in the database agrees, the head too: only what left the house before tells that it is old."""
    write(4)
    sealing.seal_once()
    (old_note, old_root) = superuser.execute("SELECT note, root FROM audit_head").fetchone() or ("", b"")
    write(4)
    sealing.seal_once()
    (newer,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    sealing.close()
    state_path.unlink()
    tamper(
        "DELETE FROM audit_leaf_0001 WHERE position >= 5",
        "DELETE FROM audit_entry_0001 WHERE seq > 5",
        f"UPDATE audit_head SET size = 5, note = '{old_note}', root = '\\x{old_root.hex()}'",
    )
    with pytest.raises(Refused, match="the trusted checkpoint is of 9 entries, the database has only 5"):
        adopted(sealing, newer)
    assert not state_path.exists()


def test_an_older_copy_is_not_adopted_on_somebodys_word_alone(
    sealing: InProcess, write: Write, superuser: psycopg.Connection, state_path: Path, tamper: Tamper
) -> None:
    """A log that a witness has seen needs a checkpoint from outside; one that nobody saw, that this is said."""
    write(4)
    sealing.running()._checkpoint_at = 0.0
    sealing.seal_once()
    (old, root) = superuser.execute("SELECT note, root FROM audit_head").fetchone() or ("", b"")
    (empty,) = superuser.execute("SELECT note FROM audit_checkpoint WHERE size = 0").fetchone() or ("",)
    witness.cosign_size(superuser, Note.of(old).text)
    write(4)
    sealing.seal_once()
    (newer,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    sealing.close()
    state_path.unlink()
    tamper(
        "DELETE FROM audit_entry_0001 WHERE seq > 5",
        "DELETE FROM audit_leaf_0001 WHERE position >= 5",
        f"UPDATE audit_head SET size = 5, root = '\\x{root.hex()}', note = '{old}'",
    )
    for is_said in (False, True):
        with pytest.raises(Refused, match="a witness has seen this log"):
            adopted(sealing, is_without_trusted=is_said)
    for trusted, sentence in ((newer, "it is an older copy"), (empty, "a checkpoint of no entries tells nothing")):
        with pytest.raises(Refused, match=sentence):
            adopted(sealing, trusted)
    assert not state_path.exists()
    superuser.execute("ALTER TABLE audit_cosignature DISABLE TRIGGER ALL; DELETE FROM audit_cosignature")
    with pytest.raises(Refused, match="say so with --without-trusted"):
        adopted(sealing, is_without_trusted=False)
    assert adopted(sealing).edge.size == 5


def test_between_two_periods_the_last_checkpoint_of_the_one_before_is_trusted(
    sealing: InProcess, write: Write, superuser: psycopg.Connection, state_path: Path, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(3)
    sealing.seal_once()
    (older,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
    sealing.running()._settle_at = sealing.running()._close_at = 0.0
    with monkeypatch.context() as patch:
        patch.setattr(starting, "show", lambda *_any, **_how: (_ for _ in ()).throw(psycopg.OperationalError()))
        with pytest.raises(psycopg.OperationalError):
            sealing.seal_once()
    sealing.close()
    state_path.unlink()
    (ended,) = superuser.execute("SELECT note FROM audit_head").fetchone() or ("",)
    for trusted in (older, "garbage"):
        with pytest.raises(Refused, match=r"must be its last checkpoint|none of this log"):
            adopted(sealing, trusted)
    assert adopted(sealing, ended).period.n == 2
