"""Counts as the watcher keeps them: added up when a test asks for it, by the role that may."""

from collections.abc import Callable

import pytest

from audit.charts import roll_up
from foundation.roles import DbRole
from tests.sealing import InProcess

Count = Callable[[], int]


@pytest.fixture
def counted(sealing: InProcess, acting_as: Callable[[DbRole], None]) -> Count:
    """Seal what was written, count it, and be the web process again."""

    def count() -> int:
        sealing.seal_once()
        acting_as(DbRole.AUDITOR)
        try:
            return roll_up()
        finally:
            acting_as(DbRole.APP)

    return count
