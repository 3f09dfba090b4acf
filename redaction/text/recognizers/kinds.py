"""Every kind of number, the surest checks first."""

from __future__ import annotations

from redaction.text.recognizers import aadhaar, account, bank, card, cnp, iban, ip, licence, mac, nhs, order, passport, phone, pin, serial, ssn

KINDS = (
    *iban.KINDS,
    *cnp.KINDS,
    *card.KINDS,
    *aadhaar.KINDS,
    *ip.KINDS,
    *mac.KINDS,
    *nhs.KINDS,
    *phone.KINDS,
    *ssn.KINDS,
    *bank.KINDS,
    *account.KINDS,
    *serial.KINDS,
    *order.KINDS,
    *pin.KINDS,
    *passport.KINDS,
    *licence.KINDS,
)
