"""What a compliance officer may look for. Addresses hold ids and codes only; words are typed into forms that are posted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.access import ActorKind
from audit.events import Event, Outcome, Purpose
from audit.reading import Place, Search
from audit.reading.cells import factors
from audit.reading.groups import GROUPS, NotInGroup, chosen, events_saying
from audit.reading.search import CODES, MANNER
from foundation.clock import to_the_minute
from foundation.ids import is_id

# Actors of ours that are no person. Everything else that is typed here would stand in the log for ever, so it must be an id.
NAMES: Final = frozenset(
    {
        "console",
        "gate",
        "intake",
        "lease-clock",
        "migrate",
        "publisher",
        "redactor",
        "retention",
        "sealer",
        "session-clock",
        "unknown",
        "watcher",
        "worker",
    }
)
LAST_YEAR: Final = 9000
THESE: Final = "these"  # the events of the search as it stands, which were found by words
_ID: Final = re.compile(r"\b[0-9a-f]{32}\b")

OUTCOMES = [
    ("", _("Every outcome")),
    (Outcome.GRANTED.value, _("Granted")),
    (Outcome.DENIED.value, _("Denied")),
    (Outcome.FAILED.value, _("Failed")),
]
PURPOSES = [
    ("", _("Every purpose")),
    (Purpose.TASK.value, _("Task")),
    (Purpose.QUALITY.value, _("Quality")),
    (Purpose.ESCALATION.value, _("Escalation")),
    (Purpose.INCIDENT.value, _("Incident")),
    (Purpose.LEGAL.value, _("Legal")),
    (Purpose.SUBJECT_REQUEST.value, _("Subject request")),
]
KINDS = [
    ("", _("Everybody")),
    (ActorKind.PERSON.value, _("People")),
    (ActorKind.CONSOLE.value, _("The console")),
    (ActorKind.MACHINE.value, _("Machines")),
    (ActorKind.PROCESS.value, _("Our own programs")),
]
SPAN_CHOICES = [
    ("", _("Any time")),
    ("1h", _("The last hour")),
    ("24h", _("The last 24 hours")),
    ("7d", _("The last 7 days")),
    ("30d", _("The last 30 days")),
]


def must_be_id(value: str) -> None:
    if not is_id(value):
        raise ValidationError(_("An id has 32 letters and digits. Copy it from an entry or from a person's page."))


def must_be_actor(value: str) -> None:
    if value not in NAMES:
        must_be_id(value)


class IdField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"autocomplete": "off", "spellcheck": "false", "class": "code"})
        super().__init__(**{"required": False, "max_length": 64, "validators": [must_be_id], "widget": widget, **kwargs})


class Moment(forms.CharField):
    """A minute of UTC, or a day: its begin, or with `is_end` the begin of the next. Gives a datetime or None."""

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        self.is_end = is_end
        super().__init__(**{"required": False, "max_length": 20, "widget": forms.TextInput({"type": "datetime-local"}), **kwargs})

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value).removesuffix("Z")
        if not text:
            return None
        try:
            if len(text) == 10:
                found = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC) + timedelta(days=self.is_end)
            else:
                found = datetime.strptime(text[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError(_("Write a day as 2026-05-31, or a minute as 2026-05-31T14:30 (UTC).")) from error
        if found.year > LAST_YEAR:
            raise ValidationError(_("This day lies too far ahead."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return to_the_minute(value, zone="") if isinstance(value, datetime) else value


class PlaceField(forms.CharField):
    def clean(self, value: Any) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"\d{1,17}\.\d{1,19}", text):
            raise ValidationError(_("This is no place in the log. Begin again at its newest entries."))
        try:
            place = Place.of(text)
        except ValueError as error:
            raise ValidationError(_("This is no place in the log. Begin again at its newest entries.")) from error
        return Place(place.at, min(place.seq, 2**63 - 1))


class Days(forms.Form):
    """Two moments, the second after the first."""

    since = Moment(label=_("From (UTC)"))
    until = Moment(label=_("To (UTC)"), is_end=True)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until <= since:
            self.add_error("until", _("This lies before the first moment."))
        return found


def _factors() -> list[tuple[str, str]]:
    """Those that the log has: another's is no search, and what is typed into an address would stand in the log."""
    return [("", str(_("Any factor"))), *((factor, factor) for factor in factors())]


class CodesForm(Days):
    """What is chosen from a closed list."""

    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=OUTCOMES)
    purpose = forms.ChoiceField(label=_("Purpose"), required=False, choices=PURPOSES)
    kind = forms.ChoiceField(label=_("Who"), required=False, choices=KINDS)
    factor = forms.ChoiceField(label=_("Factor"), required=False, choices=_factors)
    span = forms.ChoiceField(label=_("Time"), required=False, choices=SPAN_CHOICES)


class SearchForm(CodesForm):
    """An address of the timeline. All fields may stay empty."""

    event = forms.MultipleChoiceField(label=_("What"), required=False, choices=lambda: [(event.value, event.sentence) for event in Event])
    group = forms.ChoiceField(label=_("What"), required=False, choices=lambda: [(name, str(group.label)) for name, group in GROUPS.items()])
    actor = IdField(label=_("Person (id)"), validators=[must_be_actor])
    subject = IdField(label=_("About (id)"))
    id = IdField(label=_("Id"))
    session = IdField(label=_("Session (id)"))
    older = PlaceField(required=False)
    newer = PlaceField(required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        try:
            chosen(found.get("event", ()), found.get("group", ""))
        except NotInGroup:
            self.add_error("event", _("This group has no such event."))
        return found

    def search(self) -> Search:
        """Of a valid form."""
        asked = {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}
        events = tuple(asked.pop("event", ()))
        return Search(events=events, **asked)


def _what() -> list[Any]:
    events = sorted(((event.value, event.sentence) for event in Event), key=lambda pair: pair[1])
    groups = [(f"group:{name}", str(group.label)) for name, group in GROUPS.items()]
    return [("", str(_("Every event"))), (str(_("Groups")), groups), (str(_("Events")), events)]


class FindForm(CodesForm):
    """The form above the timeline. Words become events and ids before they stand in any address."""

    field_order: Iterable[str] | None = ("words", "what", "outcome", "span", *MANNER, "actor", "subject", "session", "since", "until")

    words = forms.CharField(
        label=_("Words or an id"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "placeholder": _("exported, locked out, or an id")}),
    )
    what = forms.ChoiceField(label=_("What"), required=False)
    actor = IdField(label=_("Person (id)"), validators=[must_be_actor])
    subject = IdField(label=_("About (id)"))
    session = IdField(label=_("Session (id)"))

    def __init__(self, data: QueryDict | None = None, *, search: Search | None = None) -> None:
        self.these = list(search.events) if search else (data.getlist("event") if data else [])
        super().__init__(data, initial=_initial(search) if search else None)
        choices = _what()
        if len(self.these) > 1:
            text = ngettext("%(count)d event found by words", "%(count)d events found by words", len(self.these)) % {"count": len(self.these)}
            choices.insert(1, (THESE, text))
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = choices

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        typed = found.get("words", "")
        ids, rest = _ID.findall(typed.casefold()), _ID.sub(" ", typed.casefold())
        found["id"], events = (ids[0] if ids else ""), events_saying(rest)
        if len(set(ids)) > 1:
            self.add_error("words", _("Look for one id at a time."))
        if rest.strip() and not events:
            self.add_error("words", _("No sentence of the log says this. It knows no names: look for what was done, or for an id."))
        found["events"] = [event.value for event in events] if rest.strip() else self._chosen(found.get("what", ""))
        return found

    def _chosen(self, what: str) -> list[str]:
        known = {event.value for event in Event}
        if what == THESE:
            return [code for code in self.these if code in known]
        return [what] if what in known else []

    def search(self) -> Search:
        """Of a valid form."""
        found = self.cleaned_data
        group = found["what"].removeprefix("group:") if found["what"].startswith("group:") else ""
        plain = {name: found[name] for name in ("actor", "subject", "id", "session", *CODES, "span", "since", "until")}
        return Search(events=tuple(found["events"]), group=group, **plain)


def _initial(search: Search) -> dict[str, Any]:
    what = f"group:{search.group}" if search.group else THESE if len(search.events) > 1 else "".join(search.events)
    plain = {name: getattr(search, name) for name in ("actor", "subject", "session", *CODES, "span", "since", "until")}
    return {"what": what, "words": search.id, **plain}


class ReasonForm(forms.Form):
    """Why a name is to be shown. The code stands in the log, the words are sealed beside it."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            ("incident", _("An incident is looked into")),
            ("legal", _("A legal duty or claim")),
            ("subject_request", _("A data subject's request")),
            ("discipline", _("A question to the person's employer")),
        ],
    )
    note = forms.CharField(
        label=_("In your words"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        error_messages={
            "required": _("Say why the name is needed. The reason stays with the log."),
            "min_length": _("Say a little more: ten characters at least."),
        },
    )


class BreachForm(Days):
    """A breach is bounded by a person, a session, a site, a time, or several of them."""

    field_order: Iterable[str] | None = ("actor", "session", "site", "since", "until", "aware_at")

    actor = IdField(label=_("Person (id)"))
    session = IdField(label=_("Session (id)"))
    site = forms.ChoiceField(label=_("Site"), required=False)
    aware_at = Moment(label=_("We know of it since (UTC)"))

    def __init__(self, data: QueryDict, *, sites: list[tuple[str, str]]) -> None:
        super().__init__(data)
        site = self.fields["site"]
        assert isinstance(site, forms.ChoiceField)
        site.choices = [("", _("Every site")), *sites]

    @property
    def is_asked(self) -> bool:
        return any(self.data.get(name) for name in ("actor", "session", "site", "since", "until"))
