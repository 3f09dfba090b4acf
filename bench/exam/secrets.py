"""One secret of a kind, said in a style that the kind has."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from bench.exam import identifiers, places, sayings
from bench.exam.cases import Half
from bench.exam.identifiers import Groups
from bench.exam.saying import OF_LETTERS, STYLES, say

LOCALES = ("en-US", "en-GB", "en-IN")
_DIGIT_STYLES = tuple(style for style in STYLES if style not in OF_LETTERS)
_OF_LOCALE = {
    "US_SSN": ("en-US",), "IN_AADHAAR": ("en-IN",), "UK_NHS": ("en-GB",), "SORT_CODE": ("en-GB",), "ROUTING": ("en-US",),
}  # fmt: skip
_PHONES_OF = {
    "en-US": ("us", "us", "us", "us", "cr", "es"),
    "en-GB": ("uk_mobile", "uk_mobile", "uk_london", "uk_city", "ro", "de", "fr", "it"),
    "en-IN": ("in", "in", "in", "us"),
}
# What the kinds in use here are called by the entity list.
ENTITY = {"SORT_CODE": "BANK_ACCOUNT", "ROUTING": "BANK_ACCOUNT"}
# A whole number of hundreds, or a pair, is not how a long one of these is read; "triple" of a sort code is.
_ODD = {"PIN": ("joints", "hundreds"), "IBAN_CODE": ("hundreds", "unhundreds")}


def locales_of(kind: str) -> tuple[str, ...]:
    return _OF_LOCALE.get(kind, LOCALES)


def styles_of(kind: str) -> tuple[str, ...]:
    if kind in _GRAMMARS:
        return _GRAMMARS[kind]
    styles = tuple(STYLES) if kind in ("ORDER_ID", "DEVICE_SERIAL", "IBAN_CODE", "PASSPORT", "DRIVER_LICENSE", "LETTERED_ACCOUNT") else _DIGIT_STYLES
    return tuple(style for style in styles if style not in _ODD.get(kind, ()))


_GRAMMARS: dict[str, tuple[str, ...]] = {
    "EMAIL_ADDRESS": places.MAIL_STYLES,
    "URL": places.URL_STYLES,
    "DATE_OF_BIRTH": tuple(sayings.BIRTH_STYLES),
    "ADDRESS": places.ADDRESS_STYLES,
    "POSTCODE": tuple(places.POSTCODE_STYLES),
    "IP_ADDRESS": places.IP_STYLES,
    "MAC_ADDRESS": places.MAC_STYLES,
}


def secret(kind: str, style: str, locale: str, half: Half, rng: Random) -> str:
    if kind in _GRAMMARS:
        return _of_grammar(kind, style, locale, half, rng)
    return say(_groups(kind, style, locale, rng), style, rng)


def _of_grammar(kind: str, style: str, locale: str, half: Half, rng: Random) -> str:
    ways: dict[str, Callable[[], str]] = {
        "EMAIL_ADDRESS": lambda: places.email(rng, half, style),
        "URL": lambda: places.url(rng, half, style),
        "DATE_OF_BIRTH": lambda: sayings.date_of_birth(rng, style, locale),
        "ADDRESS": lambda: places.address(rng, half, style, locale),
        "POSTCODE": lambda: places.postcode(rng, style, locale),
        "IP_ADDRESS": lambda: places.ip(rng, style),
        "MAC_ADDRESS": lambda: places.mac(rng, style),
    }
    return ways[kind]()


def _groups(kind: str, style: str, locale: str, rng: Random) -> Groups:
    ways: dict[str, Callable[[], Groups]] = {
        "ACCOUNT_ID": lambda: identifiers.account(rng),
        "LETTERED_ACCOUNT": lambda: identifiers.lettered_account(rng),
        "ORDER_ID": lambda: identifiers.order(rng),
        "DEVICE_SERIAL": lambda: identifiers.serial(rng),
        "CREDIT_CARD": lambda: identifiers.card(rng),
        "IBAN_CODE": lambda: identifiers.iban(rng),
        "BANK_ACCOUNT": lambda: identifiers.us_bank(rng)[1] if locale == "en-US" else identifiers.uk_bank(rng)[1],
        "SORT_CODE": lambda: identifiers.uk_bank(rng)[0],
        "ROUTING": lambda: identifiers.us_bank(rng)[0],
        "PIN": lambda: identifiers.pin(rng),
        "PHONE_NUMBER": lambda: _phone(style, locale, rng),
        "US_SSN": lambda: identifiers.us_ssn(rng),
        "IN_AADHAAR": lambda: identifiers.aadhaar(rng),
        "RO_CNP": lambda: identifiers.cnp(rng),
        "UK_NHS": lambda: identifiers.nhs(rng),
        "PASSPORT": lambda: identifiers.passport(rng, locale),
        "DRIVER_LICENSE": lambda: identifiers.driver_license(rng, locale),
    }
    return ways[kind]()


def _phone(style: str, locale: str, rng: Random) -> Groups:
    country = rng.choice(_PHONES_OF[locale])
    number = identifiers.phone(rng, country)
    return identifiers.international(rng, country, number) if rng.random() < 0.15 else number
