"""The published log as it lies in storage: reading it, and finding entries in periods whose tables are gone.

Below the number of the period lie the files of C2SP tlog-tiles and, beside them, `sotto/` with our index.
"""
