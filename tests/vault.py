"""What a test decrypts is held against what it wrote into the log, by the table that the rule about the vault goes by."""

import json
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest

from audit.rules import allowances
from foundation import unwraps


@pytest.fixture
def no_key_without_an_entry(superuser: psycopg.Connection) -> Iterator[None]:
    """Ask for it where everything is opened as the house opens it."""
    unwraps._counts.clear()
    yield
    opened: Counter[tuple[str, str]] = Counter()
    for kind, number in unwraps._counts.items():
        opened[kind.ring, kind.purpose] += number
    logged = _logged(superuser)
    allowed = {key: allowances.of(*key, logged) for key in opened}
    over = {key: (number, most) for key, number in opened.items() if (most := allowed[key]) is not None and number > most}
    assert over == {}, "more keys were opened than the entries stand for: is a line missing in audit/rules/allowances.py, or an entry?"


def _logged(superuser: psycopg.Connection) -> Counter[str]:
    logged: Counter[str] = Counter()
    for (text,) in superuser.execute("SELECT body FROM audit_entries"):
        body = json.loads(text)
        logged[body["event"]] += 1
        logged.update({f"{body['event']}:{name}": value for name, value in body.get("details", {}).items() if isinstance(value, int)})
    return logged
