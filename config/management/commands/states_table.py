"""manage.py states_table [--check]: docs/states.md from the tables of moves."""

from annotation import states as clips
from audit import permits
from config.generated import PageCommand

HEAD = """# The states of what is worked on

Made by `manage.py states_table` from the tables of moves in the code; `make check` fails when it is stale.

"""


class Command(PageCommand):
    help = "Write docs/states.md, or with --check say whether it is stale."
    name = "states.md"

    def page(self) -> str:
        return HEAD + clips.table() + "\n" + permits.table()
