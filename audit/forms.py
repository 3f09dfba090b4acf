"""What a compliance officer may look for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.events import Event, Outcome
from audit.reading import Search
from foundation.ids import is_id

# Actors of ours that are no person. Everything else that is typed here would stand in the log for ever, so it must be an id.
LAST_YEAR = 9000
NAMES = frozenset({"console", "gate", "lease-clock", "migrate", "redactor", "retention", "session-clock", "unknown", "worker"})


def _id(value: str) -> None:
    if not is_id(value):
        raise ValidationError(_("An id has 32 letters and digits. Copy it from an entry or from a person's page."))


def _actor(value: str) -> None:
    if value not in NAMES:
        _id(value)


def _events() -> list[tuple[str, str]]:
    return [("", str(_("Every event"))), *sorted(((e.value, e.sentence) for e in Event), key=lambda pair: pair[1])]


class SearchForm(forms.Form):
    """All fields may stay empty. Ids only: the log holds no name."""

    event = forms.ChoiceField(label=_("Event"), required=False, choices=_events)
    actor = forms.CharField(label=_("Person (id)"), required=False, max_length=64, validators=[_actor])
    subject = forms.CharField(label=_("About (id)"), required=False, max_length=64, validators=[_id])
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[
            ("", _("Every outcome")),
            (Outcome.GRANTED.value, _("Granted")),
            (Outcome.DENIED.value, _("Denied")),
            (Outcome.FAILED.value, _("Failed")),
        ],
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day lies before the first one."))
        if until and until.year > LAST_YEAR:
            self.add_error("until", _("This day lies too far ahead."))
        return found

    def search(self) -> Search:
        """Of a valid form."""
        return Search(**{name: value for name, value in self.cleaned_data.items() if value not in ("", None)})
