"""Label Studio beside us: `python -m bench.label_studio install FOLDER` puts it into an environment of its own; nothing of it is in ours.

Its WSGI application behind the server that we use, with as many processes and threads, on the PostgreSQL of the machine (ours lacks pg_trgm,
without which it does not migrate). Without telemetry, error reports and version checks, so that it asks nobody else.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import other_database
from bench.reviewers import TYPED, Ask, Reviewer
from tests.journeys.house import free_port

NEEDS = ("label-studio==1.23.2", f"gunicorn=={version('gunicorn')}")  # the server is the one that we use
VARIABLE = "BENCH_LABEL_STUDIO"
NAME = "label_studio"
START_S = 120
IMPORTED_AT_ONCE = 1_000
SERVED = ("--workers", "2", "--threads", "8", "--worker-class", "gthread", "--timeout", "120", "--log-level", "error")
CONFIG = """<View>
  <Audio name="audio" value="$audio"/>
  <TextArea name="transcript" toName="audio" value="$text" rows="4" maxSubmissions="1" editable="true"/>
  <Choices name="clarity" toName="audio"><Choice value="clear"/><Choice value="partly"/><Choice value="unclear"/></Choices>
  <Choices name="understood" toName="audio"><Choice value="yes"/><Choice value="no"/></Choices>
</View>"""
# As its own command makes the first user, and the invitation page the others.
MAKE_PEOPLE = """
import json, os
from organizations.models import Organization
from users.models import User
organization = None
for email, password in json.loads(os.environ["BENCH_PEOPLE"]).items():
    user = User.objects.create_user(email=email, password=password)
    if organization is None:
        organization = Organization.create_organization(created_by=user, title="bench")
    else:
        organization.add_user(user)
    user.active_organization = organization
    user.save()
"""


def install(folder: Path) -> None:
    venv.create(folder, with_pip=True)
    subprocess.run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *NEEDS], check=True)


@dataclass(frozen=True)
class LabelStudio:
    """A product of bench/reviewers.py."""

    port: int
    project: int
    sound: str  # where the one uploaded file is served
    people: dict[str, str]  # address -> password
    database: other_database.Server

    def next(self) -> Ask:
        return Ask("GET", f"/api/projects/{self.project}/next/")

    def audio(self, task: Any) -> Ask:
        return Ask("GET", task["data"]["audio"])

    def submit(self, task: Any) -> Ask:
        given = [("textarea", "transcript", {"text": [TYPED]}), ("choices", "clarity", {"choices": ["clear"]})]
        given.append(("choices", "understood", {"choices": ["yes"]}))
        result = [
            {"id": secrets.token_hex(5), "from_name": name, "to_name": "audio", "type": kind, "origin": "manual", "value": value}
            for kind, name, value in given
        ]
        body = json.dumps({"result": result, "lead_time": 5.0, "project": self.project, "draft_id": 0})
        return Ask("POST", f"/api/tasks/{task['id']}/annotations/?project={self.project}", body.encode(), {"Content-Type": "application/json"})

    def clip(self, task: Any) -> str:
        return str(task["id"])

    def reviewers(self) -> list[Reviewer]:
        return [sign_in(self.port, email, password) for email, password in self.people.items()]

    def fill(self, count: int, text: str) -> None:
        """Through its API."""
        owner = self.reviewers()[0]
        for at in range(0, count, IMPORTED_AT_ONCE):
            tasks = [{"audio": self.sound, "text": text}] * min(IMPORTED_AT_ONCE, count - at)
            _sent(owner, "POST", f"/api/projects/{self.project}/import", tasks)
        with self.database.connect(NAME) as connection:
            connection.execute("ANALYZE")


def sign_in(port: int, email: str, password: str) -> Reviewer:
    reviewer = Reviewer(port)
    status, _, _ = reviewer.post("/user/login/", {"email": email, "password": password, "persist_session": "on"})
    assert status == 302, f"Label Studio let {email} not in: {status}"
    reviewer.token = reviewer.cookies["csrftoken"]
    return reviewer


@contextmanager
def running(installed: Path, folder: Path, flac: bytes, people: int) -> Iterator[LabelStudio]:
    """From an empty database on; everything it writes lies in `folder`. Every task will have the sound `flac`."""
    code = next(installed.glob("lib/python*/site-packages/label_studio"))
    python, port = str(installed / "bin" / "python"), free_port()
    known = {f"r{number}@sotto.example": secrets.token_hex(8) for number in range(people)}
    with other_database.running(folder) as database:
        variables = _variables(database, folder, port) | {"BENCH_PEOPLE": json.dumps(known)}
        for command in (["migrate", "--no-color", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"], ["shell", "-c", MAKE_PEOPLE]):
            done = subprocess.run([python, "manage.py", *command], cwd=code, env=variables, capture_output=True, text=True, timeout=600)
            assert done.returncode == 0, done.stderr[-2000:]
        server = [python, "-m", "gunicorn", "core.wsgi:application", "--bind", f"127.0.0.1:{port}", *SERVED]
        with (folder / "label-studio.log").open("w") as log:
            process = subprocess.Popen(server, cwd=code, env=variables, stdout=log, stderr=log)
            try:
                _wait(port, process)
                yield LabelStudio(port, *_project(port, known, flac), known, database)
            finally:
                process.terminate()
                process.wait(30)


def _variables(database: other_database.Server, folder: Path, port: int) -> dict[str, str]:
    with database.connect("postgres") as admin:
        admin.execute(f"CREATE DATABASE {NAME}")
    data = folder / "label-studio"
    data.mkdir()
    rows = {"DJANGO_DB": "default", "POSTGRE_USER": database.user, "POSTGRE_PASSWORD": "", "POSTGRE_NAME": NAME}
    rows |= {"POSTGRE_HOST": str(database.run_dir), "POSTGRE_PORT": str(other_database.PORT)}
    quiet = {"COLLECT_ANALYTICS": "0", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "", "LATEST_VERSION_CHECK": "0", "LOG_LEVEL": "ERROR", "DEBUG": "0"}
    settings = {"DJANGO_SETTINGS_MODULE": "core.settings.label_studio", "LABEL_STUDIO_BASE_DATA_DIR": str(data), "BASE_DATA_DIR": str(data)}
    settings |= {"SECRET_KEY": secrets.token_hex(25), "LABEL_STUDIO_HOST": f"http://localhost:{port}", "HOME": str(data)}
    return {**os.environ, **rows, **quiet, **settings}


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/user/login/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise AssertionError("Label Studio did not come up: see label-studio.log in the bench's folder")


def _project(port: int, people: dict[str, str], flac: bytes) -> tuple[int, str]:
    """A project, and where its uploaded sound is served. It takes files as long as its labels ask for nothing but a sound."""
    owner = sign_in(port, *next(iter(people.items())))
    wanted = {"title": "bench", "label_config": CONFIG.replace(' value="$text"', ""), "maximum_annotations": 1}
    project = _sent(owner, "POST", "/api/projects/", wanted)
    mark = secrets.token_hex(16)
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="clip.flac"\r\nContent-Type: audio/flac\r\n\r\n'
    body = head.encode() + flac + f"\r\n--{mark}--\r\n".encode()
    owner.timed(Ask("POST", f"/api/projects/{project['id']}/import", body, {"Content-Type": f"multipart/form-data; boundary={mark}"}))
    task = json.loads(owner.timed(Ask("GET", f"/api/projects/{project['id']}/next/"))[0])
    owner.timed(Ask("DELETE", f"/api/tasks/{task['id']}/"))
    _sent(owner, "PATCH", f"/api/projects/{project['id']}/", {"label_config": CONFIG})
    return project["id"], task["data"]["audio"]


def _sent(owner: Reviewer, method: str, path: str, values: Any) -> Any:
    return json.loads(owner.timed(Ask(method, path, json.dumps(values).encode(), {"Content-Type": "application/json"}))[0])


def asked_for() -> Path | None:
    """The folder that the variable names; a wrong one ends the bench."""
    named = os.environ.get(VARIABLE)
    if not named:
        print(f"   Label Studio beside us: python -m bench.label_studio install FOLDER, then {VARIABLE}=FOLDER python -m bench queue")
        return None
    if not (Path(named) / "bin" / "python").exists():
        sys.exit(f"{VARIABLE}: there is no environment in that folder; make it with: python -m bench.label_studio install FOLDER")
    return Path(named).absolute()


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "install":
        sys.exit("usage: python -m bench.label_studio install FOLDER")
    install(Path(sys.argv[2]))
