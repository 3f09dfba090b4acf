"""Passport numbers: US a letter and eight digits or nine digits, UK nine digits, India a letter and seven digits. No check of their own."""

from __future__ import annotations

from redaction.text.recognizers.kind import Kind, phrases

KINDS = (
    Kind(
        entity="PASSPORT",
        name="passport",
        surely=phrases(
            "passport number, passport no, passport is, passport id, passport code, passport, pass port, pass port number, passport ending, travel "
            "document number, travel document, visa application number, national id, national id number, identity card number, id card number, id "
            "card, identity number, pan card, pan card number, pan number, voter id, voter id number, epic number, green card number, alien number, "
            "residence permit number"
        ),
        shortest=7,
        longest=10,
        score=0.88,
    ),
)
