"""How a finding of the verification is raised."""

from __future__ import annotations


class Disagreement(Exception):
    """The first thing in the log that disagrees with another, and in what way."""
