"""Everything that is measured: `python -m benchmarks`, or `make bench`."""

import os
import shutil
import subprocess
import sys

CHROMIUM = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else ["chromium", "chromium-browser", "google-chrome"]


def run(module: str) -> int:
    """In a process of its own, so that none is slowed down by what another has set up."""
    return subprocess.run([sys.executable, "-m", f"benchmarks.{module}"], check=False).returncode


if __name__ == "__main__":
    failed = run("fragments")
    if any(shutil.which(name) for name in CHROMIUM):
        print()
        failed |= run("kit")
    else:
        print("no Chromium: the testing kit is not compared with it")
    sys.exit(failed)
