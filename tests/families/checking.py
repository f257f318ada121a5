"""
Compare what the page shows with each fragment.

The page is rendered once with marks in its templates, at the beginning and the end of the content of each partial and
each block. The text between the marks is what the fragment must be. A page in which every test is true tells whether
the page has a place for it at all.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string

from htmx_partials import render_partial_to_string

from ..templates_for_tests import Urls, in_memory
from .drawing import Block, Marked, Partial, Site, Source, hidden_blocks, marked_in

MARKS = re.compile("[\ue000-\uf8ff]")
TOKEN = re.compile(r"t\d+", re.IGNORECASE)

CONTEXT = {
    "word": "Word",
    "markup": "<i>it's</i>",
    "number": 1234567.5,
    "amount": 0.25,
    "title": "the view's",
    "items": [{"kind": 1}, {"kind": 2}],
    "drawn": 1,
}

# What is replaced in a template for each engine of SETTINGS.
KINDS = {"cached": "plain", "uncached": "plain", "copied": "plain", "marked": "marked", "revealed": "revealed"}
STORES: dict[str, dict[str, str]] = {name: {} for name in KINDS}
OPTIONS: dict[str, Any] = {
    "processors": [],
    "builtins": [
        "tests.families.tags",
        "tests.templates_for_tests",
        "django.templatetags.cache",
        "django.templatetags.i18n",
        "django.templatetags.l10n",
        "django.templatetags.tz",
    ],
}
SETTINGS = {
    "TEMPLATES": [
        in_memory(
            STORES[name], name=name, cached=name in {"cached", "copied", "marked"}, copied=name == "copied", **OPTIONS
        )
        for name in STORES
    ],
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
    "ROOT_URLCONF": Urls(lambda request: HttpResponse()),
    "USE_THOUSAND_SEPARATOR": True,
    "LANGUAGE_CODE": "en",
}

type Render = Callable[..., str]


class UndrawableError(Exception):
    """The page itself cannot be rendered, or it has too many or too few marks."""


@dataclass
class Failure:
    """A fragment that differs from the page."""

    kind: str
    name: str
    using: str
    context: dict[str, Any]
    expected: list[str]
    got: str

    @property
    def is_leak(self) -> bool:
        return self.kind == "leak"


def compare(site: Site, render: Render = render_partial_to_string, counts: Counter[str] | None = None) -> list[Failure]:
    """Return the failures: each fragment of a site that is not the slice of its page. Raises `UndrawableError`."""
    counts = Counter() if counts is None else counts
    load(site)
    failures = []
    for number, conditions in enumerate(site.contexts):
        names = {name.partition(".")[0]: name for name in site.templates}
        context = (
            CONTEXT | {"names": names, "lists": {stem: ["nowhere.html", names[stem]] for stem in names}} | conditions
        )
        page = Page(site, context)
        for at, (name, expected) in enumerate(page.expected()):
            rarely = {0: ["uncached"], 2: ["copied"], 4: ["copied"]}.get((number - at) % 6, [])
            for using in ["cached", *rarely]:
                counts["fragments"] += 1
                engine = using if page.is_unmoved else "marked"
                got = outcome(render, "page.html", name, dict(context), using=engine)
                kind = expected.judge(got)
                if (kind, engine) == ("empty", "copied"):
                    kind = "of another copy"
                counts[kind] += 1
                if kind not in RIGHT:
                    failures.append(Failure(kind, name, engine, conditions, expected.shown, got))
    return failures


def load(site: Site) -> None:
    for store, kind in KINDS.items():
        STORES[store].clear()
        STORES[store].update(site.sources(kind))
    for engine in engines.all():
        for loader in engine.engine.template_loaders:  # type: ignore[attr-defined]
            loader.reset()


def outcome(render: Render, *args: Any, using: str) -> str:
    try:
        return str(render(*args, using=using))
    except Exception as error:  # noqa: BLE001
        return f"Raised {type(error).__name__}: {error}"


def is_blank(text: str) -> bool:
    return not MARKS.sub("", text).strip()


# The last three are limits that docs/design.md names, and never show what the page hides: a fragment does not know what
# `{% ifchanged %}` saw elsewhere on the page, `{% spaceless %}` strips its ends, and a tag of another package may show
# another copy of an included template, while threads load it for the first time.
RIGHT = (
    "as shown",
    "hidden",
    "on its own",
    "on its own, hidden",
    "of another place",
    "remembered",
    "stripped",
    "of another copy",
)


@dataclass
class Expected:
    """What the page shows for one name: its `slices` if it has places, and its output `alone`."""

    has_place: bool
    slices: list[str]
    alone: str | None
    is_moved: bool
    may_remember: bool
    may_be_stripped: bool

    @property
    def shown(self) -> list[str]:
        if not self.has_place:
            return [] if self.alone is None else [self.alone]
        return [each for each in self.slices if not is_blank(each)] or [""]

    def judge(self, got: str) -> str:
        """Return a word for what is right or wrong with the fragment."""
        got = "" if is_blank(got) else got
        if not self.has_place:
            return self.judge_alone(got)
        if got == self.shown[0]:
            return "as shown" if got else "hidden"
        if got in self.shown or (self.is_moved and is_blank(got) and any(map(is_blank, self.slices))):
            return "of another place"
        if got.startswith("Raised"):
            return "not found" if "has no partial or block" in got else "error"
        if got and (self.shown == [""] or tokens(got) - tokens("".join(self.slices))):
            return "leak"
        if self.may_remember:
            return "remembered"
        if self.may_be_stripped and got == self.shown[0].strip():
            return "stripped"
        return "different" if got else "empty"

    def judge_alone(self, got: str) -> str:
        if got.startswith("Raised"):
            if "has no partial or block" in got:
                return "not found alone"
            return "on its own" if self.alone is None or self.alone.startswith("Raised") else "error alone"
        if self.alone is None or self.alone.startswith("Raised"):
            return "on its own"
        if not got:
            return "on its own, hidden" if is_blank(self.alone) else "empty alone"
        return "on its own" if got == self.alone else "different alone"


def tokens(text: str) -> set[str]:
    return set(TOKEN.findall(text.lower()))


class Page:
    """A page with one context."""

    def __init__(self, site: Site, context: dict[str, Any]) -> None:
        self.site = site
        self.context = context
        try:
            self.marked = render_to_string("page.html", dict(context), using="marked")
            self.plain = render_to_string("page.html", dict(context), using="cached")
            self.revealed = render_to_string("page.html", dict(context), using="revealed")
        except Exception as error:
            raise UndrawableError from error
        # If the marks change the output, as in `{{ content.strip }}`, the fragments are rendered with these marks, too.
        self.is_unmoved = MARKS.sub("", self.marked) == self.plain

    def expected(self) -> Iterator[tuple[str, Expected]]:
        family = self.site.family()
        partials: dict[str, tuple[Source, Partial]] = {}
        included = self.included()
        for template in reversed([*family, *(each for each in self.site.templates.values() if each not in family)]):
            for partial in marked_in(template.body, Partial):
                if template in included or partial.begin in self.revealed:
                    partials[partial.name] = (template, partial)
        for name, (template, partial) in partials.items():
            yield name, self.expect([partial], self.alone(template, partial))
        # These need neither replace another version nor be replaced: each may have a place of its own.
        hidden = [block for template in family for block in hidden_blocks(template.body)]
        versions: dict[str, list[Block]] = {}
        for template in family:
            for block in marked_in(template.body, Block):
                versions.setdefault(block.name, []).append(block)
        for name, blocks in versions.items():
            if name not in partials:
                placed = [block for block in blocks if block.begin in self.revealed]
                if not any(block in hidden for block in blocks):
                    placed = placed[:1]
                yield name, self.expect(placed or blocks, None)

    def included(self) -> list[Source]:
        """The templates that the page may include as a whole, and those that these extend."""
        reached = self.site.family()
        for template in reached:
            text = template.source("revealed")
            for name in self.site.templates:
                if f"'{name}'" in text or f".{name.partition('.')[0]} " in text:
                    reached += [each for each in self.site.family(name) if each not in reached]
        return reached

    def expect(self, marked: list[Any], alone: str | None) -> Expected:
        has_place = any(each.begin in self.revealed for each in marked)
        slices = [shown for _, shown in sorted(each for version in marked for each in self.slices(version))]
        source = "".join(self.site.sources("plain").values())
        return Expected(
            has_place, slices, alone, not self.is_unmoved, "{% ifchanged" in source, "{% spaceless" in source
        )

    def alone(self, template: Source, partial: Partial) -> str | None:
        """Return the output of a partial that nothing is around, and that no page has a place for."""
        family = self.site.family()
        includes_itself = any("'page.html'" in each.source("plain") for each in family)
        if (
            not includes_itself
            and template in family
            and partial in template.body
            and not marked_in(partial.bodies[0], Block)
        ):
            using = "cached" if self.is_unmoved else "marked"
            return outcome(render_to_string, f"{template.name}#{partial.name}", dict(self.context), using=using)
        return None

    def slices(self, marked: Marked) -> list[tuple[int, str]]:
        """Return the text between its marks, even inside itself, and its position in the page."""
        slices: list[tuple[int, str]] = []
        begun = []
        for at in re.finditer(f"[{marked.begin}{marked.end}]", self.marked):
            if at[0] == marked.begin:
                begun.append(at)
            elif begun:
                begin = begun.pop()
                if self.is_unmoved:
                    slices.append((begin.start(), MARKS.sub("", self.marked[begin.end() : at.start()])))
                else:
                    slices.append((begin.start(), self.marked[begin.start() : at.end()]))
        return slices
