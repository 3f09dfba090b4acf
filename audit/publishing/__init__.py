"""The publisher: takes what the sealer signed out of the database, in files that anybody can check, and to the witnesses.

It holds no signing key. It believes neither the tables nor the archive: what it publishes leads, entry by entry, to the signed root.
"""
