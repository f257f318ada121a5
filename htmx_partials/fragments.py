"""
A partial or a block of a page, with what stands around it: what is rendered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Node, NodeList, Token
from django.template.loader_tags import BlockNode, IncludeNode, construct_relative_path
from django.utils.safestring import SafeString

from .nodes import AnyTemplate, branches, is_defined_only
from .partials import PartialDefNode, PartialNode, RecordedPartial, shown_partial

# What can be asked for by name.
NAMED = (PartialDefNode, BlockNode)


class Fragment(RecordedPartial):
    """
    One partial or block of a page, with what stands around it.

    `templates` are those of the page's family, `template` is the one that defines it;
    `nodes` are the partial, or the versions of the block, as they are written, and
    `enclosing` the partials and blocks that they stand in on the page.

    Django's test client records it as it records `render(request, "page.html#name")`.
    """

    def __init__(
        self,
        name: str,
        templates: Sequence[AnyTemplate],
        template: AnyTemplate,
        nodelist: NodeList,
        nodes: Collection[Node] = (),
        enclosing: Collection[Node] = (),
    ) -> None:
        super().__init__(nodelist, template.origin, name)
        self.engine = template.engine
        self.templates = templates
        self.defined_in = template
        self.nodes = nodes
        self.enclosing = enclosing

    @cached_property
    def keys(self) -> set[tuple[str, ...]]:
        """Where it is written: each version of a block, or the partial."""
        blocks = {node_key(node) for node in self.nodes if isinstance(node, BlockNode)}
        return blocks or {("partial", self.defined_in.origin.name, self.name)}

    @cached_property
    def shown_keys(self) -> set[tuple[str, ...]]:
        """Where that is written which it shows, as far as it is named literally."""
        return self.keys | keys_shown_by([node.nodelist for node in self.nodes if isinstance(node, NAMED)], self.engine)

    @cached_property
    def outer_keys(self) -> set[tuple[str, ...]]:
        """Where that is written which it stands in."""
        return {node_key(node) for node in self.enclosing}

    def contains(self, other: Fragment) -> bool:
        """Is `other` this fragment or, as they are written, a part of it?"""
        return not self.shown_keys.isdisjoint(other.keys) or not self.keys.isdisjoint(other.outer_keys)

    @property
    def source(self) -> str:
        """The partial as it is written, as Django's own has it, or the template of a block."""
        compiled: AnyTemplate = getattr(self.defined_in, "extra_data", {}).get("partials", {})
        return str(compiled.get(self.name, self.defined_in).source)

    def get_exception_info(self, exception: Exception, token: Token) -> Any:
        return self.defined_in.get_exception_info(exception, token)

    def render(self, context: Context) -> SafeString:
        """Render in a context that is bound to the page's template."""
        # What `push_state()` does, which takes longer than the whole path to a short partial.
        state: Any = context.render_context
        previous, state.template = state.template, self
        state.dicts.append({})
        try:
            return SafeString(self._render(context))  # type: ignore[attr-defined]
        except Exception as error:
            for template in self.templates:
                annotate_error(error, template)
            raise
        finally:
            state.dicts.pop()
            state.template = previous


class IncludedFragment(Fragment):
    """
    What an `{% include %}` on the path to a fragment brings in: the rest of the path.

    It stands where `node` has the name of its template. Where that is a variable, and
    names another template there than it does for the page as a whole, nothing is shown.
    """

    def __init__(self, templates: Sequence[AnyTemplate], nodelist: NodeList, node: IncludeNode) -> None:
        super().__init__("", templates, templates[0], nodelist)
        self.node = node

    def resolve(self, context: Context) -> Any:
        if is_literal(self.node.template) or included_template(self.node, self.engine, context) is self.defined_in:
            return self
        return NothingIncluded()

    def _render(self, context: Context) -> str:
        # Not PartialTemplate's, which tests record: the fragment is one template.
        return self.nodelist.render(context)


class NothingIncluded:
    def render(self, context: Context) -> str:
        return ""


def annotate_error(error: Exception, template: AnyTemplate) -> None:
    """Tell Django's debug page the line of `template` that raised the error."""
    culprit = getattr(error, "_culprit_node", None)
    if (
        culprit is not None
        and culprit.origin == template.origin
        and not hasattr(error, "template_debug")
        and template.engine.debug
    ):
        error.template_debug = template.get_exception_info(  # type: ignore[attr-defined]
            error, culprit.token
        )


def location_of(written: Any) -> str:
    """The template and the line at which a fragment or a tag is written, a whole template by its name."""
    node = next(iter(written.nodes)) if isinstance(written, Fragment) else written
    origin = getattr(node, "origin", None) or written.origin
    token = getattr(node, "token", None)
    name = str(origin.template_name or origin.name)
    return f"{name}, line {token.lineno}" if token else name


def node_key(node: Any) -> tuple[str, ...]:
    """Where something is written that has a name: `{% partial %}` is what it shows."""
    if isinstance(node, IncludeNode):
        return ("template", node.origin.name, str(node.template))
    if isinstance(node, BlockNode):
        return ("block", node.origin.name, node.name)
    return ("partial", node.origin.name, node.partial_name)


def keys_shown_by(nodelists: list[NodeList], engine: Any) -> set[tuple[str, ...]]:
    """Where the blocks, partials and includes are written that these bring along."""
    keys: set[tuple[str, ...]] = set()
    for nodelist in nodelists:
        for node in named_nodes_in(nodelist):
            if node_key(node) not in keys:
                keys.add(node_key(node))
                nodelists += included_nodelists(node, engine)
    return keys


def keys_shown_by_template(template: AnyTemplate) -> set[tuple[str, ...]]:
    """The same of a whole template, looked for once."""
    if "_htmx_partials_shown" not in vars(template):
        template._htmx_partials_shown = keys_shown_by([template.nodelist], template.engine)
    return template._htmx_partials_shown  # type: ignore[no-any-return]


def named_nodes_in(nodelist: NodeList) -> Iterator[Node]:
    """The blocks, partials and includes in it, but for what is only defined there."""
    for node in nodelist:
        if not is_defined_only(node):
            if isinstance(node, (*NAMED, PartialNode, IncludeNode)):
                yield node
            for branch in branches(node):
                yield from named_nodes_in(branch)


def included_nodelists(node: Node, engine: Any) -> list[NodeList]:
    """What is written elsewhere and shown here."""
    if isinstance(node, IncludeNode):
        with suppress(TemplateSyntaxError):  # rendering it says so
            included = named_template(node, engine)
            return [included.nodelist] if included else []
    if isinstance(node, PartialNode):
        partial = shown_partial(node)
        return [partial.nodelist] if partial else []
    return []


def is_literal(expression: Any) -> bool:
    return isinstance(expression.var, str) and not expression.filters


def named_template(node: IncludeNode, engine: Engine) -> AnyTemplate | None:
    """The template that an `{% include %}` names literally, if there is one."""
    return template_of(node, engine, node.template.var) if is_literal(node.template) else None


def included_template(node: IncludeNode, engine: Engine, context: Context) -> AnyTemplate | None:
    """The template that an `{% include %}` brings in, in this context, if it is there."""
    try:
        return template_of(node, engine, node.template.resolve(context, ignore_failures=True))
    except Exception:  # noqa: BLE001 - whatever it is, the context may be another one there
        return None


def template_of(node: IncludeNode, engine: Engine, value: Any) -> AnyTemplate | None:
    """What Django's `{% include %}` makes of the value that names its template."""
    if callable(getattr(value, "render", None)):
        return getattr(value, "template", value)
    names: Any = value or ()
    if isinstance(value, str):
        names = [construct_relative_path(node.origin.template_name, value)]  # type: ignore[arg-type]
    with suppress(TemplateDoesNotExist):
        return engine.select_template(names)
    return None
