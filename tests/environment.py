"""Loaded before Django reads its settings (`-p tests.environment`): a private data folder with keys and passwords of its own."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 << 30


def roomy() -> str | None:
    """Where a folder of tests is made: in memory where there is room, since each test copies a database of 700 files; else the usual place."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_BYTES
    return str(MEMORY) if has_room and "TMPDIR" not in os.environ else None


# Some machines forbid bytecode; then each of the hundred processes of a run would compile the whole house again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

FOLDER = Path(tempfile.mkdtemp(prefix="sotto-test-", dir=roomy()))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ.update(
    {
        "SOTTO_DATA": str(FOLDER),
        "SOTTO_ORIGIN": "https://sotto.test",
        "SOTTO_ROLE": "sotto_app",
        "SOTTO_SUPERVISED": "1",
        "SOTTO_DATABASE_NAME": "sotto_template",
        "SOTTO_WITNESS_STALE_S": "86400",  # one cosignature, in the template, is enough for the run
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
)

from config.env import env  # noqa: E402  reads the variables above
from config.services import make_secrets, private_dir  # noqa: E402

make_secrets(env)
private_dir(env.data / "log")
