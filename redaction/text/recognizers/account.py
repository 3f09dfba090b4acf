"""Account, customer, member and policy numbers; and any long number that nothing explains."""

from __future__ import annotations

from redaction.text.recognizers.kind import Kind, phrases

KINDS = (
    Kind(
        entity="ACCOUNT_ID",
        name="account",
        surely=phrases(
            "account number, account numbers, account no, account id, account code, account is, acct number, acct no, account ending, account ends, "
            "number of my account, number on my account, number for my account, number on the account, number for the account, customer number, "
            "customer id, customer reference, customer code, member number, membership number, member id, membership id, membership is, policy "
            "number, policy id, client number, client id, client reference, user id, user number, login id, subscriber number, subscriber id, "
            "subscription number, loyalty number, loyalty card number, contract number, contract id, meter number, rewards number, frequent flyer "
            "number, library card number, patient number, patient id, employee number, employee id, staff number, student number, student id, "
            "payroll number, tax number, roll number, registration number, billing number, utility number, mortgage number, loan number, pension "
            "number, insurance number, medical record number, last four digits, last four, last three digits, my id, my id is, id number, profile "
            "number, wallet number, wallet id, merchant id, ending in, ends in, ends with, finishing in, finishes in, finishing with, finishes with, "
            "account hash, acct hash, consumer number, consumer id, a count number"
        ),
        maybe=phrases(
            "account, accounts, acct, membership, policy, loyalty card, contract, subscription, frequent flyer, library card, rewards card, "
            "customer, member, insurance, loan, mortgage, profile, user, client, my number, the number is, number is, digits are, identifier, my "
            "bill, me bill, the bill, my statement, ending, ends, finishing, finishes"
        ),
        is_lettered=True,
        shortest=4,
        longest=36,
        least_digits=3,
        score=0.85,
        bare=0.4,
    ),
)
