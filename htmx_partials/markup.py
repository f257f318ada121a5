"""
The markup that templates write and the names that they read, found without rendering.

A page is read in the order in which Django renders it. Variables and tags leave a hole in
the markup, so that `id="row-{{ contact.pk }}"` becomes a pattern.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.template import Template
from django.template.base import Node, NodeList, TextNode, TokenType, VariableNode
from django.template.defaultfilters import safe, safeseq
from django.template.defaulttags import (
    AutoEscapeControlNode,
    CommentNode,
    ForNode,
    IfNode,
    LoadNode,
    URLNode,
    VerbatimNode,
    WithNode,
    querystring,
)
from django.template.library import InclusionNode, SimpleNode, TagHelperNode
from django.template.loader_tags import BlockNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode

from .compat import PartialDefNode, PartialNode, shown_partial
from .families import Family, Included, Scope, family_of
from .fragments import IncludedFragment, is_literal
from .names import names_set, variables_of
from .nodes import AnyTemplate, branches, is_block_super, is_defined_only, known_class, partials_of
from .selection import bare_name
from .steps import BlockVersionNode, Step, ValuesNode
from .templatetags.htmx_partials import LazyPartialNode

# Holes for what is known only when it is rendered: text, or any markup. No text contains these characters.
HOLE, MARKUP = "\ufdd0", "\ufdd1"

# Marks around branches, of which one is shown. AGAIN marks a branch that may be shown several times, as in a loop.
OPEN, OR, CLOSE, AGAIN = "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"

# Marks around the name of a URL.
URL = "\ufdd6"

# The variables for the page's own URL, without the query.
OWN_URL = (("request", "path"), ("request", "get_full_path"), ("request", "path_info"))

# Packages whose simple tags write no elements with an id.
WITHOUT_ELEMENTS = ("django.", "django_htmx.", "htmx_partials.")


class Names(NamedTuple):
    """
    The names that tags around a node set: all of them are `bound`, those of loops are also `in_loops`.

    An `isolated` node sees no other names.
    """

    bound: frozenset[str] = frozenset()
    in_loops: frozenset[str] = frozenset()
    isolated: bool = False

    def within(self, names: Iterable[str], *, loop: bool = False) -> Names:
        names = frozenset(names)
        in_loops = self.in_loops | names if loop else self.in_loops - names
        return self._replace(bound=self.bound | names, in_loops=in_loops)


class WrittenMarkup:
    """
    The markup that nodelists write, and the names that they read.

    - `parts` are the pieces of markup.
    - `read` are the names in the context that they read.
    - `set_by_tags` are the names that their tags set in the context.
    - `spans` has the place in the markup of each partial and block, by the id of its nodelist.
    - `in_loops` has the names that loops around it set, by the same id.
    """

    def __init__(self, page: Included) -> None:
        self.page = page
        self.by_node: dict[Any, Family] = dict(page.by_node)
        self.parts: list[str] = []
        self.length = 0
        self.texts: list[tuple[int, Node, str]] = []
        self.read: set[str] = set()
        self.set_by_tags: set[str] = set()
        self.spans: dict[int, tuple[int, int]] = {}
        self.in_loops: dict[int, frozenset[str]] = {}
        self.autoescape = True
        self.visiting: list[object] = []

    def location(self, position: int) -> str:
        """Return the template and the line that write this position of the markup."""
        if not self.texts:
            return str(self.page.page.templates[0].name)
        start, node, text = self.texts[bisect(self.texts, position, key=lambda each: each[0]) - 1]
        token: Any = node.token
        line = token.lineno + text[: position - start].count("\n")
        return f"{node.origin.template_name or node.origin.name!s}, line {line}"

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def write_text(self, node: Node, text: str) -> None:
        """Write text of a template, and note its position. Nodes that a tag has made have none."""
        if node.token:
            self.texts.append((self.length, node, text))
        self.write(text)

    # -- Families and what is named in them ------------------------------------------

    def family(self, family: Family, names: Names) -> None:
        if family in self.visiting:
            return
        self.visiting.append(family)
        scope = Scope(family if len(family.templates) > 1 else None)
        self.nodelist(family.templates[-1].nodelist, scope, names)
        self.visiting.pop()

    def named_nodelist(self, nodelist: NodeList, scope: Scope, names: Names) -> None:
        """Write a partial or a block."""
        key = id(nodelist)
        if key in self.visiting:
            return
        self.visiting.append(key)
        self.in_loops[key] = self.in_loops.get(key, frozenset()) | names.in_loops
        start = self.length
        self.nodelist(nodelist, scope, names)
        self.spans.setdefault(key, (start, self.length))
        self.visiting.pop()

    def unshown_partials(self) -> None:
        """Write the partials that the page does not show by itself."""
        for family in self.page.families:
            for template in family.templates:
                for partial in partials_of(template).values():
                    if id(partial.nodelist) not in self.spans:
                        self.named_nodelist(partial.nodelist, Scope(), Names())

    # -- Nodes -----------------------------------------------------------------------

    def nodelist(self, nodelist: NodeList, scope: Scope, names: Names) -> None:
        for node in nodelist:
            if isinstance(node, TextNode):
                self.write_text(node, node.s)
            elif isinstance(node, VariableNode):
                self.variable(node, scope, names)
            elif known_class(node):
                self.known_tag(node, scope, names)
            elif isinstance(node, Step):
                self.step(node, scope, names)
            else:
                self.tag(node, scope, names)

    def variable(self, node: VariableNode, scope: Scope, names: Names) -> None:
        if is_block_super(node):
            versions = scope.versions(scope.block) if scope.block else ()
            if versions:
                self.named_nodelist(versions[0].nodelist, scope.within(versions[0].name), names)
            return
        self.reads(node, names)
        if getattr(node.filter_expression.var, "lookups", None) in OWN_URL:
            return
        filters = {function for function, _ in node.filter_expression.filters}
        self.write(HOLE if self.autoescape and filters.isdisjoint((safe, safeseq)) else MARKUP)

    def reads(self, node: Node, names: Names) -> None:
        if not names.isolated:
            self.read |= {lookups[0] for lookups in variables_of(node)} - names.bound

    def known_tag(self, node: Any, scope: Scope, names: Names) -> None:
        match node:
            case BlockNode():
                versions = scope.versions(node.name) or [node]
                self.named_nodelist(versions[0].nodelist, scope.within(node.name), names)
                return
            case PartialNode():
                if partial := shown_partial(node):
                    self.named_nodelist(partial.nodelist, Scope(), names)
                return
            case PartialDefNode():
                if not is_defined_only(node):
                    self.named_nodelist(node.nodelist, scope, names)
                return
        self.reads(node, names)
        match node:
            case IfNode():
                lists = [branch for _, branch in node.conditions_nodelists]
                self.alternatives(lists, scope, names, or_nothing=node.conditions_nodelists[-1][0] is not None)
            case ForNode():
                inner = names.within([*node.loopvars, "forloop"], loop=True)
                self.write(OPEN + AGAIN)
                self.nodelist(node.nodelist_loop, scope, inner)  # type: ignore[arg-type]
                self.write(OR)
                self.nodelist(node.nodelist_empty, scope, names)  # type: ignore[arg-type]
                self.write(CLOSE)
            case IncludeNode():
                self.include(node, names)
            case WithNode():
                self.nodelist(node.nodelist, scope, names.within(node.extra_context))
            case AutoEscapeControlNode():
                previous, self.autoescape = self.autoescape, node.setting
                self.nodelist(node.nodelist, scope, names)
                self.autoescape = previous
            case _:
                self.nodelist(node.nodelist, scope, names)

    def alternatives(self, lists: Sequence[NodeList], scope: Scope, names: Names, *, or_nothing: bool) -> None:
        for at, nodelist in enumerate(lists):
            self.write(OR if at else OPEN)
            self.nodelist(nodelist, scope, names)
        self.write(OR + CLOSE if or_nothing else CLOSE)

    def include(self, node: IncludeNode, names: Names) -> None:
        inner = names.within(node.extra_context)._replace(isolated=names.isolated or node.isolated_context)
        family = self.by_node.get(node)
        if isinstance(node.template, IncludedFragment):
            self.nodelist(node.template.nodelist, Scope(), inner)
        elif family:
            self.family(family, inner)
        else:
            self.write(MARKUP)

    def step(self, node: Step, scope: Scope, names: Names) -> None:
        self.reads(node, names)
        inner = names.within(node.values) if isinstance(node, ValuesNode) else names
        scope = scope.within(node.block.name) if isinstance(node, BlockVersionNode) else scope
        for branch in branches(node):
            self.nodelist(branch, scope, inner)

    def tag(self, node: Any, scope: Scope, names: Names) -> None:
        """Write a tag that may do anything with its content."""
        if isinstance(node, BlockTranslateNode):
            self.block_translate(node, names)
            return
        self.reads(node, names)
        set_here = names_set(node)
        self.set_by_tags |= set_here
        match node:
            case CommentNode() | LoadNode():
                pass
            case VerbatimNode():
                self.write_text(node, node.content)
            case LazyPartialNode():
                self.lazy_partial(node, scope, names)
            case _ if attributes := getattr(node, "written_attributes", None):
                self.write_text(node, " ".join(f'{name}="{HOLE}"' for name in attributes))
            case InclusionNode() if type(node).render is InclusionNode.render:
                self.inclusion(node)
            case SimpleNode() if node.target_var is not None:
                pass
            case SimpleNode() if node.func is querystring:
                partial = node.kwargs.get("_partial")
                self.write("?" + (f"_partial={literal(partial)}&" if partial else "") + HOLE)
            case URLNode() if node.asvar is None:
                self.write(f"{URL}{literal(node.view_name)}{URL}")
            case _ if isinstance(node, SimpleNode) and node.func.__module__.startswith(WITHOUT_ELEMENTS):
                self.write(HOLE)
            case _ if isinstance(node, TagHelperNode) or not type(node).__module__.startswith("django."):
                for branch in branches(node):
                    self.write(MARKUP)
                    self.nodelist(branch, scope, names)
                self.write(MARKUP)
            case _ if branches(node):
                self.alternatives(branches(node), scope, names, or_nothing=True)
            case _:
                self.write("" if set_here else HOLE)

    def block_translate(self, node: BlockTranslateNode, names: Names) -> None:
        self.reads(node, names)
        self.set_by_tags |= names_set(node)
        inner = names.within([*node.extra_context, *filter(None, [node.countervar])])
        self.write(OPEN)
        for at, tokens in enumerate([node.singular, node.plural or ()]):
            self.write(OR if at else "")
            for token in tokens:
                is_variable = token.token_type is TokenType.VAR
                if is_variable and not inner.isolated:
                    self.read |= {token.contents.split(".")[0]} - inner.bound
                self.write_text(node, HOLE if is_variable else token.contents)
        self.write(CLOSE)

    def lazy_partial(self, node: LazyPartialNode, scope: Scope, names: Names) -> None:
        tag = literal(node.options["tag"]) if "tag" in node.options else "div"
        swap = "innerHTML" if node.keep else "outerHTML"
        attributes = f'hx-get="?" hx-target="this" hx-swap="{swap}" hx-disinherit="*"'
        self.write_text(node, f'<{tag} id="{bare_name(node.name)}" {attributes}>')
        self.nodelist(node.nodelist, scope, names)
        self.write(f"</{tag}>")

    def inclusion(self, node: InclusionNode) -> None:
        """Write an inclusion tag, whose template sees only what the tag returns."""
        try:
            template = template_of_inclusion(node, self.page.page.templates[0])
            included = Included(family_of(template, self.page.context), self.page.context)
        except Exception:  # noqa: BLE001 - rendering the page raises it
            self.write(MARKUP)
            return
        self.by_node |= included.by_node
        self.family(included.page, Names(isolated=True))


def literal(expression: Any) -> str:
    return str(expression.var) if is_literal(expression) else HOLE


def template_of_inclusion(node: InclusionNode, page: AnyTemplate) -> AnyTemplate:
    filename: Any = node.filename
    if isinstance(filename, Template):
        return filename
    if isinstance(getattr(filename, "template", None), Template):
        return filename.template
    return page.engine.select_template([filename] if isinstance(filename, str) else [*filename])
