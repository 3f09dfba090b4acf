"""Projects: made and changed by an operator, within the own reach, with a trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client

from accounts import people
from annotation.models import Brief
from audit.access import Role, console_actor
from foundation.roles import DbRole
from redaction import intake, manifest
from redaction.intake import Refused
from redaction.models import Project, Recording
from redaction.redactor import policy_of
from tests.annotation.clips import Make
from tests.cast import Cast, person
from tests.redaction import lines

AsPerson = Callable[[Cast], Client]
SCHEMA = json.dumps([{"name": "mood", "kind": "choice", "title": "Mood?", "options": ["calm", "tense"]}])


def form(**changes: Any) -> dict[str, Any]:
    given = {
        "name": "kitchen",
        "locales": ["en-GB"],
        "share": "0.2",
        "answers": "2",
        "unaligned_speech": "held",
        "hears_residue": "on",
        "guidelines": "# Be exact",
        "schema": SCHEMA,
    }
    return given | changes


@pytest.fixture
def operator(olga: Cast, as_person: AsPerson) -> Client:
    return as_person(olga)


def test_an_operator_makes_a_project_and_the_log_says_so(operator: Client, superuser: psycopg.Connection) -> None:
    answer = operator.post("/projects/add/", form())
    project = Project.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/projects/{project.pk}/")
    assert (project.name, project.locales, project.sampling_ppm) == ("kitchen", ["en-GB"], 2_000)
    assert (project.brief.answers, project.brief.guidelines) == (2, "# Be exact")
    assert superuser.execute("SELECT count(*) FROM audit_entry WHERE action = 'project.added'").fetchone() == (1,)
    page = operator.get(f"/projects/{project.pk}/").content.decode()
    assert "<h1>Be exact</h1>" in page
    assert "Mood?" in page


def test_a_change_says_what_was_changed(operator: Client, superuser: psycopg.Connection) -> None:
    operator.post("/projects/add/", form())
    project = Project.objects.get()
    assert operator.post(f"/projects/{project.pk}/change/", form(answers="3", guidelines="new")).status_code == 302
    assert Brief.objects.get().answers == 3
    row = superuser.execute("SELECT body FROM audit_entry WHERE action = 'project.changed'").fetchone()
    assert row
    assert json.loads(row[0])["details"] == {"changed": "guidelines answers", "answers": 3}


def test_an_operator_says_how_carefully_a_project_is_redacted(operator: Client, superuser: psycopg.Connection) -> None:
    operator.post("/projects/add/", form())
    project = Project.objects.get()
    careful = {"is_strict": "on", "is_disguised": "on", "unaligned_speech": "silenced", "also_masked": ["LOCATION", "ORG"]}
    assert operator.post(f"/projects/{project.pk}/change/", form(**careful)).status_code == 302
    project.refresh_from_db()
    policy = policy_of(Recording(project=project, consent_scope="review"))
    assert (policy.is_strict, policy.is_disguised, policy.silences_unaligned_speech) == (True, True, True)
    assert policy.also_masked == {"LOCATION", "ORG"}
    assert 'value="ORG" id="id_also_masked_2" checked' in operator.get(f"/projects/{project.pk}/").content.decode()
    row = superuser.execute("SELECT body FROM audit_entry WHERE action = 'project.changed'").fetchone()
    assert row
    assert json.loads(row[0])["details"]["changed"] == "is_strict is_disguised unaligned_speech also_masked"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"schema": "[{"}, "no JSON"),
        ({"answers": "0"}, "greater than or equal to 1"),
        ({"locales": ["xx-XX"]}, "Select a valid choice"),
        ({"share": "101"}, "less than or equal to 100"),
        ({"name": ""}, "required"),
        ({"unaligned_speech": "served"}, "Select a valid choice"),
        ({"also_masked": ["PERSON"]}, "Select a valid choice"),
        ({"name": "demo"}, "Another project has this name"),
    ],
    ids=["schema", "answers", "locale", "share", "no name", "speech served as it is", "a name no project may leave", "a taken name"],
)
def test_a_form_that_does_not_fit_comes_back_with_what_is_wrong(
    operator: Client, changes: dict[str, Any], says: str, superuser: psycopg.Connection, make_clip: Make
) -> None:
    make_clip()
    answer = operator.post("/projects/add/", form(**changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "# Be exact" in answer.content.decode(), "what was typed is still there"
    assert Project.objects.count() == 1


def test_the_list_counts_clips_by_state(operator: Client, make_clip: Make) -> None:
    make_clip()
    page = operator.get("/projects/").content.decode()
    assert "queued 1" in page


def test_an_operator_of_one_project_sees_and_changes_that_one(operator: Client, as_person: AsPerson) -> None:
    for name in ("kitchen", "garage"):
        operator.post("/projects/add/", form(name=name))
    kitchen, garage = Project.objects.get(name="kitchen"), Project.objects.get(name="garage")
    lead = person("lea")
    people.give_role(lead.person, Role.OPERATOR, by=console_actor(), project=kitchen.pk)
    browser = as_person(lead)
    page = browser.get("/projects/").content.decode()
    assert "kitchen" in page
    assert "garage" not in page
    assert browser.get(f"/projects/{garage.pk}/").status_code == 404
    assert browser.post(f"/projects/{garage.pk}/change/", form()).status_code == 404
    assert browser.post(f"/projects/{kitchen.pk}/change/", form(answers="4")).status_code == 302
    assert browser.post("/projects/add/", form(name="attic")).status_code == 403


def test_a_project_takes_its_languages_only(operator: Client, acting_as: Callable[[DbRole], None]) -> None:
    operator.post("/projects/add/", form(share="100"))
    acting_as(DbRole.INTAKE)
    project = Project.objects.get()
    with pytest.raises(Refused, match="en-GB"):
        intake.take(manifest.read(json.dumps(lines.line(locale="en-US"))), lines.wav(), project=project, by=console_actor())
    intake.take(manifest.read(json.dumps(lines.line(locale="en-GB"))), lines.wav(), project=project, by=console_actor())
