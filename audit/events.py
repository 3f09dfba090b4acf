"""The closed list of what the log can say. One line each: code, sentence, details it may carry, private parts."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class Purpose(StrEnum):
    """Why somebody looked."""

    TASK = "task"
    QUALITY = "quality"
    ESCALATION = "escalation"
    INCIDENT = "incident"
    LEGAL = "legal"
    SUBJECT_REQUEST = "subject_request"


class Outcome(StrEnum):
    GRANTED = "granted"
    DENIED = "denied"
    FAILED = "failed"


class PrivateClass(StrEnum):
    """Classes of what is sealed beside an entry. Each has its own clock, so each has its own key a day."""

    CONNECTION = "connection"  # address and agent: both come and go together, one opening is half the cost of two
    CONSOLE_USER = "console_user"
    NOTE = "note"  # free text: a reason, a remark


_ASKED: Final = "event group actor outcome purpose kind factor session span since until"  # the filters of a search


class Event(StrEnum):
    """Code, sentence, then the names of its details, whether a note may be sealed beside it, its usual purpose."""

    sentence_source: str
    details: frozenset[str]
    has_note: bool
    purpose: Purpose

    def __new__(cls, code: str, sentence: str, details: str = "", note: bool = False, purpose: Purpose = Purpose.TASK) -> Event:
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence_source = sentence
        member.details = frozenset(details.split())
        member.has_note = note
        member.purpose = purpose
        return member

    @property
    def sentence(self) -> str:
        """For people, in their language."""
        return gettext(self.sentence_source)

    # the way in, for people
    SIGNED_IN = "session.signed_in", _("Signed in"), "site factor network offset_min"
    PASSWORD_ACCEPTED = "session.password_accepted", _("Gave the right password")
    SIGN_IN_FAILED = "session.sign_in_failed", _("Failed to sign in"), "reason site"
    SIGN_IN_LOCKED_OUT = "session.locked_out", _("Was locked out after failed sign-ins"), "reason tries"
    CODE_FAILED = "session.code_failed", _("Gave a wrong one-time code"), "reason factor"
    SIGNED_OUT = "session.signed_out", _("Signed out"), "reason"
    SESSION_ENDED = "session.ended", _("A session was ended"), "reason session", True
    SESSION_LOCKED = "session.locked", _("A session was locked"), "reason session"
    SESSION_UNLOCKED = "session.unlocked", _("A session was unlocked"), "factor session network"
    STEPPED_UP = "session.stepped_up", _("Gave the second factor again"), "factor reason"
    ACTIVATION_ISSUED = "activation.issued", _("An activation code was issued"), "until reason", True
    ACTIVATED = "activation.used", _("Activated the account"), "factor"
    ACTIVATION_FAILED = "activation.failed", _("Gave a wrong activation code"), "reason"
    FACTOR_ENROLLED = "factor.enrolled", _("A second factor was enrolled"), "factor device"
    FACTOR_REMOVED = "factor.removed", _("A second factor was removed"), "factor device reason", True
    PASSWORD_SET = "password.set", _("A password was set"), "reason"
    CODE_SHOWN_ON_CONSOLE = "console.code_shown", _("A demo person's one-time code was shown on the console")

    # the way in, for recordings
    PROJECT_ADDED = "project.added", _("A project was added"), "sampling_ppm"
    MANIFEST_INGESTED = "manifest.ingested", _("A manifest was read in"), "taken refused skipped"
    RECORDING_RECEIVED = "recording.received", _("A recording was taken in and sealed"), "locale consent"
    ORIGINAL_OPENED = "original.opened", _("An original and its identifiers were opened by the redactor")
    NUMBERING_OPENED = "numbering.opened", _("The placeholder numbers of a session were opened by the redactor")
    RECORDING_READY = "recording.ready", _("A safe copy was made"), "holes hole_ms duration_ms version copies"
    RECORDING_HELD = "recording.held", _("A recording was held for the privacy desk"), "reason version copies"
    DISTRESS_SEEN = "recording.distress_seen", _("A sign of distress was found in a recording"), "sign"
    SIBLINGS_LOOKED_AT = "recording.siblings_looked_at", _("Looked for missed words in other recordings of the same person"), "words recalled"
    QUALITY_SHOWN = "redaction.quality_shown", _("Looked at how well redaction works")
    HELD_LISTED = "desk.held_listed", _("Looked at the list of held recordings"), "count"

    # the work on clips
    CLIP_OPENED = "clip.opened", _("A clip was opened for the queue"), "slots locale"
    CLIP_DEALT = "clip.dealt", _("Was dealt a clip")
    CLIP_DEALT_AGAIN = "clip.dealt_again", _("Was sent a clip again that was in hand")
    CLIP_FETCHED = "clip.fetched", _("Fetched a clip's sound")
    CLIP_HEARD = "clip.heard", _("Heard a clip, as the player reports"), "heard_ms person"
    CLIP_SUBMITTED = "clip.submitted", _("Submitted an answer to a clip"), "answer"
    CLIP_SKIPPED = "clip.skipped", _("Skipped a clip"), "reason"
    LEASE_EXPIRED = "clip.lease_expired", _("A clip's lease ended without an answer"), "person"
    SECOND_EAR_ASKED = "clip.second_ear_asked", _("Asked for a second ear on a clip"), "marks"
    CLIP_ESCALATED = "clip.escalated", _("Escalated a clip"), "marks"
    CLIP_SENT_TO_DESK = "clip.sent_to_desk", _("Sent a clip to the privacy desk"), "kind marks"
    CLIP_NOT_MEANT = "clip.not_meant", _("Said that a clip was not meant for us")
    NOT_MEANT_UNDONE = "clip.not_meant_undone", _("Took back that a clip was not meant for us")
    CLIP_UNREADABLE = "clip.unreadable", _("A clip's copy could not be opened"), "error"
    CLIP_MENDED = "clip.mended", _("A clip that could not be opened went back to the queue")
    ANSWER_CHECKED = "answer.checked", _("A submitted answer was read for what is personal"), "result found person"
    CLIP_DONE = "clip.done", _("A clip is answered and checked")
    CLIP_BACK = "clip.back", _("A clip came back from the privacy desk")
    CLIP_SHREDDED = "clip.shredded", _("A clip's keys and copies were destroyed"), "keys objects"
    NOTICES_SHOWN = "notices.shown", _("Was told what became of escalations")
    GUIDELINES_SHOWN = "guidelines.shown", _("Read a project's guidelines")

    # the care of reviewers
    CASE_OPENED = "case.opened", _("Opened an escalated clip's case"), "", False, Purpose.ESCALATION
    CASE_TAKEN = "case.taken", _("Took an escalation on"), "", False, Purpose.ESCALATION
    CASE_ANSWERED = "case.answered", _("Answered an escalation with guidance"), "", False, Purpose.ESCALATION
    CASE_CLOSED = "case.closed", _("Closed an escalation"), "outcome waited_s", False, Purpose.ESCALATION
    CASE_CATEGORISED = "case.categorised", _("Said what an escalation is about"), "category", False, Purpose.ESCALATION

    # projects, and the way out
    PROJECTS_LISTED = "projects.listed", _("Looked at the list of projects")
    PROJECT_SHOWN = "project.shown", _("Looked at a project's settings")
    PROJECT_CHANGED = "project.changed", _("Changed a project's settings"), "changed answers"
    EXPORT_MADE = "export.made", _("Exported a project's clips"), "format clips left_out digest"
    TRAINING_COPY_OPENED = "export.copies_opened", _("Training copies and answers were opened for an export"), "clips"

    # the privacy desk
    CLIP_FLAGGED = "recording.flagged", _("A finished recording was sent back to the privacy desk"), "kind marks", False, Purpose.INCIDENT
    DESK_COPY_OPENED = "desk.copy_opened", _("Opened the text of a desk copy"), "", False, Purpose.QUALITY
    DESK_COPY_FETCHED = "desk.copy_fetched", _("Fetched the sound of a desk copy"), "", False, Purpose.QUALITY
    MASK_DRAWN = "desk.mask_drawn", _("Had seconds of a recording silenced"), "start_ms end_ms", False, Purpose.QUALITY
    MASK_LIFTED = "desk.mask_lifted", _("Had a hole of a recording opened"), "start_ms end_ms", False, Purpose.QUALITY
    MASK_UNDONE = "desk.mask_undone", _("Took back a mask drawn or lifted by hand"), "kind", False, Purpose.QUALITY
    RELEASE_ASKED = "desk.release_asked", _("Asked for a held recording to be released"), "overruled", False, Purpose.QUALITY
    DESK_COPY_MADE = "desk.copy_made", _("A desk copy was made again with the masks drawn by hand"), "reason version"
    RECORDING_RELEASED = "recording.released", _("A held recording was released"), "overruled holes hole_ms duration_ms version copies"
    IDENTITY_OPENED = "identity.opened", _("The identifiers of a recording were opened by the redactor to check a typed text")

    # people, organisations, sites
    PERSON_ADDED = "person.added", _("A person was added"), "organisation role"
    ROLE_GIVEN = "role.given", _("A role was given"), "role scope scope_id until", True
    ROLE_ENDED = "role.ended", _("A role was ended"), "role scope scope_id reason", True
    PERSON_SUSPENDED = "person.suspended", _("A person was suspended"), "reason", True
    PERSON_RESTORED = "person.restored", _("A person was restored"), "reason", True
    ORGANISATION_ADDED = "organisation.added", _("An organisation was added"), "kind country"
    ORGANISATION_SUSPENDED = "organisation.suspended", _("An organisation was suspended"), "reason people", True
    ORGANISATION_RESTORED = "organisation.restored", _("An organisation was restored"), "reason people", True
    SITE_ADDED = "site.added", _("A site was added"), "organisation"
    SITE_REFUSED = "site.refused", _("Was refused outside the site or its hours"), "reason site"
    PEOPLE_LISTED = "people.listed", _("Looked at the list of people"), "count page"
    PERSON_SHOWN = "person.shown", _("Looked at a person's page")
    SESSIONS_LISTED = "sessions.listed", _("Looked at the list of sessions"), "count"
    HOME_OPENED = "home.opened", _("Opened the own home page"), "role"

    # the gate and the book
    LOG_READ = "log.read", _("Read the access log"), "", False, Purpose.LEGAL
    LOG_SEARCHED = "log.searched", _("Searched the access log"), _ASKED, False, Purpose.LEGAL
    ENTRY_OPENED = "log.entry_opened", _("Opened an entry of the access log"), "", False, Purpose.LEGAL
    LOG_PERSON_SHOWN = "log.person_shown", _("Looked at what a person did"), "", False, Purpose.LEGAL
    LOG_CLIP_SHOWN = "log.clip_shown", _("Looked at who had to do with a clip"), "", False, Purpose.LEGAL
    LOG_SUBJECT_SHOWN = "log.subject_shown", _("Looked at who had to do with a data subject's recordings"), "", False, Purpose.SUBJECT_REQUEST
    NAME_UNMASKED = "log.name_unmasked", _("Had the name behind an id shown"), "reason", True, Purpose.LEGAL
    QUERY_SAVED = "log.query_saved", _("Saved a search of the access log"), _ASKED, False, Purpose.LEGAL
    QUERY_REMOVED = "log.query_removed", _("Removed a saved search of the access log"), "", False, Purpose.LEGAL
    CHARTS_SHOWN = "log.charts_shown", _("Looked at the charts of the access log"), "", False, Purpose.LEGAL
    INTEGRITY_SHOWN = "log.integrity_shown", _("Looked at the state of the access log"), "", False, Purpose.LEGAL
    PROOF_SHOWN = "log.proof_shown", _("Looked at the proof of an entry"), "", False, Purpose.LEGAL
    PROOF_GIVEN = "log.proof_given", _("Downloaded the proof of an entry"), "position size", False, Purpose.LEGAL
    LOG_VERIFICATION_BEGUN = "log.verification_begun", _("Began to verify the access log"), "since_last", False, Purpose.LEGAL
    LOG_VERIFIED = "log.verified", _("The access log was verified"), "period size root result seconds read", False, Purpose.LEGAL
    EXPORTS_SHOWN = "log.exports_shown", _("Looked at the export of the access log"), "", False, Purpose.LEGAL
    LOG_EXPORTED = (
        "log.exported", _("Exported entries of the access log"), f"format entries {_ASKED}", False,
        Purpose.LEGAL,
    )  # fmt: skip
    EXPORT_ASKED = (
        "log.export_asked", _("Asked another officer for a large export of the access log"),
        f"format entries digest {_ASKED}", True, Purpose.LEGAL,
    )  # fmt: skip
    EXPORT_REQUEST_SHOWN = "log.export_request_shown", _("Looked at what another officer is asked for"), "", False, Purpose.LEGAL
    EXPORT_APPROVED = "log.export_approved", _("Approved a large export of the access log"), "format entries digest", True, Purpose.LEGAL
    EXPORT_REFUSED = "log.export_refused", _("Refused a large export of the access log"), "format entries digest", True, Purpose.LEGAL
    EXPORT_REVOKED = (
        "log.export_revoked",
        _("Took back the approval of a large export of the access log"),
        "format entries digest",
        True,
        Purpose.LEGAL,
    )
    EXPORT_PERMIT_USED = (
        "log.export_permit_used", _("Used the approval of a large export of the access log"), "format entries digest reason", False, Purpose.LEGAL,
    )  # fmt: skip
    EXPORT_PERMIT_EXPIRED = (
        "log.export_permit_expired", _("The time of a request for a large export was over"), "was format entries digest", False, Purpose.LEGAL,
    )  # fmt: skip
    LOG_BUNDLED = "log.bundled", _("Made a bundle of the access log"), "period size entries openings since until", False, Purpose.LEGAL
    RECORD_SHOWN = "governance.record_shown", _("Looked at the record of processing activities"), "", False, Purpose.LEGAL
    RECORD_GIVEN = "governance.record_given", _("Downloaded the record of processing activities"), "format digest", False, Purpose.LEGAL
    ASSESSMENT_SHOWN = "governance.assessment_shown", _("Looked at the facts for the impact assessment"), "", False, Purpose.LEGAL
    ASSESSMENT_GIVEN = "governance.assessment_given", _("Downloaded the facts for the impact assessment"), "format digest", False, Purpose.LEGAL
    BREACH_OPENED = "breach.opened", _("Looked at what a breach may have touched"), "actor session site since until", False, Purpose.INCIDENT
    ARCHIVE_SEARCHED = "log.archive_searched", _("Searched archived periods"), _ASKED, False, Purpose.LEGAL

    # what the rules found
    RULES_ASKED = "rules.asked", _("Asked for the rules to run"), "", False, Purpose.LEGAL
    FINDING_RAISED = "finding.raised", _("A rule found something in the access log"), "rule entries person", False, Purpose.INCIDENT
    INBOX_SHOWN = "finding.inbox_shown", _("Looked at what the rules found"), "count", False, Purpose.INCIDENT
    FINDING_SHOWN = "finding.shown", _("Looked at a finding of a rule"), "", False, Purpose.INCIDENT
    FINDING_DISPOSED = "finding.disposed", _("Decided what becomes of a finding"), "disposition rule", True, Purpose.INCIDENT
    ALERT_SENT = "alert.sent", _("An alert was sent out"), "road findings", False, Purpose.INCIDENT
    ALERT_FAILED = "alert.failed", _("An alert could not be sent out"), "road error", False, Purpose.INCIDENT
    CHECKPOINT_MAILED = "checkpoint.mailed", _("The checkpoint of the day was sent to the officers"), "period size root", False, Purpose.LEGAL
    ACCESS_DENIED = "access.denied", _("Was refused"), "route reason method"
    REFUSALS_COUNTED = "access.refusals_counted", _("Requests without a session were refused"), "count minute"
    OPENINGS_EXPIRED = "openings.expired", _("Sealed parts of old entries were destroyed"), "class until count", False, Purpose.LEGAL
    OPENINGS_ERASED = "openings.erased", _("The sealed parts of one person's entries were destroyed"), "count", True, Purpose.LEGAL
    VAULT_COUNTS_EXPIRED = "rules.counts_expired", _("Counts of opened keys were destroyed"), "until count", False, Purpose.LEGAL
    TALLIES_EXPIRED = "rules.tallies_expired", _("Counts by day, which the rules keep, were destroyed"), "until count", False, Purpose.LEGAL
    FINDINGS_EXPIRED = "finding.expired", _("Decided findings were destroyed"), "until count", False, Purpose.LEGAL
    SEALER_ADOPTED = "log.sealer_adopted", _("The sealer was told to go on from what is there"), "period size root trusted", False, Purpose.LEGAL
    PERIOD_CLOSE_ASKED = "log.period_close_asked", _("Asked for a period of the log to be closed"), "period", True, Purpose.LEGAL
    PERIOD_CLOSED = "log.period_closed", _("A period of the log was closed"), "period next_origin next_key", False, Purpose.LEGAL
    PERIOD_OPENED = "log.period_opened", _("A period of the log was opened"), "period origin previous_root previous_size key"

    PERIOD_ARCHIVED = "log.period_archived", _("A closed period of the log was found whole in storage"), "period size root", False, Purpose.LEGAL
    PERIOD_DROPPED = "log.period_dropped", _("The tables of an archived period of the log were dropped"), "period size root", False, Purpose.LEGAL
    PUBLISHING_STOPPED = "log.publishing_stopped", _("Publishing stopped at what was not sealed"), "period position reason", False, Purpose.LEGAL
    WITNESS_REFUSED = "log.witness_refused", _("A witness did not cosign the log"), "period size status seen", False, Purpose.LEGAL

    # machines
    KEYS_ROTATED = "keys.rotated", _("A key ring was rotated"), "ring version rows"
    JOB_QUARANTINED = "job.quarantined", _("A job was set aside after failing"), "kind attempts error"


_BY_CODE = {event.value: event for event in Event}


def event_of(code: str) -> Event | None:
    """None for a code that this version does not know."""
    return _BY_CODE.get(code)
