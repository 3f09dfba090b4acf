"""Rings, rights and files."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given
from hypothesis import strategies as st

from foundation import keys
from foundation.keys import BadKeyFile, FileProvider, NoRight, Ring, Wrapped, WrongContext
from foundation.roles import WORKING, DbRole


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys")
    keys.create_keys(made)
    return made


@pytest.mark.parametrize("ring", list(Ring))
def test_a_holder_gets_back_what_a_wrapper_locked_away(folder: Path, ring: Ring) -> None:
    rights = keys.HOLDERS[ring]
    wrapped = FileProvider(folder, min(rights.wraps)).wrap(ring, b"k" * 32, info=b"object")
    assert wrapped.blob != b"k" * 32
    assert FileProvider(folder, min(rights.unwraps)).unwrap(ring, wrapped, info=b"object") == b"k" * 32


@pytest.mark.parametrize("ring", list(Ring))
@pytest.mark.parametrize("role", WORKING)
def test_a_role_has_only_the_rights_of_the_table(folder: Path, ring: Ring, role: DbRole) -> None:
    provider, rights = FileProvider(folder, role), keys.HOLDERS[ring]
    wrapped = FileProvider(folder, min(rights.wraps)).wrap(ring, b"k" * 32, info=b"")
    if role not in rights.wraps:
        with pytest.raises(NoRight):
            provider.wrap(ring, b"k" * 32, info=b"")
    if role not in rights.unwraps:
        with pytest.raises(NoRight):
            provider.unwrap(ring, wrapped, info=b"")


@pytest.mark.asvs("11.3.2")
def test_wrapping_is_hpke_with_x25519_and_aes_256_gcm(folder: Path) -> None:
    wrapped = FileProvider(folder, DbRole.APP).wrap(Ring.ACCOUNTS, b"k" * 32, info=b"i")
    private = X25519PrivateKey.from_private_bytes(base64.b64decode((folder / "accounts.v1.key").read_text()))
    assert Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM).decrypt(wrapped.blob, private, b"i") == b"k" * 32


def test_intake_cannot_open_what_it_sealed(folder: Path) -> None:
    intake = FileProvider(folder, DbRole.INTAKE)
    wrapped = intake.wrap(Ring.ORIGINALS, b"k" * 32, info=b"")
    with pytest.raises(NoRight, match="redactor"):
        intake.unwrap(Ring.ORIGINALS, wrapped, info=b"")


def test_the_web_opens_no_original_even_with_every_file_at_hand(folder: Path) -> None:
    wrapped = FileProvider(folder, DbRole.INTAKE).wrap(Ring.ORIGINALS, b"k" * 32, info=b"")
    with pytest.raises(NoRight):
        FileProvider(folder, DbRole.APP).unwrap(Ring.ORIGINALS, wrapped, info=b"")


def test_a_dealt_folder_holds_no_private_half_of_a_ring_that_is_only_wrapped(folder: Path) -> None:
    assert "originals.v1.pub" in keys.files_of(DbRole.INTAKE, folder)
    assert "originals.v1.key" not in keys.files_of(DbRole.INTAKE, folder)
    assert not [name for name in keys.files_of(DbRole.APP, folder) if name.startswith(("originals", "identity"))]
    assert keys.files_of(DbRole.SEALER, folder) == ["log.v1.pub", "log.v1.key"]
    for role in DbRole:
        assert ("log.v1.key" in keys.files_of(role, folder)) == (role is DbRole.SEALER)
        assert "log.v1.pub" in keys.files_of(role, folder)


def test_the_log_signs_with_its_newest_key_and_keeps_the_others(tmp_path: Path) -> None:
    keys.create_keys(tmp_path)
    assert keys.add_log_version(tmp_path) == 2
    seeds = keys.log_seeds(tmp_path)
    publics = [Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw() for seed in seeds]
    assert (len(set(seeds)), keys.log_publics(tmp_path)) == (2, publics)
    (tmp_path / "log.v2.key").unlink()
    with pytest.raises(NoRight, match=r"log\.v2\.key"):
        keys.log_seeds(tmp_path)


@pytest.mark.asvs("11.3.3")
@given(info=st.binary(max_size=40), other=st.binary(max_size=40))
def test_a_data_key_opens_for_its_own_object_only(folder: Path, info: bytes, other: bytes) -> None:
    provider = FileProvider(folder, DbRole.APP)
    wrapped = provider.wrap(Ring.ACCOUNTS, b"k" * 32, info=info)
    if info == other:
        assert provider.unwrap(Ring.ACCOUNTS, wrapped, info=other) == b"k" * 32
    else:
        with pytest.raises(WrongContext):
            provider.unwrap(Ring.ACCOUNTS, wrapped, info=other)


def test_an_altered_wrapping_is_refused(folder: Path) -> None:
    provider = FileProvider(folder, DbRole.APP)
    blob = bytearray(provider.wrap(Ring.ACCOUNTS, b"k" * 32, info=b"").blob)
    blob[-1] ^= 1
    with pytest.raises(WrongContext):
        provider.unwrap(Ring.ACCOUNTS, Wrapped(1, bytes(blob)), info=b"")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    keys.create_keys(tmp_path)
    provider = FileProvider(tmp_path, DbRole.APP)
    wrapped = provider.wrap(Ring.ACCOUNTS, b"k" * 32, info=b"")
    (tmp_path / "accounts.v1.key").chmod(0o640)
    with pytest.raises(BadKeyFile, match="chmod 600"):
        provider.unwrap(Ring.ACCOUNTS, wrapped, info=b"")


def test_a_broken_key_file_is_named(tmp_path: Path) -> None:
    keys.create_keys(tmp_path)
    (tmp_path / "accounts.v1.pub").write_text("not base64!")
    with pytest.raises(BadKeyFile, match=r"accounts\.v1\.pub"):
        FileProvider(tmp_path, DbRole.APP).wrap(Ring.ACCOUNTS, b"k" * 32, info=b"")


def test_a_folder_without_keys_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(NoRight, match="keys create"):
        FileProvider(tmp_path, DbRole.APP).wrap(Ring.ACCOUNTS, b"k" * 32, info=b"")


@pytest.mark.asvs("13.3.1")
def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    keys.create_keys(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    keys.create_keys(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    assert len(set(before.values())) == len(before)


def test_a_new_version_wraps_and_the_old_one_goes_on_unwrapping(tmp_path: Path) -> None:
    keys.create_keys(tmp_path)
    provider = FileProvider(tmp_path, DbRole.APP)
    old = provider.wrap(Ring.ACCOUNTS, b"o" * 32, info=b"")
    assert keys.add_version(tmp_path, Ring.ACCOUNTS) == 2
    assert provider.wrap(Ring.ACCOUNTS, b"n" * 32, info=b"").version == 2
    assert provider.unwrap(Ring.ACCOUNTS, old, info=b"") == b"o" * 32


def test_a_private_half_left_alone_by_an_interruption_is_completed(tmp_path: Path) -> None:
    keys.create_keys(tmp_path)
    (tmp_path / "accounts.v1.pub").unlink()
    keys.create_keys(tmp_path)
    provider = FileProvider(tmp_path, DbRole.APP)
    assert provider.unwrap(Ring.ACCOUNTS, provider.wrap(Ring.ACCOUNTS, b"k" * 32, info=b""), info=b"") == b"k" * 32


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    keys._write(tmp_path / "a.key", b"first")
    with pytest.raises(FileExistsError):
        keys._write(tmp_path / "a.key", b"second")
    assert keys._read(tmp_path / "a.key") == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]


@given(st.binary(min_size=32, max_size=32))
def test_two_wrappings_of_one_data_key_share_nothing(folder: Path, secret: bytes) -> None:
    provider = FileProvider(folder, DbRole.APP)
    one, two = (provider.wrap(Ring.ACCOUNTS, secret, info=b"").blob for _ in range(2))
    assert one[:32] != two[:32]
    assert one[32:] != two[32:]
    assert secret not in one


def test_a_blind_index_finds_equals_and_is_closed_to_others() -> None:
    assert keys.blind_index("accounts", "a") == keys.blind_index("accounts", "a") != keys.blind_index("accounts", "b")
    with pytest.raises(NoRight):
        keys.blind_index("intake", "a")
