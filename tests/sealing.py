"""Sealing inside the test process: whoever asks whether the sealer is fresh, or waits for a leaf, makes it pass first."""

import shutil
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.conf import settings

from audit import era
from audit.receipts import Place, Receipt
from audit.sealing import freshness, witnessing
from audit.sealing.refusals import Refused
from audit.sealing.sealer import Sealer
from audit.sealing.state import StateFile
from config.env import env
from foundation.roles import DbRole


class InProcess:
    """A sealer of this test's database, made when it is first needed. Its file lies in a folder of this database."""

    def __init__(self) -> None:
        self.connection: psycopg.Connection | None = None
        self.sealer: Sealer | None = None
        self.used = False

    @property
    def file(self) -> StateFile:
        folder = env.data / "sealers" / settings.DATABASES["default"]["NAME"]
        folder.mkdir(parents=True, exist_ok=True)
        self.used = True
        return StateFile(folder, durable=False)

    def connect(self) -> psycopg.Connection:
        """As the sealer's role."""
        return psycopg.connect(
            host=str(env.run_dir),
            port=env.database_port,
            user=DbRole.SEALER.value,
            password=env.password(DbRole.SEALER),
            dbname=settings.DATABASES["default"]["NAME"],
            options="-c lock_timeout=300",
            autocommit=True,
        )

    def running(self) -> Sealer:
        if self.sealer is None:
            self.connection = self.connect()
            try:
                self.sealer = Sealer(self.connection, self.file).start()
            except Exception:
                self.connection.close()
                raise
        return self.sealer

    def seal_once(self) -> int:
        return self.running().seal_once()

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = self.sealer = None

    def forget(self) -> None:
        """The end of a test: the next one's database may have the same name."""
        self.close()
        if self.used:
            shutil.rmtree(self.file.folder)


@pytest.fixture
def sealer_stopped() -> None:
    """Ask for it to have no sealer in this test."""


@pytest.fixture(autouse=True)
def sealing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcess]:
    """Each test has a sealer and makes its own day keys: those of the test before went with its database."""
    era.forget()
    witnessing.forget()
    in_process = InProcess()
    really_fresh: Callable[[], bool] = freshness.is_fresh

    def is_fresh() -> bool:
        try:
            in_process.seal_once()
        except (psycopg.Error, OSError, Refused):
            return False
        return really_fresh()

    really_place: Callable[[Receipt], Place | None] = Receipt._place

    def place(receipt: Receipt) -> Place | None:
        in_process.seal_once()
        return really_place(receipt)

    if "sealer_stopped" not in request.fixturenames:
        monkeypatch.setattr(freshness, "is_fresh", is_fresh)
        monkeypatch.setattr(Receipt, "_place", place)
    yield in_process
    in_process.forget()
