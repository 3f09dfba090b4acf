"""The page of measured quality, and what the desk's corrections add to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from foundation.roles import DbRole
from redaction import desk_figures, measurements
from redaction.desk_work import RELEASE_JOB
from redaction.holds import SOFT
from redaction.measurements import Measured, Measurement, Unmeasured
from redaction.models import Mask, Mistake, Release
from redaction.version import VERSION
from tests.cast import Cast
from tests.redaction.held import Act, about, mask, state_of, take_held
from tests.redaction.recorded import copies, work

AsPerson = Callable[[Cast], Client]


def test_the_version_in_use_was_measured() -> None:
    measured = measurements.of_version(VERSION)
    assert measured.version == VERSION
    assert {row.kind for row in measured.rows} >= {"leak", "touched", "held"}
    assert all(row.low <= row.share <= row.high and row.n > 0 for row in measured.rows)


def test_a_version_without_figures_says_what_to_do() -> None:
    with pytest.raises(Unmeasured, match=r"bench\.quality"):
        measurements.of_version("none")


def test_figures_are_read_as_they_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measurements, "FOLDER", tmp_path / "measured")
    row = Measured("names", "common", "en-GB", "leak", 500, 1.2, 0.6, 2.6, target=1.0)
    kept = Measurement("9", date(2026, 11, 25), (row, row))
    measurements.write(kept)
    assert measurements.of_version("9") == kept
    assert not row.is_met


def test_what_an_analyst_corrects_is_counted_by_recognizer(
    take: Callable[..., str], acting_as: Act, ana: Cast, cora: Cast, as_person: AsPerson
) -> None:
    recording_id = take_held(take, acting_as, 28)  # holds somebody else's telephone number
    browser = as_person(ana)
    before, _ = about(recording_id, acting_as)
    (start_s, end_s) = before["holes_s"][-1]
    mask(recording_id, acting_as, Mask.Kind.LIFTED, (start_s, end_s))
    call = next(word for word in before["words"] if word["text"] == "call")
    mask(recording_id, acting_as, Mask.Kind.DRAWN, (call["start_s"], call["end_s"]))
    acting_as(DbRole.APP)
    assert browser.get(f"/desk/{recording_id}/").status_code == 200
    doubts = [code for code in state_of(recording_id)[1] if code in SOFT]
    assert browser.post(f"/desk/{recording_id}/release/", {"heard": copies(recording_id)["desk"].pk, "overruled": doubts}).status_code == 302
    acting_as(DbRole.REDACTOR)
    work(RELEASE_JOB, Release.objects.get().pk)
    acting_as(DbRole.APP)
    assert sorted(Mistake.objects.values_list("kind", flat=True)) == ["missed", "needless"]
    (locale,) = desk_figures.by_locale()
    assert (locale.decided, locale.held, locale.missed) == (1, 1, 1), "released, and yet it was held"
    worst = desk_figures.by_recognizer()[0]
    assert worst.needless == 1
    assert worst.name == Mistake.objects.get(kind="needless").recognizer
    done = desk_figures.work()
    assert done.cases == 1
    assert done.median_min is not None
    page = as_person(cora).get("/quality/").content.decode()
    assert worst.name in page
    assert "One was released" in page
