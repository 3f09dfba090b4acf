"""manage.py asvs_table [--check]: docs/asvs.md from the marks on the tests."""

from django.core.management.base import CommandError

from config import asvs
from config.generated import PageCommand


class Command(PageCommand):
    help = "Write docs/asvs.md, or with --check say whether it is stale."
    name = "asvs.md"

    def page(self) -> str:
        try:
            return asvs.page()
        except asvs.UnknownRequirement as error:
            raise CommandError(str(error)) from error
