"""`make run` itself: what dies comes back, Ctrl-C leaves nothing, the next start finds all again. Last of the journeys, whose house it ends."""

import os
import signal
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.journeys.house import House
from tests.waiting import wait_for

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
BACK_S = 240


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


def test_every_part_runs_and_comes_back_when_it_dies(house: House) -> None:
    for part in PARTS:
        assert pids_of(house, part), part
    for part in ("manage.py seal", "audit.witness", "log publish", "redis-server", "worker@", "gunicorn", "postgres -D"):
        before = pids_of(house, part)
        os.kill(min(before), signal.SIGKILL)
        wait_for(lambda part=part, before=before: bool(pids_of(house, part) - before), BACK_S)  # type: ignore[misc]
    wait_for(lambda: status(house) == 200, BACK_S)
    assert "password" not in "".join(path.read_text(errors="replace") for path in (house.folder / "log").iterdir())


def test_commands_share_the_running_services(house: House) -> None:
    assert len(house.code("rosa")) == 6
    assert status(house) == 200


def test_a_second_house_on_the_same_data_is_refused(house: House) -> None:
    other = House(folder=house.folder)
    with pytest.raises(AssertionError, match="in use by another"):
        other.start()


def test_ctrl_c_leaves_no_process(house: House) -> None:
    house.interrupt()
    wait_for(lambda: house.processes() == {}, 60)


def test_a_command_brings_the_services_up_itself_and_takes_them_down(house: House) -> None:
    assert len(house.code("sam")) == 6
    assert house.processes() == {}


def test_the_second_start_finds_people_and_keys_again(house: House) -> None:
    before = house.person("rosa")
    house.start()
    assert house.person("rosa") == before
    house.interrupt()
    assert house.processes() == {}


@pytest.mark.asvs("13.3.1")
def test_everything_in_the_data_folder_is_private(house: House) -> None:
    assert house.folder.stat().st_mode & 0o077 == 0
    for name in ("keys", "secrets", "postgres", "run", "log"):
        assert (house.folder / name).stat().st_mode & 0o077 == 0, name
    assert not list((house.folder / "postgres").glob("**/*.key"))
