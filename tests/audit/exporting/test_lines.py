"""What a spreadsheet would calculate is made harmless; what it would not, is left as it is. What cannot be read is said to be so."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from audit.exporting.lines import as_csv, as_json_lines
from audit.exporting.tables import harmless
from audit.proof.tree import leaf_hash

AT = datetime(2026, 5, 31, 14, 30, tzinfo=UTC)
SOUND = json.dumps(
    {"actor": "sealer", "actor_kind": "process", "at": AT.isoformat(), "event": "log.read", "id": "a" * 32, "outcome": "granted", "purpose": "legal"}
)
UNREADABLE = ["not json", "{}", SOUND.replace("2026-05-31", "yesterday "), '["a\nlist"]', '{"id":"' + "b" * 32 + '"}']


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "＝", "＋", "－", "＠"], ids=repr)
def test_no_field_begins_a_formula(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"1{start}1") == f"1{start}1"


@pytest.mark.parametrize("body", UNREADABLE, ids=["no json", "empty", "no time", "a list", "an id alone"])
def test_an_entry_that_cannot_be_read_leaves_without_a_time_and_is_said_to_be_unreadable(body: str) -> None:
    rows = [(1, AT, body), (2, AT, SOUND)]
    unreadable, sound = csv.DictReader(io.StringIO(b"".join(as_csv(rows)).decode(), newline=""))
    assert {name: value for name, value in unreadable.items() if value and name != "entry"} == {
        "sentence": "This entry cannot be read",
        "unreadable": body,
    }
    assert (sound["time_utc"], sound["unreadable"]) == (AT.isoformat(), "")
    first, second = b"".join(as_json_lines(rows)).splitlines()
    assert json.loads(first) == {"unreadable": body}
    assert (second, leaf_hash(second)) == (SOUND.encode(), leaf_hash(SOUND.encode()))
