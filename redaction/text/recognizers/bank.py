"""Bank account numbers, and the codes of the branch: sort code (UK), routing number (US, with a check digit), IFSC (India)."""

from __future__ import annotations

from stdnum.us import rtn

from redaction.text.recognizers.kind import Kind, phrases


def is_routing(characters: str, region: str) -> bool:
    return len(characters) == 9 and characters.isdigit() and bool(rtn.is_valid(characters))


KINDS = (
    Kind(
        entity="BANK_ACCOUNT",
        name="bank",
        surely=phrases(
            "bank account number, bank account is, bank account no, bank number, bank account, checking account number, checking account, "
            "current account number, current account, savings account number, savings account, checking number, sort code, sort code is, sortcode, "
            "short code, sort codes, bank code, branch code, routing number, routing code, routing is, routing, aba number, aba, a b a number, "
            "a b a, transit number, transit code, ifsc, ifsc code, i f s c, i f s c code, micr, micr code, giro, upi id, bsb, b s b, "
            "beneficiary account, payee account"
        ),
        maybe=phrases(
            "pay into, paid into, account at, sort, bank, branch, checking, savings, payee, beneficiary, transfer, wire, deposit, direct debit, "
            "direct deposit"
        ),
        shortest=6,
        longest=20,
        least_digits=5,
        score=0.87,
        check=is_routing,
        regions=frozenset(("US",)),
        checked=0.45,
    ),
)
