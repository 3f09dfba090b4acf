"""manage.py rules_table [--check]: docs/rules.md from the rules over the access log."""

from audit.rules.catalogue import RULES
from config.generated import PageCommand, table

HEAD = """# The rules over the access log

Made by `make docs` from `audit/rules/`. Each rule is a short query over the entries that settled since its last look, each minute and when an
officer asks. A house sets its own thresholds with `SOTTO_AUDIT_RULES`, as in `{"played_often": {"plays": 8}, "off_hours": {"weekend": 0}}`; a
name that is not in this table stops the start. How findings leave the house, and what the count of decrypted keys is worth:
[guides/rules-and-alerts.md](guides/rules-and-alerts.md).

"""


class Command(PageCommand):
    help = "Write docs/rules.md, or with --check say whether it is stale."
    name = "rules.md"

    def page(self) -> str:
        rows = [
            (f"`{rule.name}`", rule.title, rule.sentence_source, " ".join(f"`{name}` {value}" for name, value in rule.limits.items()), rule.blind)
            for rule in RULES.values()
        ]
        return HEAD + table(("rule", "title", "what a finding says", "thresholds", "what it cannot see"), rows)
