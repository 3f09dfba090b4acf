"""The state of the log on a page, and the proof of one entry, which a stranger's program takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.test import Client
from pytest_django import Settings

from audit import verify
from audit.access import Actor, Role, console_actor
from audit.events import Event
from audit.log import Receipt, record
from audit.proof.notes import Note
from audit.sealing import witnessing
from foundation.roles import DbRole
from tests import witness
from tests.audit.acting import acting, person
from tests.audit.conftest import AsRole, Entries
from tests.audit.sealing.test_closing import turn
from tests.sealing import InProcess

pytestmark = pytest.mark.usefixtures("house")
Superuser = psycopg.Connection[Any]


@pytest.fixture
def cora() -> Iterator[Actor]:
    actor = person(Role.COMPLIANCE)
    with acting(actor):
        yield actor


@pytest.fixture
def entry() -> Receipt:
    """Among others, sealed."""
    receipts = [record(Event.SITE_ADDED, by=person(Role.OPERATOR)) for _ in range(5)]
    return receipts[2].sealed()


def cosigned(superuser: Superuser) -> None:
    """The minute comes round: what the sealer signed last becomes a checkpoint, and the witness cosigns it."""
    superuser.execute(
        "INSERT INTO audit_checkpoint (size, signed_at, root, note) SELECT size, signed_at, root, note FROM audit_head ON CONFLICT DO NOTHING"
    )
    row = superuser.execute("SELECT note FROM audit_head").fetchone()
    assert row
    witness.cosign_size(superuser, Note.of(row[0]).text)


def key_of(superuser: Superuser) -> str:
    row = superuser.execute("SELECT vkey FROM audit_period").fetchone()
    assert row
    return str(row[0])


def test_the_page_says_what_was_signed_and_witnessed(client: Client, cora: Actor, entry: Receipt, superuser: Superuser, entries: Entries) -> None:
    cosigned(superuser)
    response = client.get("/log/integrity/")
    shown, page = response.context["shown"], response.content.decode()
    row = superuser.execute("SELECT size, note FROM audit_head").fetchone()
    assert row
    assert shown.size == row[0]
    assert shown.note.startswith(row[1])
    assert witness.WITNESS.name in shown.note.removeprefix(row[1])
    assert [(one.witness, one.is_stale) for one in shown.witnesses] == [(witness.WITNESS.name, False)]
    assert key_of(superuser) in page
    assert "<svg" in page
    assert "style=" not in page
    assert entries()[-1]["event"] == "log.integrity_shown"


def test_the_last_full_verification_is_shown_with_its_result(client: Client, cora: Actor) -> None:
    assert client.get("/log/integrity/").context["shown"].verified is None
    for result in ("verified", "tampered"):
        record(Event.LOG_VERIFIED, by=console_actor(), details={"period": 1, "size": 7, "root": "ab", "result": result, "seconds": 1})
    record(Event.LOG_VERIFIED, by=cora, details={"result": "verified"})  # whoever may write entries may say so, and is not believed
    shown = client.get("/log/integrity/").context["shown"]
    assert (shown.verified.details["result"], shown.verified.is_good) == ("tampered", False)


def test_a_stale_witness_is_said_to_be_stale(client: Client, cora: Actor, settings: Settings) -> None:
    settings.AUDIT_WITNESS_STALE_S = -1
    page = client.get("/log/integrity/").content.decode()
    assert "badge-bad" in page


def test_an_entry_typed_there_leads_to_its_proof(client: Client, cora: Actor, entry: Receipt) -> None:
    assert client.get("/log/integrity/", {"entry": entry.entry_id}).headers["Location"] == f"/log/{entry.entry_id}/proof/"
    assert "An id has 32" in client.get("/log/integrity/", {"entry": "Rosa"}).content.decode()


def test_the_proof_that_is_given_convinces_a_stranger(client: Client, cora: Actor, entry: Receipt, superuser: Superuser, tmp_path: Path) -> None:
    cosigned(superuser)
    page = client.get(f"/log/{entry.entry_id}/proof/")
    assert page.context["proof"].is_cosigned
    answer = client.post(f"/log/{entry.entry_id}/proof/file/")
    assert answer.headers["Content-Disposition"].endswith('.tlog-proof"')
    path = tmp_path / "proof"
    path.write_bytes(answer.content)
    keys = ["--log", key_of(superuser), "--witness", witness.WITNESS.vkey, "--max-age", "600"]
    assert verify.main([str(path), *keys]) == 0


def test_before_the_witness_came_round_the_log_alone_signs(client: Client, cora: Actor, entry: Receipt, superuser: Superuser, tmp_path: Path) -> None:
    page = client.get(f"/log/{entry.entry_id}/proof/")
    assert "not yet" in page.content.decode()
    path = tmp_path / "proof"
    path.write_bytes(client.post(f"/log/{entry.entry_id}/proof/file/").content)
    assert verify.main([str(path), "--log", key_of(superuser)]) == 0
    assert verify.main([str(path), "--log", key_of(superuser), "--witness", witness.WITNESS.vkey]) == 1


def test_an_entry_of_a_closed_period_is_proved_under_its_last_checkpoint(
    client: Client, cora: Actor, entry: Receipt, superuser: Superuser, as_role: AsRole, sealing: InProcess, tmp_path: Path
) -> None:
    as_role(DbRole.RETENTION).execute("SELECT audit_ask_close()")
    turn(sealing)
    assert [one.n for one in client.get("/log/integrity/").context["shown"].periods] == [2, 1]
    assert client.get(f"/log/{entry.entry_id}/").status_code == 200
    path = tmp_path / "proof"
    path.write_bytes(client.post(f"/log/{entry.entry_id}/proof/file/").content)
    (key,) = superuser.execute("SELECT vkey FROM audit_period WHERE n = 1").fetchone() or ("",)
    assert verify.main([str(path), "--log", key]) == 0


def test_a_proof_is_recorded_before_it_is_given(client: Client, cora: Actor, entry: Receipt, entries: Entries) -> None:
    client.post(f"/log/{entry.entry_id}/proof/file/")
    told = entries()[-1]
    assert (told["event"], told["actor"], told["subject"]) == ("log.proof_given", cora.id, entry.entry_id)
    assert told["details"]["position"] < told["details"]["size"]


def test_nothing_is_given_while_no_witness_is_fresh(client: Client, cora: Actor, entry: Receipt, settings: Settings) -> None:
    settings.AUDIT_WITNESS_STALE_S = -1
    witnessing.forget()
    assert client.post(f"/log/{entry.entry_id}/proof/file/").status_code == 503
    assert client.post("/log/export/download/", {"format": "csv"}).status_code == 503
    assert client.get("/log/").status_code == 200  # reading goes on


def test_what_the_tables_contradict_is_not_given(client: Client, cora: Actor, entry: Receipt, superuser: Superuser, entries: Entries) -> None:
    superuser.execute("ALTER TABLE audit_leaf_0001 DISABLE TRIGGER ALL")
    superuser.execute("UPDATE audit_leaf_0001 SET hash = sha256('other') WHERE position = 2")
    answer = client.get(f"/log/{entry.entry_id}/proof/")
    assert answer.status_code == 200
    assert "contradict" in answer.content.decode()
    assert client.post(f"/log/{entry.entry_id}/proof/file/").status_code == 409
    assert (entries()[-1]["event"], entries()[-1]["subject"]) == ("log.proof_shown", entry.entry_id)


def test_what_is_no_entry_has_no_proof(client: Client, cora: Actor) -> None:
    assert client.get(f"/log/{'0' * 32}/proof/").status_code == 404
    assert client.post(f"/log/{'0' * 32}/proof/file/").status_code == 404


def test_nobody_else_sees_the_state_or_takes_a_proof(client: Client, entry: Receipt) -> None:
    with acting(person(*(role for role in Role if role is not Role.COMPLIANCE))):
        assert client.get("/log/integrity/").status_code == 403
        assert client.get(f"/log/{entry.entry_id}/proof/").status_code == 403
        assert client.post(f"/log/{entry.entry_id}/proof/file/").status_code == 403
