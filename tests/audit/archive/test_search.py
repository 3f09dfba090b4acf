"""Entries of a period without tables are found by time, person, subject, object, act and session; newest first, page after page."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import storage
from audit.archive import files, index, indexing, search
from audit.archive.files import REGION, Archive
from audit.archive.index import BadIndex, Index, Postings, build, key_of, merge
from audit.archive.search import Found, Page, Place, Wanted
from audit.proof.tiles import WIDTH, pack_entries
from tests.audit.archive.conftest import BEGAN, body, fill

SUBJECT, CLIP, ACTOR = "a" * 32, "c" * 32, f"{3:032x}"
MINUTE = timedelta(minutes=1)
SIZE = 700


@pytest.fixture
def period() -> Archive:
    """700 entries, a minute apart; seven people take turns; one subject at 5, 300 and 699; one refusal at 400,
    one failure at 500."""
    special = {
        5: {"subject": SUBJECT},
        300: {"subject": SUBJECT, "object": CLIP},
        699: {"subject": SUBJECT},
        400: {"outcome": "denied"},
        77: {"session": "5" * 32},
        9: {"event": "clip.done", "purpose": "legal"},
        500: {"event": "case.opened", "outcome": "failed"},
    }
    return fill([body(position, **special.get(position, {})) for position in range(SIZE)])


def want(since: datetime | None = None, until: datetime | None = None, **words: str) -> Wanted:
    return Wanted({name: value.split() for name, value in words.items()}, since, until)


def positions(page: Page) -> list[int]:
    return [one.place.position for one in page.entries]


def test_all_entries_of_a_subject_newest_first(period: Archive) -> None:
    page = search.search([period], want(subject=SUBJECT))
    assert (positions(page), page.older) == ([699, 300, 5], None)
    assert json.loads(page.entries[0].raw) == page.entries[0].body == json.loads(body(699, subject=SUBJECT))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(want(object=CLIP), [300], id="object"),
        pytest.param(want(outcome="denied"), [400], id="refusals"),
        pytest.param(want(subject=SUBJECT, actor=f"{5:032x}"), [5], id="two at once"),
        pytest.param(want(since=BEGAN + 10 * MINUTE, until=BEGAN + 13 * MINUTE), [12, 11, 10], id="from a time until before another"),
        pytest.param(want(subject=SUBJECT, until=BEGAN + 300 * MINUTE), [5], id="a subject before a time"),
        pytest.param(want(actor=ACTOR, since=BEGAN + 690 * MINUTE), [696], id="a person since a time"),
        pytest.param(want(subject="b" * 32), [], id="a stranger"),
        pytest.param(want(session="5" * 32), [77], id="a session, by reading"),
        pytest.param(want(event="no.such"), [], id="an act that never was"),
        pytest.param(want(since=BEGAN + SIZE * MINUTE), [], id="after the end"),
        pytest.param(want(event="clip.done no.such case.opened"), [500, 9], id="one of several acts"),
        pytest.param(want(event="clip.done case.opened", outcome="failed"), [500], id="several acts and an outcome"),
        pytest.param(want(outcome="failed denied"), [500, 400], id="several outcomes"),
        pytest.param(want(subject=SUBJECT, outcome="granted denied"), [699, 300, 5], id="an outcome that has no key"),
        pytest.param(want(purpose="legal", actor=f"{2:032x}"), [9], id="a purpose, by reading"),
    ],
)
def test_each_field_narrows(period: Archive, wanted: Wanted, expected: list[int]) -> None:
    assert positions(search.search([period], wanted)) == expected


def all_pages(archives: list[Archive], wanted: Wanted, **limits: int) -> Iterator[Found]:
    before: Place | None = None
    while True:
        page = search.search(archives, wanted, before=before, **limits)
        yield from page.entries
        if page.older is None:
            return
        before = page.older


def test_pages_follow_each_other_without_gap_and_without_repeat(period: Archive) -> None:
    found = [one.place.position for one in all_pages([period], want(actor=ACTOR))]
    assert found == [position for position in reversed(range(SIZE)) if position % 7 == 3]


def test_a_page_that_gives_up_says_where_it_goes_on(period: Archive) -> None:
    first = search.search([period], want(actor=ACTOR), at_most=1, limit=500)
    assert first.older == Place(1, 2 * WIDTH)
    found = [one.place.position for one in all_pages([period], want(actor=ACTOR), at_most=1, limit=500)]
    assert found == [position for position in reversed(range(SIZE)) if position % 7 == 3]


def test_periods_follow_each_other_newest_first(period: Archive) -> None:
    second = fill([body(position, subject=SUBJECT) for position in range(3)], period=2)
    found = [one.place for one in all_pages([period, second], want(subject=SUBJECT), limit=2)]
    assert found == [Place(2, 2), Place(2, 1), Place(2, 0), Place(1, 699), Place(1, 300), Place(1, 5)]
    assert files.periods() == [1, 2]


def test_only_bundles_that_may_hold_it_are_read(period: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    really = storage.get
    monkeypatch.setattr(storage, "get", lambda name: read.append(name) or really(name))  # type: ignore[func-returns-value]
    search.search([period], want(object=CLIP))
    assert read == [files.index(1, 0, SIZE), files.bundle(1, 1)]


def test_a_hit_that_is_false_is_not_shown(period: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "key_of", lambda name, value: key_of("subject", SUBJECT))
    assert positions(search.search([period], want(subject="b" * 32))) == []


def test_sealed_entries_that_are_no_objects_are_passed_over() -> None:
    archive = fill([b"\xff\xfe", b"[]", b"null", b"", body(4, subject=SUBJECT)])
    assert positions(search.search([archive], want(subject=SUBJECT))) == [4]
    assert positions(search.search([archive], want())) == [4, 3, 2, 1, 0]
    assert positions(search.search([archive], want(since=BEGAN))) == [4]


def test_a_cut_index_is_refused() -> None:
    with pytest.raises(BadIndex):
        Index.of_raw(build([[body(0)]]).raw()[:-3])
    with pytest.raises(BadIndex):
        Index.of_raw(b"nothing")


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.integers(0, 255)), max_size=8))
def test_an_index_finds_in_every_bundle_what_was_put_there(held: dict[str, set[int]]) -> None:
    bundles = [[json.dumps({"subject": name}).encode() for name, where in held.items() if number in where] for number in range(256)]
    again = Index.of_raw(build(bundles).raw())
    assert {name: again.postings.bundles_of(key_of("subject", name)) for name in held} == held


def test_merged_indexes_find_the_same_in_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A region of 16.7 M entries, of which only the two bundles that hold the subject exist."""
    hit = build([[body(0, subject=SUBJECT)]])
    empty = build([[body(1)]])
    for block in range(WIDTH):
        storage.put(files.index(1, block), (hit if block in (2, 200) else empty).raw())
    for block in (2, 200):
        storage.put(files.bundle(1, block * WIDTH), pack_entries([body(0, subject=SUBJECT)] * WIDTH))
    archive = Archive(1, REGION)
    assert indexing.bring_up_to_date(archive, is_final=False) == 257
    read: list[str] = []
    really = storage.get
    monkeypatch.setattr(storage, "get", lambda name: read.append(name) or really(name))  # type: ignore[func-returns-value]
    page = search.search([archive], want(subject=SUBJECT), limit=300)
    assert {one.place.position // WIDTH for one in page.entries} == {2 * WIDTH, 200 * WIDTH}
    assert len(read) == len(["shard", "bundle", "bundle"])
    assert positions(search.search([archive], want(subject=SUBJECT, since=BEGAN + MINUTE))) == []
    assert [name.rpartition("/")[2] for name in read[3:]] == ["times", read[0].rpartition("/")[2]]
    assert len(list(all_pages([archive], want(subject=SUBJECT)))) == 2 * WIDTH


def test_a_merged_shard_holds_the_keys_of_its_byte() -> None:
    one, none = build([[body(0, subject=name * 32)] for name in "abcd"]), build([])
    shards = list(merge(lambda block: one if block < 2 else none))
    assert len(shards) == 256
    assert sum(len(shard.pairs) for shard in shards) == 2 * len(one.postings.pairs)
    key = key_of("subject", "b" * 32)
    assert shards[index.shard_of(key)].bundles_of(key) == {1, 257}
    assert isinstance(shards[0], Postings)
