"""A partial or a block of a page, with the tags around it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, NamedTuple

from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Node, NodeList, Token, TokenType
from django.template.loader_tags import BlockNode, IncludeNode, construct_relative_path
from django.utils.safestring import SafeString

from .compat import PartialDefNode, PartialNode, RecordedPartial, shown_partial
from .nodes import AnyTemplate, branches, is_copy, is_defined_only

# The nodes that can be asked for by name.
NAMED = (PartialDefNode, BlockNode)


class Fragment(RecordedPartial):
    """
    One partial or block of a page, with the tags around it.

    `templates` are those of the page's family, `template` is the one that defines it.
    `nodes` are the partial, or the versions of the block, as they are written. `enclosing`
    are the partials and blocks that they stand in on the page.

    It is a `PartialTemplate`, so that Django's test client records it as it records
    `render(request, "page.html#name")`.
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
        """The keys of the versions of the block, or the key of the partial."""
        blocks = {node_key(node) for node in self.nodes if isinstance(node, BlockNode)}
        return blocks or {("partial", self.defined_in.origin.name, self.name)}

    @cached_property
    def shown_keys(self) -> set[tuple[str, ...]]:
        """Its keys, and those of the partials and blocks inside it, as far as these are named literally."""
        return self.keys | keys_shown_by([node.nodelist for node in self.nodes if isinstance(node, NAMED)], self.engine)

    @cached_property
    def outer_keys(self) -> set[tuple[str, ...]]:
        """The keys of the partials and blocks that it stands in."""
        return {node_key(node) for node in self.enclosing}

    def contains(self, other: Fragment) -> bool:
        """Return whether `other` is this fragment or, as they are written, a part of it."""
        return not self.shown_keys.isdisjoint(other.keys) or not self.keys.isdisjoint(other.outer_keys)

    @property
    def source(self) -> str:
        """The source of the partial, or of the template of a block."""
        compiled: AnyTemplate = getattr(self.defined_in, "extra_data", {}).get("partials", {})
        return str(compiled.get(self.name, self.defined_in).source)

    def get_exception_info(self, exception: Exception, token: Token) -> Any:
        return self.defined_in.get_exception_info(exception, token)

    def render(self, context: Context) -> SafeString:
        """Render in a context that is bound to the page's template."""
        # The same as `push_state()`, which takes longer than the whole path to a short partial.
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
    What an `{% include %}` on the path to a fragment includes: the rest of the path.

    It takes the place of the template's name in `node`. If that name is a variable which
    there names another template than for the page as a whole, nothing is shown.
    """

    def __init__(self, templates: Sequence[AnyTemplate], nodelist: NodeList, node: IncludeNode) -> None:
        super().__init__("", templates, templates[0], nodelist)
        self.node = node

    def resolve(self, context: Context) -> Any:
        if is_literal(self.node.template):
            return self
        included = included_template(self.node, self.engine, context)
        return self if is_copy(included, self.defined_in) else NothingIncluded()

    def _render(self, context: Context) -> str:
        # Not the method of PartialTemplate, which tests record: the fragment counts as one template.
        return self.nodelist.render(context)


class NothingIncluded:
    def render(self, context: Context) -> str:
        return ""


def annotate_error(error: Exception, template: AnyTemplate) -> None:
    """Tell Django's debug page which line of `template` raised the error."""
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


class Location(NamedTuple):
    """The template, file and line where something is written; no line for a whole template."""

    template: str
    path: str
    line: int | None

    def __str__(self) -> str:
        return f"{self.template}, line {self.line}" if self.line else self.template


def location_of(written: Any) -> Location:
    """Return where a fragment, a tag or a template is written."""
    node = next(iter(written.nodes)) if isinstance(written, Fragment) else written
    origin = getattr(node, "origin", None) or written.origin
    token = getattr(node, "token", None)
    return Location(str(origin.template_name or origin.name), str(origin.name), token.lineno if token else None)


def tag_of(node: Node) -> str:
    """Return a tag or a variable as it is written."""
    if node.token is None:
        return type(node).__name__
    begin, end = ("{{", "}}") if node.token.token_type is TokenType.VAR else ("{%", "%}")
    return f"{begin} {' '.join(node.token.split_contents())} {end}"


def node_key(node: Any) -> tuple[str, ...]:
    """Return a key for what a node names: `{% partial %}` has the key of its partial."""
    if isinstance(node, IncludeNode):
        return ("template", node.origin.name, str(node.template))
    if isinstance(node, BlockNode):
        return ("block", node.origin.name, node.name)
    return ("partial", node.origin.name, node.partial_name)


def keys_shown_by(nodelists: list[NodeList], engine: Any) -> set[tuple[str, ...]]:
    """Return the keys of the blocks, partials and includes in these nodelists, and in what those include."""
    keys: set[tuple[str, ...]] = set()
    for nodelist in nodelists:
        for node in named_nodes_in(nodelist):
            if node_key(node) not in keys:
                keys.add(node_key(node))
                nodelists += included_nodelists(node, engine)
    return keys


def keys_shown_by_template(template: AnyTemplate) -> set[tuple[str, ...]]:
    """Return the same for a whole template. This is found once."""
    if "_htmx_partials_shown" not in vars(template):
        template._htmx_partials_shown = keys_shown_by([template.nodelist], template.engine)
    return template._htmx_partials_shown  # type: ignore[no-any-return]


def named_nodes_in(nodelist: NodeList) -> Iterator[Node]:
    """The blocks, partials and includes that a nodelist shows. Partials that it only defines are left out."""
    for node in nodelist:
        if not is_defined_only(node):
            if isinstance(node, (*NAMED, PartialNode, IncludeNode)):
                yield node
            for branch in branches(node):
                yield from named_nodes_in(branch)


def included_nodelists(node: Node, engine: Any) -> list[NodeList]:
    """Return the nodelists that a node shows and that are written elsewhere."""
    if isinstance(node, IncludeNode):
        with suppress(TemplateSyntaxError):  # rendering raises it
            included = named_template(node, engine)
            return [included.nodelist] if included else []
    if isinstance(node, PartialNode):
        partial = shown_partial(node)
        return [partial.nodelist] if partial else []
    return []


def is_literal(expression: Any) -> bool:
    return isinstance(expression.var, str) and not expression.filters


def named_template(node: IncludeNode, engine: Engine) -> AnyTemplate | None:
    """Return the template that an `{% include %}` names literally, or `None`."""
    return template_of(node, engine, node.template.var) if is_literal(node.template) else None


def included_template(node: IncludeNode, engine: Engine, context: Context) -> AnyTemplate | None:
    """Return the template that an `{% include %}` includes in this context, or `None`."""
    try:
        return template_of(node, engine, node.template.resolve(context, ignore_failures=True))
    except Exception:  # noqa: BLE001 - the include may be rendered in another context, without this error
        return None


def template_of(node: IncludeNode, engine: Engine, value: Any) -> AnyTemplate | None:
    """Return the template for the value of an `{% include %}`, found as Django finds it, or `None`."""
    if callable(getattr(value, "render", None)):
        return getattr(value, "template", value)
    names: Any = value or ()
    if isinstance(value, str):
        names = [construct_relative_path(node.origin.template_name, value)]  # type: ignore[arg-type]
    with suppress(TemplateDoesNotExist):
        return engine.select_template(names)
    return None
