"""The log itself: sealed all the time, seen by a witness, and no more decrypted than it says."""

from __future__ import annotations

import pytest

from audit.events import Event
from audit.proof.notes import Note
from audit.rules.catalogue import RULES
from audit.sealing import cosignatures as true_ones
from foundation import unwraps
from foundation.clock import to_the_minute
from foundation.keys import Ring
from foundation.seal import _joined
from tests import witness
from tests.audit.rules.conftest import Book

DAY = 24 * 60


def checkpoints(book: Book, *minutes: float) -> None:
    for minute in minutes:
        book.owner.execute("INSERT INTO audit_checkpoint VALUES (%s, %s, sha256(''), 'note')", [round(1_000 * (100 + minute)), book.at(minute)])


def cosignatures(book: Book, *minutes: float) -> None:
    """What our witness says of the empty log, again and again."""
    book.owner.execute("ALTER TABLE audit_cosignature DROP CONSTRAINT IF EXISTS no_cosignature_is_of_a_time_to_come")  # its book is of another year
    [(note,)] = book.owner.execute("SELECT note FROM audit_checkpoint WHERE size = 0")
    for minute in minutes:
        witness.cosign_size(book.owner, Note.of(note).text, at=int(book.at(minute).timestamp()))


@pytest.mark.parametrize(
    ("signed", "found"),
    [
        pytest.param([0, 1, 2, 3, 4, 5, 6], [], id="each minute"),
        pytest.param([0, 1, 7], [6], id="a pause that is over"),
        pytest.param([0, 0.5], [9], id="a pause that goes on"),
        pytest.param([0, 5, 9.5], [], id="five minutes to the second"),
        pytest.param([-30, 5, 9.5], [35], id="one that began before the last look"),
    ],
)
def test_a_pause_of_the_sealer_is_found_with_its_length(book: Book, signed: list[float], found: list[int]) -> None:
    checkpoints(book, *signed)
    raised = book.look("seal_gap", since=0.1, until=10)
    assert [one.details["minutes"] for one in raised] == found


def test_a_pause_that_goes_on_stays_one_finding(book: Book) -> None:
    checkpoints(book, 0)
    first, second = book.look("seal_gap", since=0, until=10), book.look("seal_gap", since=10, until=20)
    assert [one.key for one in first] == [one.key for one in second]
    assert second[0].details["minutes"] == 20


@pytest.mark.parametrize(("seen", "found"), [([0, 1, 14], []), ([0, 16], [16]), ([0], [20])])
def test_a_pause_of_the_witnesses_is_found(book: Book, seen: list[float], found: list[int]) -> None:
    cosignatures(book, *seen)
    assert [one.details["minutes"] for one in book.look("witness_gap", since=0.1, until=20)] == found


def test_lines_that_do_not_verify_hide_no_pause(book: Book) -> None:
    cosignatures(book, 0, 16)
    [(line,)] = book.owner.execute("SELECT line FROM audit_cosignature WHERE at = %s", [book.at(0)])
    for minute in range(1, 16):
        for name, text in (("w", "line"), (witness.WITNESS.name, "line"), (witness.WITNESS.name, line)):
            book.owner.execute("INSERT INTO audit_cosignature VALUES (1, 0, %s, %s, %s)", [name, book.at(minute), text])
    assert [one.details["minutes"] for one in book.look("witness_gap", since=0.1, until=20)] == [16]


def test_a_witness_that_was_never_heard_is_a_pause_since_the_log_began(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(true_ones, "believed", dict)
    cosignatures(book, 0, 10)
    opened = book.owner.execute("SELECT opened_at FROM audit_period").fetchone()
    assert opened is not None
    [found] = book.look("witness_gap", until=20)
    assert found.details["from"] == to_the_minute(opened[0])


# -- vault counters ---------------------------------------------------------------------------------


def counted(book: Book, number: int, *, minutes: float = 0, ring: str = "originals", purpose: str = "original") -> None:
    at = book.at(minutes)
    values = [at.date(), ring, purpose, "sotto_redactor", "p" * 32, number, at]
    book.owner.execute("INSERT INTO foundation_unwraps (day, ring, purpose, role, process, count, counted_at) VALUES (%s,%s,%s,%s,%s,%s,%s)", values)


def opened(book: Book, number: int, event: Event = Event.ORIGINAL_OPENED, **details: int | str) -> None:
    for _ in range(number):
        book.write(event, "our-redactor", **details)


def look(book: Book, *, until: float = 60) -> list[tuple[int | str, int | str]]:
    return [(one.details["count"], one.details["allowed"]) for one in book.look("vault_count", until=until, margin=0)]


def test_more_keys_than_entries_are_found(book: Book) -> None:
    opened(book, 3)
    counted(book, 4)
    assert look(book) == [(4, 3)]
    (found,) = book.look("vault_count", margin=0)
    assert "originals/original" in RULES["vault_count"].sentence({"person": "", "subject": "", **found.details})


def test_as_many_keys_as_entries_are_right(book: Book) -> None:
    opened(book, 4)
    counted(book, 3)
    counted(book, 1)
    assert look(book) == []


def test_a_few_more_are_within_the_margin(book: Book) -> None:
    counted(book, 5)
    assert book.look("vault_count") == []
    counted(book, 1)
    assert len(book.look("vault_count")) == 1


def test_an_export_allows_for_as_many_keys_as_it_has_clips(book: Book) -> None:
    opened(book, 1, Event.TRAINING_COPY_OPENED, clips=200)
    counted(book, 200, ring="training", purpose="training")
    assert look(book) == []
    counted(book, 1, ring="training", purpose="training")
    assert look(book) == [(201, 200)]


def test_a_rotation_opens_each_key_once_more(book: Book) -> None:
    opened(book, 1, Event.KEYS_ROTATED, ring="originals", version=2, rows=900)
    counted(book, 900)
    assert look(book) == []


def test_work_over_midnight_is_held_against_both_days(book: Book) -> None:
    opened(book, 1, Event.TRAINING_COPY_OPENED, clips=50)
    counted(book, 20, ring="training", purpose="training")
    counted(book, 30, ring="training", purpose="training", minutes=DAY)
    assert look(book, until=DAY + 60) == []


def test_what_was_counted_a_moment_ago_waits_for_its_entries(book: Book) -> None:
    counted(book, 9, minutes=55)
    assert look(book, until=60) == []
    assert look(book, until=70) == [(9, 0)]


def test_what_no_entry_stands_for_is_not_reconciled(book: Book) -> None:
    counted(book, 9, ring="accounts", purpose="person")
    counted(book, 9, ring="listening", purpose="draft")
    assert look(book) == []


@pytest.mark.parametrize(
    ("info", "purpose"),
    [
        (_joined(Ring.ORIGINALS, "original", "o" * 32), "original"),
        (_joined(Ring.OPENINGS, "note:2030-01-01", "o" * 32), "note"),
        (b"", ""),
        (b"object", ""),
    ],
)
def test_the_purpose_is_what_the_key_is_bound_to(info: bytes, purpose: str) -> None:
    assert unwraps.purpose_of(info) == purpose
