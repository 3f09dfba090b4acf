"""What must not be kept is destroyed: keys first, then rows, then what lay in the store."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from annotation import answers, drafts, leaving, queue, shredding
from annotation.drafts import Work
from annotation.models import Answer, Clip, Draft
from audit.access import Role
from foundation import seal
from foundation.clock import shifted
from foundation.keys import Ring
from foundation.models import DataKey
from foundation.roles import DbRole
from foundation.seal import Erased
from redaction import store
from redaction.models import Copy
from redaction.store import MissingObject
from tests.annotation.clips import Make
from tests.cast import Cast, person

Act = Callable[[DbRole], None]


def sweep(acting_as: Act, **later: float) -> int:
    acting_as(DbRole.RETENTION)
    with shifted(**later):
        done = shredding.sweep()
    acting_as(DbRole.APP)
    return done


@pytest.mark.asvs("14.2.7")
def test_what_was_not_meant_for_us_is_shredded_after_a_day(make_clip: Make, rosa: Cast, acting_as: Act, superuser: psycopg.Connection) -> None:
    clip = make_clip(answers=2)
    other = person("remy", Role.REVIEWER)
    answered = queue.deal(by=other.actor)
    assert answered
    answers.submit(answered.lease.slot_id, Work("call [NAME_1]"), by=other.actor)
    dealt = queue.deal(by=rosa.actor)
    assert dealt
    drafts.save(dealt.lease.slot_id, Work("half a"), by=rosa.actor)
    names = [copy.stored_as for copy in Copy.objects.filter(recording=clip.recording_id) if copy.stored_as]
    leaving.disown(dealt.lease.slot_id, heard_s=1, by=rosa.actor)
    assert sweep(acting_as, hours=23) == 0 or Clip.objects.get().state == "not_meant"
    assert sweep(acting_as, hours=24, minutes=1) >= 1
    assert Clip.objects.get().state == "shredded"
    assert not Copy.objects.exists()
    assert not Draft.objects.exists()
    assert superuser.execute("SELECT count(*) FROM foundation_datakey WHERE ring IN ('listening', 'transcripts', 'training')").fetchone() == (0,)
    assert Answer.objects.get().sealed is None
    for name in names:
        with pytest.raises(MissingObject):
            store.get(name)
    row = superuser.execute("SELECT body FROM audit_entry WHERE action = 'clip.shredded' AND subject = %s", [clip.pk]).fetchone()
    assert row


def test_a_draft_goes_with_the_shift_and_a_dropped_one_loses_its_key(make_clip: Make, rosa: Cast, acting_as: Act) -> None:
    make_clip()
    make_clip()
    first = queue.deal(by=rosa.actor)
    assert first
    drafts.save(first.lease.slot_id, Work("a first try"), by=rosa.actor)
    answers.submit(first.lease.slot_id, Work("a first answer"), by=rosa.actor)
    second = queue.deal(by=rosa.actor)
    assert second
    drafts.save(second.lease.slot_id, Work("never finished"), by=rosa.actor)
    assert sweep(acting_as, minutes=1) == 1, "the key of the submitted draft"
    assert Draft.objects.count() == 1
    assert sweep(acting_as, hours=13) == 1
    assert not Draft.objects.exists()
    with pytest.raises(Erased):
        seal.open_key(Ring.LISTENING, object_id=second.lease.pk, purpose=drafts.PURPOSE)


def test_a_struck_answer_is_forgotten(make_clip: Make, rosa: Cast, acting_as: Act, superuser: psycopg.Connection) -> None:
    make_clip()
    dealt = queue.deal(by=rosa.actor)
    assert dealt
    answers.submit(dealt.lease.slot_id, Work("something with a name in it"), by=rosa.actor)
    superuser.execute("UPDATE annotation_answer SET state = 'struck'")
    assert sweep(acting_as) == 1
    assert sweep(acting_as) == 0
    answer = Answer.objects.get()
    assert answer.sealed is None
    assert not DataKey.objects.filter(object_id=answer.pk).exists()


def test_retention_opens_nothing(make_clip: Make, acting_as: Act) -> None:
    clip = make_clip()
    acting_as(DbRole.RETENTION)
    with pytest.raises(Exception, match=r"permission denied|may not unwrap"):
        seal.open_key(Ring.LISTENING, object_id=clip.recording_id, purpose="listening")
