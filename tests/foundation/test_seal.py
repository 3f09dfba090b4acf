"""Envelopes in the database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from foundation import keys, seal
from foundation.fields import SealedField
from foundation.ids import is_id, new_id
from foundation.keys import Ring, WrongContext
from foundation.models import DataKey
from foundation.roles import DbRole
from foundation.seal import Erased, OpenKey


def key(**changes: str) -> OpenKey:
    values = {"id": "i", "ring": Ring.ACCOUNTS, "object_id": "o", "purpose": "p", "_secret": b"s" * 32} | changes
    return OpenKey(**values)  # type: ignore[arg-type]


def test_what_is_sealed_comes_back(db: str) -> None:
    made = seal.new_key(Ring.ACCOUNTS, object_id=new_id(), purpose="person")
    sealed = made.seal(b"rosa", field="name")
    assert b"rosa" not in sealed
    again = seal.open_key(Ring.ACCOUNTS, object_id=made.object_id, purpose="person")
    assert again.open(sealed, field="name") == b"rosa"
    assert seal.open_key_by_id(made.id).open(sealed, field="name") == b"rosa"


@pytest.mark.asvs("11.3.2")
def test_a_value_is_sealed_with_aes_256_gcm() -> None:
    sealed = key().seal(b"x", field="f")
    assert AESGCM(b"s" * 32).decrypt(sealed[:12], sealed[12:], seal._joined("accounts", "p", "o", "f")) == b"x"


@pytest.mark.asvs("11.3.3")
@pytest.mark.parametrize("change", [{"ring": Ring.OPENINGS}, {"object_id": "other"}, {"purpose": "other"}])
def test_a_value_opens_only_where_it_belongs(change: dict[str, str]) -> None:
    with pytest.raises(WrongContext):
        key(**change).open(key().seal(b"x", field="f"), field="f")


@pytest.mark.asvs("11.3.3")
def test_a_value_moved_to_another_field_does_not_open() -> None:
    with pytest.raises(WrongContext):
        key().open(key().seal(b"x", field="name"), field="email")


@given(st.binary(max_size=60))
def test_no_cut_or_foreign_bytes_open(raw: bytes) -> None:
    with pytest.raises(WrongContext):
        key().open(raw, field="f")


@given(st.tuples(st.text(max_size=5), st.text(max_size=5)), st.tuples(st.text(max_size=5), st.text(max_size=5)))
def test_no_two_contexts_share_bytes(one: tuple[str, str], two: tuple[str, str]) -> None:
    assert (seal._joined(*one) == seal._joined(*two)) == (one == two)


@pytest.mark.asvs("11.3.4")
def test_every_seal_has_a_fresh_nonce_and_every_object_a_fresh_key(db: str) -> None:
    one = [seal.new_key(Ring.ACCOUNTS, object_id=new_id(), purpose="person") for _ in range(20)]
    assert len({made._secret for made in one}) == 20
    assert len({one[0].seal(b"same", field="f")[:12] for _ in range(500)}) == 500


def test_an_object_has_one_key_a_purpose(db: str) -> None:
    seal.new_key(Ring.ACCOUNTS, object_id="a" * 32, purpose="person")
    with pytest.raises(IntegrityError):
        seal.new_key(Ring.ACCOUNTS, object_id="a" * 32, purpose="person")


def test_a_secret_does_not_show_in_a_traceback() -> None:
    assert "ssss" not in repr(key())


def test_a_destroyed_key_erases_what_it_sealed(db: str) -> None:
    made, kept = (seal.new_key(Ring.ACCOUNTS, object_id=new_id(), purpose="person") for _ in range(2))
    assert seal.destroy(ring=Ring.ACCOUNTS, object_id=made.object_id) == 1
    with pytest.raises(Erased):
        seal.open_key_by_id(made.id)
    with pytest.raises(Erased):
        seal.open_key(Ring.ACCOUNTS, object_id=made.object_id, purpose="person")
    assert seal.open_key_by_id(kept.id)


def test_retention_erases_by_purpose_and_opens_nothing(db: str, acting_as: Callable[[DbRole], None]) -> None:
    days = [seal.new_key(Ring.OPENINGS, object_id=new_id(), purpose=f"connection:{day}") for day in ("a", "a", "b")]
    acting_as(DbRole.RETENTION)
    assert seal.destroy(ring=Ring.OPENINGS, purpose="connection:a") == 2
    with pytest.raises(ProgrammingError):
        seal.open_key_by_id(days[2].id)


def test_the_web_cannot_erase_what_the_log_sealed(db: str) -> None:
    made = seal.new_key(Ring.OPENINGS, object_id=new_id(), purpose="connection:a")
    assert seal.destroy(ring=Ring.OPENINGS, object_id=made.object_id) == 0
    assert seal.open_key_by_id(made.id)


def test_a_whole_ring_is_not_erased_by_a_forgotten_argument(db: str) -> None:
    with pytest.raises(ValueError, match="which object"):
        seal.destroy(ring=Ring.ACCOUNTS)


def test_rotation_can_be_stopped_and_run_again_and_touches_no_ciphertext(db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "KEYS_DIR", tmp_path)
    monkeypatch.setattr(seal, "REWRAP_BATCH", 2)
    keys.create_keys(tmp_path)
    made = [seal.new_key(Ring.ACCOUNTS, object_id=new_id(), purpose="person") for _ in range(5)]
    sealed = [one.seal(b"x", field="f") for one in made]
    keys.add_version(tmp_path, Ring.ACCOUNTS)
    assert next(seal.rewrap(Ring.ACCOUNTS)) == 2
    assert list(seal.rewrap(Ring.ACCOUNTS)) == [2, 1]
    assert set(DataKey.objects.values_list("version", flat=True)) == {2}
    (tmp_path / "accounts.v1.key").unlink()
    keys._private_key.cache_clear()
    assert [seal.open_key_by_id(one.id).open(value, field="f") for one, value in zip(made, sealed, strict=True)] == [b"x"] * 5


def test_wrapping_alone_is_enough_to_seal_but_not_to_open(db: str, acting_as: Callable[[DbRole], None]) -> None:
    acting_as(DbRole.INTAKE)
    made = seal.new_key(Ring.ORIGINALS, object_id=new_id(), purpose="audio")
    sealed = made.seal(b"x", field="audio")
    with pytest.raises(ProgrammingError):
        seal.open_key_by_id(made.id)
    acting_as(DbRole.REDACTOR)
    assert seal.open_key_by_id(made.id).open(sealed, field="audio") == b"x"


@given(st.sets(st.tuples(st.text(max_size=8), st.text(max_size=8)), min_size=2, max_size=6), st.binary(max_size=200))
def test_every_seal_is_fresh_and_none_opens_in_another_place(places: set[tuple[str, str]], plain: bytes) -> None:
    sealed = {(purpose, field): key(purpose=purpose).seal(plain, field=field) for purpose, field in places}
    assert len({value[:12] for value in sealed.values()}) == len(places)
    for (purpose, field), value in sealed.items():
        assert key(purpose=purpose).open(value, field=field) == plain
        for other_purpose, other_field in places - {(purpose, field)}:
            with pytest.raises(WrongContext):
                key(purpose=other_purpose).open(value, field=other_field)


@pytest.mark.asvs("13.3.1")
@pytest.mark.parametrize("value", [b"rosa@example", b"", "a text that is longer than a nonce and a tag"])
def test_a_sealed_column_takes_nothing_plain(value: object) -> None:
    with pytest.raises(ValidationError, match="not sealed"):
        SealedField(name="email").get_prep_value(value)


@pytest.mark.asvs("11.5.1")
def test_an_id_says_nothing() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(is_id(one) for one in made)
    assert not is_id("../etc/passwd")
