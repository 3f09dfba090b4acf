"""The desk's pages, and who opens a desk copy: the desk alone, against an entry that has its leaf."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from audit.events import Event
from audit.log import record
from audit.receipts import NotSealed, WrongReceipt
from foundation import seal
from foundation.keys import NoRight, Ring
from foundation.roles import DbRole
from foundation.seal import Erased
from redaction import desk_copy
from redaction.desk_work import COPY_JOB, RELEASE_JOB
from redaction.holds import Hold
from redaction.models import Mask, Release
from tests.cast import Cast
from tests.redaction.held import BY, PLAYER, Act, take_held
from tests.redaction.recorded import copies, events, work


def page(name: str, recording_id: str) -> str:
    return reverse(f"redaction:{name}", args=[recording_id])


def test_only_the_desk_connection_opens_a_desk_copy(take: Callable[..., str], acting_as: Act) -> None:
    recording_id = take_held(take, acting_as, 3)
    with pytest.raises(Erased):  # to the web's own role the key is not there
        seal.open_key(Ring.DESK, object_id=recording_id, purpose="desk")
    with pytest.raises(NoRight):
        seal.keys.provider().unwrap(Ring.DESK, seal.Wrapped(1, b""), info=b"")
    receipt = record(Event.DESK_COPY_OPENED, by=BY, subject=recording_id)
    assert "[NAME_1]" in desk_copy.read(recording_id, receipt).text
    with pytest.raises(WrongReceipt):
        desk_copy.audio(recording_id, receipt)
    with pytest.raises(WrongReceipt):
        desk_copy.read(recording_id, record(Event.DESK_COPY_OPENED, by=BY, subject="0" * 32))


def test_nothing_is_opened_before_its_entry_has_a_leaf_that_a_witness_saw(
    take: Callable[..., str], acting_as: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording_id = take_held(take, acting_as, 12)
    receipt = record(Event.DESK_COPY_FETCHED, by=BY, subject=recording_id)
    monkeypatch.setattr(seal, "open_key", lambda *_any, **_how: pytest.fail("the key was opened"))
    with monkeypatch.context() as stopped:
        stopped.setattr("audit.receipts.Receipt._place", lambda _receipt: None)
        with pytest.raises(NotSealed, match="has no leaf"):
            desk_copy.audio(recording_id, receipt)
    monkeypatch.setattr(settings, "AUDIT_WITNESS_STALE_S", 0)
    with pytest.raises(NotSealed, match="no witness has cosigned"):
        desk_copy.audio(recording_id, receipt)


def test_an_analyst_sees_and_hears_it_and_the_log_says_so(
    take: Callable[..., str], acting_as: Act, ana: Cast, as_person: Callable[[Cast], Client], superuser: psycopg.Connection
) -> None:
    recording_id = take_held(take, acting_as, 3)
    browser = as_person(ana)
    listed = browser.get(reverse("redaction:desk"))
    assert page("case", recording_id) in listed.content.decode()
    shown = browser.get(page("case", recording_id))
    assert shown.status_code == 200
    html = shown.content.decode()
    assert '<span class="badge">[NAME_1]</span>' in html
    assert "A reviewer can still hear or read something personal." in html
    assert "arjun" not in html.lower()
    heard = browser.get(page("audio", recording_id), **PLAYER)
    assert (heard.status_code, heard.headers["Content-Type"]) == (200, "audio/flac")
    assert heard.content.startswith(b"fLaC")
    assert "Content-Disposition" not in heard.headers
    rows = superuser.execute(
        "SELECT action, actor FROM audit_entry WHERE subject = %s AND action LIKE 'desk.%%' ORDER BY seq", [recording_id]
    ).fetchall()
    assert rows == [(Event.DESK_COPY_OPENED.value, ana.person.pk), (Event.DESK_COPY_FETCHED.value, ana.person.pk)]


STRANGERS: list[dict[str, Any]] = [
    {},
    {"HTTP_SEC_FETCH_DEST": "document", "HTTP_SEC_FETCH_SITE": "same-origin"},
    {"HTTP_SEC_FETCH_DEST": "empty", "HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_SEC_FETCH_DEST": "audio", "HTTP_SEC_FETCH_SITE": "none"},
]


def test_the_sound_is_for_our_player_only(
    take: Callable[..., str], acting_as: Act, ana: Cast, as_person: Callable[[Cast], Client], superuser: psycopg.Connection
) -> None:
    recording_id = take_held(take, acting_as, 12)
    browser = as_person(ana)
    for headers in STRANGERS:
        assert browser.get(page("audio", recording_id), **headers).status_code == 404
    assert Event.DESK_COPY_FETCHED not in events(superuser, recording_id)
    assert browser.get(page("audio", recording_id), **PLAYER).status_code == 200


def test_nobody_else_comes_near_it(undecided: Callable[..., str], request: pytest.FixtureRequest, as_person: Callable[[Cast], Client]) -> None:
    recording_id = undecided(Hold.FAILED)
    for name in ("rosa", "sam", "cora", "olga", "nils"):
        browser = as_person(request.getfixturevalue(name))
        for each in ("case", "audio"):
            assert browser.get(page(each, recording_id), **PLAYER).status_code == 403
        for each in ("mask", "unmask", "release", "at-work"):
            assert browser.post(page(each, recording_id), **PLAYER).status_code == 403


def test_the_pages_draw_undo_and_release(
    take: Callable[..., str], acting_as: Act, ana: Cast, as_person: Callable[[Cast], Client], superuser: psycopg.Connection
) -> None:
    recording_id = take_held(take, acting_as, 12)
    browser = as_person(ana)
    refused = browser.post(page("mask", recording_id), {"kind": "drawn", "start_s": "x", "end_s": "1"})
    assert refused.status_code == 422
    drawn = browser.post(page("mask", recording_id), {"kind": "drawn", "start_s": "0.1", "end_s": "0.4"})
    assert (drawn.status_code, drawn.headers["Location"]) == (302, page("case", recording_id))
    waiting = browser.get(page("case", recording_id)).content.decode()
    assert "The redactor is at work" in waiting
    assert browser.post(page("at-work", recording_id)).status_code == 204
    acting_as(DbRole.REDACTOR)
    work(COPY_JOB, recording_id)
    acting_as(DbRole.APP)
    assert browser.post(page("at-work", recording_id)).headers["HX-Redirect"] == page("case", recording_id)
    html = browser.get(page("case", recording_id)).content.decode()
    (made,) = Mask.objects.all()
    assert (made.by, made.pk in html) == (ana.person.pk, True)
    heard = copies(recording_id)["desk"].pk
    assert heard in html
    assert browser.post(page("release", recording_id), {"heard": heard, "overruled": "own_name"}).status_code == 422
    assert browser.post(page("release", recording_id), {"heard": "0" * 32}).status_code == 409
    assert browser.post(page("release", recording_id), {"heard": heard}).status_code == 302
    acting_as(DbRole.REDACTOR)
    work(RELEASE_JOB, Release.objects.get().pk)
    acting_as(DbRole.APP)
    assert browser.post(page("at-work", recording_id)).headers["HX-Redirect"] == reverse("redaction:desk")
    assert browser.get(page("case", recording_id)).status_code == 404
    assert Event.RELEASE_ASKED in events(superuser, recording_id)


def test_the_desk_service_serves_a_signed_in_analyst_without_the_ring_of_accounts(
    take: Callable[..., str], acting_as: Act, ana: Cast, as_person: Callable[[Cast], Client]
) -> None:
    recording_id = take_held(take, acting_as, 3)
    browser = as_person(ana)
    acting_as(DbRole.DESK)
    shown = browser.get(page("case", recording_id))
    assert shown.status_code == 200
    html = shown.content.decode()
    assert "[NAME_1]" in html
    assert 'class="mark"' in html
    assert not re.search(r"\bAna\b", html)  # as a word: a token of a form may hold any letters
    assert browser.get(page("audio", recording_id), **PLAYER).status_code == 200
    assert browser.post(page("mask", recording_id), {"kind": "drawn", "start_s": "0.1", "end_s": "0.4"}).status_code == 302
    assert browser.post(page("unmask", recording_id), {"mask": Mask.objects.get().pk}).status_code == 302
    assert Client(HTTP_HOST="sotto.test").get(page("case", recording_id), secure=True).status_code == 302


def test_a_web_process_beside_a_desk_service_has_no_desk(
    take: Callable[..., str], acting_as: Act, ana: Cast, as_person: Callable[[Cast], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    recording_id = take_held(take, acting_as, 12)
    browser = as_person(ana)
    monkeypatch.setattr(desk_copy, "is_here", lambda: False)
    assert browser.get(page("case", recording_id)).status_code == 404
    assert browser.get(page("audio", recording_id), **PLAYER).status_code == 404
    assert browser.get(reverse("redaction:desk")).status_code == 404
    assert browser.post(page("mask", recording_id), {"kind": "drawn", "start_s": "0.1", "end_s": "0.4"}).status_code == 404
