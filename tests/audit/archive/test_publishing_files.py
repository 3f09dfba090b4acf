"""What is published is a tlog-tiles log, whatever the steps in which it grew."""

from pathlib import Path

import pytest

from audit.archive.files import Archive
from audit.proof.tiles import WIDTH, tiles_of, unpack_entries
from audit.proof.tree import EMPTY_ROOT, Frontier, inclusion_proof, leaf_hash, root, root_from_inclusion
from audit.publishing import writing
from audit.publishing.growing import grow, root_of
from tests.audit.archive.conftest import body, fill


def files_of(folder: Path) -> dict[str, bytes]:
    tree = folder / "0001" / "tile"
    return {str(path.relative_to(folder)): path.read_bytes() for path in tree.rglob("*") if path.is_file()}


@pytest.mark.parametrize("cuts", [[700], [1, 2, 255, 256, 257, 512, 700], [300, 600, 700], [256, 700]])
def test_the_files_do_not_depend_on_the_steps(log_folder: Path, cuts: list[int]) -> None:
    bodies = [body(position) for position in range(700)]
    archive = Archive(1, 0)
    for cut in cuts:
        before, archive = archive, fill(bodies[:cut], before=archive, is_final=cut == 700)
        writing.tidy(before, archive)
    made = files_of(log_folder)
    assert {name for name in made if "entries" not in name and ".p/" not in name} == {f"0001/tile/0/{n:03d}" for n in range(2)}
    assert sum(".p/" in name for name in made) >= len([tile for tile in tiles_of(700) if not tile.is_full]) + 1
    frontier = Frontier()
    frontier.extend(leaf_hash(raw) for raw in bodies)
    assert root(700, archive.nodes) == frontier.root()
    assert [entry for n in range(archive.bundles) for entry in archive.entries(n)] == bodies
    assert unpack_entries(made["0001/tile/entries/001"]) == bodies[WIDTH : 2 * WIDTH]
    proof = inclusion_proof(301, 700, archive.nodes)
    assert root_from_inclusion(301, 700, leaf_hash(bodies[301]), proof) == frontier.root()


def test_parts_go_when_the_whole_is_there_and_not_before(log_folder: Path) -> None:
    bodies = [body(position) for position in range(300)]
    first = fill(bodies[:100], is_final=False)
    second = fill(bodies[:200], before=first, is_final=False)
    assert writing.tidy(first, second) == 0
    third = fill(bodies, before=second, is_final=False)
    assert writing.tidy(second, third) == 4
    assert {name for name in files_of(log_folder) if ".p/" in name} == {"0001/tile/0/001.p/44", "0001/tile/entries/001.p/44", "0001/tile/1/000.p/1"}


def test_an_older_size_is_read_from_the_files_of_a_newer_one() -> None:
    bodies = [body(position) for position in range(300)]
    first = fill(bodies[:100], is_final=False)
    old_root = root(100, first.nodes)
    writing.tidy(first, fill(bodies, before=first, is_final=False))
    again = Archive(1, 100)
    assert (again.entries(0), root(100, again.nodes)) == (bodies[:100], old_root)


def test_an_empty_log_has_the_root_of_nothing() -> None:
    assert grow(Archive(1, 0), []) == {}
    assert root_of(Archive(1, 0), 0, {}) == EMPTY_ROOT
