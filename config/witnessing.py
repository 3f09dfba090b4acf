"""The witness of `make run`: a process with its own key that knows no database; which log it knows, and that this house believes it.

It proves nothing against whoever runs this machine. A witness that does is run by somebody else: docs/guides/operator.md.
"""

import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from audit.proof.notes import NOTE, Verifier
from config.env import Env
from config.services import Postgres, ServiceFailed, private_dir
from foundation import keys

_CURRENT = "SELECT origin, vkey FROM audit_period ORDER BY n DESC LIMIT 1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Witness:
    """port: of loopback; another one at each start, so that two houses never meet."""

    env: Env
    port: int = field(default_factory=free_port)

    @property
    def folder(self) -> Path:
        return self.env.data / "witness"

    @property
    def logs(self) -> Path:
        """Outside its own folder: the house names its log there, and the witness reads it again when it changes."""
        return self.env.run_dir / "witnessed-logs.txt"

    @property
    def urls(self) -> tuple[str, ...]:
        """Of this one and of those that the operator named."""
        return (f"http://127.0.0.1:{self.port}", *self.env.witnesses)

    def command(self) -> str:
        return f"{sys.executable} -m audit.witness --folder {self.folder} --listen 127.0.0.1:{self.port} --logs {self.logs} --series"

    def introduce_log(self) -> None:
        """Write down the key of the log as it stands after the migration; before its first sealer it has none but in the key folder."""
        private_dir(self.env.run_dir)
        with Postgres(self.env).connect(self.env.database_name) as connection:
            row = connection.execute(_CURRENT).fetchone()
        if row is None:
            raise ServiceFailed("the access log has no period: see what the migration said")
        origin, vkey = row
        draft = self.logs.with_suffix(".new")
        draft.write_text((vkey or Verifier(origin, NOTE, keys.log_publics(self.env.keys_dir)[0]).vkey) + "\n")
        draft.replace(self.logs)

    def believe(self, *, seconds: float = 15.0) -> None:
        """Once, at the first start: from then on the witness's key is what the file says, whatever its folder holds."""
        believed = self.env.keys_dir / keys.WITNESSES
        if believed.exists():
            return
        deadline = time.monotonic() + seconds
        while not (vkey := self._vkey()):
            if time.monotonic() > deadline:
                raise ServiceFailed(f"the witness made no key in {self.folder}: see {self.env.data / 'log' / 'witness.log'}")
            time.sleep(0.05)
        draft = believed.with_suffix(".new")
        draft.write_text(vkey)
        draft.chmod(0o600)
        draft.replace(believed)

    def _vkey(self) -> str:
        """Whole lines only."""
        path = self.folder / "witness.vkey"
        text = path.read_text() if path.exists() else ""
        return text if text.endswith("\n") else ""
