"""
Fetch the releases of htmx in requirements/htmx.json, for the tests in a browser.

Each is `dist/htmx.min.js` of the npm package, with the sha256 that is given there. It goes to a folder of static files
below .tools/htmx, under the name that it has in django-htmx.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".tools/htmx"
MEMBER = "package/dist/htmx.min.js"


def main() -> None:
    pinned: dict[str, str] = json.loads((ROOT / "requirements/htmx.json").read_text())
    missing = {version: sha256 for version, sha256 in pinned.items() if not is_fetched(version, sha256)}
    if missing and not shutil.which("npm"):
        sys.exit(f"htmx {', '.join(missing)} is fetched by npm, which is not installed.")
    for version, sha256 in missing.items():
        content = fetch(version)
        if (found := hashlib.sha256(content).hexdigest()) != sha256:
            sys.exit(f"htmx {version} has the sha256 {found}, not {sha256} of requirements/htmx.json.")
        file_of(version).parent.mkdir(parents=True, exist_ok=True)
        file_of(version).write_bytes(content)


def file_of(version: str) -> Path:
    return FOLDER / version / "django_htmx" / f"htmx-{version[0]}.min.js"


def is_fetched(version: str, sha256: str) -> bool:
    file = file_of(version)
    return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256


def fetch(version: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"htmx.org@{version}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        with tarfile.open(Path(folder) / f"htmx.org-{version}.tgz") as package:
            member = package.extractfile(MEMBER)
            assert member is not None, f"{MEMBER} is missing in htmx.org@{version}"  # noqa: S101
            return member.read()


if __name__ == "__main__":
    main()
