"""Recognizers and models are loaded where recordings are redacted, and nowhere else: they would cost each web process a hundred megabytes."""

from __future__ import annotations

import subprocess
import sys

_HEAVY = ("presidio_analyzer", "spacy", "pycrfsuite", "redaction.text.engine", "redaction.pipeline", "pocketsphinx")
_LOOK = f"""
import os
os.environ.update(DJANGO_SETTINGS_MODULE="config.settings", SOTTO_OFFLINE="1")
import django, sys
django.setup()
import config.urls
print(*(name for name in sys.modules if name in {_HEAVY!r}))
"""


def test_a_process_that_redacts_nothing_loads_no_recognizer() -> None:
    run = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
