"""Everything that is measured: `python -m benchmarks`, or `make bench`."""

import subprocess
import sys


def run(module: str) -> int:
    """In a process of its own, so that none is slowed down by what another has set up."""
    return subprocess.run([sys.executable, "-m", f"benchmarks.{module}"], check=False).returncode


if __name__ == "__main__":
    failed = run("fragments")
    failed |= run("start")
    print()
    failed |= run("kit")
    print()
    failed |= run("checks")
    sys.exit(failed)
