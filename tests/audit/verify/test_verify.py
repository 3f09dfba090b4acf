"""The stand-alone verifier: what it says of a good bundle, of openings that are gone, and of what it cannot use."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import cryptography
import pytest

from audit import verify
from audit.proof.notes import Signer, Verifier
from config.env import ROOT
from tests.audit.verify import building
from tests.audit.verify.building import LOG, OTHER_LOG, START, WITNESS, Files, Log, process

USUAL = building.usual_log()
Answer = tuple[int, str]
Check = Callable[..., Answer]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """The exit code for these files, and everything that is said."""

    def run(files: Files, *arguments: str, log: str = LOG.vkey) -> Answer:
        code = verify.main([str(building.write(files, tmp_path / "bundle")), "--log", log, *arguments])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_a_good_bundle_is_verified_and_says_what_it_holds(check: Check, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(replace(USUAL, entries=USUAL.entries[:321]).note())
    fresh = replace(USUAL, cosigned_at=int(time.time()))
    code, said = check(fresh.bundle(), "--witness", WITNESS.vkey, "--max-age", "600", "--trusted", str(kept))
    root = verify.checkpoint_of(verify.note_of(USUAL.note(), "")).root.hex()
    first, second, previous, clocks, third = said.splitlines()
    assert code == 0
    assert first == "verified: 600 entries of sotto.example/5f3a/0001, period 1"
    assert second == f"root: {root}"
    assert previous == "previous: none"
    assert clocks == "clocks: connection 180 days (the maker's policy)"
    assert third.startswith("cosigned: 20")
    assert third.endswith(" UTC by witness.example")


def test_whoever_names_no_witness_and_no_checkpoint_is_told_what_that_leaves_open(check: Check) -> None:
    code, said = check(USUAL.bundle())
    assert code == 0
    assert "note: no --witness was given" in said
    assert "note: no --trusted checkpoint was given" in said


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512])
def test_a_log_of_any_size_is_verified(check: Check, tmp_path: Path, size: int) -> None:
    kept = tmp_path / "kept"
    for trusted in {1, size // 2 or 1, size}:
        kept.write_bytes(replace(USUAL, entries=USUAL.entries[:trusted]).note())
        log = building.usual_log(size)
        assert check(log.bundle(), "--trusted", str(kept))[0] == 0


def test_tiles_of_the_third_level_are_verified(check: Check) -> None:
    usual, own_id = building.entry(1), building.entry_id(1).encode()
    many = Log([building.opened(), *(usual.replace(own_id, b"%032x" % number) for number in range(65_536))])
    files = many.bundle()
    assert "tile/2/000.p/1" in files
    assert check(files)[0] == 0
    files["tile/2/000.p/1"] = b"x" * 32
    assert check(files)[1] == "tampered: tile/2/000.p/1, hash 0: is not the root of tile/1/000: one of the two was edited\n"


def test_a_selection_is_verified_and_says_how_little_it_shows(check: Check) -> None:
    code, said = check(USUAL.selection([0, 1, 255, 256, 512, 599]))
    assert code == 0
    assert "note: 6 of 600 entries are shown" in said
    assert "note: what the other entries are about, their hashes cannot tell" in said


def test_openings_that_were_left_out_are_not_missed_but_said(check: Check) -> None:
    files = replace(USUAL, policy={"openings": False}).bundle()
    del files["sotto/openings.jsonl"]
    code, said = check(files)
    assert code == 0
    assert "the openings (addresses, remarks) were left out by the maker" in said


def test_a_file_that_is_no_part_of_a_bundle_is_noted(check: Check) -> None:
    code, said = check(USUAL.bundle() | {"sotto/entries.jsonl": b"", "README.txt": b"trust us"})
    assert code == 0
    assert "note: README.txt: is no part of a bundle and proves nothing" in said
    assert "note: sotto/entries.jsonl: is no part" in said


def test_a_clock_set_back_is_noted(check: Check) -> None:
    late = [building.entry(number, at=(START + timedelta(minutes=5)).isoformat(timespec="microseconds")) for number in (8, 9)]
    code, said = check(Log([building.opened(), *(building.entry(number) for number in range(1, 8)), *late]).bundle())
    assert code == 0
    assert "note: 2 entries are over 60 s older than one before them, the first is entry 8: a clock was set back" in said


def test_this_machines_clock_in_the_past_is_suspected(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify.time, "time", lambda: 1_000_000_000.0)
    code, said = check(USUAL.bundle(), "--witness", WITNESS.vkey)
    assert code == 1
    assert "s in the future; if this machine's clock is right, it is forged" in said


# -- openings that are gone ---------------------------------------------------------------------------

DAY = START.date()
COMMITTED, OPENING = building.opening(3)


def clips(*rest: bytes, **changes: Any) -> Log:
    """Two entries of START's day that name one opening, which is gone; then `rest`."""
    named = [building.entry(number, private={"connection": COMMITTED}, **({"actor": building.person(3)} | changes)) for number in (1, 2)]
    return Log([building.opened(), *named, *rest])


def expired(kind: str = "connection", until: str = DAY.isoformat(), days_later: int = 181) -> bytes:
    number = days_later * 24 * 60 + 3
    return process(number, verify.EXPIRED, {"class": kind, "count": 1, "until": until})


def erased(subject: str, number: int = 100) -> bytes:
    return process(number, verify.ERASED, {"count": 1}, subject=subject)


def test_an_opening_that_expired_or_was_erased_is_not_missed(check: Check) -> None:
    for gone in (
        clips(expired()),
        clips(erased(building.person(3))),
        clips(erased(building.person(5)), subject=building.person(5)),
        clips(erased(building.person(5)), subject=None, object=building.person(5)),
    ):
        assert check(gone.bundle())[0] == 0


@pytest.mark.parametrize(
    "log",
    [
        clips(),
        clips(expired(until=(DAY - timedelta(days=1)).isoformat())),
        clips(expired(kind="note")),
        clips(expired(until="9999-12-31", days_later=0)),
        clips(erased(building.person(4))),
        clips(erased(""), subject=None),
        clips(erased(building.person(3)), building.entry(200, actor=building.person(3), private={"connection": COMMITTED})),
    ],
    ids=["nothing said", "an earlier day", "another class", "a day to come", "somebody else", "nobody", "named after the erasure"],
)
def test_an_opening_missing_without_a_reason_was_taken_away(check: Check, log: Log) -> None:
    code, said = check(log.bundle())
    assert code == 1
    assert "has no opening of class connection: it neither expired nor was erased, so it was taken away" in said


def test_the_first_entry_without_its_opening_is_named(check: Check) -> None:
    after = building.entry(200, actor=building.person(3), private={"connection": COMMITTED})
    assert f"entry 4 (id {building.entry_id(200)}) has no opening" in check(clips(erased(building.person(3)), after).bundle())[1]


def test_an_expiry_before_its_time_is_noted(check: Check) -> None:
    code, said = check(clips(expired(days_later=100)).bundle())
    assert code == 0
    assert "note: entry 3" in said
    assert "openings of class connection expired before the 180 days of the policy" in said


def test_a_policy_without_clocks_silences_nothing(check: Check) -> None:
    code, said = check(replace(clips(expired(days_later=1)), policy={"clocks_days": {}}).bundle())
    assert code == 0
    assert "clocks: none (the maker's policy)" in said
    assert "openings of class connection expired, for which the policy has no clock" in said


def test_an_opening_erased_in_a_later_period_is_not_missed(check: Check) -> None:
    later = building.erased_later(clips())
    files = clips().bundle() | {"sotto/later.jsonl": building.lines([building.later_row(later, 1)])}
    assert check(files)[0] == 0


def test_a_later_period_with_a_new_key_asks_for_that_key(check: Check) -> None:
    later = building.erased_later(clips(), signer=Signer(building.LATER.name, b"n" * 32))
    files = clips().bundle() | {"sotto/later.jsonl": building.lines([building.later_row(later, 1)])}
    assert "0002 is signed with a new key: give that too, as another --log" in check(files)[1]
    assert check(files, "--log", later.signer.vkey)[0] == 0


# -- the period before --------------------------------------------------------------------------------


def second(previous: tuple[str, int]) -> Files:
    """The bundle of a second period that says that the first ended so."""
    signer = building.LATER
    policy = {"period": 2, "previous": {"root": previous[0], "size": previous[1]}}
    return Log([building.opened(period=2, origin=signer.name, previous=previous)], signer=signer, policy=policy).bundle()


def test_the_end_of_the_period_before_is_printed_and_held_against_a_trusted_checkpoint(check: Check, tmp_path: Path) -> None:
    root, kept = verify.checkpoint_of(verify.note_of(USUAL.note(), "")).root.hex(), tmp_path / "kept"
    kept.write_bytes(USUAL.note())
    for files, says, expected in (
        (second((root, 600)), f"previous: 600 entries, root {root}", 0),
        (second(("ab" * 32, 600)), f"tampered: entry 0: says that the period before ended with 600 entries, root {'ab' * 32}; the checkpoint", 1),
        (second((root, 599)), "the checkpoint you trust has 600: its end was cut off", 1),
        (second((root, 700)), "that it goes on from the 600 that you trust, only its own bundle shows", 0),
    ):
        code, said = check(files, "--trusted", str(kept), log=building.LATER.vkey)
        assert (code, says in said) == (expected, True), said


def test_a_trusted_checkpoint_of_another_log_that_this_key_signed_is_none(check: Check, tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(building.signed(USUAL.text().replace("5f3a", "77aa")))
    code, said = check(USUAL.bundle(), "--trusted", str(tmp_path / "kept"))
    assert (code, "is of the log sotto.example/77aa/0001; name a checkpoint of the log sotto.example/5f3a/0001" in said) == (2, True)


def test_a_proof_of_an_entry_with_a_detail_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = building.entry(1, details={"a": 1, "b": 2}).replace(b'"b"', b'"a"')
    log = Log([building.opened(), twice])
    row = building.later_row(log, 1)
    path = tmp_path / "entry.tlog-proof"
    extra, hashes = base64.b64encode(twice).decode(), [base64.b64encode(bytes.fromhex(step)).decode() for step in row["proof"]]
    path.write_bytes("\n".join([verify.PROOF, f"extra {extra}", "index 1", *hashes, "", row["checkpoint"]]).encode())
    assert verify.main([str(path), "--log", LOG.vkey]) == 1
    assert f"entry 1 (id {building.entry_id(1)}): names a field twice" in capsys.readouterr().err


# -- what cannot be used ------------------------------------------------------------------------------


def test_what_cannot_be_used_says_what_to_do_instead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = str(building.write(USUAL.bundle(), tmp_path / "bundle"))
    empty, kept, foreign = tmp_path / "empty", tmp_path / "kept", tmp_path / "foreign"
    empty.mkdir()
    kept.write_bytes(b"garbage")
    foreign.write_bytes(building.signed(USUAL.text().replace("5f3a", "77aa"), OTHER_LOG))
    broken = Verifier.of(LOG.vkey).vkey.replace("sotto", "otto")
    for arguments, says in (
        ([str(tmp_path / "none"), "--log", LOG.vkey], "there is no such folder; name the folder of the bundle"),
        ([str(kept), "--log", LOG.vkey], "is neither a bundle nor a proof; name the folder of a bundle"),
        ([str(empty), "--log", LOG.vkey], "is no bundle; name the folder in which `checkpoint` lies"),
        ([bundle, "--log", "garbage"], "--log 'garbage' is no verifier key: give the whole line"),
        ([bundle, "--log", broken], "the key's id does not fit its name and bytes; copy the line again"),
        ([bundle, "--log", WITNESS.vkey], "this is a key of kind 4, not 1; --log takes the log's key"),
        ([bundle, "--log", LOG.vkey, "--witness", LOG.vkey], "this is a key of kind 1, not 4"),
        ([bundle, "--log", LOG.vkey, "--max-age", "60"], "--max-age needs a --witness"),
        ([bundle, "--log", LOG.vkey, "--max-age", "an hour"], "argument --max-age: invalid int value: 'an hour'; see --help"),
        ([bundle, "--log", LOG.vkey, "--force"], "unrecognized arguments: --force; see --help"),
        ([bundle], "the following arguments are required: --log; see --help"),
        ([], "the following arguments are required: BUNDLE, --log; see --help"),
        (
            [bundle, "--log", LOG.vkey, "--trusted", str(tmp_path / "none")],
            "cannot be read (No such file or directory); name the file of a checkpoint",
        ),
        ([bundle, "--log", LOG.vkey, "--trusted", str(kept)], "is not a signed note (text, an empty line, signatures); name a checkpoint of the log"),
        ([bundle, "--log", LOG.vkey, "--trusted", str(foreign)], "name a checkpoint of the log sotto.example/5f3a/0001 that you kept, unchanged"),
    ):
        assert verify.main(arguments) == 2, arguments
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("unusable: ")
        assert says in said.err
        assert said.err.count("\n") == 1


def test_a_bundle_or_entry_of_a_later_version_asks_for_its_own_verifier(check: Check) -> None:
    code, said = check(replace(USUAL, policy={"format": 2}).bundle())
    assert (code, said) == (2, "unusable: sotto/policy.json: the bundle is of format 2: take the verifier that came with it\n")
    code, said = check(Log([building.opened(), building.entry(1, version=2)]).bundle())
    assert (code, said) == (2, "unusable: an entry is of version 2: take the verifier that came with that version\n")


# -- alone --------------------------------------------------------------------------------------------


def test_it_needs_nothing_but_python_and_cryptography(tmp_path: Path) -> None:
    """One file, in a folder of its own, with `cryptography` and what that needs as the only packages."""
    alone, packages = tmp_path / "verify.py", tmp_path / "packages"
    alone.write_bytes((ROOT / "audit" / "verify.py").read_bytes())
    packages.mkdir()
    installed = Path(cryptography.__file__).parent.parent
    for name in ("cryptography", "cffi", *(path.name for path in installed.glob("_cffi_backend*"))):
        (packages / name).symlink_to(installed / name)
    bundle = building.write(USUAL.bundle(), tmp_path / "bundle")
    start = f"import sys, runpy; sys.path.append({str(packages)!r}); sys.argv[1:] = {[str(bundle), '--log', LOG.vkey]!r}; "
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{start}runpy.run_path({str(alone)!r}, run_name='__main__')"],
        cwd=tmp_path, env={}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("verified: 600 entries")


def test_it_runs_as_a_module_without_a_house(tmp_path: Path) -> None:
    bundle = building.write(USUAL.bundle() | {"tile/0/000": b"x"}, tmp_path / "bundle")
    ran = subprocess.run(
        [sys.executable, "-m", "audit.verify", str(bundle), "--log", LOG.vkey], cwd=ROOT, env={}, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (1, "tampered: tile/0/000: is 1 bytes long, not 8192: it was cut short, or something was put behind it\n")


def selected(indexes: list[int]) -> Files:
    """Entries of a day, and what the maker says of them."""
    told = {"since": "2026-11-02", "until": "2026-11-02"}
    files = USUAL.selection(indexes)
    policy = json.loads(files[verify.POLICY]) | {"selection": told}
    return files | {verify.POLICY: building.canonical(policy)}


def test_an_entry_kept_back_from_the_days_asked_for_leaves_a_hole(check: Check) -> None:
    code, said = check(selected([0, *range(10, 200)]))
    assert code == 0
    assert "9 are not shown" in said  # entry 0 is of that day too
    assert "the entries of: since 2026-11-02, until 2026-11-02; that none was left out, this bundle does not show" in said
    assert "10 are not shown" in check(selected([0, *(n for n in range(10, 200) if n != 77)]))[1]
    assert "are not shown: ask" not in check(selected(list(range(200))))[1]


def test_what_the_maker_wrote_adds_and_erases_no_line(check: Check) -> None:
    erasing = replace(USUAL, policy={"origin": "x\x1b[2K\x1b[1A\rverified: 600 entries\n"}).bundle()
    code, said = check(erasing)
    assert (code, said.count("\n"), "\x1b" in said, "\r" in said) == (1, 1, False, False)
    adding = replace(USUAL, witnesses=()).bundle() | {"z\ncosigned: 2026-11-26 04:00:00 UTC by regulator.example": b""}
    code, said = check(adding)
    assert code == 0 or said
    assert "\ncosigned:" not in said


def test_an_expiry_that_failed_or_names_no_day_explains_no_missing_opening(check: Check) -> None:
    left = [row for row in USUAL.openings if not json.loads(row["payload"])["address"].endswith(".3")]
    late = "2026-11-09T00:00:00.000000+00:00"
    for details, outcome in (
        ({"class": "connection", "until": "2026-11-08"}, "failed"),
        ({"class": "connection", "until": "zzz"}, "granted"),
        (None, "granted"),
    ):
        ended = process(700, verify.EXPIRED, details, outcome=outcome, at=late)
        code, said = check(replace(USUAL, openings=left, entries=[*USUAL.entries, ended]).bundle())
        assert (code, "was taken away" in said) == (1, True)


def test_a_policy_without_numbers_is_none(check: Check) -> None:
    code, said = check(USUAL.bundle() | {verify.POLICY: USUAL.bundle()[verify.POLICY].replace(b"180", b"Infinity")})
    assert (code, "is not the policy of a bundle" in said) == (1, True)
