#!/usr/bin/env python
"""Sotto's console. Starts the embedded services itself when a command needs them and they are not up."""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11) or sys.version_info >= (3, 14):
        sys.exit(f"Sotto runs on Python 3.11, 3.12 and 3.13; this is {sys.version.split()[0]}. `make run` finds or installs one of them.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.console import run

    run(sys.argv)


if __name__ == "__main__":
    main()
