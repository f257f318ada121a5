"""
Find the path from the root of a page down to a partial or a block.

A page is read here as Django renders it: from the root of its family, with the most
derived version of each block, down into `{% include %}` and `{% partial %}`. The path
keeps only what leads to the wanted nodes. So Django's own `{% if %}`, `{% with %}` and
`{% include %}` decide on a fragment what they decide on the page. A tag that may do
anything with its content is kept whole, see `slices.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.template.base import FilterExpression, Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import FilterNode, ForNode, IfNode, WithNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.cache import CacheNode

from .compat import PartialDefNode, PartialNode, shown_partial
from .families import Family, Scope
from .fragments import IncludedFragment
from .names import NamesRead, mentions_block, names_set
from .nodes import branches, is_block_super, is_defined_only, known_class, nodes_of
from .setters import SetterFinder
from .slices import PassedCacheNode, WholeNode
from .steps import (
    BlockVersionNode,
    FamilyNode,
    FilteredNode,
    IsolatedNode,
    ScopeNode,
    SilentNode,
    SingleNodeList,
    ValuesNode,
    copy_with,
    first_shown,
)


class PathFinder:
    """
    Reads a page, and keeps what leads to the wanted nodelists.

    - `included` returns the family of templates that an `{% include %}` includes. Only the
      families in `candidates` can have anything wanted.
    - With `include_overridden`, overridden versions of blocks count as well, and so does what
      stands outside of all blocks.
    - `circular` are the families and partials on the path that include themselves. Where they
      do so, the tag is kept whole.
    - `keep_blocks` keeps what the variable `block` and other versions of blocks need.
    - `setters` finds the tags before those on the path that have to run.

    It notes `enclosing`, the partials and blocks on the path; `on_path`, the families and
    partials on the path; and `is_circular`, whether one of these includes itself.
    """

    def __init__(
        self,
        wanted: Sequence[NodeList],
        included: Callable[[IncludeNode], Family | None],
        candidates: Collection[Family],
        *,
        include_overridden: bool,
        circular: Collection[object],
        keep_blocks: bool,
        setters: SetterFinder,
    ) -> None:
        self.wanted = wanted
        self.wanted_ids = frozenset(map(id, wanted))
        self.included = included
        self.candidates = candidates
        self.include_overridden = include_overridden
        self.circular = circular
        self.keep_blocks = keep_blocks
        self.setters = setters
        self.runs_setters = True
        self.enclosing: set[Node] = set()
        self.on_path: set[object] = set()
        self.is_circular = False
        self.found: dict[tuple[int, Scope, bool], NodeList | None] = {}
        self.visiting: list[object] = []

    def in_family(self, family: Family, *, to_end: bool = False) -> NodeList | None:
        """Return what leads to the wanted nodelists from the root of a family of templates."""
        scope = Scope(family if len(family.templates) > 1 else None)
        self.visiting.append(family)
        found = self.in_nodelist(family.templates[-1].nodelist, scope, to_end=to_end)
        if found is None and self.include_overridden:
            found = next((each for each in self.in_unrendered(family, scope) if each is not None), None)
            self.runs_setters = True
        self.visiting.pop()
        if found is not None:
            self.on_path.add(family)
        if found is None or scope.family is None or not self.keep_blocks:
            return found
        return SingleNodeList(FamilyNode(family.versions, found))

    def in_unrendered(self, family: Family, scope: Scope) -> Iterator[NodeList | None]:
        """The paths from outside of all blocks, and from partials that nothing shows."""
        self.runs_setters = False  # Django never renders what is outside of the blocks of a child template
        for template in family.templates[:-1]:
            yield self.in_nodelist(template.nodelist, scope)
        self.runs_setters = True
        for template in family.templates:
            for partial in filter(is_defined_only, nodes_of(template.nodelist, PartialDefNode)):
                yield self.in_nodelist(partial.nodelist, Scope())

    def in_nodelist(self, nodelist: NodeList, scope: Scope, *, to_end: bool = False) -> NodeList | None:
        """Return what leads on in a nodelist. With `to_end`, the tags after it that set a name are kept, too."""
        if id(nodelist) in self.wanted_ids:
            return nodelist
        key = (id(nodelist), scope, to_end)
        if key not in self.found:
            self.found[key] = self.find_places(nodelist, scope, to_end)
        return self.found[key]

    def find_places(self, nodelist: NodeList, scope: Scope, to_end: bool) -> NodeList | None:
        read = [(node, self.in_node(node, scope)) for node in nodelist]
        last = last_found(found for _, found in read)
        if last is None:
            return None
        places: list[NodeList] = []
        for at, (node, found) in enumerate(read if to_end else read[: last + 1]):
            if found is not None and names_set(node) and isinstance(found[0], WholeNode):
                # It may store its output under a name, which the tags after it show.
                return first_shown([*places, SingleNodeList(WholeNode(nodelist[at:], self.wanted))])
            if found is not None and (at < last or to_end):
                found = self.in_node(node, scope, to_end=True)  # another place follows
            if found is not None:
                places.append(found)
            elif self.runs_setters and (setters := self.setters.in_node(node, scope)):
                places.append(SingleNodeList(SilentNode(NodeList(setters))))
        return first_shown(places)

    def in_node(self, node: Node, scope: Scope, *, to_end: bool = False) -> NodeList | None:
        if type(node) is TextNode:  # half of all nodes
            return None
        if is_block_super(node):
            return self.with_filters(node, node.filter_expression, self.in_super(scope, to_end))
        shows_super = self.in_super(scope, to_end) is not None and mentions_block(node)
        if known_class(node) and not shows_super:
            return self.in_known(node, scope, to_end)
        return self.whole(node) if shows_super or self.holds_wanted(node, scope) else None

    def whole(self, node: Node) -> NodeList:
        return SingleNodeList(WholeNode([node], self.wanted))

    def in_cycle(self, node: Node, shown: object) -> NodeList | None:
        self.is_circular = True
        return self.whole(node) if shown in self.circular else None

    def holds_wanted(self, node: Node, scope: Scope) -> bool:
        """Return whether a tag that may do anything with its content contains anything wanted."""
        if isinstance(node, (BlockNode, PartialDefNode, PartialNode, IncludeNode)):
            return self.in_known(node, scope, to_end=False) is not None
        found = [self.in_nodelist(branch, scope) for branch in branches(node)]
        return last_found(found) is not None

    def in_known(self, node: Node, scope: Scope, to_end: bool) -> NodeList | None:
        match node:
            case IfNode():
                return self.in_if(node, scope, to_end)
            case ForNode():
                return self.in_for(node, scope, to_end)
            case IncludeNode():
                return self.in_include(node, to_end)
            case BlockNode():
                return self.in_block(node, scope, to_end)
            case PartialNode():
                return self.in_partial(node, to_end)
            case PartialDefNode() if is_defined_only(node):
                return None
            case TextNode() | VariableNode():
                return None
        found = self.in_nodelist(node.nodelist, scope, to_end=to_end)  # type: ignore[attr-defined]
        if found is None:
            return None
        match node:
            case WithNode():
                return SingleNodeList(ValuesNode(node, found))
            case FilterNode():
                return self.with_filters(node, node.filter_expr, found)
            case PartialDefNode():
                self.enclosing.add(node)
                return found
            case ExtendsNode():
                return found
            case CacheNode():
                node.__class__ = PassedCacheNode
                return found
        return SingleNodeList(copy_with(node, nodelist=found))

    def in_if(self, node: IfNode, scope: Scope, to_end: bool) -> NodeList | None:
        """Keep the conditions up to the last branch that leads on. Later ones decide nothing."""
        read = [
            (condition, self.in_nodelist(branch, scope, to_end=to_end), branch)
            for condition, branch in node.conditions_nodelists
        ]
        last = last_found(found for _, found, _ in read)
        if last is None:
            return None
        branches = []
        for condition, found, branch in read if to_end else read[: last + 1]:
            if found is None:
                setters = self.setters.in_nodelist(branch, scope) if to_end else NodeList()
                found = SingleNodeList(SilentNode(setters)) if setters else NodeList()
            branches.append((condition, found))
        return SingleNodeList(copy_with(node, conditions_nodelists=branches))

    def in_for(self, node: Any, scope: Scope, to_end: bool) -> NodeList | None:
        """Keep one turn, with the loop's variables from the context, or `{% empty %}` for a loop without turns."""
        turn, empty = self.in_nodelist(node.nodelist_loop, scope), self.in_nodelist(node.nodelist_empty, scope)
        places = []
        if turn is not None:
            if to_end and self.setters.sets_outside(node, scope):
                return self.whole(node)
            places.append(SingleNodeList(ScopeNode(turn)) if self.setters.names or self.setters.any_name else turn)
        if empty is not None:
            turns = NodeList([SilentNode(node.nodelist_loop)] if self.setters.sets_outside(node, scope) else [])
            places.append(SingleNodeList(copy_with(node, nodelist_loop=turns, nodelist_empty=empty)))
        return first_shown(places)

    def in_include(self, node: IncludeNode, to_end: bool) -> NodeList | None:
        family = self.included(node)
        if family is None or family not in self.candidates:
            return None
        if family in self.visiting:
            return self.in_cycle(node, family)
        found = self.in_family(family, to_end=to_end)
        if found is None:
            return None
        return SingleNodeList(copy_with(node, template=IncludedFragment(family.templates, found, node)))

    def in_partial(self, node: PartialNode, to_end: bool) -> NodeList | None:
        partial = shown_partial(node)
        if partial is None:
            return None
        if id(partial.nodelist) in self.visiting:
            return self.in_cycle(node, id(partial.nodelist))
        self.visiting.append(id(partial.nodelist))
        found = self.in_nodelist(partial.nodelist, Scope(), to_end=to_end)
        self.visiting.pop()
        if found is None:
            return None
        self.on_path.add(id(partial.nodelist))
        return SingleNodeList(IsolatedNode(partial, found))

    def in_block(self, node: BlockNode, scope: Scope, to_end: bool) -> NodeList | None:
        """Go on in the version of the block that the page shows, or in the first version that leads on."""
        versions = list(scope.versions(node.name))
        if node not in versions and (self.include_overridden or not versions):
            versions.append(node)
        for at, block in enumerate(versions[: None if self.include_overridden else 1]):
            if at:
                scope = scope.within(node.name)
            found = self.in_version(block, versions[at + 1 :], scope, to_end)
            if found is not None:
                return found
        return None

    def in_super(self, scope: Scope, to_end: bool) -> NodeList | None:
        versions = scope.versions(scope.block) if scope.block else ()
        return self.in_version(versions[0], versions[1:], scope, to_end) if versions else None

    def in_version(
        self, block: BlockNode, ancestors: Sequence[BlockNode], scope: Scope, to_end: bool
    ) -> NodeList | None:
        found = self.in_nodelist(block.nodelist, scope.within(block.name), to_end=to_end)
        if found is None:
            return None
        self.enclosing.add(block)
        return SingleNodeList(BlockVersionNode(block, ancestors, found)) if self.keep_blocks else found

    def with_filters(
        self, node: FilterNode | VariableNode, filters: FilterExpression, found: NodeList | None
    ) -> NodeList | None:
        if found is None or not filters.filters:
            return found
        if FilteredNode.can_do(filters):
            return SingleNodeList(FilteredNode(node, filters, found))
        return self.whole(node)

    def block_nodelists(self) -> list[NodeList]:
        """Return the nodelists of all versions of all blocks of the families on the path."""
        families = [each for each in self.on_path if isinstance(each, Family)]
        versions = [blocks for family in families for blocks in family.versions.values()]
        return [block.nodelist for blocks in versions for block in blocks]


def last_found(found: Iterable[NodeList | None]) -> int | None:
    return max((at for at, each in enumerate(found) if each is not None), default=None)


class Path(NamedTuple):
    """
    What is rendered of a page, from the root of its family down to a partial.

    `enclosing` are the partials and blocks that it stands in there.
    """

    nodelist: NodeList = NodeList()
    enclosing: Collection[Node] = frozenset()


def without_isolation(nodelist: NodeList) -> NodeList:
    """Return a path without the isolation of a partial that nothing stands around. The fragment is isolated anyway."""
    step = nodelist[0] if nodelist else None
    return step.nodelist if isinstance(step, IsolatedNode) else nodelist


def path_to(
    family: Family,
    wanted: Sequence[NodeList],
    included: Callable[[IncludeNode], Family | None],
    candidates: Collection[Family],
    *,
    include_overridden: bool = False,
) -> Path | None:
    """
    Find the path from the root of a family of templates down to `wanted`.

    The arguments are those of `PathFinder`. Returns `None` if the page has no such place.
    """
    circular, keep_blocks, names, any_name = set[object](), False, set[str](), False
    while True:
        setters = SetterFinder(included, names, any_name=any_name)
        finder = PathFinder(
            wanted,
            included,
            candidates,
            include_overridden=include_overridden,
            circular=circular,
            keep_blocks=keep_blocks,
            setters=setters,
        )
        nodelist = finder.in_family(family)
        if nodelist is None:
            return None
        read = NamesRead([nodelist, *wanted], finder.block_nodelists(), included)
        needed = names | (setters.settable & read.names)
        required = (
            finder.on_path if finder.is_circular else circular,
            read.sees_block or bool(needed),
            needed,
            read.is_open,
        )
        if required == (circular, keep_blocks, names, any_name):
            return Path(without_isolation(nodelist), finder.enclosing)
        # This path reads other names, or includes itself: find it again with that in mind.
        circular, keep_blocks, names, any_name = required
