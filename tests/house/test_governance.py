"""The record of processing and the facts for the impact assessment say what the running house is, and say it again when it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from django.test import Client
from pytest_django import Settings

from accounts import people
from accounts.models import Organisation
from annotation import processing as of_clips
from annotation.models import Clip
from audit.access import console_actor
from config import data_map
from config.asvs import requirements
from config.env import ROOT
from config.governance import remaining
from config.governance.assessment import assessment
from config.governance.documents import Document, Format
from config.governance.gathering import columns, gather, readers, shown_by
from config.governance.record import record_of_processing
from foundation.privacy import DataClass
from foundation.statements import Gap, Prose, Table, length
from redaction import measurements
from redaction import privacy as redaction_privacy
from redaction.measurements import Measured, Measurement
from redaction.models import Project
from redaction.version import VERSION
from tests.annotation.clips import Make
from tests.cast import Cast

PAGES = {"record-of-processing": "record", "impact-assessment": "assessment"}


def section(document: Document, key: str) -> str:
    """Its Markdown."""
    alone = Document(document.key, "", "", "", document.made_at, tuple(each for each in document.sections if each.key == key), "")
    return alone.written(Format.MARKDOWN)


def test_opening_and_downloading_are_entries_and_name_nobody(
    cora: Cast, rosa: Cast, make_clip: Make, as_person: Callable[[Cast], Client], superuser: psycopg.Connection
) -> None:
    clip, browser = make_clip(), as_person(cora)
    (subject,) = superuser.execute("SELECT subject FROM redaction_recording").fetchone() or ("",)
    expected = list[tuple[str, dict[str, str] | None]]()
    for page, name in PAGES.items():
        written = [browser.get(f"/log/{page}/").content.decode().partition("<main")[2]]  # above it stands who is signed in
        expected.append((f"governance.{name}_shown", None))
        assert browser.post(f"/log/{page}/file/", {"format": "pdf"}).status_code == 400
        for each in Format:
            file = browser.post(f"/log/{page}/file/", {"format": each.value}).content
            expected.append((f"governance.{name}_given", {"format": each.value, "digest": hashlib.sha256(file).hexdigest()}))
            written.append(file.decode())
        for secret in ("Rosa", rosa.email, rosa.person.pk, "Cora", clip.pk, clip.recording_id, subject):
            assert [len(text) for text in written if secret in text or len(text) < 5_000] == [], page
    entries = superuser.execute("SELECT body FROM audit_entry WHERE action LIKE 'governance.%' ORDER BY seq").fetchall()
    assert [(json.loads(body)["event"], json.loads(body).get("details")) for (body,) in entries] == expected


@pytest.mark.usefixtures("db")
def test_what_is_set_changed_or_added_changes_the_documents(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = record_of_processing()
    assert "**not set: SOTTO_CONTROLLER**" in section(before, "responsible")
    settings.GOVERNANCE = settings.GOVERNANCE | {"CONTROLLER": "Example Ltd\nDublin", "VIEWS": "works council"}
    settings.AUDIT_CLOCKS_DAYS = settings.AUDIT_CLOCKS_DAYS | {"note": 31}
    settings.AUDIT_PERMIT_HOURS = 7
    monkeypatch.setattr(of_clips, "NOT_MEANT_KEPT", timedelta(hours=36))
    Project.objects.create(name="kitchen", sampling_ppm=1_500, is_strict=True)
    Organisation.objects.create(name="Agency One", country="CR", contract_until=date(2030, 1, 31))
    after = record_of_processing()
    assert "Example Ltd Dublin |" in section(after, "responsible")
    assert "SOTTO_CONTROLLER" not in section(after, "responsible")
    for key, words in (
        ("purposes", "| kitchen | en-US, en-GB, en-IN | 0.15 % | strict<br>finished copies are listened to for digits"),
        ("recipients", "| Agency One | agency | CR | … – 2030-01-31 | open | 0 |"),
        ("time-limits", "| 31 days |"),
        ("time-limits", "| 36 hours |"),
        ("security", "within 7 hours"),
    ):
        assert words in section(after, key), key
        assert words not in section(before, key), key
    assert "not set: SOTTO_VIEWS" not in section(assessment(), "judgement")


@pytest.mark.usefixtures("db")
def test_a_new_personal_column_appears_by_itself_and_without_a_clock_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(redaction_privacy.FIELDS["redaction.Project"], "name", (DataClass.PERSONAL, "whatever it is"))
    found = record_of_processing()
    assert "| Recordings and their redaction | redaction.Project.name | whatever it is | app, desk" in section(found, "categories")
    assert "| whatever it is | **no clock: kept until somebody erases it** |" in section(found, "time-limits")


@pytest.mark.usefixtures("db")
def test_a_measured_leak_above_its_target_is_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(measurements, "FOLDER", tmp_path)
    assert f"**version {VERSION} was not measured**" in section(assessment(), "risks")
    row = Measured("names", "all", "en-GB", "leak", 500, 3.2, 2.6, 4.6, target=1.0)
    measurements.write(Measurement(VERSION, date(2026, 11, 25), (row,)))
    assert "**names: 3.20 % left readable of 500 (95 %: 2.60 to 4.60), above the target of 1 %**" in section(assessment(), "risks")


@pytest.mark.usefixtures("db")
def test_people_and_recordings_are_counted(make_clip: Make, cora: Cast, rosa: Cast) -> None:
    make_clip()
    found = record_of_processing()
    assert "| US | 1 |" in section(found, "transfers")
    assert "| acme | 1 |" in section(found, "responsible")
    assert "| reviewer | 1 | 1 of 1 (100 %) |" in section(found, "recipients")
    assert f"Clips: {Clip.objects.get().state} | 1 |" in section(assessment(), "description")
    rosa.device.delete()
    assert "| reviewer | 1 | 0 of 1 (0 %) |" in section(record_of_processing(), "recipients")
    people.suspend(rosa.person, by=console_actor(), reason="left")
    assert "| reviewer | 0 | – |" in section(record_of_processing(), "recipients")


@pytest.mark.usefixtures("db")
def test_the_statements_fit_the_lists_of_the_house() -> None:
    house = gather()
    personal = {
        f"{label}.{name}" for label, fields in data_map.declared().items() for name, (kind, _) in fields.items() if kind is DataClass.PERSONAL
    }
    assert {each.name for each in columns()} == personal
    assert {name for clock in house.clocks for name in clock.columns} <= personal
    assert {each.app for each in columns()} <= house.statements.keys()
    assert {key for risk in house.risks for key in risk.against} <= house.measures.keys()
    known = {number for number, _, _ in requirements()}
    assert {number for measure in house.measures.values() for number in measure.requirements} <= known
    assert shown_by().keys() == known
    written = json.loads(assessment().written(Format.JSON))
    assert written["gaps"]["judgement"]
    assert [each["key"] for each in written["sections"]][-1] == "judgement"


def test_who_may_read_a_column_is_taken_from_the_grants() -> None:
    assert readers("redaction.Identity", "sealed") == ("redactor",)
    assert "app" not in readers("redaction.Recording", "subject")
    assert "app" in readers("redaction.Recording", "region")


def test_what_remains_is_taken_from_the_readme_and_the_guides(tmp_path: Path) -> None:
    readme, guides = tmp_path / "README.md", tmp_path / "guides"
    guides.mkdir()
    rows = "| missing | until then |\n|---|---|\n| `wings` for *cats* | see [here](x.md) |"
    readme.write_text(f"# House\n\n## What is not there yet\n\n{rows}\n\n## Then\n\n| a | b |\n")
    assert remaining.not_there_yet(readme).rows == (("wings for cats", "see here"),)
    (guides / "flying.md").write_text("# Guide to flying\n\n## What it cannot do\n\nFly [far](far.md).\n\n## What it can do\n\nWalk.\n")
    (limit,) = remaining.limits(guides)
    assert limit == Prose("### Guide to flying: What it cannot do\n\nFly far.")
    missing, none = remaining.not_there_yet(tmp_path / "no"), remaining.limits(tmp_path / "no")[0]
    assert isinstance(none, Table)
    assert isinstance(missing.none, Gap)
    assert isinstance(none.none, Gap)


def test_the_houses_own_pages_are_read_and_leave_with_the_image() -> None:
    assert len(remaining.not_there_yet().rows) > 3
    assert len(remaining.limits()) >= 4
    image, left_in = (ROOT / "Dockerfile").read_text(), (ROOT / ".dockerignore").read_text().splitlines()
    for path in ("README.md", "docs/asvs.md", "docs/guides"):
        assert f"COPY {path} " in image
        assert f"!{path}" in left_in


@pytest.mark.parametrize(
    ("of", "said"),
    [
        pytest.param(timedelta(days=180), "180 days", id="days"),
        pytest.param(timedelta(hours=24), "24 hours", id="one day is said in hours"),
        pytest.param(timedelta(minutes=15), "15 minutes", id="minutes"),
        pytest.param(timedelta(hours=1), "1 hour", id="one"),
    ],
)
def test_a_length_is_said_in_its_largest_whole_unit(of: timedelta, said: str) -> None:
    assert length(of) == said
