"""What a stranger's machine needs from the repo: locks, compose file, no names of other machines."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import deploy
from config.env import ROOT
from foundation import keys
from foundation.roles import DbRole

LOCKS = ("requirements.lock", "requirements-production.lock", "requirements-node.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_carries_hashes_and_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = re.findall(r"^[a-z0-9][^ ]*==", text, re.MULTILINE)
    assert packages
    assert len(re.findall(r"^[a-z0-9].*\\$", text, re.MULTILINE)) == len(packages), "each line is followed by hashes"
    assert not re.search(r"https?://|--index|--find-links|@ ", text)


def test_the_front_end_lock_names_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert all("integrity" in package and "resolved" not in package for package in packages)


def test_the_production_lock_is_part_of_the_whole_one() -> None:
    pins = {name: set(re.findall(r"^[a-z0-9][^ ]*==[^ ]*", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS}
    assert pins["requirements-production.lock"] < pins["requirements.lock"]


def compose() -> list[str] | None:
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0:
        return ["docker", "compose"]
    return None


@pytest.fixture(scope="module")
def stack() -> dict[str, Any]:
    """The compose file as a compose client reads it; where none can be had, as YAML says it."""
    client = compose()
    if client is None:
        return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text()))
    variables = {**os.environ, "SOTTO_ORIGIN": "https://sotto.example", "SOTTO_TRUSTED_PROXIES": "10.0.0.0/24"}
    done = subprocess.run([*client, "config"], cwd=ROOT, capture_output=True, text=True, env=variables)
    assert done.returncode == 0, done.stderr
    return dict(yaml.safe_load(done.stdout))


PARTS = {"postgres", "redis", "provision", "migrate", "web", "desk", "intake", "redactor", "worker", "beat", "exporter", "retention", "sealer"} | {
    "publisher",
    "watcher",
    "witness",
}


def test_the_compose_file_is_valid_and_whole(stack: dict[str, Any]) -> None:
    assert stack["services"].keys() == PARTS


def test_each_container_has_its_own_role_keys_and_no_more_network_than_it_needs(stack: dict[str, Any]) -> None:
    for name, service in stack["services"].items():
        role = service.get("environment", {}).get("SOTTO_ROLE")
        mounted = [str(volume.get("source", volume) if isinstance(volume, dict) else volume) for volume in service.get("volumes", [])]
        keys_of = [re.search(r"deploy/keys/(\w+)", volume) for volume in mounted]
        assert [match[1] for match in keys_of if match] == ([role.removeprefix("sotto_")] if role else []), name
        if name not in ("web", "desk", "intake", "publisher", "watcher", "witness"):
            assert service["network_mode"] == "none", name


def test_the_witness_shares_a_network_with_the_publisher_and_nothing_else_of_the_house(stack: dict[str, Any]) -> None:
    assert {name for name, service in stack["services"].items() if "witness" in (service.get("networks") or {})} == {"publisher", "witness"}
    witness, publisher = stack["services"]["witness"], stack["services"]["publisher"]
    assert "secrets" not in witness
    assert "environment" not in witness
    assert not any("socket" in str(volume) or "keys" in str(volume) for volume in witness["volumes"])
    assert set(witness["networks"]) == set(publisher["networks"]) == {"witness"}
    assert "ports" not in witness
    assert "ports" not in publisher


def test_what_an_alert_needs_goes_to_the_watcher_alone(stack: dict[str, Any]) -> None:
    for secret in ("smtp-password", "alert-webhook"):
        assert {name for name, service in stack["services"].items() if secret in str(service.get("secrets"))} == {"watcher"}
        assert secret in stack["secrets"]
    assert set(stack["services"]["watcher"]["networks"]) == {"alerts"}
    assert not (stack["networks"]["alerts"] or {}).get("internal"), "mail and webhook are outside"


def test_what_an_operator_sets_for_the_log_reaches_its_containers(stack: dict[str, Any]) -> None:
    """As the settings read it when nobody set anything, or as the file writes it where no compose client could be had."""
    usual = {
        "SOTTO_AUDIT_RULES": "",
        "SOTTO_AUDIT_CLOCKS_DAYS": "",
        "SOTTO_AUDIT_KEPT_DAYS": "",
        "SOTTO_PERIOD_ENTRIES": "20000000",
        "SOTTO_WITNESS_STALE_S": "900",
    }
    for part in ("watcher", "publisher", "sealer", "retention", "web"):
        given = stack["services"][part]["environment"]
        for name, value in usual.items():
            assert given[name] in (os.environ.get(name, value), f"${{{name}:-{value}}}"), (part, name)


def test_our_containers_are_read_only_and_without_capabilities(stack: dict[str, Any]) -> None:
    for name in PARTS - {"postgres"}:
        service = stack["services"][name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name


def test_dealt_keys_give_each_role_its_own_files(tmp_path: Path) -> None:
    deploy.deal(tmp_path)
    dealt = {role: sorted(path.name for path in (tmp_path / "keys" / role.name.lower()).iterdir()) for role in DbRole if role is not DbRole.OWNER}
    assert dealt[DbRole.SEALER] == ["log.v1.key", "log.v1.pub"]
    assert all("log.v1.key" not in names for role, names in dealt.items() if role is not DbRole.SEALER)
    assert all("log.v1.pub" in names for names in dealt.values())
    assert "originals.v1.key" in dealt[DbRole.REDACTOR]
    assert all("originals.v1.key" not in names for role, names in dealt.items() if role is not DbRole.REDACTOR)
    assert sorted(keys.files_of(DbRole.APP, tmp_path / "all")) == dealt[DbRole.APP]
    before = (tmp_path / "all" / "accounts.v1.key").read_bytes()
    deploy.deal(tmp_path)
    assert (tmp_path / "all" / "accounts.v1.key").read_bytes() == before
    for name in ("log", "desk"):
        deploy.add_key(tmp_path, name)
    deploy.deal(tmp_path)
    assert {path.parent.name for path in (tmp_path / "keys").rglob("desk.v2.*")} == {"desk", "redactor"}
    assert {role for role in dealt if (tmp_path / "keys" / role.name.lower() / "log.v2.pub").exists()} == set(dealt)
    assert {role for role in dealt if (tmp_path / "keys" / role.name.lower() / "log.v2.key").exists()} == {DbRole.SEALER}
    assert not list((tmp_path / "keys").rglob(".*")), "nothing half given is left"
    (tmp_path / "all").rename(tmp_path / "elsewhere")
    with pytest.raises(SystemExit, match="bring it back"):
        deploy.deal(tmp_path)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.asvs("13.3.1")
def test_no_secret_and_no_path_of_a_machine_is_committed() -> None:
    key_like = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|xox[baprs]-|ghp_[A-Za-z0-9]{30}")
    machine = re.compile(r"/(?:home|Users)/\w+/|/root/\.")
    for path in tracked():
        if path.suffix in (".png", ".ico") or path == Path(__file__):
            continue
        text = path.read_text(errors="replace")
        assert not key_like.search(text), path
        assert not machine.search(text), path


@pytest.mark.parametrize("name", ["run", "test", "check", "bench", "code"])
def test_the_promised_commands_exist(name: str) -> None:
    assert re.search(rf"^{name}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
