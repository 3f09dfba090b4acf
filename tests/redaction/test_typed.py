"""What a reviewer typed is read in the redactor, against this recording's identifiers."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from audit.access import console_actor, process_actor
from audit.events import Event
from audit.log import record_apart
from audit.receipts import WrongReceipt
from foundation import seal
from foundation.keys import Ring
from foundation.roles import DbRole
from foundation.seal import Erased
from redaction import typed, vault
from redaction.identity import Identity
from redaction.models import Recording
from tests.redaction import lines
from tests.redaction.recorded import events

WHO = Identity(lines.ACCOUNT, lines.FIRST, lines.LAST, lines.SERIAL)
CASES: dict[str, tuple[str, set[str]]] = {
    "nothing": ("turn the light on please", set()),
    "placeholders": ("call [NAME_1] on [PHONE_2] about [ACCOUNT_1]", set()),
    "own number": ("my account is 7304918265", {"own_number"}),
    "own number in words": ("seven three oh four nine one eight two six five", {"own_number"}),
    "own name": ("this is zephyrine speaking", {"own_name"}),
    "beside a placeholder": ("[NAME_1] quillfeather here", {"own_name"}),
    "own name dressed as a placeholder": ("[ZEPHYRINE_1] asked", {"own_name"}),
    "own number dressed as a placeholder": ("[ACCOUNT_7304918265] please", {"own_number"}),
    "a mail address": ("write to somebody@example.org", {"entity:EMAIL_ADDRESS"}),
    "a long number": ("it is 482913", {"long_number"}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_personal_in_a_typed_text_is_named_by_its_code(case: str) -> None:
    text, codes = CASES[case]
    found = set(typed.personal_in(text, WHO, "en-US"))
    assert found >= codes
    assert bool(found) == bool(codes)


def test_the_identifiers_are_opened_under_an_entry_of_their_own(take: Callable[..., str], superuser: psycopg.Connection) -> None:
    recording_id = take()
    assert "own_name" in typed.look(recording_id, f"{lines.FIRST} asked for it", by=process_actor("redactor"))
    assert typed.look(recording_id, "turn the light on", by=process_actor("redactor")) == ()
    assert events(superuser, recording_id)[1:] == [Event.IDENTITY_OPENED] * 2


def test_an_entry_about_something_else_opens_no_identity(take: Callable[..., str]) -> None:
    recording_id = take()
    receipt = record_apart(Event.ORIGINAL_OPENED, by=console_actor(), subject=recording_id)
    with pytest.raises(WrongReceipt):
        vault.open_identity(Recording.objects.get(pk=recording_id), receipt)


def test_without_the_identifiers_nothing_is_said_to_be_clean(take: Callable[..., str], acting_as: Callable[[DbRole], None]) -> None:
    recording_id = take()
    acting_as(DbRole.RETENTION)
    assert seal.destroy(ring=Ring.IDENTITY, object_id=recording_id) == 1
    acting_as(DbRole.REDACTOR)
    with pytest.raises(Erased):
        typed.look(recording_id, "turn the light on", by=process_actor("redactor"))
