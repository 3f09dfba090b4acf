"""What people type on the pages of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Site
from accounts.people import LOCALE
from accounts.reach import scopes_of
from audit.access import Actor, Role

ROLES = [
    (Role.REVIEWER.value, _("reviewer")),
    (Role.SUPERVISOR.value, _("supervisor")),
    (Role.ANALYST.value, _("privacy analyst")),
    (Role.COMPLIANCE.value, _("compliance officer")),
    (Role.OPERATOR.value, _("operator")),
]


class SignInForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username", "autofocus": True}))
    password = forms.CharField(label=_("Password"), max_length=1000, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}))


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=12,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "code-input", "spellcheck": "false"}
        ),
    )


class ActivateForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username", "autofocus": True}))
    code = forms.CharField(
        label=_("Activation code"),
        max_length=60,
        help_text=_("The code that was handed to you. Capitals and dashes do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        max_length=1000,
        strip=False,
        help_text=_("At least 12 characters; a few words are good. Common passwords are refused."),
        widget=forms.PasswordInput({"autocomplete": "new-password", "autofocus": True}),
    )
    again = forms.CharField(label=_("The same once more"), max_length=1000, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("again") is not None and cleaned.get("again") != cleaned.get("password"):
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        return cleaned


class RoleForm(forms.Form):
    """A role within a scope, until a day."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES)
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"), label=_("Organisation"), required=False, empty_label=_("every organisation")
    )
    site = forms.ModelChoiceField(Site.objects.order_by("name"), label=_("Site"), required=False, empty_label=_("any place"))
    until = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}), help_text=_("Empty: until somebody ends it.")
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        """`by` chooses among the organisations and sites of the own scopes only: the names of the others are not theirs to read."""
        super().__init__(*args, **kwargs)
        scopes = scopes_of(by, Role.OPERATOR)
        if any(scope.organisation is None and scope.site is None for scope in scopes):
            return
        own, sites = {scope.organisation for scope in scopes}, {scope.site for scope in scopes if scope.site}
        organisation, site = self.fields["organisation"], self.fields["site"]
        assert isinstance(organisation, forms.ModelChoiceField)
        assert isinstance(site, forms.ModelChoiceField)
        organisation.queryset = Organisation.objects.filter(pk__in=own).order_by("name")
        site.queryset = Site.objects.filter(Q(organisation__in=own) | Q(pk__in=sites)).order_by("name")


class InviteForm(RoleForm):
    email = forms.EmailField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))
    name = forms.CharField(label=_("Name on the screen"), max_length=80, required=False)
    locales = forms.CharField(label=_("Languages"), max_length=200, required=False, help_text=_("For example: en-US en-GB. Empty: all."))
    field_order = ["email", "name", "role", "organisation", "site", "until", "locales"]

    def clean_locales(self) -> list[str]:
        locales = str(self.cleaned_data["locales"]).replace(",", " ").split()
        if any(not LOCALE.fullmatch(locale) for locale in locales):
            raise forms.ValidationError(_("Write language and region, separated by spaces, as in: en-US en-GB"))
        return locales


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
