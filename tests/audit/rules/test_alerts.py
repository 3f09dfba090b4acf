"""What was found leaves the house: by real mail and a real webhook, with ids only, and never lost."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as house
from django.test import override_settings

from audit import alerts, findings
from audit.models import Alert
from audit.proof.notes import Checkpoint, Note, Signer
from audit.rules.registry import Found
from config.env import Env
from foundation.clock import now, shifted
from foundation.ids import new_id
from tests import witness
from tests.audit.rules.roads import Inbox, receiver, smtp

PERSON, SUBJECT, DETAIL = "aa" * 16, "cc" * 16, "zebra-crossing"
SECRET = b"a long random word"


@pytest.fixture
def owner(shared: psycopg.Connection) -> psycopg.Connection:
    """The shared database without findings and messages."""
    shared.execute("TRUNCATE audit_alert, audit_finding")
    return shared


@pytest.fixture
def mail() -> Iterator[Inbox]:
    with smtp(Inbox()) as inbox, _mailing(inbox):
        yield inbox


def _mailing(inbox: Inbox) -> Any:
    to = ["cora@sotto.example", "carl@sotto.example"]
    road = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1", "EMAIL_USE_TLS": False}
    return override_settings(**road, EMAIL_PORT=inbox.port, OFFICERS=to, ALERT_WEBHOOK="")


@pytest.fixture
def hook(tmp_path: Path) -> Iterator[Inbox]:
    secret = tmp_path / "alert-webhook"
    secret.write_bytes(SECRET + b"\n")
    with receiver(Inbox()) as inbox, override_settings(ALERT_WEBHOOK=f"http://127.0.0.1:{inbox.port}/sotto?x=1", ALERT_SECRET=secret, OFFICERS=[]):
        yield inbox


def found(number: int = 1) -> list[str]:
    """Findings with something in them that must not leave."""
    made = []
    for _ in range(number):
        details: dict[str, int | str] = {"plays": 9, "hours": 24, "word": DETAIL}
        finding_id = findings.keep("played_often", Found(new_id(), now(), PERSON, SUBJECT, details, (new_id(), new_id())))
        assert finding_id is not None
        alerts.post(Alert.Kind.FINDING, finding_id)
        made.append(finding_id)
    return made


def recorded(owner: psycopg.Connection, number: int = 1) -> list[tuple[str, dict[str, Any]]]:
    """The last entries of the log: event and details."""
    rows = owner.execute("SELECT body FROM audit_entry ORDER BY seq DESC LIMIT %s", [number]).fetchall()
    bodies = [json.loads(body) for (body,) in reversed(rows)]
    return [(body["event"], body["details"]) for body in bodies]


def tells_nothing(text: str) -> bool:
    return not any(word in text for word in (PERSON, SUBJECT, DETAIL))


# -- mail -------------------------------------------------------------------------------------------


def test_findings_reach_every_officer_once_with_links_and_numbers_only(owner: psycopg.Connection, mail: Inbox) -> None:
    made = found(3)
    assert (alerts.send_due(), alerts.send_due()) == (1, 0)
    ((to, message),) = mail.got
    assert to == ["cora@sotto.example", "carl@sotto.example"]
    assert "3 x The same clip, again and again" in message
    assert all(f"{house.ORIGIN}/log/inbox/{finding_id}/" in message.replace("=\r\n", "") for finding_id in made)
    assert tells_nothing(message)
    assert recorded(owner) == [("alert.sent", {"road": "mail", "findings": 3})]


def test_a_mail_server_that_refuses_or_is_away_loses_nothing(owner: psycopg.Connection, mail: Inbox) -> None:
    found(2)
    mail.answers = [451, 250]
    assert alerts.send_due() == 0
    assert recorded(owner) == [("alert.failed", {"road": "mail", "error": "SMTPDataError"})]
    assert alerts.send_due() == 0, "not again at once"
    with shifted(minutes=2), override_settings(EMAIL_PORT=1):
        assert alerts.send_due() == 0
        assert recorded(owner) == [("alert.failed", {"road": "mail", "error": "ConnectionRefusedError"})]
    with shifted(minutes=5):
        assert alerts.send_due() == 1
    assert "2 x" in mail.got[0][1]


def test_waits_grow_up_to_an_hour_and_it_is_never_given_up(owner: psycopg.Connection, mail: Inbox) -> None:
    found()
    mail.answers = [451]
    waits = []
    for hour in range(9):
        with shifted(hours=2 * hour):
            alerts.send_due()
            waits.append(round((Alert.objects.get().due_at - now()).total_seconds() / 60))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_watcher_that_died_while_it_sent_leaves_the_message_to_the_next(owner: psycopg.Connection, mail: Inbox) -> None:
    found()
    alerts._claim(Alert.Road.MAIL, Alert.Kind.FINDING)
    assert alerts.send_due() == 0
    with shifted(minutes=6):
        assert alerts.send_due() == 1


def test_without_a_mail_server_messages_become_files(owner: psycopg.Connection, tmp_path: Path) -> None:
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH=str(tmp_path / "mail"), OFFICERS=["officers@localhost"]):
        found()
        assert alerts.send_due() == 1
    (file,) = (tmp_path / "mail").iterdir()
    assert "Access log: 1 findings" in file.read_text()
    assert tells_nothing(file.read_text())


def test_with_no_road_nothing_waits(owner: psycopg.Connection) -> None:
    with override_settings(OFFICERS=[], ALERT_WEBHOOK=""):
        found()
    assert not Alert.objects.exists()


# -- the webhook ------------------------------------------------------------------------------------


def test_the_webhook_gets_ids_under_a_signature_that_its_receiver_can_check(owner: psycopg.Connection, hook: Inbox) -> None:
    made = found(2)
    assert alerts.send_due() == 1
    ((path, headers, body, _status),) = hook.got
    expected = hmac.new(SECRET, headers["Sotto-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (path, headers["Sotto-Signature"]) == ("/sotto?x=1", f"v1={expected}")
    told = json.loads(body)
    assert {one["id"] for one in told["findings"]} == set(made)
    assert set(told["findings"][0]) == {"id", "rule", "at", "entries", "path"}
    assert told["findings"][0]["entries"] == 2
    assert tells_nothing(body.decode())
    assert recorded(owner) == [("alert.sent", {"road": "webhook", "findings": 2})]


def test_a_receiver_that_talks_much_has_taken_it_all_the_same(owner: psycopg.Connection, hook: Inbox) -> None:
    found()
    hook.answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"x" * 100_000]
    assert alerts.send_due() == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [(500, "status 500"), (302, "status 302"), (307, "status 307"), (b"nonsense\r\n\r\n", "BadStatusLine"), (b"", "RemoteDisconnected")],
)
def test_what_a_receiver_does_not_take_is_sent_again(owner: psycopg.Connection, hook: Inbox, answer: int | bytes, error: str) -> None:
    (made,) = found()
    hook.answers = [answer, 204]
    assert alerts.send_due() == 0
    assert recorded(owner) == [("alert.failed", {"road": "webhook", "error": error})]
    with shifted(minutes=2):
        assert alerts.send_due() == 1
    assert [(path, json.loads(body)["findings"][0]["id"]) for path, _headers, body, _answer in hook.got] == [("/sotto?x=1", made)] * 2


def test_a_receiver_that_stalls_holds_nobody_up(owner: psycopg.Connection, hook: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerts, "TIMEOUT_S", 0.1)
    found()
    hook.sleep_s = 0.4
    assert alerts.send_due() == 0
    assert recorded(owner) == [("alert.failed", {"road": "webhook", "error": "TimeoutError"})]


def test_without_its_secret_nothing_is_handed_over(owner: psycopg.Connection, hook: Inbox, tmp_path: Path) -> None:
    found()
    with override_settings(ALERT_SECRET=tmp_path / "nowhere"):
        assert alerts.send_due() == 0
    assert hook.got == []


@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        ({"alert_webhook": "https://alarm.example/in"}, False),
        ({"alert_webhook": "http://127.0.0.1:9000/in"}, False),
        ({"alert_webhook": "http://alarm.example/in"}, True),
        ({"alert_webhook": "ftp://localhost/in"}, True),
        ({"smtp_host": "mail.example"}, False),
        ({"smtp_host": "mail.example", "smtp_security": "none"}, True),
        ({"smtp_host": "localhost", "smtp_security": "none"}, False),
    ],
)
def test_no_alert_crosses_a_network_in_clear(values: dict[str, str], is_open: bool) -> None:
    assert bool(Env(**values).open_roads()) is is_open  # type: ignore[arg-type]


# -- the checkpoint of the day ----------------------------------------------------------------------


def test_each_day_the_officers_get_the_signed_note_with_its_witnesses(owner: psycopg.Connection, mail: Inbox) -> None:
    at = now() + timedelta(seconds=50)  # the log of a test begins signed and seen
    text = Checkpoint("origin.test/0001", 40, hashlib.sha256(b"40").digest()).text()
    note = Note.signed(text, Signer("origin.test/0001", b"k" * 32).sign(text)).raw()
    owner.execute("INSERT INTO audit_checkpoint VALUES (40, %s, sha256('40'), %s)", [at, note])
    owner.execute("INSERT INTO audit_checkpoint VALUES (41, %s, sha256('41'), 'too young to be seen')", [at + timedelta(minutes=1)])
    witness.cosign_size(owner, text, at=int(at.timestamp()))
    [(line,)] = owner.execute("SELECT line FROM audit_cosignature WHERE size = 40").fetchall()
    alerts.post_checkpoint()
    alerts.post_checkpoint()
    assert (alerts.send_due(), alerts.send_due()) == (1, 0)
    ((_to, message),) = mail.got
    text = message_from_bytes(message.encode(), policy=policy.default).get_content()
    assert f"{note}{line}\n" in text.replace("\r\n", "\n")
    assert recorded(owner) == [("checkpoint.mailed", {"period": 1, "size": 40, "root": hashlib.sha256(b"40").hexdigest()})]
    with shifted(days=1):
        alerts.post_checkpoint()
        assert alerts.send_due() == 1
