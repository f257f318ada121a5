"""
Each fragment is the slice of its page, whatever the family of templates.

Whole families are drawn, with a mark at the begin and at the end of each partial and block, so that the slice can be
taken out of the page. `PROPERTY_EXAMPLES=20000` draws more of them than an ordinary run does.
"""

import datetime
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.template import TemplateSyntaxError, engines
from django.template.loader import render_to_string
from django.test import override_settings
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from htmx_partials import render_partial_to_string

from .templates_for_tests import in_memory

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "30"))

CONDITIONS = ["a", "b", "c", "d"]
TEXTS = [
    "Text ",
    "x",
    "<p> <b>Bold & brave</b> </p>\n",
    "{{ word }}",
    "{{ markup }}",
    "{{ number }}",
    "{{ moment }}",
    "{{ amount|floatformat }}",
    "{% if a %}A{% elif b %}B{% endif %}",
    "{% load i18n %}{% translate 'Yes' %}",
]
AROUND = [
    "{% with word='within' %}…{% endwith %}",
    "{% with a=b number=amount %}…{% endwith %}",
    "{% with c=1 markup=word %}…{% endwith %}",
    "{% with d=c %}…{% endwith %}",
    "{% autoescape off %}…{% endautoescape %}",
    "{% autoescape on %}…{% endautoescape %}",
    "{% spaceless %}<i> …</i> {% endspaceless %}",
    "{% filter upper %}…{% endfilter %}",
    "{% filter force_escape|linebreaksbr %}…{% endfilter %}",
    "{% load i18n %}{% language 'de' %}…{% endlanguage %}",
    "{% load l10n %}{% localize on %}…{% endlocalize %}",
    "{% load l10n %}{% localize off %}…{% endlocalize %}",
    "{% load tz %}{% localtime off %}…{% endlocaltime %}",
    "{% load tz %}{% timezone 'Asia/Tokyo' %}…{% endtimezone %}",
]
PASSED_OVER = [
    "{% for each in '1'|make_list %}…{% endfor %}",
    "{% load cache %}{% cache 0 drawn %}…{% endcache %}",
]
IFS = [
    ("{% if ", " %}", "{% endif %}"),
    ("{% if not ", " %}", "{% endif %}"),
    ("{% if d and ", " == 1 %}-{% else %}", "{% endif %}"),
    ("{% if a %}-{% elif ", " %}", "{% else %}-{% endif %}"),
]
SUPERS = [
    "{{ block.super }}",
    "{{ block.super|upper }}",
    "{{ block.super|lower|safe }}",
    "{{ block.super|default:'none' }}",
    "{% with it=block.super %}{% if a %}{{ it }}{% endif %}{% endwith %}",
    "{% with it=block.super|upper word='super' %}{{ it|safe }}{% endwith %}",
    "{% firstof nothing block.super %}",
    "{% if not b %}{% firstof c block.super %}{% endif %}",
    "{% if block.super %}{{ word }}{% elif block.super|lower == 'x' %}x{% endif %}",
]
INCLUDES = ["", " with word='included'", " with a=b d=c", " with word=word a=1 only", " only"]


class Source(NamedTuple):
    """Source of a template, and the same with every branch of every test shown."""

    text: str = ""
    revealed: str = ""

    def __add__(self, other: tuple[Any, ...]) -> "Source":
        return Source(self.text + other[0], self.revealed + other[1])

    def within(self, begin: str, end: str) -> "Source":
        return Source(begin + self.text + end, begin + self.revealed + end)


def plain(text: str) -> Source:
    return Source(text, text)


@dataclass
class Marked:
    """A partial or a version of a block, and the marks around what it holds."""

    name: str
    number: int
    inline: bool = True
    shown_again: bool = False
    partials: list["Marked"] = field(default_factory=list, repr=False)

    @property
    def is_isolated(self) -> bool:
        """Does `{% partial %}` show it, without the page's blocks?"""
        return self.shown_again or not self.inline

    @property
    def marks(self) -> tuple[str, str]:
        return chr(0xE000 + 2 * self.number), chr(0xE001 + 2 * self.number)

    def around(self, source: Source) -> Source:
        return source.within(*self.marks)

    def slices(self, page: str) -> list[str]:
        """What stands between the marks, also where it stands in itself."""
        begin, end = self.marks
        slices, begun = [], []
        for at in re.finditer(f"[{begin}{end}]", page):
            if at[0] == begin:
                begun.append(at.start())
            else:
                slices.append(page[begun.pop() : at.end()])
        return slices


@dataclass
class Template:
    source: Source = field(default_factory=Source)
    blocks: dict[str, Marked] = field(default_factory=dict)
    partials: dict[str, Marked] = field(default_factory=dict)


@dataclass
class Site:
    templates: dict[str, Template]
    family: list[str]
    context: dict[str, Any]

    def marked(self, kind: str) -> dict[str, tuple[str, Marked]]:
        """What each name stands for: the nearest of the page's family, or else of what it includes."""
        names: dict[str, tuple[str, Marked]] = {}
        for template in reversed([*self.family, *sorted(set(self.templates) - set(self.family))]):
            for name, marked in getattr(self.templates[template], kind).items():
                names[name] = (template, marked)
        return names

    def blocks(self) -> dict[str, list[Marked]]:
        """The versions of each block, the most derived first."""
        versions: dict[str, list[Marked]] = {}
        for template in self.family:
            for name, marked in self.templates[template].blocks.items():
                versions.setdefault(name, []).append(marked)
        return versions


class Draw:
    """Draws the templates of one site, those that are included or extended first."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.templates: dict[str, Template] = {}
        self.includable: list[str] = []
        self.family_name = ""
        self.enclosing: list[str] = []
        self.partials: list[Marked] = []
        self.count = 0

    def chance(self, one_in: int) -> bool:
        return bool(self.draw(st.integers(1, one_in)) == one_in)

    def one(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def mark(self, name: str, *, inline: bool = True) -> Marked:
        self.count += 1
        return Marked(name, self.count, inline)

    def family(self, name: str, levels: int, dynamic: bool) -> list[str]:
        """Draw a template and those that it extends, page first."""
        names = [f"{name}.html", *(f"{name}_{level}.html" for level in range(1, levels))]
        self.family_name = name
        inherited: list[str] = []
        for level in reversed(range(levels)):
            template = self.templates[names[level]] = Template()
            if level == levels - 1:
                template.source = self.nodes(template, inherited, self.draw(st.integers(1, 4)), "root")
            else:
                parent = names[level + 1]
                extends = f"{{% extends {self.parent(parent, dynamic)} %}}"
                template.source = plain(extends)
                for block in self.draw(st.lists(st.sampled_from(inherited), unique=True)) if inherited else []:
                    if block not in template.blocks:
                        template.source += self.block(template, inherited, block, 3)
                if self.chance(4):
                    template.source += self.partial(template, inherited, 2, "outside")
            inherited += [block for block in template.blocks if block not in inherited]
        return names

    def parent(self, name: str, dynamic: bool) -> str:
        return f"parents.{name.partition('.')[0]}" if dynamic and self.chance(2) else f"'{name}'"

    def nodes(self, template: Template, inherited: list[str], depth: int, within: str) -> Source:
        source = plain("")
        for _ in range(self.draw(st.integers(1, 3))):
            source += self.node(template, inherited, depth, within)
        return source

    def node(self, template: Template, inherited: list[str], depth: int, within: str) -> Source:
        kinds = ["text"]
        if within == "block":
            kinds += ["super"]
        if depth:
            kinds += "around,if,if else,partial,partial,block,block,passed over,partial again".split(",")
            if self.includable:
                kinds += ["include", "included partial"]
        match self.one(kinds):
            case "text":
                return plain(self.one(TEXTS))
            case "super":
                return plain(self.one(SUPERS))
            case "include":
                return plain(f"{{% include '{self.one(self.includable)}'{self.one(INCLUDES)} %}}")
            case "partial again":
                again = [each for each in template.partials.values() if each not in self.partials]
                if not again:
                    return plain("")
                marked = self.one(again)
                marked.shown_again = True
                return plain(f"{{% partial {marked.name} %}}")
            case "included partial":
                name = self.one(self.includable)
                partials = self.templates[name].partials.values()
                names = [] if any(each.is_isolated for each in partials) else [each.name for each in partials]
                return plain(f"{{% include '{name}#{self.one(names)}'{self.one(INCLUDES)} %}}" if names else "")
            case "partial":
                return self.partial(template, inherited, depth, within)
            case "block":
                count = sum(len(each.blocks) for each in self.templates.values())
                name = self.one([*self.below(inherited), f"block{count}"])
                if name in template.blocks:
                    return plain("")
                return self.block(template, inherited, name, depth)
            case "around":
                begin, end = self.one(AROUND).split("…")
                return self.nodes(template, inherited, depth - 1, within).within(begin, end)
            case "passed over":
                begin, end = self.one(PASSED_OVER).split("…")
                return self.nodes(template, inherited, depth - 1, within).within(begin, end)
            case "if":
                before, after, end = self.one(IFS)
                inner = self.nodes(template, inherited, depth - 1, within)
                return Source(f"{before}{self.one(CONDITIONS)}{after}{inner.text}{end}", inner.revealed)
            case _:
                if self.includable and self.chance(3):
                    first = second = plain(f"{{% include '{self.one(self.includable)}' with d=a %}}")
                else:
                    first, second = (self.nodes(template, inherited, depth - 1, within) for _ in range(2))
                test = f"{{% if {self.one(CONDITIONS)} %}}"
                return Source(f"{test}{first.text}{{% else %}}{second.text}{{% endif %}}", first[1] + second[1])

    def block(self, template: Template, inherited: list[str], name: str, depth: int) -> Source:
        marked = template.blocks[name] = self.mark(name)
        marked.partials = list(self.partials)
        within = "block" if name in inherited else "new block"
        self.enclosing.append(name)
        inner = marked.around(self.nodes(template, inherited, max(depth - 1, 0), within))
        self.enclosing.pop()
        return inner.within(f"{{% block {name} %}}", "{% endblock %}")

    def below(self, inherited: list[str]) -> list[str]:
        """The blocks that may stand here: none stands in another that stands in it."""
        if not self.enclosing:
            return inherited
        place = inherited.index(self.enclosing[-1]) + 1 if self.enclosing[-1] in inherited else len(inherited)
        return inherited[place:]

    def partial(self, template: Template, inherited: list[str], depth: int, within: str) -> Source:
        inline = not self.chance(6)
        name = f"{self.family_name}_partial{len(template.partials)}"
        if self.family_name != "page":
            name = f"{self.family_name}_partial{self.count}"
        if name in template.partials:
            return plain("")
        marked = template.partials[name] = self.mark(name, inline=inline)
        self.partials.append(marked)
        inner = marked.around(self.nodes(template, inherited, depth - 1, within if inline else "apart"))
        self.partials.pop()
        begin = f"{{% partialdef {name}{' inline' if inline else ''} %}}"
        return inner.within(begin, f"{{% endpartialdef %}}{'' if inline else f'{{% partial {name} %}}'}")


@st.composite
def sites(draw: Any) -> Site:
    it = Draw(draw)
    for number in range(draw(st.integers(0, 3))):
        it.includable += it.family(f"include{number}", draw(st.integers(1, 2)), dynamic=False)[:1]
    family = it.family("page", draw(st.integers(1, 5)), dynamic=True)
    context = {name: draw(st.booleans()) for name in CONDITIONS}
    return Site(it.templates, family, context)


CONTEXT = {
    "word": "Word",
    "markup": "<i>it's</i>",
    "number": 1234567.5,
    "amount": 0.25,
    "moment": datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC),
    "drawn": 1,
}

CACHED: dict[str, str] = {}
UNCACHED: dict[str, str] = {}
REVEALED: dict[str, str] = {}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(site=sites(), again=st.fixed_dictionaries(dict.fromkeys(CONDITIONS, st.booleans())))
def check(site: Site, again: dict[str, bool]) -> None:
    for store, kind in ((CACHED, "text"), (UNCACHED, "text"), (REVEALED, "revealed")):
        store.clear()
        store.update({name: getattr(template.source, kind) for name, template in site.templates.items()})
    for engine in engines.all():
        for loader in engine.engine.template_loaders:  # type: ignore[attr-defined]
            loader.reset()
    parents = {name.partition(".")[0]: name for name in site.family[1:]}
    context = CONTEXT | {"parents": parents} | site.context
    for conditions in (site.context, again):
        context |= conditions
        try:
            page = render_to_string("page.html", context)
            revealed = render_to_string("page.html", context, using="revealed")
        except TemplateSyntaxError:  # `{{ block.super }}` where there is none
            reject()
        for using in ("cached", "uncached"):
            for versions in site.blocks().values():
                check_slice(versions, page, revealed, context, using)
            for name, (template, marked) in site.marked("partials").items():
                if marked.inline or marked.slices(revealed):
                    check_slice([marked], page, revealed, context, using)
                elif template in site.family:
                    ours = outcome(render_partial_to_string, "page.html", name, context, using=using)
                    assert ours in ("", outcome(render_to_string, f"{template}#{name}", context, using=using))


def outcome(render: Callable[..., str], *args: Any, using: str) -> str:
    """The HTML, or what is wrong: `{{ block.super }}` has no meaning where `{% partial %}` isolates its block."""
    try:
        return render(*args, using=using)
    except TemplateSyntaxError as error:
        return repr(error)


def check_slice(versions: list[Marked], page: str, revealed: str, context: dict[str, Any], using: str) -> None:
    """Of a block, that is the most derived version's, but where `{% partial %}` shows others, without the page's."""
    if versions[0].slices(revealed):
        fragment = render_partial_to_string("page.html", versions[0].name, context, using=using)
        isolated = any(partial.is_isolated for version in versions for partial in version.partials)
        slices = [each for version in versions[: None if isolated else 1] for each in version.slices(page)] or [""]
        assert fragment in slices, (versions[0].name, fragment, slices)


def test_each_fragment_is_the_slice_that_its_page_shows():
    engines = [
        in_memory(CACHED, name="cached"),
        in_memory(UNCACHED, name="uncached", cached=False),
        in_memory(REVEALED, name="revealed", cached=False),
    ]
    with override_settings(TEMPLATES=engines, USE_THOUSAND_SEPARATOR=True, LANGUAGE_CODE="en", TIME_ZONE="UTC"):
        check()
