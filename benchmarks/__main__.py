"""Run all measurements: `python -m benchmarks`, or `make bench`."""

import subprocess
import sys


def run(module: str) -> int:
    """Run one in its own process, so that none is slowed down by the set-up of another."""
    return subprocess.run([sys.executable, "-m", f"benchmarks.{module}"], check=False).returncode


if __name__ == "__main__":
    failed = run("fragments")
    failed |= run("start")
    print()
    failed |= run("includes")
    print()
    failed |= run("kit")
    print()
    failed |= run("checks")
    print()
    failed |= run("live")
    sys.exit(failed)
