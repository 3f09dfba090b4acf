"""The periods whose tables are gone: their archives, at the size and root that the database kept of them."""

from __future__ import annotations

from audit.archive.files import Archive
from audit.models import Period
from audit.proof.tree import root


class NotTheArchive(Exception):
    """What lies in storage under the period's number leads to another root than the period had."""


def archives(*, using: str = "default") -> list[Archive]:
    """Oldest first; the edge of each tree is read, and leads to the root it had. Raises NotTheArchive, storage.MissingFile, BadTile."""
    found = []
    for n, size, kept in Period.objects.using(using).filter(dropped_at__isnull=False).order_by("n").values_list("n", "size", "root"):
        archive = Archive(n, size or 0)
        if root(archive.size, archive.nodes) != bytes(kept or b""):
            raise NotTheArchive(f"period {n}: the archive in storage leads to another root than the period had; bring it back from a copy")
        found.append(archive)
    return found
