"""Sphinx's settings for these pages: `make docs`."""

import os
import re
import sys
from importlib.metadata import version as version_of
from pathlib import Path
from typing import ClassVar

import django
from docutils import nodes
from pygments.lexer import inherit
from pygments.lexers.python import PythonLexer
from pygments.lexers.templates import HtmlDjangoLexer
from pygments.token import Comment
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[1]

# The reference is made of docstrings, and some modules are imported only within a project.
sys.path[:0] = [str(ROOT), str(ROOT / "example_project")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

project = "htmx-partials"
author = "the htmx-partials authors"
project_copyright = author
version = release = version_of("htmx-partials")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]

autodoc_member_order = "bysource"
autodoc_typehints = "none"
default_role = "literal"  # docstrings write `names` in single backticks, as Markdown does
python_maximum_signature_line_length = 160

html_theme = "furo"
html_title = f"htmx-partials {release}"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_copy_source = False
html_show_sphinx = False


class PythonWithGaps(PythonLexer):
    """Python in which `…` stands for what a quotation leaves out."""

    tokens: ClassVar = {"root": [("…", Comment), inherit]}


def without_parser(app: Sphinx, what: str, name: str, *_: object) -> tuple[str, None] | None:
    """A template tag is documented as one, not as the function that Django compiles it with."""
    return ("", None) if ".templatetags." in name else None


def name_without_folders(app: Sphinx, doctree: nodes.document) -> None:
    """A diff between two files names them by their paths on this machine, of which the names are enough."""
    for block in doctree.findall(nodes.literal_block):
        if block.get("language") == "udiff":
            block.rawsource = re.sub(r"^(---|\+\+\+) .*/", r"\1 ", block.astext(), flags=re.MULTILINE)
            block.children = [nodes.Text(block.rawsource)]


def setup(app: Sphinx) -> None:
    app.add_lexer("python", PythonWithGaps)
    app.add_lexer("html", HtmlDjangoLexer)
    app.connect("autodoc-process-signature", without_parser)
    app.connect("doctree-read", name_without_folders)
