"""Make the keys and passwords of a deployment and deal them out: `python -m config.deploy FOLDER [--new-key RING]`.

FOLDER/all holds everything and belongs on a machine of its own; FOLDER/keys/<role> and FOLDER/secrets hold what each container mounts.
Running it again adds what is missing and changes nothing that is there. --new-key makes another version of a ring, or of the
log's key, and deals that too: `manage.py keys rotate RING --finish` and `manage.py log rotate` go on from there.
"""

import os
import secrets
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path

from config.env import Env
from config.services import make_secrets, private_dir, write_secret
from foundation import keys
from foundation.keys import Ring
from foundation.roles import DbRole

CONTAINER_USER = 10001


def deal(folder: Path) -> None:
    """Each role gets the key files it holds a right to, and no other."""
    if (folder / "keys").exists() and not (folder / "all").exists():
        sys.exit(f"{folder / 'keys'} holds keys whose whole set is not in {folder / 'all'}: bring it back first, or new keys would take their place")
    make_secrets(Env(data=folder, keys=folder / "all"))
    whole = folder / "all"
    targets = {role: private_dir(private_dir(folder / "keys") / role.name.lower()) for role in DbRole if role is not DbRole.OWNER}
    for is_public in (False, True):  # nobody locks with what its holder cannot open yet
        for role, target in targets.items():
            for name in keys.files_of(role, whole):
                if name.endswith(".pub") is is_public:
                    _give(whole / name, target)
    (private_dir(folder / "witness") / "logs.txt").touch()
    # The mail server's password is the operator's to write down; who takes the alerts is given the other.
    for name, made in (("db-superuser", secrets.token_urlsafe(32)), ("alert-webhook", secrets.token_urlsafe(32)), ("smtp-password", "")):
        if not (folder / "secrets" / name).exists():
            write_secret(folder / "secrets" / name, made)


def _give(source: Path, folder: Path) -> None:
    """Containers that run see the file whole and as theirs, or the one before: it comes to the folder's owner before it gets its name."""
    draft, owner = folder / f".{source.name}.new", folder.stat()
    shutil.copy2(source, draft)
    if draft.stat().st_uid != owner.st_uid:
        os.chown(draft, owner.st_uid, owner.st_gid)
    draft.replace(folder / source.name)


def add_key(folder: Path, name: str) -> None:
    """Another version in the whole set: of a ring, or of the key with which the log's next period will sign."""
    whole = folder / "all"
    if not whole.exists():
        sys.exit(f"{whole} is not there: the whole set of keys is where another is added")
    version = keys.add_log_version(whole) if name == keys.LOG else keys.add_version(whole, Ring(name))
    print(f"{name}: version {version} is the newest")  # noqa: T201


def main() -> None:
    parser = ArgumentParser(prog="python -m config.deploy", description="Make keys and passwords of a deployment and deal them out.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--new-key", choices=[*Ring, keys.LOG], help="make another version of this ring, or of the log's key")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    if asked.new_key:
        add_key(folder, asked.new_key)
    deal(folder)
    print(f"Keys and passwords are in {folder}. Move {folder / 'all'} to a safe place, and give the rest to user {CONTAINER_USER}:")  # noqa: T201
    print(f"  chown -R {CONTAINER_USER} {folder / 'keys'} {folder / 'secrets'} {folder / 'witness'}")  # noqa: T201


if __name__ == "__main__":
    main()
