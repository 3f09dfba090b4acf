"""Account, customer, member and policy numbers; and any long number that nothing explains."""

from __future__ import annotations

from redaction.text.recognizers.numbers import Kind, phrases

_WORDS = phrases(
    "account, accounts, acct, account number, account id, customer number, customer id, customer reference, member number, "
    "membership number, membership, member id, policy number, policy, client number, client id, user id, user number, subscriber number, "
    "subscription number, loyalty number, loyalty card, contract number, contract, meter number, rewards number, frequent flyer, "
    "library card, patient number, employee number, employee id, student number, student id"
)

KINDS = (
    Kind(
        entity="ACCOUNT_ID",
        name="account",
        before=_WORDS,
        after=_WORDS,
        shortest=5,
        longest=20,
        least_digits=4,
        score=0.85,
        bare=0.4,
        bare_shortest=7,
    ),
)
