"""Our own settings, and the small model."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

PEER = "ours"
INSTALLED_APPS = [*INSTALLED_APPS, "bench.peers"]
