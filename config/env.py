"""What an operator may set from outside, and which database role a command acts as."""

import ipaddress
import json
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from typing_extensions import Annotated, Literal

from foundation.roles import DbRole

ROOT = Path(__file__).resolve().parent.parent

# Commands that touch neither database nor broker: they must run on a machine where nothing is up.
OFFLINE_COMMANDS = frozenset(
    {"access_table", "asvs_table", "check", "collectstatic", "compilemessages", "data_map", "help", "makemessages", "makemigrations", "redact"}
    | {"rules_table", "states_table"}
)
ROLE_OF_COMMAND = {
    "migrate": DbRole.MIGRATOR,
    "showmigrations": DbRole.MIGRATOR,
    "seal": DbRole.SEALER,
    "ingest": DbRole.INTAKE,
    "export": DbRole.EXPORTER,
    "shred": DbRole.RETENTION,
    "log publish": DbRole.AUDITOR,
    "log watch": DbRole.AUDITOR,
    "log close": DbRole.RETENTION,
    "log drop": DbRole.RETENTION,
    "log expire": DbRole.RETENTION,
    "log erase": DbRole.RETENTION,
    "log rotate": DbRole.RETENTION,
}

NOBODYS = "sotto.invalid"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# A Unix socket's address holds 107 bytes; ".s.PGSQL.5432.lock" is the longest name we put behind the folder.
LONGEST_SOCKET_FOLDER = 85
# How long the sealed parts of log entries are kept, by class.
CLOCKS_DAYS = {"connection": 180, "console_user": 180, "note": 730}
# How long what is kept beside the log stays, and how long at least: the database deletes nothing younger (audit/migrations/sql/0013_clocks.sql).
KEPT_DAYS = {"vault_counts": 90, "tallies": 120, "findings": 730}
LEAST_DAYS = {"vault_counts": 7, "tallies": 60, "findings": 30}


class Env(BaseSettings):
    """Settings from SOTTO_* variables; every default is the embedded house of `make run`."""

    model_config = SettingsConfigDict(env_prefix="SOTTO_", extra="ignore")

    data: Path = ROOT / "var"
    origin: str = "http://localhost:8000"
    role: DbRole | None = None
    offline: bool = False
    embedded: bool = True
    desk_here: bool = True
    database_host: str = ""
    database_port: int = 5432
    database_name: str = "sotto"
    database_sslmode: str = "verify-full"
    redis_url: str = ""
    keys: Path | None = None
    secrets: Path | None = None
    sealer: Path | None = None
    period_entries: int = Field(default=20_000_000, ge=2)
    witness_stale_s: int = Field(default=900, ge=1, le=86_400)
    export_most: int = Field(default=50_000, ge=1)
    permit_hours: int = Field(default=24, ge=1, le=168)
    audit_clocks_days: Annotated[dict[str, int], NoDecode] = CLOCKS_DAYS
    audit_kept_days: Annotated[dict[str, int], NoDecode] = KEPT_DAYS
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(default=())
    # The log's name to the outside, fixed by the first migration: a host of ours, with a path if you like; without scheme.
    audit_origin: str = ""
    audit_publish_every_s: float = 60.0
    # Addresses of witnesses, separated by commas; whom of them we believe is in witnesses.txt of the key folder.
    witnesses: Annotated[tuple[str, ...], NoDecode] = Field(default=())
    # Where the published log lies, as Django writes a storage: {"BACKEND": ..., "OPTIONS": {...}}. Empty: a folder.
    log_storage: Annotated[dict[str, Any], NoDecode] = Field(default_factory=dict)

    # -- what only people can say: for the record of processing and the impact assessment (config/governance)
    controller: str = ""
    joint_controllers: str = ""
    representative: str = ""
    dpo: str = ""
    hosting: str = ""
    safeguards: str = ""
    assessment: str = ""
    dpo_advice: str = ""
    views: str = ""

    # -- what the rules over the log find, and how it leaves the house
    # JSON: {"played_often": {"plays": 8}}; the usual values stand in audit/rules
    audit_rules: Annotated[dict[str, dict[str, int]], NoDecode] = Field(default_factory=dict)
    officers: Annotated[tuple[str, ...], NoDecode] = Field(default=())
    mail_from: str = "sotto@localhost"
    smtp_host: str = ""  # none: messages become files in the folder `mail` of the data
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    alert_webhook: str = ""

    @field_validator("data", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.resolve()

    @field_validator("witnesses", "officers", mode="before")
    @classmethod
    def _addresses(cls, value: str | tuple[str, ...]) -> tuple[str, ...]:
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(part.strip() for part in parts if part.strip())

    @field_validator("log_storage", "audit_rules", "audit_clocks_days", "audit_kept_days", mode="before")
    @classmethod
    def _json(cls, value: str | dict[str, Any]) -> Any:
        """Empty is as if nothing had been set: a compose file cannot write braces into a default."""
        return json.loads(value or "{}") if isinstance(value, str) else value

    @field_validator("audit_clocks_days", mode="after")
    @classmethod
    def _known_clocks(cls, value: dict[str, int]) -> dict[str, int]:
        if wrong := sorted(name for name, days in value.items() if name not in CLOCKS_DAYS or days < 0):
            raise ValueError(f"{', '.join(wrong)}: the classes are {', '.join(CLOCKS_DAYS)}, and days are not negative")
        return CLOCKS_DAYS | value

    @field_validator("audit_kept_days", mode="after")
    @classmethod
    def _long_enough(cls, value: dict[str, int]) -> dict[str, int]:
        if wrong := sorted(name for name, days in value.items() if days < LEAST_DAYS.get(name, days + 1)):
            least = ", ".join(f"{name} at least {days} days" for name, days in LEAST_DAYS.items())
            raise ValueError(f"{', '.join(wrong)}: what is kept is {least}")
        return KEPT_DAYS | value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: str | tuple[str, ...]) -> tuple[str, ...]:
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(ipaddress.ip_network(part.strip())) for part in parts if part.strip())

    @property
    def keys_dir(self) -> Path:
        return self.keys or self.data / "keys"

    @property
    def secrets_dir(self) -> Path:
        return self.secrets or self.data / "secrets"

    @property
    def log_name(self) -> str:
        """The first part of every period's origin; nobody's, where this house has no address of its own."""
        return self.audit_origin or (self.host if self.is_https else NOBODYS)

    @property
    def sealer_dir(self) -> Path:
        """Where the sealer keeps what it signed last; on no disk that a backup of the database brings back."""
        return self.sealer or self.data / "sealer"

    @property
    def run_dir(self) -> Path:
        """Where sockets lie: under `data`, or in a short private folder when that path is too long for a socket."""
        usual = self.data / "run"
        if len(str(usual)) <= LONGEST_SOCKET_FOLDER:
            return usual
        return Path(tempfile.gettempdir()) / f"sotto-{sha256(str(self.data).encode()).hexdigest()[:16]}"

    @property
    def is_https(self) -> bool:
        return urlsplit(self.origin).scheme == "https"

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""

    def open_roads(self) -> list[str]:
        """What would cross a network unprotected; empty when nothing does."""
        found = []
        is_socket = not self.database_host or self.database_host.startswith("/")
        if not is_socket and self.database_host not in LOOPBACK and self.database_sslmode != "verify-full":
            found.append(f"SOTTO_DATABASE_SSLMODE is {self.database_sslmode}: outside this machine only verify-full is allowed")
        road = urlsplit(self.broker)
        if road.scheme not in ("rediss", "redis+socket") and road.hostname not in LOOPBACK:
            found.append("SOTTO_REDIS_URL is not rediss://: outside this machine the broker is reached by TLS only")
        found += [f"SOTTO_WITNESSES: {url} is not https://" for url in self.witnesses if not _is_private_road(url)]
        if not self.is_https and self.host not in LOOPBACK:
            found.append(f"SOTTO_ORIGIN is {self.origin}: plain http is served on this machine's own address only; put TLS in front")
        if self.smtp_host and self.smtp_host not in LOOPBACK and self.smtp_security == "none":
            found.append("SOTTO_SMTP_SECURITY is none: outside this machine mail is handed over by starttls or tls only")
        hook = urlsplit(self.alert_webhook)
        if self.alert_webhook and hook.scheme != "https" and not (hook.scheme == "http" and hook.hostname in LOOPBACK):
            found.append("SOTTO_ALERT_WEBHOOK is not https://: outside this machine alerts leave by TLS only")
        return found

    @property
    def broker(self) -> str:
        return self.redis_url or f"redis+socket://{self.run_dir}/redis.sock"

    def password(self, role: DbRole) -> str:
        """The role's database password from its file; empty where nothing is to be opened."""
        return self.secret(f"db-{role.name.lower()}")

    def secret(self, name: str) -> str:
        """What a file of the secrets folder holds; empty where this process has no such file."""
        path = self.secrets_dir / name
        return path.read_text().strip() if path.exists() else ""


def _is_private_road(url: str) -> bool:
    """By TLS, or to this machine or a container beside it (a name without a dot)."""
    road = urlsplit(url)
    return road.scheme == "https" or (road.scheme == "http" and (road.hostname in LOOPBACK or "." not in (road.hostname or ".")))


def role_of(argv: list[str]) -> DbRole:
    """The database role a manage.py command acts as, when SOTTO_ROLE does not say."""
    command, way = [*argv[1:3], "", ""][:2]
    return ROLE_OF_COMMAND.get(f"{command} {way}", ROLE_OF_COMMAND.get(command, DbRole.APP))


def is_offline(argv: list[str]) -> bool:
    """True for a command that needs no service (check --database does)."""
    command = argv[1] if len(argv) > 1 else "help"
    return (command in OFFLINE_COMMANDS and "--database" not in argv) or "--help" in argv


env = Env()
if env.role is None:
    env.role = role_of(sys.argv if Path(sys.argv[0]).name == "manage.py" else [])
