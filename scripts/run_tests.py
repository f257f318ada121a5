"""
Run the tests of `make test` in two runs at the same time: with coverage, and those that are marked `wide` without.

On two cores each run is one process. That takes three quarters of the time that two processes for each of two runs
take, one after the other, as pytest-xdist keeps a third process busy with collecting what these report.
"""

import os
import subprocess
import sys
import tempfile

ALL = "not browser and not processes"


def main() -> int:
    with tempfile.TemporaryFile() as output:
        wide = subprocess.Popen(pytest("-m", f"{ALL} and wide"), stdout=output, stderr=subprocess.STDOUT)
        covered = subprocess.run(pytest("-m", f"{ALL} and not wide", "--cov"), check=False)
        wide.wait()
        output.seek(0)
        sys.stdout.buffer.write(output.read())
    return covered.returncode or wide.returncode


def pytest(*arguments: str) -> list[str]:
    processes = (os.cpu_count() or 1) // 2
    xdist = ["-n", str(processes), "--dist", "worksteal"] if processes > 1 else ["-n", "0"]
    return [sys.executable, "-m", "pytest", "-q", *xdist, *arguments]


if __name__ == "__main__":
    sys.exit(main())
