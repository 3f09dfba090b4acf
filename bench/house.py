"""A house of its own for a benchmark: real PostgreSQL with fsync, keys, schema; in a folder that goes afterwards."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def data_folder() -> Iterator[Path]:
    """On the disk of the checkout: a memory file system would make commits look free."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=Path(__file__).parent.parent / "test-output" if Path("test-output").is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def services(folder: Path) -> Iterator[None]:
    """PostgreSQL and Redis up, and Django of this process set up as the app role."""
    os.environ |= {"SOTTO_DATA": str(folder), "SOTTO_SUPERVISED": "1", "SOTTO_ROLE": "sotto_app", "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in [name for name in sys.modules if name.split(".")[0] == "config"]:
        del sys.modules[name]
    from config import console
    from config.env import Env

    with ExitStack() as stack:
        console.start(Env(), stack)
        yield
