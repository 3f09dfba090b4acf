"""The shipped lists, and a seventieth of them for whatever reads all of them."""

from __future__ import annotations

import marisa_trie
import pytest

from redaction.ner.gazetteer import FORMAT, Gazetteer


@pytest.fixture(scope="session")
def lists() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="session")
def small(tmp_path_factory, lists) -> Gazetteer:
    file = tmp_path_factory.mktemp("lists") / "small.marisa"
    marisa_trie.RecordTrie(FORMAT, [(word, tuple(entry)) for word, entry in lists.items()[::70]]).save(str(file))
    return Gazetteer(file)
