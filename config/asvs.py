"""Which OWASP ASVS 5.0.0 requirement is shown by which test: read from the tests' marks."""

import ast
from collections.abc import Iterator
from pathlib import Path

from config.env import ROOT
from config.generated import table

REQUIREMENTS = ROOT / "docs" / "asvs.tsv"


class UnknownRequirement(Exception):
    """A test is marked with an id that the list does not hold."""


def requirements() -> list[tuple[str, str, str]]:
    """(id, level, our control), in the order of the standard."""
    lines = [line.split("\t") for line in REQUIREMENTS.read_text().splitlines()]
    return [(number, level, control) for number, level, control in lines]


def marks(folder: Path = ROOT / "tests") -> dict[str, list[str]]:
    """Requirement -> the tests that bear its mark, as path::name."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        for name, number in _marks_in(ast.parse(path.read_text())):
            found.setdefault(number, []).append(f"{path.relative_to(ROOT)}::{name}")
    return found


def _marks_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.asvs":
                    yield from ((node.name, ast.literal_eval(argument)) for argument in mark.args)


def page() -> str:
    """docs/asvs.md. Raises UnknownRequirement."""
    known, shown = requirements(), marks()
    if unknown := shown.keys() - {number for number, _, _ in known}:
        raise UnknownRequirement(f"not in docs/asvs.tsv: {', '.join(sorted(unknown))}")
    missing = [number for number, _, _ in known if number not in shown]
    rows = [(number, level, control, "<br>".join(f"`{test}`" for test in shown.get(number, [])) or "**missing**") for number, level, control in known]
    head = (
        "# OWASP ASVS 5.0.0\n\nMade by `make docs` from the marks on the tests. "
        f"{len(known) - len(missing)} of {len(known)} requirements are shown by a test.\n\nStill missing: {', '.join(missing) or 'none'}.\n\n"
    )
    return head + table(("requirement", "level", "our control", "shown by"), rows)
