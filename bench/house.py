"""A house of its own for a benchmark: real PostgreSQL with fsync, keys, schema; in a folder that goes afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config import console
from config.env import ROOT, Env
from config.services import Postgres
from tests import witness

VARIABLES = {"SOTTO_WITNESS_STALE_S": "86400", "SOTTO_SUPERVISED": "1", "SOTTO_ROLE": "sotto_app", "DJANGO_SETTINGS_MODULE": "config.settings"}


@contextmanager
def data_folder() -> Iterator[Path]:
    """On the disk of the checkout: a memory file system would make commits look free."""
    parent = ROOT / "test-output"
    parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def services(folder: Path) -> Iterator[Env]:
    """PostgreSQL and Redis up; a process started meanwhile that calls django.setup() acts as the app role."""
    before = dict(os.environ)
    os.environ |= {"SOTTO_DATA": str(folder), **VARIABLES}
    try:
        with ExitStack() as stack:
            env = Env()
            console.start(env, stack)
            witness.cosign_first(Postgres(env), env.database_name)  # for the whole run: no witness is measured here
            yield env
    finally:
        os.environ.clear()
        os.environ |= before
