"""Make the keys and passwords of a deployment and deal them out: `python -m config.deploy FOLDER`.

FOLDER/all holds everything and belongs on a machine of its own; FOLDER/keys/<role> and FOLDER/secrets hold what each container mounts.
Running it again adds what is missing and changes nothing that is there.
"""

import secrets
import shutil
import sys
from pathlib import Path

from config.env import Env
from config.services import make_secrets, private_dir, write_secret
from foundation import keys
from foundation.roles import DbRole

CONTAINER_USER = 10001


def deal(folder: Path) -> None:
    """Each role gets the key files it holds a right to, and no other."""
    if (folder / "keys").exists() and not (folder / "all").exists():
        sys.exit(f"{folder / 'keys'} holds keys whose whole set is not in {folder / 'all'}: bring it back first, or new keys would take their place")
    make_secrets(Env(data=folder, keys=folder / "all"))
    whole = folder / "all"
    for role in DbRole:
        if role is DbRole.OWNER:
            continue
        target = private_dir(private_dir(folder / "keys") / role.name.lower())
        for name in keys.files_of(role, whole):
            shutil.copy2(whole / name, target / name)
    (private_dir(folder / "witness") / "logs.txt").touch()
    # The mail server's password is the operator's to write down; who takes the alerts is given the other.
    for name, made in (("db-superuser", secrets.token_urlsafe(32)), ("alert-webhook", secrets.token_urlsafe(32)), ("smtp-password", "")):
        if not (folder / "secrets" / name).exists():
            write_secret(folder / "secrets" / name, made)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m config.deploy FOLDER")
    folder = Path(sys.argv[1]).resolve()
    deal(folder)
    print(f"Keys and passwords are in {folder}. Move {folder / 'all'} to a safe place, and give the rest to user {CONTAINER_USER}:")  # noqa: T201
    print(f"  chown -R {CONTAINER_USER} {folder / 'keys'} {folder / 'secrets'} {folder / 'witness'}")  # noqa: T201


if __name__ == "__main__":
    main()
