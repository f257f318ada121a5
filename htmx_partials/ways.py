"""
The way from the root of a family of templates down to one node of it.

A way is made of the page's own nodes, copied with nothing but the next step inside,
so that Django's `{% if %}`, `{% with %}` or `{% include %}` decide on it what they
decide on the page. It is built from the inside out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy

from django.template.base import (
    Node,
    NodeList,
)
from django.template.defaulttags import (
    AutoEscapeControlNode,
    FilterNode,
    IfNode,
    PartialDefNode,
    PartialNode,
    SpacelessNode,
    WithNode,
)
from django.template.loader_tags import BlockNode
from django.templatetags.i18n import LanguageNode
from django.templatetags.l10n import LocalizeNode
from django.templatetags.tz import LocalTimeNode, TimezoneNode

from .nodes import (
    AnyTemplate,
    ApartNode,
    FamilyNode,
    FilteredNode,
    InBlockNode,
    ValuesNode,
    blocks_of,
    first_shown,
    if_showing,
    instead_of_super,
    is_apart,
    nodes_of,
    only,
    path_to,
    sees_block,
    supers_in,
)

# The tags that count where they stand around a partial, next to `{% if %}` and `{% filter %}`.
COUNTED = (
    WithNode,
    AutoEscapeControlNode,
    SpacelessNode,
    LanguageNode,
    LocalizeNode,
    LocalTimeNode,
    TimezoneNode,
)


def way_to(
    templates: Sequence[AnyTemplate],
    index: int,
    node: Node,
    shown: Node,
    *,
    anyhow: bool,
    passed: set[Node],
) -> Node | None:
    """
    The family `templates`, page first and root last, pruned to show `shown` where
    `templates[index]` has `node`.

    `None` where the page has no such place; with `anyhow`, the tags around the place
    that it would have had count all the same. The page's nodes around it are added to
    `passed`.
    """
    way = Ways(templates, passed, blocks=False).to(index, node, shown, anyhow=anyhow)
    if way is None or not sees_block(way):
        return way
    way = Ways(templates, passed, blocks=True).to(index, node, shown, anyhow=anyhow)
    return way if way is None or len(templates) == 1 else FamilyNode(templates, way)


class Ways:
    """All ways through a family, with or without the blocks that stand on them."""

    def __init__(self, templates: Sequence[AnyTemplate], passed: set[Node], *, blocks: bool) -> None:
        self.templates = templates
        self.passed = passed
        self.root = len(templates) - 1
        self.keep_blocks = blocks
        self.versions = [blocks_of(template) for template in templates]

    def to(self, index: int, node: Node, shown: Node, *, anyhow: bool) -> Node | None:
        ways = list(self.down_to(index, node, shown))
        if anyhow and not ways:
            ways = list(self.down_to(index, node, shown, overridden=True))
        if anyhow and not ways:
            path = path_to(node, self.templates[index].nodelist)
            ways = [self.along(path, index, shown)]
        return first_shown(ways) if ways else None

    def down_to(
        self,
        index: int,
        node: Node,
        shown: Node,
        *,
        overridden: bool = False,
        through: tuple[Node, ...] = (),
    ) -> Iterator[Node]:
        """
        Each way from the root; `overridden`, as if no block of it were replaced.

        First where `node` is written, then where a `{% partial %}` shows a partial that
        it stands in, or that it is.
        """
        if not is_apart(node):
            yield from self.in_place(index, node, shown, overridden)
        template = self.templates[index]
        path = path_to(node, template.nodelist)
        steps = [*(step for step, _ in path), node]
        for at in reversed(range(len(steps))):
            step = steps[at]
            if not isinstance(step, PartialDefNode) or step in through:
                continue
            apart = ApartNode(template, self.along(path[at + 1 :], index, shown))
            for place in nodes_of(template, PartialNode):
                if place.partial_name == step.partial_name:
                    yield from self.down_to(index, place, apart, overridden=overridden, through=(*through, step))
            if not step.inline:
                break

    def in_place(
        self, index: int, node: Node, shown: Node, overridden: bool, through: tuple[str, ...] = ()
    ) -> Iterator[Node]:
        """Each way to where `node` is written, through the blocks that it stands in."""
        path = path_to(node, self.templates[index].nodelist)
        apart = [step for step, _ in path if is_apart(step)]
        inner = path_to(node, apart[-1].nodelist) if apart else path
        blocks = [step for step, _ in inner if isinstance(step, BlockNode)]
        if blocks and self.root:
            block = blocks[-1]
            if block.name not in through:
                shown = self.along(path_to(node, block.nodelist), index, shown)
                yield from self.down_to_block(index, block, shown, overridden, (*through, block.name))
        elif index == self.root and not apart:
            yield self.along(path, index, shown)

    def down_to_block(
        self,
        index: int,
        block: BlockNode,
        shown: Node,
        overridden: bool,
        through: tuple[str, ...],
    ) -> Iterator[Node]:
        """Through each version of the block that replaces this one, to its places."""
        self.passed.add(block)
        ways = [self.in_block(index, block, shown)]
        for derived in reversed(range(index)):
            version = self.versions[derived].get(block.name)
            if version is None:
                continue
            supers = list(supers_in(version.nodelist))
            if supers or not overridden:
                ways = [
                    self.in_block(
                        derived,
                        version,
                        self.along(
                            path_to(node, version.nodelist),
                            derived,
                            instead_of_super(node, way),
                        ),
                    )
                    for node in supers
                    for way in ways
                ]
        for at, blocks in enumerate(self.versions):
            if block.name in blocks:
                for way in ways:
                    yield from self.in_place(at, blocks[block.name], way, overridden, through)

    def along(self, path: list[tuple[Node, NodeList]], index: int, shown: Node) -> Node:
        """Put around `shown` what counts of the nodes on its path in one template."""
        self.passed.update(step for step, _ in path)
        for step, branch in reversed(path):
            if is_apart(step):
                return ApartNode(self.templates[index], shown)
            if isinstance(step, BlockNode):
                shown = self.in_block(index, step, shown)
            elif isinstance(step, IfNode):
                shown = if_showing(step, branch, shown)
            elif isinstance(step, FilterNode):
                shown = FilteredNode(step, step.filter_expr, shown)
            elif type(step) is WithNode:  # a subclass may render otherwise
                shown = ValuesNode(step, shown)
            elif isinstance(step, COUNTED):
                step = copy(step)
                step.nodelist = only(shown)
                shown = step
        return shown

    def in_block(self, index: int, block: BlockNode, shown: Node) -> Node:
        if not self.keep_blocks:
            return shown
        ancestors = [blocks[block.name] for blocks in reversed(self.versions[index + 1 :]) if block.name in blocks]
        return InBlockNode(block, ancestors, shown)
