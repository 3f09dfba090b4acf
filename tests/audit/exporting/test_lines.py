"""What a spreadsheet would calculate is made harmless; what it would not, is left as it is."""

import pytest

from audit.exporting.lines import harmless


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "＝", "＋", "－", "＠"], ids=repr)
def test_no_field_begins_a_formula(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"1{start}1") == f"1{start}1"
