"""What a superuser does once: database roles with their passwords, and the empty database."""

import sys
import time

import psycopg
from psycopg import sql

from config.env import Env
from config.services import Postgres
from foundation import roles
from foundation.roles import DbRole


def provision(env: Env, postgres: Postgres) -> None:
    """Make roles and database where they are missing; safe to run at every start."""
    passwords: dict[DbRole, str] = {role: env.password(role) for role in DbRole if role is not DbRole.OWNER}
    if missing := [role.name.lower() for role, password in passwords.items() if not password]:
        sys.exit(f"no password file for {', '.join(missing)} in {env.secrets_dir}: make them with `python -m config.deploy`")
    with postgres.connect() as conn:
        make_database(conn, env.database_name)
    with postgres.connect(env.database_name) as conn:
        roles.create(conn, env.database_name, passwords)


def make_database(conn: psycopg.Connection, name: str) -> None:
    if conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def main() -> None:
    """For the compose file: wait for the database, then provision it."""
    env = Env()
    postgres = Postgres(env)
    deadline = time.monotonic() + 60
    while not postgres.is_up():
        if time.monotonic() > deadline:
            sys.exit("the database does not answer: look at its own log")
        time.sleep(0.5)
    provision(env, postgres)


if __name__ == "__main__":
    main()
