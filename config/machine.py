"""Programs of the machine that only the tests need: a Chromium and a compose client. Standard library only, run by `make test`."""

import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PYTHON = os.path.join(ROOT, ".venv", "bin", "python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def apt_install(*packages):
    """True when apt could bring them: only as root, only where there is apt."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print("-- apt-get install " + " ".join(packages), flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    return subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet).returncode == 0


def playwright_has_one():
    probe = (
        "import os; from playwright.sync_api import sync_playwright as start\n"
        "with start() as play: raise SystemExit(not os.path.exists(play.chromium.executable_path))"
    )
    return subprocess.run([PYTHON, "-c", probe], capture_output=True).returncode == 0


def browser():
    """Chromium of the machine, else Playwright's own download, else apt."""
    if any(shutil.which(name) for name in BROWSERS) or playwright_has_one():
        return
    print("-- no Chromium here: trying Playwright's own", flush=True)
    if subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"], capture_output=True).returncode == 0 and playwright_has_one():
        return
    if not apt_install("chromium"):
        sys.exit("The journeys need Chromium. Run once: sudo apt-get install -y chromium")


def has_compose():
    if shutil.which("docker-compose"):
        return True
    return bool(shutil.which("docker")) and subprocess.run(["docker", "compose", "version"], capture_output=True).returncode == 0


def compose():
    """A compose client to validate docker-compose.yml with; no engine is needed for that."""
    if not has_compose() and not apt_install("docker-compose"):
        print(
            "-- no compose client here: the test of docker-compose.yml reads it with its own rules only (apt-get install docker-compose)", flush=True
        )


if __name__ == "__main__":
    {"browser": browser, "compose": compose}[sys.argv[1]]()
