"""Locales whose redaction was measured. A recording of any other is refused at intake: a locale is data plus measurements."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """What redacts a locale. language: Presidio's; phones: the aligner's acoustic model and dictionary."""

    locale: str
    language: str = "en"
    phones: str = "en-us"


PROFILES: dict[str, Profile] = {profile.locale: profile for profile in (Profile("en-US"), Profile("en-GB"), Profile("en-IN"))}


class UnknownLocale(ValueError):
    """No measured profile: redaction would be a guess."""


def profile_of(locale: str) -> Profile:
    """Raises UnknownLocale, which names the locales that are measured."""
    try:
        return PROFILES[locale]
    except KeyError as error:
        raise UnknownLocale(f"locale has no measured redaction profile; there are {', '.join(PROFILES)}") from error
