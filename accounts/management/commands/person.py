"""`manage.py person add EMAIL --role reviewer …`: people from the console, for the first operator and for scripts."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import activation, mfa, people
from accounts.models import Organisation, Site
from audit.access import Role, console_actor

ROLES = [role.value for role in Role if role is not Role.MACHINE]


class Command(BaseCommand):
    help = "Add a person with a role; prints JSON with the activation code or the one-time-code address."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_subparsers(dest="verb", required=True, metavar="add").add_parser("add")
        add.add_argument("email")
        add.add_argument("--role", default=[], action="append", help=f"{', '.join(ROLES)}; may be given more than once")
        add.add_argument("--name", default="", help="what stands on the screen; the address without it")
        add.add_argument("--organisation", help="name of an organisation that is there")
        add.add_argument("--site", help="name of a site that is there")
        add.add_argument("--until", help="last day of the role, as 2027-03-31")
        add.add_argument("--locale", action="append", default=[], help="as en-US; may be given more than once")
        add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        add.add_argument("--totp", action="store_true", help="enrol the second factor and print its address")

    def handle(self, *args: Any, **options: Any) -> None:
        password = _read_password() if options["password_stdin"] else None
        try:
            answer = _add(options, password)
        except ValidationError as error:
            raise CommandError("password refused: " + " ".join(error.messages)) from error
        except (people.UnfitPerson, people.AlreadyThere) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(answer))


def _roles(names: list[str]) -> list[Role]:
    """Each once. Checked here and not by argparse, which answers a slip with its whole usage."""
    if not names or any(name not in ROLES for name in names):
        raise CommandError("say --role and one of: " + ", ".join(ROLES))
    return [Role(name) for name in dict.fromkeys(names)]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise CommandError("--until is a day, as 2027-03-31") from error


def _read_password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CommandError("no password came on standard input; give one line, or leave --password-stdin away")
    return password


@transaction.atomic
def _add(options: dict[str, Any], password: str | None) -> dict[str, str]:
    by = console_actor()
    roles, until = _roles(options["role"]), _day(options["until"])
    organisation, site = _organisation(options["organisation"]), _site(options["site"])
    person = people.add(options["email"], by=by, name=options["name"], organisation=organisation, locales=options["locale"], is_trained=True)
    for role in roles:
        # an analyst's desk is one for the installation; the organisation is then the employer alone
        within = None if role is Role.ANALYST else organisation
        people.give_role(person, role, by=by, organisation=within, site=site, until=until)
    answer = {"email": options["email"]}
    if password is not None:
        people.set_password(person, password, by=by)
    if options["totp"]:
        answer["totp_uri"] = mfa.address_of(mfa.enrol(person, by=by), person)
    if password is None or not options["totp"]:
        answer["activation_code"] = activation.issue(person, by=by)
    return answer


def _organisation(name: str | None) -> Organisation | None:
    if name is None:
        return None
    found = Organisation.objects.filter(name=name).first()
    if found is None:
        raise CommandError("there is no organisation of this name; make it with: manage.py organisation add NAME")
    return found


def _site(name: str | None) -> Site | None:
    if name is None:
        return None
    found = Site.objects.filter(name=name).first()
    if found is None:
        # Never made on the fly: a site without networks would let the person in from anywhere.
        raise CommandError("there is no site of this name; make it with: manage.py site add NAME --cidr NETWORK")
    return found
