"""manage.py keys"""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from foundation import keys, seal
from foundation.ids import new_id
from foundation.keys import Ring
from foundation.models import DataKey
from foundation.roles import DbRole


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "KEYS_DIR", tmp_path / "keys")
    call_command("keys", "create", stdout=StringIO())
    return tmp_path / "keys"


def test_create_makes_every_ring_and_changes_nothing_the_second_time(folder: Path) -> None:
    before = {path.name: path.read_text() for path in folder.iterdir()}
    call_command("keys", "create", stdout=StringIO())
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert {name.split(".")[0] for name in before} >= set(Ring)


def test_rotate_moves_every_data_key_and_says_how_many(db: str, folder: Path) -> None:
    made = seal.new_key(Ring.ACCOUNTS, object_id=new_id(), purpose="person")
    sealed = made.seal(b"x", field="f")
    out = StringIO()
    call_command("keys", "rotate", "accounts", stdout=out)
    assert out.getvalue() == "accounts: version 2 wraps from now on; 1 data keys moved\n"
    assert DataKey.objects.get(pk=made.id).version == 2
    assert seal.open_key_by_id(made.id).open(sealed, field="f") == b"x"


def test_an_interrupted_rotation_is_finished_without_a_further_version(db: str, folder: Path) -> None:
    made = seal.new_key(Ring.ACCOUNTS, object_id=new_id(), purpose="person")
    keys.add_version(folder, Ring.ACCOUNTS)
    call_command("keys", "rotate", "accounts", "--finish", stdout=StringIO())
    assert DataKey.objects.get(pk=made.id).version == 2
    assert keys.newest_version(folder, Ring.ACCOUNTS) == 2


def test_rotate_says_who_can_when_this_role_cannot(db: str, folder: Path) -> None:
    with pytest.raises(CommandError, match="SOTTO_ROLE=sotto_redactor"):
        call_command("keys", "rotate", "originals")
    assert keys.newest_version(folder, Ring.ORIGINALS) == 1, "nothing was begun"


def test_a_holder_rotates_a_ring_that_the_web_cannot_open(db: str, folder: Path, acting_as: Callable[[DbRole], None]) -> None:
    acting_as(DbRole.REDACTOR)
    made = seal.new_key(Ring.ORIGINALS, object_id=new_id(), purpose="audio")
    call_command("keys", "rotate", "originals", stdout=StringIO())
    assert DataKey.objects.get(pk=made.id).version == 2


def test_a_rotation_is_an_entry(db: str, folder: Path, superuser: psycopg.Connection) -> None:
    call_command("keys", "rotate", "accounts", stdout=StringIO())
    found = superuser.execute("SELECT count(*) FROM audit_entry WHERE action = 'keys.rotated'").fetchone()
    assert found == (1,)
