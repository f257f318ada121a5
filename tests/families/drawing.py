"""A family of templates as a tree, and how one is drawn. The sources of the templates are written from it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .tags import BEHAVIOURS, STORAGES

HIDING = re.compile(r"{% (simple_|hiding|act \w+ (?!open))")
CONDITIONS = ["a", "b", "c", "d"]
SET = ["s0", "s1", "s2"]

TEXTS = [
    "{{ word }}",
    "{{ markup }}",
    "{{ number }}",
    "{{ amount|floatformat }}",
    "{% if a %}A{% elif b %}B{% endif %}",
    "{% if s0 %}S{% endif %}",
    "{{ s1 }}",
    "{{ s2 }}",
    "{{ title }}",
    "{% translate 'Yes' %}",
    "<p> <i>Bold & brave</i> </p>",
    "{% firstof s0 s1 'neither' %}",
]
AROUND = [
    "{% with word='within' %}…{% endwith %}",
    "{% with a=b number=amount %}…{% endwith %}",
    "{% with c=1 markup=word %}…{% endwith %}",
    "{% with d=s0 s1=c %}…{% endwith %}",
    "{% autoescape off %}…{% endautoescape %}",
    "{% autoescape on %}…{% endautoescape %}",
    "{% spaceless %}<i> …</i> {% endspaceless %}",
    "{% filter upper %}…{% endfilter %}",
    "{% filter force_escape|linebreaksbr %}…{% endfilter %}",
    "{% filter cut:'t' %}…{% endfilter %}",
    "{% language 'de' %}…{% endlanguage %}",
    "{% localize off %}…{% endlocalize %}",
    "{% timezone 'Asia/Tokyo' %}…{% endtimezone %}",
    "{% for each in '12'|make_list %}…{% endfor %}",
    "{% cache 0 drawn %}…{% endcache %}",
    "{% ifchanged %}…{% endifchanged %}",
]
TESTS = [
    "{% if ? %}…{% endif %}",
    "{% if ? %}…{% endif %}",
    "{% if not ? %}…{% endif %}",
    "{% if d and ? %}-{% else %}…{% endif %}",
    "{% if a %}-{% elif ? %}…{% else %}-{% endif %}",
    "{% if ? %}…{% else %}…{% endif %}",
    "{% if ? == 'x' %}…{% elif ? %}…{% else %}…{% endif %}",
    "{% ifchanged ? %}…{% else %}…{% endifchanged %}",
    "{% for each in '12'|make_list %}…{% empty %}…{% endfor %}",
    "{% for each in ?|yesno:',12' %}-{% empty %}…{% endfor %}",
    "{% filter default_if_none:'' %}…{% endfilter %}",
    "{% if block.name == 'block1' %}…{% else %}…{% endif %}",
]
SIMPLE = [
    "{% simple_show %}…{% endsimple_show %}",
    "{% simple_guard ? %}…{% endsimple_guard %}",
    "{% simple_guard_by_code %}…{% endsimple_guard_by_code %}",
    "{% simple_wrap %}…{% endsimple_wrap %}",
    "{% simple_upper %}…{% endsimple_upper %}",
    "{% simple_strip %}…{% endsimple_strip %}",
    "{% simple_drop %}…{% endsimple_drop %}",
    "{% simple_twice %}…{% endsimple_twice %}",
    "{% simple_or_empty %}…{% endsimple_or_empty %}",
    "{% hiding %}…{% endhiding %}",
]
SUBCLASSES = [
    "{% guarded_if ? %}…{% endguarded_if %}",
    "{% plain_if ? %}…{% endplain_if %}",
    "{% dropping_filter %}…{% enddropping_filter %}",
    "{% guarded_with word=s0 %}…{% endguarded_with %}",
    "{% guarded_spaceless %}…{% endguarded_spaceless %}",
    "{% guarded_for %}…{% endguarded_for %}",
]
SETTERS = [
    "{% translate 'Yes' as ! %}",
    "{% blocktranslate asvar ! %}{% endblocktranslate %}",
    "{% blocktranslate asvar ! %}x{% endblocktranslate %}",
    "{% url 'nowhere' as ! %}",
    "{% regroup items by kind as ! %}",
    "{% regroup none by kind as ! %}",
    "{% cycle 'x' '' as ! silent %}",
    "{% cycle '' 'x' as ! silent %}",
    "{% firstof ? '' as ! %}",
    "{% now 'Y' as ! %}",
    "{% widthratio 1 2 100 as ! %}",
    "{% get_current_language as ! %}",
    "{% value ? as ! %}",
    "{% value 0 as ! %}",
    "{% simple_show as ! %}x{% endsimple_show %}",
    "{% simple_guard ? as ! %}x{% endsimple_guard %}",
    "{% put ! ? %}",
    "{% put ! 0 %}",
    "{% put_many ! ? %}",
    "{% put_upward ! ? %}",
    "{% put_from_code %}",
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
    "{% with b=block %}{{ b.super }}{% endwith %}",
    "{% with it=block %}{% if s0 %}{{ it.super }}{% endif %}{% endwith %}",
    "{% super_of %}",
    "{% super_of as it %}{{ it }}",
    "{% simple_guard s1 %}{{ block.super }}{% endsimple_guard %}",
    "{% hiding %}{{ block.super }}{% endhiding %}",
    "{% act guard list ? x %}{% super_of %}{% endact %}",
    "{% blocktranslate with it=block.super %}{{ it }}{% endblocktranslate %}",
]
INCLUDES = ["", "", " with word='included'", " with a=b d=c", " with word=word a=1 only", " only", " with s0=a"]


@dataclass(eq=False)
class Element:
    """
    A part of a template: `begin`, the bodies and the texts between them, and `end`.

    `revealed` replaces it in a page where every test is true. Without it, its bodies do.
    """

    parts: list[str | list[Element]]
    revealed: str | None = None
    keeps_parts: bool = False

    @property
    def hides(self) -> bool:
        """Whether the tag hides its nodes."""
        return bool(HIDING.match(str(self.parts[0])))

    @property
    def bodies(self) -> list[list[Element]]:
        return [part for part in self.parts if isinstance(part, list)]

    def source(self, kind: str) -> str:
        if kind == "revealed" and not self.keeps_parts:
            if self.revealed is not None:
                return self.revealed
            inner = "".join(map(revealed_source, self.bodies))
            # A block that Django does not see has another meaning, so hidden blocks stay hidden.
            return f"{{% hiding %}}{inner}{{% endhiding %}}" if self.hides else inner
        return "".join(part if isinstance(part, str) else source_of(part, kind) for part in self.parts)


def source_of(elements: list[Element], kind: str) -> str:
    return "".join(element.source(kind) for element in elements)


def revealed_source(elements: list[Element]) -> str:
    return source_of(elements, "revealed")


@dataclass(eq=False)
class Marked(Element):
    """A partial or a version of a block, with marks around its content."""

    name: str = ""
    number: int = 0
    inline: bool = True
    keeps_parts: bool = True

    def source(self, kind: str) -> str:
        if kind == "plain":
            return super().source(kind)
        begin, body, end = self.parts
        assert isinstance(body, list)
        if kind == "revealed":
            begin = str(begin).replace("guarded_", "")
        return f"{begin}{self.begin}{source_of(body, kind)}{self.end}{end}"

    @property
    def begin(self) -> str:
        return chr(0xE000 + 2 * self.number)

    @property
    def end(self) -> str:
        return chr(0xE001 + 2 * self.number)


class Partial(Marked):
    pass


class Block(Marked):
    pass


@dataclass(eq=False)
class Source:
    """One template: what it extends, if anything, and its content."""

    name: str
    parent: str | None = None
    is_variable_parent: bool = False
    body: list[Element] = field(default_factory=list)

    def source(self, kind: str) -> str:
        stem = str(self.parent).partition(".")[0]
        parent = f"names.{stem}" if self.is_variable_parent else f"'{self.parent}'"
        return (f"{{% extends {parent} %}}" if self.parent else "") + source_of(self.body, kind)


@dataclass(eq=False)
class Site:
    """The templates of a page, and two contexts to render it with."""

    templates: dict[str, Source]
    contexts: list[dict[str, Any]]

    def family(self, name: str = "page.html") -> list[Source]:
        """Return a template and those that it extends."""
        family = [self.templates[name]]
        while family[-1].parent:
            family.append(self.templates[family[-1].parent])
        return family

    def sources(self, kind: str) -> dict[str, str]:
        return {name: template.source(kind) for name, template in self.templates.items()}

    def bodies(self) -> Iterator[list[Element]]:
        """All lists of elements, outer ones first."""
        for template in self.templates.values():
            yield from bodies_within(template.body)


def bodies_within(body: list[Element]) -> Iterator[list[Element]]:
    yield body
    for element in body:
        for inner in element.bodies:
            yield from bodies_within(inner)


def marked_in(body: list[Element], kind: type[Marked]) -> list[Any]:
    return [element for each in bodies_within(body) for element in each if isinstance(element, kind)]


def hidden_blocks(body: list[Element]) -> list[Block]:
    """
    Return the blocks in tags that hide their nodes, and in partials, which may be shown without the page's blocks.
    """
    return [
        block
        for each in bodies_within(body)
        for element in each
        if element.hides or isinstance(element, Partial)
        for inner in element.bodies
        for block in marked_in(inner, Block)
    ]


class Draw:
    """Draws the templates of one site. Those that are included or extended come first."""

    def __init__(self, seed: object) -> None:
        self.random = random.Random(str(seed))
        self.templates: dict[str, Source] = {}
        self.includable: list[str] = []
        self.family_name = ""
        self.names: set[str] = set()
        self.count = 0

    def site(self) -> Site:
        for number in range(self.random.choice([0, 0, 1, 1, 2, 3])):
            self.includable.append(self.family(f"include{number}", self.random.choice([1, 1, 1, 2])))
        self.family("page", self.random.choice([1, 1, 2, 2, 3, 4]))
        return Site(self.templates, [self.context(), self.context()])

    def context(self) -> dict[str, Any]:
        context: dict[str, Any] = {name: self.chance(2) for name in [*CONDITIONS, "more"]}
        return context | {name: self.chance(2) for name in SET if self.chance(3)}

    def chance(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def number(self) -> int:
        self.count += 1
        return self.count

    def family(self, name: str, levels: int) -> str:
        """Draw a template and those that it extends; return the name of the first."""
        names = [f"{name}.html", *(f"{name}_{level}.html" for level in range(1, levels))]
        self.family_name = name
        inherited: list[str] = []
        for level in reversed(range(levels)):
            template = Source(names[level])
            self.templates[names[level]] = template
            self.blocks: list[str] = []
            self.partials: list[Partial] = []
            if level == levels - 1:
                template.body = self.nodes(inherited, self.random.choice([2, 3, 4]), "root")
            else:
                template.parent = names[level + 1]
                template.is_variable_parent = name == "page" and self.chance(3)
                for block in self.random.sample(inherited, self.random.randint(0, len(inherited))):
                    if block not in self.blocks:
                        template.body.append(self.block(inherited, block, 3))
                if self.chance(4):
                    template.body.append(self.partial(inherited, 2, "outside"))
            inherited += [block for block in self.blocks if block not in inherited]
        return names[0]

    def nodes(self, inherited: list[str], depth: int, within: str) -> list[Element]:
        return [
            element
            for _ in range(self.random.choice([1, 1, 2, 2, 3]))
            for element in self.node(inherited, depth, within)
        ]

    def node(self, inherited: list[str], depth: int, within: str) -> list[Element]:
        kinds = ["text", "setter"]
        if within == "block":
            kinds += ["super"]
        if depth:
            kinds += ["partial"] * 3 + ["block"] * 2 + ["around", "test", "test", "act", "act", "simple", "subclass"]
            kinds += ["partial again", "include itself", "captured", "set between"]
            if self.includable:
                kinds += ["include"] * 2 + ["included partial"]
        match self.random.choice(kinds):
            case "text":
                return [self.text()]
            case "setter":
                return [leaf(self.fill(self.random.choice(SETTERS)), "")]
            case "super":
                return [leaf(self.fill(self.random.choice(SUPERS)), "{% revealed_super %}")]
            case "include":
                return [self.include(self.random.choice(self.includable))]
            case "include itself" if self.chance(3):
                rest = self.random.choice(["", " only"])
                text = f"{{% if more %}}{{% include '{self.family_name}.html' with more=0{rest} %}}{{% endif %}}"
                return [leaf(text, "")]
            case "included partial":
                name = self.random.choice(self.includable)
                partials = marked_in(self.templates[name].body, Partial)
                return [self.include(name, self.random.choice(partials).name)] if partials else []
            case "partial again" if self.partials:
                return [self.again(self.random.choice(self.partials).name)]
            case "set between" if self.partials:
                return self.set_between(self.random.choice(self.partials).name)
            case "partial":
                return self.partials_at(inherited, depth, within)
            case "block":
                name = self.random.choice([*inherited, f"block{self.number()}"])
                return [] if name in self.blocks else [self.block(inherited, name, depth)]
            case "around":
                return [self.tag(self.random.choice(AROUND), inherited, depth, within)]
            case "test":
                return [self.tag(self.random.choice(TESTS), inherited, depth, within)]
            case "act":
                return [self.tag(self.act(), inherited, depth, within)]
            case "simple":
                return [self.tag(self.random.choice(SIMPLE), inherited, depth, within)]
            case "captured" if self.chance(3):
                name = self.random.choice(SET)
                text = f"{{% simple_show as {name} %}}…{{% endsimple_show %}}{{{{ {name} }}}}"
                return [self.tag(text, inherited, depth, within)]
            case "subclass":
                return [self.tag(self.random.choice(SUBCLASSES), inherited, depth, within)]
        return []

    def text(self) -> Element:
        token = f"t{self.number()} "
        extra = self.random.choice(TEXTS) if self.chance(3) else ""
        return leaf(token + extra, "")

    def condition(self) -> str:
        return self.random.choice(CONDITIONS * 2 + SET * 3)

    def fill(self, text: str) -> str:
        while "?" in text:
            text = text.replace("?", self.condition(), 1)
        return text.replace("!", self.random.choice([*SET, *SET, *CONDITIONS]))

    def act(self) -> str:
        behaviour, storage = self.random.choice([*BEHAVIOURS]), self.random.choice([*STORAGES])
        otherwise = "{% otherwise %}…" if behaviour in TWO or (behaviour in ONE_OR_TWO and self.chance(2)) else ""
        return f"{{% act {behaviour} {storage} ? {self.condition()} %}}…{otherwise}{{% endact %}}"

    def tag(self, text: str, inherited: list[str], depth: int, within: str) -> Element:
        parts: list[str | list[Element]] = []
        for number, part in enumerate(self.fill(text).split("…")):
            if number:
                parts.append(self.nodes(inherited, depth - 1, within))
            parts.append(part)
        return Element(parts)

    def include(self, name: str, partial: str = "") -> Element:
        whole = f"{name}#{partial}" if partial else name
        literal = f"'{whole}'"
        given = literal if partial or self.chance(2) else f"{self.random.choice(VARIABLES)}.{name.partition('.')[0]}"
        tag = "guarded_include" if self.chance(8) else "include"
        return leaf(f"{{% {tag} {given}{self.random.choice(INCLUDES)} %}}", f"{{% include {given} %}}")

    def again(self, name: str) -> Element:
        show = f"{{% partial {name} %}}"
        if self.chance(6):
            return leaf(f"{{% guarded_partial {name} %}}", show)
        return leaf(show, show)

    def set_between(self, name: str) -> list[Element]:
        """Draw a partial in two places, with a tag between them that sets a name which the second may read."""
        first = Element([self.fill("{% if ? %}"), [self.again(name)], "{% endif %}"])
        setter = leaf(self.fill(self.random.choice(SETTERS)), "")
        begin, end = self.fill(self.random.choice([*AROUND, *SIMPLE, "{% if ? %}…{% endif %}"])).split("…")
        return [Element([begin, [first, setter], end]), self.again(name)]

    def block(self, inherited: list[str], name: str, depth: int) -> Block:
        self.blocks.append(name)
        tag = "guarded_block" if self.chance(10) else "block"
        body = self.nodes(inherited, max(depth - 1, 0), "block" if name in inherited else "new block")
        return Block([f"{{% {tag} {name} %}}", body, "{% endblock %}"], name=name, number=self.number())

    def partial(self, inherited: list[str], depth: int, within: str, *, inline: bool = True) -> Partial:
        number = self.number()
        name = f"{self.family_name}_{number}"
        if self.family_name == "page" and self.chance(6):
            name = f"both_{len(self.partials)}"
        partial = Partial([], name=name, number=number, inline=inline)
        self.partials.append(partial)
        body = self.nodes(inherited, depth - 1, within)
        begin = f"{{% partialdef {name}{' inline' if inline else ''} %}}"
        partial.parts = [begin, body, "{% endpartialdef %}"]
        return partial

    def partials_at(self, inherited: list[str], depth: int, within: str) -> list[Element]:
        """Draw a partial with what shows it, if anything does."""
        if not self.chance(3):
            return [self.partial(inherited, depth, within)]
        partial = self.partial(inherited, depth, within, inline=False)
        again = self.again(partial.name)
        match self.random.randrange(6):
            case 0:
                return [again, partial]
            case 1:
                return [partial]
            case 2:
                begin, end = self.fill("{% if ? %}…{% endif %}").split("…")
                return [partial, Element([begin, [again], end])]
            case 3:
                begin, end = self.fill(self.random.choice(["{% act guard list ? x %}…{% endact %}", *SIMPLE])).split(
                    "…"
                )
                return [partial, Element([begin, [again], end])]
            case 4:
                number = self.number()
                name = f"{self.family_name}_{number}"
                outer = Partial([], name=name, number=number, inline=self.chance(2))
                outer.parts = [
                    f"{{% partialdef {name}{' inline' if outer.inline else ''} %}}",
                    [again],
                    "{% endpartialdef %}",
                ]
                self.partials.append(outer)
                return [partial, outer]
            case _:
                return [partial, again]


VARIABLES = ["names", "names", "names", "lists"]
TWO = {"swap", "component"}
ONE_OR_TWO = {"show", "guard", "wrap", "last", "default", "drop"}


def leaf(text: str, revealed: str) -> Element:
    return Element([text], revealed)
