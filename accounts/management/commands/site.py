"""`manage.py site add NAME --cidr 192.0.2.0/24 …`."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import people, sites
from accounts.models import Organisation
from audit.access import console_actor


class Command(BaseCommand):
    help = "Add a place of work: its networks and the hours of its shift."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_subparsers(dest="verb", required=True, metavar="add").add_parser("add")
        add.add_argument("name")
        add.add_argument("--cidr", action="append", default=[], help="a network, as 192.0.2.0/24; without any, all")
        add.add_argument("--organisation")
        add.add_argument("--opens", type=time.fromisoformat, help="beginning of the shift, as 08:00")
        add.add_argument("--closes", type=time.fromisoformat, help="end of the shift")
        add.add_argument("--zone", default="UTC", help="time zone of the hours, as Europe/Bucharest")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = None
        if options["organisation"] is not None:
            organisation = Organisation.objects.filter(name=options["organisation"]).first()
            if organisation is None:
                raise CommandError("there is no organisation of this name; make it with: manage.py organisation add NAME")
        hours = {"opens_at": options["opens"], "closes_at": options["closes"], "zone": options["zone"]}
        try:
            site = sites.add(options["name"], by=console_actor(), organisation=organisation, cidrs=options["cidr"], **hours)
        except (people.UnfitPerson, people.AlreadyThere) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps({"id": site.pk, "name": site.name}))
