"""Sealing inside the test process: whoever asks whether the sealer is fresh, or waits for a leaf, makes it pass first."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.conf import settings

from audit import era, sealer
from audit.receipts import Receipt
from audit.sealer import Sealer
from config.env import env
from foundation.roles import DbRole


class InProcess:
    """A sealer of this test's database, made when it is first needed."""

    def __init__(self) -> None:
        self.connection: psycopg.Connection | None = None
        self.sealer: Sealer | None = None

    def running(self) -> Sealer:
        if self.sealer is None:
            self.connection = psycopg.connect(
                host=str(env.run_dir),
                port=env.database_port,
                user=DbRole.SEALER.value,
                password=env.password(DbRole.SEALER),
                dbname=settings.DATABASES["default"]["NAME"],
                options="-c lock_timeout=300",
                autocommit=True,
            )
            self.sealer = Sealer(self.connection).start()
        return self.sealer

    def seal_once(self) -> int:
        return self.running().seal_once()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = self.sealer = None


@pytest.fixture
def sealer_stopped() -> None:
    """Ask for it to have no sealer in this test."""


@pytest.fixture(autouse=True)
def sealing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcess]:
    """Each test has a sealer and makes its own day keys: those of the test before went with its database."""
    era.forget()
    in_process = InProcess()
    really_fresh: Callable[[], bool] = sealer.is_fresh

    def is_fresh() -> bool:
        try:
            in_process.seal_once()
        except psycopg.Error:
            return False
        return really_fresh()

    really_has_leaf: Callable[[Receipt], bool] = Receipt._has_leaf

    def has_leaf(receipt: Receipt) -> bool:
        in_process.seal_once()
        return really_has_leaf(receipt)

    if "sealer_stopped" not in request.fixturenames:
        monkeypatch.setattr(sealer, "is_fresh", is_fresh)
        monkeypatch.setattr(Receipt, "_has_leaf", has_leaf)
    yield in_process
    in_process.close()
