"""A publisher as its own role, an archive in a folder of the test's own, and a real witness on loopback."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_django import Settings

from audit import storage
from audit.access import process_actor
from audit.archive import files
from audit.archive.files import Archive
from audit.events import Event
from audit.log import record
from audit.proof.notes import Checkpoint, Note, Verifier
from audit.publishing import signed
from audit.publishing.publisher import Publisher
from audit.sealing import cosignatures
from audit.witness.server import LogKeys, Server, Witness
from audit.witness.state import Folder
from foundation.roles import DbRole
from tests.audit.archive.conftest import log_folder as log_folder
from tests.sealing import InProcess

EVERY_S = 60.0


@dataclass
class Press:
    """Writes entries, has them sealed and signed, and publishes."""

    sealing: InProcess
    witness_urls: list[str] = field(default_factory=list)
    now_s: float = 1_000.0
    publisher: Publisher = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A publisher that knows nothing but what lies in storage."""
        self.publisher = Publisher(self.witness_urls, EVERY_S, clock=lambda: self.now_s, began=self.now_s - 3600)

    def write(self, count: int) -> list[str]:
        return [record(Event.LOG_READ, by=process_actor("reader"), subject=f"{number:032x}").entry_id for number in range(count)]

    def sign(self) -> None:
        """Seal what is there and write a checkpoint, as the sealer does each minute."""
        self.sealing.running()._checkpoint_at = 0.0
        self.sealing.seal_once()

    def round(self) -> float:
        self.now_s += EVERY_S
        return self.publisher.round()

    def publish(self, count: int = 0) -> float:
        self.write(count)
        self.sign()
        return self.round()


@pytest.fixture
def press(db: str, sealing: InProcess, acting_as: Callable[[DbRole], None], monkeypatch: pytest.MonkeyPatch) -> Press:
    """No witness is asked or believed unless the test brings one."""
    monkeypatch.setattr(cosignatures, "believed", dict)
    acting_as(DbRole.AUDITOR)
    return Press(sealing)


def published(period: int = 1) -> tuple[Archive, Checkpoint, Note]:
    note = Note.of(storage.get(files.checkpoint(period)))
    told = Checkpoint.of(note.text)
    return Archive(period, told.size), told, note


@dataclass
class Running:
    """A witness's server in a thread."""

    server: Server
    verifier: Verifier

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[Running]:
    keys = LogKeys((Verifier.of(signed.periods()[-1].verifier().vkey),))
    opened = Folder.opened(folder)
    with Server(("127.0.0.1", port), Witness(opened, keys, series=True)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Running(server, opened.signer.verifier)
        finally:
            server.shutdown()
            thread.join()
            server.witness.close()


@pytest.fixture
def witness(press: Press, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """Believed, and asked by the press."""
    with serving(tmp_path / "witness") as running:
        monkeypatch.setattr(cosignatures, "believed", lambda: {running.verifier.name: [running.verifier]})
        press.witness_urls.append(running.url)
        yield running
