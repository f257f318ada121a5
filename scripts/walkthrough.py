"""
The steps of the walkthrough: from the usual version of the example to the one with htmx-partials.

Each is a diff in tests/docs/walkthrough/, for `example_project/usual/` as the steps before have left it. After the last
one its files are those of the example. `python -m scripts.walkthrough` writes the last diff anew, once the example has
changed.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from scripts.serving import EXAMPLE, ROOT

GIT = shutil.which("git") or "git"
FOLDER = ROOT / "tests/docs/walkthrough"
STEPS = sorted(file.stem for file in FOLDER.glob("*.diff"))

# Which file of the usual version becomes which one of the example.
FILES = {
    "usual/asgi.py": "addressbook/asgi.py",
    "usual/urls.py": "addressbook/urls.py",
    "usual/views.py": "contacts/views.py",
    "usual/import_views.py": "imports/views.py",
    "usual/templates/base.html": "contacts/templates/base.html",
    "usual/templates/contacts/contact.html": "contacts/templates/contacts/contact.html",
    "usual/templates/contacts/contacts.html": "contacts/templates/contacts/contacts.html",
    "usual/templates/imports/import.html": "imports/templates/imports/import.html",
}
NAMES = {
    "addressbook.settings": "usual.settings",
    "from contacts import views": "from usual import views",
    "from imports.views import": "from usual.import_views import",
}


def project_after(count: int, folder: Path) -> Path:
    """A copy of the example project in `folder`, in which so many steps are taken."""
    project = shutil.copytree(
        EXAMPLE, folder / "example_project", ignore=shutil.ignore_patterns("__pycache__", "*.sqlite3*")
    )
    for step in STEPS[:count]:
        apply((FOLDER / f"{step}.diff").read_text(), project)
    return project


def apply(diff: str, project: Path) -> None:
    """Change the files of a project as a diff says. Of a file that is deleted it has the name alone."""
    changes = []
    for change in changes_of(diff):
        if deleted := re.match(r"diff --git a/(\S+) .*\ndeleted file mode", change):
            (project / deleted[1]).unlink()
        else:
            changes.append(change)
    if any(changes):
        subprocess.run([GIT, "apply"], cwd=project, input="".join(changes), text=True, check=True)  # noqa: S603


def diff_between(before: Path, after: Path) -> str:
    """The diff that `apply()` takes, between the folders `a` and `b` of one folder."""
    command = [GIT, "diff", "--no-index", "--no-prefix", "--unified=2", before.name, after.name]
    diff = subprocess.run(command, cwd=before.parent, capture_output=True, text=True, check=False).stdout  # noqa: S603
    diff = re.sub(r"^index .*\n", "", diff, flags=re.MULTILINE)
    return "".join(
        re.sub(r"(\ndeleted file mode \d+\n).*", r"\1", change, flags=re.DOTALL) for change in changes_of(diff)
    )


def changes_of(diff: str) -> list[str]:
    """The parts of a diff, one for each file."""
    return re.split(r"^(?=diff --git )", diff, flags=re.MULTILINE)


def as_in_the_example(file: str) -> str:
    """What a file of the usual version is to be in the end."""
    text = (EXAMPLE / FILES[file]).read_text()
    for theirs, ours in NAMES.items():
        text = text.replace(theirs, ours)
    return text


def last_diff() -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for side in ("a", "b"):
            (folder / side).mkdir()
            shutil.copytree(project_after(len(STEPS) - 1, folder / f"for_{side}") / "usual", folder / side / "usual")
        apply("".join(changes_of_other_files((FOLDER / f"{STEPS[-1]}.diff").read_text())), folder / "b")
        for file in FILES:
            (folder / "b" / file).write_text(as_in_the_example(file))
        return diff_between(folder / "a", folder / "b")


def changes_of_other_files(diff: str) -> list[str]:
    """The changes of files that the example has none of, or deleted ones, which stay as they are."""
    return [change for change in changes_of(diff) if not any(f" b/{file}\n" in change for file in FILES)]


if __name__ == "__main__":
    (FOLDER / f"{STEPS[-1]}.diff").write_text(last_diff())
