"""How gunicorn serves the pages: two processes, eight threads each; no access log, because addresses of pages and people do not go there."""

import os
from pathlib import Path

from config.logs import LOGGING

worker_class = "gthread"
workers = int(os.environ.get("SOTTO_WEB_WORKERS", "2"))
threads = int(os.environ.get("SOTTO_WEB_THREADS", "8"))
preload_app = True
accesslog = None
errorlog = "-"
loglevel = "warning"
# gunicorn would write the address and the bad words of an unreadable request as they came.
logconfig_dict = LOGGING
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 2048
limit_request_fields = 60
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  gunicorn keeps an empty heartbeat file there
worker_tmp_dir = str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None
forwarded_allow_ips = ""


def on_starting(server: object) -> None:
    """Refuse to serve when a table of the log could be changed: by its owner, or because a trigger is gone."""
    from django.core.management import call_command
    from django.db import connections

    call_command("check", databases=["default"])
    connections.close_all()  # the workers are forked from here and open their own


def worker_exit(server: object, worker: object) -> None:
    """What this worker decrypted in its last minute is counted too."""
    from foundation import unwraps

    unwraps.keep()
