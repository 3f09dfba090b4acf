"""A bundle: one period of the log, or some of its entries, as files that a stranger checks with audit/verify.py.

Its outer part is a log in the sense of C2SP tlog-tiles, which other tools accept too; what only our verifier knows lies in `sotto/`.
"""
