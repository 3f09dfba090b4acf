"""What the person behind a recording agreed to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """How far a consent goes. A training copy exists only under the second."""

    REVIEW = "review"
    REVIEW_AND_TRAINING = "review+training"

    @property
    def allows_training(self) -> bool:
        return self is Scope.REVIEW_AND_TRAINING


@dataclass(frozen=True)
class Consent:
    scope: Scope
    version: str
    given_at: datetime
