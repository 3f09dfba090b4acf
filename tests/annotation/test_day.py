"""A reviewer's day over HTTP, as CONTRACT promises it to scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client

from annotation import leases
from annotation.models import Answer, Clip, Draft, Lease, PlayGrant, Slot
from audit.access import Role
from foundation.clock import shifted
from foundation.roles import DbRole
from redaction import store
from redaction.audio.encode import unflac
from redaction.models import Copy
from tests.annotation.clips import DURATION_S, TEXT, Make
from tests.cast import Cast, person

pytestmark = pytest.mark.usefixtures("no_key_without_an_entry", "slow_clock")

PLAYER = {"Sec-Fetch-Dest": "audio", "Sec-Fetch-Site": "same-origin"}
AsPerson = Callable[[Cast], Client]


@pytest.fixture
def desk(rosa: Cast, as_person: AsPerson) -> Client:
    """Rosa's browser."""
    return as_person(rosa)


def deal(browser: Client, **body: Any) -> dict[str, Any]:
    answer = browser.post("/work/next/", body)
    assert answer.status_code == 200
    dealt: dict[str, Any] = answer.json()
    return dealt


def work(**changes: Any) -> dict[str, Any]:
    given = {"transcript": "call [NAME_1] at seven", "labels": json.dumps({"clarity": "clear"}), "tags": ["noise", "overlap"], "heard_s": "3.5"}
    return given | changes


def actions(superuser: psycopg.Connection, subject: str) -> list[str]:
    return [row[0] for row in superuser.execute("SELECT action FROM audit_entry WHERE subject = %s ORDER BY seq", [subject]).fetchall()]


def test_a_dealt_slot_has_all_that_was_promised(make_clip: Make, desk: Client) -> None:
    make_clip()
    dealt = deal(desk)
    assert dealt.keys() >= {"slot", "project", "clip", "audio", "lease_until"}
    clip = dealt["clip"]
    assert (clip["hypothesis"], clip["duration_s"], clip["holes_s"]) == (TEXT, DURATION_S, [[0.4, 0.9]])
    assert clip["words"][1] == {"text": "[NAME_1]", "start_s": 0.4, "end_s": 0.9}
    assert clip["placeholders"] == ["[NAME_1]"]
    assert [label["name"] for label in clip["schema"]] == ["clarity", "understood"]
    assert dealt["draft"] is None


@pytest.mark.asvs("8.2.3")
def test_a_reviewer_gets_these_fields_and_no_others(make_clip: Make, desk: Client) -> None:
    make_clip()
    dealt = deal(desk)
    assert sorted(dealt) == ["audio", "clip", "draft", "grant", "guidelines", "lease_s", "lease_until", "project", "slot"]
    fields = ["duration_s", "focus_s", "holes_s", "hypothesis", "locale", "peaks", "placeholders", "schema", "topic", "words"]
    assert sorted(dealt["clip"]) == fields


def test_there_is_nothing_to_do_when_nothing_waits(desk: Client) -> None:
    assert desk.post("/work/next/").status_code == 204


def test_the_sound_comes_whole_and_its_fetching_is_an_entry(make_clip: Make, desk: Client, superuser: psycopg.Connection) -> None:
    clip = make_clip()
    answer = desk.get(deal(desk)["audio"], headers=PLAYER)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "audio/flac"
    assert "Content-Disposition" not in answer.headers
    assert unflac(answer.content).duration_s == pytest.approx(DURATION_S)
    assert actions(superuser, clip.pk) == ["clip.opened", "clip.dealt", "clip.fetched"]


@pytest.mark.asvs("3.2.1", "3.5.8")
@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Dest": "audio", "Sec-Fetch-Site": "cross-site"}],
    ids=["no browser", "a page of its own", "another site"],
)
def test_sound_is_given_to_our_own_player_only(make_clip: Make, desk: Client, headers: dict[str, str], superuser: psycopg.Connection) -> None:
    clip = make_clip()
    assert desk.get(deal(desk)["audio"], headers=headers).status_code in (403, 404)
    assert "clip.fetched" not in actions(superuser, clip.pk)


@pytest.mark.asvs("8.2.2", "16.3.2")
@pytest.mark.parametrize("verb", ["draft", "submit", "release", "escalate", "leaking", "hidden", "not-meant", "undo", "second-ear"])
def test_a_stranger_gets_404_on_a_slot_and_it_is_logged(
    make_clip: Make, desk: Client, as_person: AsPerson, verb: str, superuser: psycopg.Connection
) -> None:
    make_clip()
    slot = deal(desk)["slot"]
    remy = person("remy", Role.REVIEWER)
    assert as_person(remy).post(f"/work/{slot}/{verb}/", work(reason="break")).status_code == 404
    counted = superuser.execute("SELECT outcome FROM audit_entry WHERE action = 'access.denied' AND actor = %s", [remy.person.pk]).fetchall()
    assert counted == [("failed",)]
    assert Lease.objects.get().ended_at is None


@pytest.mark.asvs("8.2.2")
def test_a_strangers_grant_plays_nothing_and_it_is_logged(make_clip: Make, desk: Client, as_person: AsPerson, superuser: psycopg.Connection) -> None:
    clip = make_clip()
    audio, remy = deal(desk)["audio"], person("remy", Role.REVIEWER)
    assert as_person(remy).get(audio, headers=PLAYER).status_code == 404
    assert superuser.execute("SELECT count(*) FROM audit_entry WHERE action = 'access.denied' AND actor = %s", [remy.person.pk]).fetchone() == (1,)
    assert "clip.fetched" not in actions(superuser, clip.pk)


def test_the_same_person_in_another_session_needs_a_grant_of_that_session(make_clip: Make, desk: Client, as_person: AsPerson, rosa: Cast) -> None:
    make_clip()
    audio = deal(desk)["audio"]
    assert as_person(rosa).get(audio, headers=PLAYER).status_code == 404


@pytest.mark.asvs("8.3.2")
def test_a_grant_ends_with_its_lease_and_with_its_time(make_clip: Make, desk: Client) -> None:
    make_clip()
    make_clip()
    first = deal(desk)
    ahead = deal(desk, have=first["slot"])
    desk.post(f"/work/{first['slot']}/submit/", work())
    assert desk.get(first["audio"], headers=PLAYER).status_code == 404
    with shifted(seconds=121):
        assert desk.get(ahead["audio"], headers=PLAYER).status_code == 404


def test_a_grant_is_used_up_after_some_fetches(make_clip: Make, desk: Client, superuser: psycopg.Connection) -> None:
    """Whoever scripts the address gets no more than a page with a bad connection would."""
    clip = make_clip()
    audio = deal(desk)["audio"]
    answers = [desk.get(audio, headers=PLAYER).status_code for _ in range(7)]
    assert answers == [200] * 5 + [404] * 2
    assert actions(superuser, clip.pk).count("clip.fetched") == 5
    assert superuser.execute("SELECT count(*) FROM audit_entry WHERE action = 'access.denied'").fetchone() == (2,)


def test_the_pulse_renews_what_is_in_hand_and_names_what_is_gone(make_clip: Make, desk: Client) -> None:
    make_clip()
    dealt = deal(desk)
    with shifted(seconds=100):
        answer = desk.post("/work/pulse/", {"slot": [dealt["slot"], "0" * 32], "heard": f"{dealt['slot']}:1.25", "active": "1"}).json()
    assert answer["gone"] == ["0" * 32]
    assert answer["live"][dealt["slot"]] > 0
    assert answer["notices"] == 0
    assert Lease.objects.get().heard_ms == 1250
    with shifted(seconds=190):
        assert desk.get(dealt["audio"], headers=PLAYER).status_code == 200


@pytest.mark.asvs("7.3.1")
def test_a_pulse_alone_keeps_no_session_awake(make_clip: Make, desk: Client) -> None:
    make_clip()
    slot = deal(desk)["slot"]
    for minutes in range(2, 16, 2):
        with shifted(minutes=minutes):
            assert desk.post("/work/pulse/", {"slot": slot}).status_code == 200
    with shifted(minutes=16):
        assert desk.post("/work/pulse/", {"slot": slot}, headers={"Sec-Fetch-Dest": "empty"}).status_code == 403


def test_keys_and_player_keep_it_awake(make_clip: Make, desk: Client) -> None:
    make_clip()
    slot = deal(desk)["slot"]
    for minutes in range(2, 40, 2):
        with shifted(minutes=minutes):
            assert desk.post("/work/pulse/", {"slot": slot, "active": "1"}).status_code == 200


def test_a_draft_comes_back_after_a_reload(make_clip: Make, desk: Client, superuser: psycopg.Connection) -> None:
    clip = make_clip()
    slot = deal(desk)["slot"]
    assert desk.post(f"/work/{slot}/draft/", work(transcript="call [NAME_1] at sev")).status_code == 200
    assert desk.post(f"/work/{slot}/draft/", work(transcript="call [NAME_1] at seven, please")).status_code == 200
    again = deal(desk)
    assert again["slot"] == slot
    assert again["draft"]["transcript"] == "call [NAME_1] at seven, please"
    assert again["draft"]["tags"] == ["noise", "overlap"]
    assert actions(superuser, clip.pk) == ["clip.opened", "clip.dealt", "clip.dealt_again"]
    sealed = superuser.execute("SELECT sealed FROM annotation_draft").fetchone()
    assert sealed
    assert b"please" not in bytes(sealed[0])


@pytest.mark.asvs("2.3.3")
def test_a_submitted_answer_is_kept_once_and_said_in_the_log(make_clip: Make, desk: Client, superuser: psycopg.Connection) -> None:
    clip = make_clip()
    slot = deal(desk)["slot"]
    first = desk.post(f"/work/{slot}/submit/", work())
    again = desk.post(f"/work/{slot}/submit/", work(transcript="something else"))
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (200, {"done_today": 1})
    answer = Answer.objects.get()
    assert (answer.clip_id, answer.state) == (clip.pk, "submitted")
    assert Clip.objects.get().state == "checking"
    assert not Draft.objects.exists()
    assert actions(superuser, clip.pk) == ["clip.opened", "clip.dealt", "clip.heard", "clip.submitted"]
    heard = superuser.execute("SELECT body FROM audit_entry WHERE action = 'clip.heard'").fetchone()
    assert heard
    assert json.loads(heard[0])["details"] == {"heard_ms": 3500}


UNFIT: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown label": ({"labels": '{"mood": "sad"}'}, "mood"),
    "an unknown option": ({"labels": '{"clarity": "crystal"}'}, "clarity"),
    "a text for a yes": ({"labels": '{"understood": "yes"}'}, "understood"),
    "no object": ({"labels": "[1]"}, "labels"),
    "no JSON": ({"labels": "{"}, "labels"),
    "no number": ({"labels": '{"clarity": NaN}'}, "labels"),
    "an unknown tag": ({"tags": ["funny"]}, "tags"),
    "nothing at all": ({"transcript": "  ", "tags": []}, "transcript"),
    "a novel": ({"transcript": "word " * 3000}, "transcript"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_unfit_work_is_refused_with_the_field_and_the_slot_stays(make_clip: Make, desk: Client, case: str) -> None:
    make_clip()
    slot = deal(desk)["slot"]
    changes, field = UNFIT[case]
    answer = desk.post(f"/work/{slot}/submit/", work(**changes))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert Lease.objects.get().ended_at is None
    assert not Answer.objects.exists()


def test_an_empty_transcript_is_an_answer_when_a_tag_says_why(make_clip: Make, desk: Client) -> None:
    make_clip()
    assert desk.post(f"/work/{deal(desk)['slot']}/submit/", work(transcript="", tags=["unintelligible"])).status_code == 200


def test_a_skipped_clip_goes_to_somebody_else(make_clip: Make, desk: Client, as_person: AsPerson) -> None:
    make_clip()
    slot = deal(desk)["slot"]
    assert desk.post(f"/work/{slot}/release/", {"reason": "rather_not"}).status_code == 200
    assert desk.post("/work/next/").status_code == 204
    assert deal(as_person(person("remy", Role.REVIEWER)))["slot"] == slot
    assert desk.post(f"/work/{slot}/submit/", work()).status_code == 409


def test_a_clip_that_cannot_be_opened_is_set_aside_and_the_next_is_dealt(make_clip: Make, desk: Client, acting_as: Callable[[DbRole], None]) -> None:
    lost = make_clip()
    Slot.objects.filter(clip=lost).update(state="parked")
    kept = make_clip()
    Slot.objects.filter(clip=lost).update(state="open")
    connection_of = Copy.objects.get(recording=lost.recording_id, kind="transcript")
    acting_as(DbRole.REDACTOR)
    Copy.objects.filter(pk=connection_of.pk).delete()
    acting_as(DbRole.APP)
    found = {deal(desk)["slot"]}
    assert found == {Slot.objects.get(clip=kept).pk}
    if Clip.objects.get(pk=lost.pk).state == "queued":  # the other one stood first in the queue
        desk.post(f"/work/{found.pop()}/submit/", work())
        assert desk.post("/work/next/").status_code == 204
    assert Clip.objects.get(pk=lost.pk).state == "unreadable"


def test_not_meant_for_us_leaves_at_once_and_can_be_taken_back(make_clip: Make, desk: Client, as_person: AsPerson) -> None:
    clip = make_clip(answers=2)
    dealt = deal(desk)
    other = as_person(person("remy", Role.REVIEWER))
    theirs = deal(other)
    assert desk.post(f"/work/{dealt['slot']}/not-meant/", {"heard_s": "1"}).json() == {"undo_s": 10}
    assert Clip.objects.get().state == "not_meant"
    assert desk.get(dealt["audio"], headers=PLAYER).status_code == 404
    assert other.get(theirs["audio"], headers=PLAYER).status_code == 404
    assert other.post("/work/pulse/", {"slot": theirs["slot"]}).json()["gone"] == [theirs["slot"]]
    assert desk.post(f"/work/{dealt['slot']}/undo/").status_code == 200
    assert Clip.objects.get(pk=clip.pk).state == "queued"
    assert deal(desk)["slot"] == dealt["slot"]


def test_it_cannot_be_taken_back_later(make_clip: Make, desk: Client) -> None:
    make_clip()
    slot = deal(desk)["slot"]
    desk.post(f"/work/{slot}/not-meant/")
    with shifted(seconds=20):
        assert desk.post(f"/work/{slot}/undo/").status_code == 409
    assert Clip.objects.get().state == "not_meant"


def test_a_second_ear_asks_somebody_else_for_one_more_answer(make_clip: Make, desk: Client, as_person: AsPerson) -> None:
    make_clip()
    slot = deal(desk)["slot"]
    for _ in range(2):
        assert desk.post(f"/work/{slot}/second-ear/", {"marks": "[[0.1, 0.35]]"}).status_code == 200
    assert Slot.objects.count() == 2
    dealt = deal(as_person(person("remy", Role.REVIEWER)))
    assert dealt["clip"]["focus_s"] == [[0.1, 0.35]]
    assert dealt["draft"] is None
    desk.post(f"/work/{slot}/submit/", work())
    assert Clip.objects.get().state == "queued", "one answer is still wanted"


UNFIT_MARKS = ["{", "[1, 2]", "[[1]]", "[[2, 1]]", "[[0, 99]]", "[[-1, 1]]", '[["0", 1]]', "[[NaN, 1]]", "[[true, 2]]", json.dumps([[0, 1]] * 21)]


@pytest.mark.parametrize("marks", UNFIT_MARKS)
def test_marks_outside_the_clip_are_refused_and_nothing_leaves(make_clip: Make, desk: Client, marks: str) -> None:
    make_clip()
    slot = deal(desk)["slot"]
    answer = desk.post(f"/work/{slot}/leaking/", {"marks": marks})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["marks"])
    assert Clip.objects.get().state == "queued"


def test_without_a_sealer_no_clip_is_dealt(make_clip: Make, desk: Client, sealing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from audit.sealing import freshness

    make_clip()
    monkeypatch.setattr(freshness, "is_fresh", lambda: False)
    assert desk.post("/work/next/").status_code == 503
    assert not Lease.objects.exists()


def test_guidelines_are_markdown_without_html(make_clip: Make, desk: Client, superuser: psycopg.Connection) -> None:
    clip = make_clip()
    deal(desk)
    superuser.execute("UPDATE annotation_brief SET guidelines = '# Be exact' || chr(10) || '<script>alert(1)</script>'")
    page = desk.get(f"/work/guidelines/{clip.project_id}/").content.decode()
    assert "<h1>Be exact</h1>" in page
    assert "<script>" not in page


def test_only_one_session_of_a_clip_lives_in_the_grant_table(make_clip: Make, desk: Client) -> None:
    make_clip()
    deal(desk)
    deal(desk)
    assert PlayGrant.objects.filter(closed_at__isnull=True).count() == 1


def test_the_store_holds_only_sealed_sound(make_clip: Make) -> None:
    clip = make_clip()
    copy = Copy.objects.get(recording=clip.recording_id, kind="listening")
    assert b"fLaC" not in store.get(copy.stored_as)
    assert leases.length_of(2000).total_seconds() == 324
