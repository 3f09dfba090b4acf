"""International bank account numbers: a country, two check digits (mod 97), and what the country's banks use."""

from __future__ import annotations

from stdnum import iban

from redaction.text.recognizers.kind import Kind, phrases

_COUNTRY = 2


def is_iban(characters: str, region: str) -> bool:
    """The letter o is heard as 0; it stands in no check digits, so only the country (NO, RO) is tried with it."""
    if not 15 <= len(characters) <= 34 or not characters[_COUNTRY : _COUNTRY + 2].isdigit():
        return False
    country = characters[:_COUNTRY].replace("0", "o")
    return country.isalpha() and bool(iban.is_valid(country + characters[_COUNTRY:], check_country=False))


KINDS = (
    Kind(
        entity="IBAN_CODE",
        name="iban",
        surely=phrases(
            "iban, i ban, eye ban, i b a n, iban number, iban code, iban is, international bank account number, international account number, ibn, "
            "eban, e ban, bic, swift, swift code"
        ),
        shortest=15,
        longest=34,
        least_digits=2,
        part=4,
        score=0.9,
        check=is_iban,
        checked=0.9,
    ),
)
