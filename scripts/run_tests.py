"""
Run the tests of `make test` with coverage, in as many processes as there are cores.

Each process takes a part of the tests. With pytest-xdist another process would collect what these report, and two cores
would need a fifth more time.
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

COVERAGE = [sys.executable, "-m", "coverage"]


def main() -> int:
    count = os.cpu_count() or 1
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        files = [folder / str(number) for number in range(1, count + 1)]
        outputs = [None, *(stack.enter_context(TemporaryFile()) for _ in files[1:])]
        parts = zip(range(1, count + 1), files, outputs, strict=True)
        runs = [start(f"{number}/{count}", file, output) for number, file, output in parts]
        failed = [run for run in runs if run.wait()]
        for output in filter(None, outputs):
            output.seek(0)
            sys.stdout.buffer.write(output.read())
        return failed[0].returncode if failed else report(files)


def start(part: str, file: Path, output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    """Run a part of the tests, and write into `file` what they have covered."""
    options = ["-q", "-p", "no:xdist", "--cov", "--cov-report=", "--cov-fail-under=0", f"--part={part}"]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *options],
        env=os.environ | {"COVERAGE_FILE": str(file)},
        stdout=output,
        stderr=output and subprocess.STDOUT,
    )


def report(files: list[Path]) -> int:
    """Put together what all parts have covered. It is an error if any line or branch is missing."""
    subprocess.run([*COVERAGE, "combine", "--quiet", *files], check=True)
    return subprocess.run([*COVERAGE, "report"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
