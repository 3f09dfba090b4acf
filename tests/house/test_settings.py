"""What the house refuses to be configured into."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from pytest_django import Settings

from config.env import ROOT, Env
from tests.cast import Cast, signed_in


@pytest.mark.asvs("12.3.1")
@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        pytest.param({}, False, id="sockets of our own"),
        pytest.param({"database_host": "db.internal"}, False, id="a database whose certificate is checked"),
        pytest.param({"database_host": "db.internal", "database_sslmode": "require"}, True, id="a database that could be anybody"),
        pytest.param({"database_host": "/sockets/postgres", "database_sslmode": "disable"}, False, id="a socket needs no TLS"),
        pytest.param({"redis_url": "redis://broker.internal/0"}, True, id="a broker in clear"),
        pytest.param({"redis_url": "rediss://broker.internal/0"}, False, id="a broker by TLS"),
        pytest.param({"origin": "http://sotto.example"}, True, id="pages in clear"),
        pytest.param({"origin": "http://localhost:8000"}, False, id="pages on this machine"),
        pytest.param({"witnesses": "http://witness:8790, https://witness.example"}, False, id="a witness beside us and one by TLS"),
        pytest.param({"witnesses": "http://witness.example"}, True, id="a far witness in clear"),
        pytest.param({"witnesses": "ftp://witness"}, True, id="a witness by another road"),
    ],
)
def test_nothing_crosses_a_network_in_clear(values: dict[str, str], is_open: bool) -> None:
    assert bool(Env(**values).open_roads()) is is_open  # type: ignore[arg-type]


@pytest.mark.asvs("13.4.2")
def test_the_deployment_check_finds_nothing() -> None:
    assert settings.DEBUG is False
    call_command("check", deploy=True, fail_level="WARNING")


@pytest.mark.asvs("13.4.5")
@pytest.mark.parametrize("path", ["/admin/", "/metrics", "/api/v1/openapi.json", "/api/v1/metrics", "/flower/", "/static/", "/__debug__/"])
def test_there_is_no_second_door(db: str, client: Client, olga: Cast, path: str) -> None:
    signed_in(client, olga)
    assert client.get(path).status_code == 404


@pytest.mark.asvs("1.2.5")
def test_no_shell_is_ever_asked() -> None:
    for path in [path for app in ("config", "foundation", "audit", "accounts", "redaction", "annotation") for path in (ROOT / app).rglob("*.py")]:
        for node in ast.walk(ast.parse(Path(path).read_text())):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in ("os.system", "os.popen", "subprocess.getoutput", "eval", "exec"), path
                assert not any(word.arg == "shell" for word in node.keywords), path


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"origin": "https://sotto.example"}, "sotto.example"),
        ({"origin": "https://sotto.example", "audit_origin": "log.example/voices"}, "log.example/voices"),
        ({"origin": "http://localhost:8000"}, "sotto.invalid"),
    ],
)
def test_the_log_is_named_after_the_house_unless_it_is_told_otherwise(values: dict[str, str], name: str) -> None:
    assert Env(**values).log_name == name  # type: ignore[arg-type]


def test_a_log_under_nobodys_name_is_seen_at_deployment(settings: Settings) -> None:
    settings.AUDIT_ORIGIN = "sotto.invalid"
    with pytest.raises(SystemCheckError, match=r"audit\.W008"):
        call_command("check", deploy=True, fail_level="WARNING")


def test_another_storage_for_the_log_is_written_as_django_writes_it() -> None:
    assert Env(log_storage='{"BACKEND": "a.B", "OPTIONS": {"c": 1}}').log_storage == {"BACKEND": "a.B", "OPTIONS": {"c": 1}}  # type: ignore[arg-type]
    assert Env(log_storage="").log_storage == {}  # type: ignore[arg-type]
    assert Env(audit_rules="", audit_kept_days="", audit_clocks_days="") == Env()  # type: ignore[arg-type]
    assert Env(audit_kept_days='{"findings": 365}').audit_kept_days["findings"] == 365  # type: ignore[arg-type]
    assert Env(audit_rules='{"played_often": {"plays": 8}}').audit_rules == {"played_often": {"plays": 8}}  # type: ignore[arg-type]


def test_a_long_data_folder_still_gets_its_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 90)
    assert len(str(Env(data=deep).run_dir)) < 60
    assert Env(data=deep).run_dir != Env(data=deep / "b").run_dir
