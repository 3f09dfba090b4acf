"""What an operator says about a project."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from annotation.projects import PPM_A_PERCENT, Settings
from annotation.schema import Label, UnfitSchema, parse
from redaction.models import Project
from redaction.profiles import RELEASED


class ProjectForm(forms.Form):
    """Every field can be changed later."""

    name = forms.CharField(label=_("Name"), max_length=100)
    locales = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(locale, locale) for locale in RELEASED],
        help_text=_("None chosen: every language whose redaction has been measured."),
    )
    share = forms.DecimalField(
        label=_("Share of the traffic that is taken (%)"),
        min_value=0,
        max_value=100,
        decimal_places=4,
        initial="0.2",
        help_text=_("The rest is refused at the door and never sealed."),
    )
    unaligned_speech = forms.ChoiceField(
        label=_("Speech that the transcript has no words for"),
        widget=forms.RadioSelect,
        choices=Project.UnalignedSpeech.choices,
        initial=Project.UnalignedSpeech.HELD,
        help_text=_("It is never served as it is. Sound that is not speech stays."),
    )
    is_strict = forms.BooleanField(
        label=_("Strict redaction"),
        required=False,
        help_text=_("One word on either side of each hole goes too, and no hole tells how long the number in it is."),
    )
    is_disguised = forms.BooleanField(
        label=_("Disguise the voice in what reviewers hear"),
        required=False,
        help_text=_("It makes speakers harder to recognise by ear, not anonymous, and words harder to understand."),
    )
    hears_residue = forms.BooleanField(
        label=_("Listen to each finished copy for digits beside its holes"),
        required=False,
        initial=True,
        help_text=_("Leave it on unless the devices' word times are exact and measured: it is the second look at the sound, and the slowest step."),
    )
    also_masked = forms.MultipleChoiceField(
        label=_("Masked as well"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=Project.AlsoMasked.choices,
        help_text=_("Names of private persons, numbers and addresses always are."),
    )
    answers = forms.IntegerField(
        label=_("Answers wanted of each clip"), min_value=1, max_value=5, initial=1, help_text=_("More than one lets agreement be measured.")
    )
    guidelines = forms.CharField(
        label=_("Guidelines (Markdown)"),
        required=False,
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true"}),
    )
    schema = forms.CharField(
        label=_("Labels (JSON)"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code"}),
        help_text=_("A list of questions: name, kind (choice, multi, scale, text, yesno), title, options or least and most, is_required."),
    )

    def clean_schema(self) -> list[Label]:
        try:
            return parse(self.cleaned_data["schema"])
        except UnfitSchema as error:
            raise ValidationError(str(error)) from error

    def settings(self) -> Settings:
        """Of a valid form."""
        given = self.cleaned_data
        return Settings(
            name=given["name"].strip(),
            locales=given["locales"],
            sampling_ppm=round(given["share"] * PPM_A_PERCENT),
            is_strict=given["is_strict"],
            is_disguised=given["is_disguised"],
            hears_residue=given["hears_residue"],
            unaligned_speech=given["unaligned_speech"],
            also_masked=given["also_masked"],
            answers=given["answers"],
            guidelines=given["guidelines"].replace("\r\n", "\n"),
            schema=given["schema"],
        )


def initial_of(project: Any, brief: Any) -> dict[str, Any]:
    """The form as the project stands."""
    return {
        "name": project.name,
        "locales": project.locales,
        "share": f"{project.sampling_ppm / PPM_A_PERCENT:g}",
        "unaligned_speech": project.unaligned_speech,
        "is_strict": project.is_strict,
        "is_disguised": project.is_disguised,
        "hears_residue": project.hears_residue,
        "also_masked": project.also_masked,
        "answers": brief.answers,
        "guidelines": brief.guidelines,
        "schema": json.dumps(brief.schema, indent=1, ensure_ascii=False),
    }
