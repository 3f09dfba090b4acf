"""manage.py data_map [--check]: docs/data-map.md from the apps' privacy lists."""

from django.core.management.base import CommandError

from config import data_map
from config.generated import PageCommand


class Command(PageCommand):
    help = "Write docs/data-map.md, or with --check say whether it is stale."
    name = "data-map.md"

    def page(self) -> str:
        if wrong := data_map.unclassed():
            raise CommandError(f"class these columns in their app's privacy.py: {', '.join(wrong)}")
        return data_map.page()
