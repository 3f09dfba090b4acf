"""The sealer: every committed entry gets its leaf, the tree a signed head, and a closed period a successor.

What was signed last stands in a file of its own before the database hears of it, so that a restored database stops the log
instead of forking it.
"""
