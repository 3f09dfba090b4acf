"""Locales: what redacts each of them, and which are released. A locale is data plus measurements (docs/guides/locales.md)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """What redacts a locale. language: of its recognizers and number words; phones: the aligner's acoustic model and dictionary, "" for none.

    is_released: measured to the targets. A recording of any other locale is refused at every door.
    """

    locale: str
    language: str = "en"
    phones: str = "en-us"
    is_released: bool = True


PROFILES: dict[str, Profile] = {
    profile.locale: profile
    for profile in (
        Profile("en-US"),
        Profile("en-GB"),
        Profile("en-IN"),
        Profile("es-ES", language="es", phones="", is_released=False),
        Profile("de-DE", language="de", phones="", is_released=False),
    )
}
RELEASED: tuple[str, ...] = tuple(locale for locale, profile in PROFILES.items() if profile.is_released)


class UnknownLocale(ValueError):
    """No measured profile: redaction would be a guess."""


def profile_of(locale: str) -> Profile:
    """Of any locale that has one, released or not. Raises UnknownLocale."""
    try:
        return PROFILES[locale]
    except KeyError as error:
        raise UnknownLocale(_REFUSAL) from error


def released(locale: str) -> Profile:
    """For the doors. Raises UnknownLocale, which names the locales that are released."""
    profile = profile_of(locale)
    if not profile.is_released:
        raise UnknownLocale(_REFUSAL)
    return profile


_REFUSAL = f"locale has no measured redaction profile; there are {', '.join(RELEASED)}"
