"""`make run` itself: what dies comes back, Ctrl-C leaves nothing, the second start finds everything again."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.journeys.house import House

pytestmark = pytest.mark.slow
PARTS = (
    "postgres -D",
    "redis-server",
    "manage.py seal",
    "audit.witness",
    "log publish",
    "log watch",
    "gunicorn",
    "redactor@",
    "worker@",
    "celery -A config.celery beat",
)


@pytest.fixture(scope="module")
def own_house() -> Iterator[House]:
    house = House()
    try:
        yield house
    finally:
        house.stop()


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)


def pids_of(house: House, part: str) -> set[int]:
    return {pid for pid, words in house.processes().items() if part in words}


def status(house: House) -> int:
    with closing(HTTPConnection("localhost", house.port, timeout=3)) as connection:
        try:
            connection.request("GET", "/healthz")
            with connection.getresponse() as answer:
                return answer.status
        except OSError:
            return 0


def test_every_part_runs_and_comes_back_when_it_dies(own_house: House) -> None:
    took = own_house.start()
    for part in PARTS:
        assert pids_of(own_house, part), part
    for part in ("manage.py seal", "audit.witness", "log publish", "redis-server", "worker@", "gunicorn", "postgres -D"):
        before = pids_of(own_house, part)
        os.kill(min(before), signal.SIGKILL)
        wait_for(lambda part=part, before=before: bool(pids_of(own_house, part) - before))  # type: ignore[misc]
    wait_for(lambda: status(own_house) == 200)
    assert "password" not in "".join(path.read_text(errors="replace") for path in (own_house.folder / "log").iterdir())
    print(f"first start {took:.1f} s")


def test_commands_share_the_running_services(own_house: House) -> None:
    assert len(own_house.code("rosa")) == 6
    assert status(own_house) == 200


def test_a_second_house_on_the_same_data_is_refused(own_house: House) -> None:
    other = House(folder=own_house.folder)
    with pytest.raises(AssertionError, match="in use by another"):
        other.start()


def test_ctrl_c_leaves_no_process(own_house: House) -> None:
    took = own_house.interrupt()
    wait_for(lambda: own_house.processes() == {}, 20)
    print(f"ended in {took:.1f} s")


def test_a_command_brings_the_services_up_itself_and_takes_them_down(own_house: House) -> None:
    assert len(own_house.code("sam")) == 6
    assert own_house.processes() == {}


def test_the_second_start_finds_people_and_keys_again(own_house: House) -> None:
    before = own_house.person("rosa")
    own_house.start()
    assert own_house.person("rosa") == before
    own_house.interrupt()
    assert own_house.processes() == {}


@pytest.mark.asvs("13.3.1")
def test_everything_in_the_data_folder_is_private(own_house: House) -> None:
    assert own_house.folder.stat().st_mode & 0o077 == 0
    for name in ("keys", "secrets", "postgres", "run", "log"):
        assert (own_house.folder / name).stat().st_mode & 0o077 == 0, name
    assert not list((own_house.folder / "postgres").glob("**/*.key"))
