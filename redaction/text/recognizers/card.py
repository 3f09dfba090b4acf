"""Credit and debit card numbers: 13 to 19 digits, the last a check digit (Luhn)."""

from __future__ import annotations

from stdnum import luhn

from redaction.text.recognizers.kind import Kind, phrases


def is_card(characters: str, region: str) -> bool:
    """First digits of the networks: 2 to 6; 1 is the airlines', 8 and 9 nobody's."""
    return 13 <= len(characters) <= 19 and characters.isdigit() and "2" <= characters[0] <= "6" and bool(luhn.is_valid(characters))


KINDS = (
    Kind(
        entity="CREDIT_CARD",
        name="card",
        surely=phrases(
            "card number, card no, card numbers, credit card number, debit card number, credit card is, debit card is, card is, long number, "
            "sixteen digit number, sixteen digits, card ending, card ends, card ending in, visa number, mastercard number, amex number, "
            "number on my card, number on the card, number of my card, number on the front, front of the card, card details"
        ),
        maybe=phrases(
            "card, credit card, debit card, visa, mastercard, master card, amex, american express, maestro, rupay, ru pay, discover, cards"
        ),
        shortest=12,
        longest=19,
        least_digits=12,
        part=4,
        score=0.9,
        check=is_card,
        checked=0.75,
    ),
)
