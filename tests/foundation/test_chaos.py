"""200 jobs while workers are killed, Redis forgets everything and PostgreSQL crashes: each takes effect once."""

import sys
import time

import pytest
import redis

from tests.machine import machine
from tests.waiting import wait_for

JOBS = 200
WAIT_S = 400
APP = "tests.foundation.chaos"
EFFECTS = "SELECT count(*) FROM chaos_effect"

pytestmark = pytest.mark.slow


def test_each_of_200_jobs_takes_effect_once_whatever_dies(capsys: pytest.CaptureFixture[str]) -> None:
    with machine() as house:
        with house.postgres.connect("sotto") as admin:
            admin.execute("CREATE TABLE chaos_effect (job text); GRANT SELECT, INSERT ON chaos_effect TO sotto_worker")
        began = time.monotonic()

        def start_worker(name: str) -> None:
            house.start(name, house.celery(APP, "worker", "--queues", "default", "--concurrency", "2", "--hostname", f"{name}@test"))

        for name in ("one", "two"):
            start_worker(name)
        house.start("beat", house.celery(APP, "beat", "--schedule", str(house.env.run_dir / "beat"), "--pidfile="))
        house.start("enqueue", [sys.executable, "-m", APP, str(JOBS)])

        wait_for(lambda: house.count(EFFECTS) > 20, WAIT_S)
        house.kill("one")
        start_worker("one")
        wait_for(lambda: house.count(EFFECTS) > 50, WAIT_S)
        with redis.Redis(unix_socket_path=str(house.redis.socket)) as bell:
            bell.flushall()
        wait_for(lambda: house.count(EFFECTS) > 80, WAIT_S)
        house.crash_postgres()
        wait_for(lambda: house.count(EFFECTS) > 110, WAIT_S)
        house.kill("two")
        start_worker("two")

        house.running["enqueue"].wait(WAIT_S)
        wait_for(lambda: house.count("SELECT count(*) FROM foundation_job WHERE state = 'done'") >= JOBS, WAIT_S)
        took = time.monotonic() - began
        assert house.count("SELECT count(*) FROM foundation_job WHERE kind = 'chaos.effect'") == JOBS
        assert house.count(EFFECTS) == JOBS
        assert house.count("SELECT count(DISTINCT job) FROM chaos_effect") == JOBS
        again = house.count("SELECT count(*) FROM foundation_job WHERE attempts > 1")
    with capsys.disabled():
        print(f"\n  {JOBS} jobs, each done once in {took:.0f} s; {again} were taken a second time and took effect once")
