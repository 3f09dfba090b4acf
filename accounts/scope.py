"""Where a role holds: the whole installation, or one organisation, site or project."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Empty parts mean everywhere; several parts narrow each other."""

    organisation: str | None = None
    site: str | None = None
    project: str = ""

    @property
    def is_everywhere(self) -> bool:
        return self == EVERYWHERE

    @property
    def kind(self) -> str:
        """The narrowest part, as the log calls it."""
        return "project" if self.project else "site" if self.site else "organisation" if self.organisation else "installation"

    @property
    def id(self) -> str:
        return self.project or self.site or self.organisation or ""

    def covers(self, other: Scope) -> bool:
        """All of the other scope lies inside this one."""
        return self.organisation in (None, other.organisation) and self.site in (None, other.site) and self.project in ("", other.project)


EVERYWHERE = Scope()
