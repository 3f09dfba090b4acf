"""The shipped lists, and every twentieth word of them for whatever reads all of them."""

from __future__ import annotations

from itertools import islice

import marisa_trie
import pytest

from redaction.ner.gazetteer import FILE, FORMAT, Gazetteer


@pytest.fixture(scope="session")
def lists() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Gazetteer:
    whole = marisa_trie.RecordTrie(FORMAT)
    whole.mmap(str(FILE))
    file = tmp_path_factory.mktemp("lists") / "small.marisa"
    marisa_trie.RecordTrie(FORMAT, list(islice(whole.iteritems(), 0, None, 20))).save(str(file))
    return Gazetteer(file)
