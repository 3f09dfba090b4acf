"""Verifying the whole log where it lies: entries, leaves, tiles, signatures and triggers in the database, one against the other.

A stranger does not need it (audit/verify.py asks nothing of ours); an operator does: it finds what was changed and names it before a stranger does.
"""
