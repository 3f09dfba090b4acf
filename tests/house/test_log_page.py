"""The officer's page in the whole house: what is typed there stays out of the log."""

from typing import Any

import psycopg
import pytest
from django.test import Client

from tests.cast import Cast, signed_in


@pytest.mark.asvs("14.2.1")
@pytest.mark.parametrize("typed", ["actor=rosa@sotto.example", "subject=Rosa+Luxemburg", "actor=Rosa", "until=9999-12-31"])
def test_what_is_no_id_is_neither_searched_nor_kept(client: Client, cora: Cast, superuser: psycopg.Connection[Any], typed: str) -> None:
    signed_in(client, cora)
    assert client.get(f"/log/?{typed}").status_code in (200, 400)
    kept = "".join(row[0] for row in superuser.execute("SELECT body FROM audit_entry_0001").fetchall())
    assert "Luxemburg" not in kept
    assert "rosa@" not in kept
    assert '"Rosa"' not in kept
