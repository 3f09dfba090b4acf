"""`manage.py demo_people`: the cast of the demo; their passwords lie in the data folder, readable by us alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts import demo
from audit.access import console_actor


class Command(BaseCommand):
    help = "Make the demo people, or leave them as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        passwords = demo.make(settings.DATA / "demo-people.json", by=console_actor())
        if self.stdout.isatty():
            for email, password in passwords.items():
                self.stdout.write(f"{email}  {password}")
