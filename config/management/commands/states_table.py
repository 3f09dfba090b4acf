"""manage.py states_table [--check]: docs/states.md from annotation/states.py."""

from annotation.states import table
from config.generated import PageCommand


class Command(PageCommand):
    help = "Write docs/states.md, or with --check say whether it is stale."
    name = "states.md"

    def page(self) -> str:
        return table()
