"""`manage.py organisation add|suspend|restore NAME`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import organisations, people
from accounts.models import Organisation
from audit.access import console_actor


class Command(BaseCommand):
    help = "Add, suspend or restore an organisation. Suspending it suspends all its people at once."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add")
        add.add_argument("name")
        add.add_argument("--kind", choices=Organisation.Kind.values, default=Organisation.Kind.AGENCY.value)
        add.add_argument("--country", default="", help="two capital letters")
        add.add_argument("--from", dest="contract_from", type=date.fromisoformat)
        add.add_argument("--until", dest="contract_until", type=date.fromisoformat)
        for verb in ("suspend", "restore"):
            change = verbs.add_parser(verb)
            change.add_argument("name")
            change.add_argument("--reason", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            organisation = _add(options) if options["verb"] == "add" else _change(options)
        except (people.UnfitPerson, people.AlreadyThere) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps({"id": organisation.pk, "name": organisation.name}))


def _add(options: dict[str, Any]) -> Organisation:
    dates = {name: options[name] for name in ("contract_from", "contract_until")}
    kind = Organisation.Kind(options["kind"])
    return organisations.add(options["name"], by=console_actor(), kind=kind, country=options["country"], **dates)


def _change(options: dict[str, Any]) -> Organisation:
    organisation = Organisation.objects.filter(name=options["name"]).first()
    if organisation is None:
        raise CommandError("there is no organisation of this name")
    verb = organisations.suspend if options["verb"] == "suspend" else organisations.restore
    verb(organisation, by=console_actor(), reason=options["reason"])
    return organisation
