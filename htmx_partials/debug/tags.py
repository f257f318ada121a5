"""Find the tags around a fragment, and those that hid it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, cast

from django.template import Context
from django.template.base import Node, NodeList, TextNode
from django.template.defaulttags import ForNode, IfNode
from django.template.loader_tags import IncludeNode
from django.utils.safestring import SafeString

from ..fragments import Fragment, IncludedFragment, Location, location_of, tag_of
from ..slices import WholeNode
from ..steps import FilteredNode, FirstShownNode, SilentNode, Step, ValuesNode, copy_with


@dataclass
class Tag:
    """
    A tag around a partial, as it is written: `{% if perms.contacts.change_contact %}`.

    `branch` is the branch of the tag that the partial is in, such as "else". `shows` says
    whether that branch is shown, and is `None` if it is not known. A tag that `is_whole` is of
    another package, and runs with all its content.
    """

    source: str
    location: Location
    branch: str = ""
    is_whole: bool = False
    shows: bool | None = True

    def __str__(self) -> str:
        return f"{self.source}{f' … {{% {self.branch} %}}' if self.branch else ''} ({self.location})"


class TagPaths:
    """
    For each place of a fragment in its page, the tags around it, the outermost first.

    At first all tags are taken to show the fragment. `find_hidden()` finds out which do,
    without rendering the fragment.
    """

    def __init__(self, fragment: Fragment) -> None:
        self.fragment = fragment
        self.ends = {id(node.nodelist) for node in fragment.nodes}  # type: ignore[attr-defined]
        self.all: list[list[Tag]] = []
        self.path = self.nodelist(fragment.nodelist, ())

    def find_hidden(self, context: Context) -> None:
        """
        Find out which tags show their content, in a context that is bound to the page.

        Tags of other packages are not run, because they may have side effects.
        """
        tags = [tag for tags_around in self.all for tag in tags_around]
        for tag in tags:
            tag.shows = None if tag.is_whole else False
        try:
            with context.push():
                UnrecordedPath(self.fragment, self.path).render(context)
        except Exception:  # noqa: BLE001 - rendering the fragment raises it, too
            for tag in tags:
                tag.shows = None

    # -- A copy of the path, which notes what is reached --------------------------------

    def nodelist(self, nodelist: NodeList, outer: Sequence[Tag]) -> NodeList:
        if id(nodelist) in self.ends:
            self.all.append([*outer])
            return NodeList()
        return NodeList([self.node(node, outer) for node in nodelist])

    def node(self, node: Any, outer: Sequence[Tag]) -> Node:
        match node:
            case WholeNode():
                tag_node = node.nodelist[0]
                self.all.append([*outer, Tag(tag_of(tag_node), location_of(tag_node), is_whole=True)])
                return TextNode("")
            case SilentNode():
                return node
            case FirstShownNode():
                return FirstShownNode([self.nodelist(place, outer) for place in node.places])
            case IfNode():
                conditions = [
                    (condition, self.inside(node, branch, outer, branch_name(at, condition)))
                    for at, (condition, branch) in enumerate(node.conditions_nodelists)
                ]
                return copy_with(node, conditions_nodelists=conditions)
            case ForNode():
                return copy_with(
                    node, nodelist_empty=self.inside(node, cast(NodeList, node.nodelist_empty), outer, "empty")
                )
            case IncludeNode() if isinstance(node.template, IncludedFragment):
                included = copy(node.template)
                included.nodelist = self.inside(node, included.nodelist, outer)
                return copy_with(node, template=included)
            case Step() if not isinstance(node, (FilteredNode, ValuesNode)):
                return copy_with(node, nodelist=self.nodelist(node.nodelist, outer))  # type: ignore[attr-defined]
        return copy_with(node, nodelist=self.inside(node, node.nodelist, outer))

    def inside(self, node: Node, nodelist: NodeList, outer: Sequence[Tag], branch: str = "") -> NodeList:
        before = len(self.all)
        tag = Tag(tag_of(node), location_of(node), branch)
        path = self.nodelist(nodelist, (*outer, tag))
        # Nodes that do not lead to the fragment can only set names.
        return ReachedNodeList(tag, path) if len(self.all) > before else nodelist


class ReachedNodeList(NodeList):
    """Notes that a tag shows its content."""

    def __init__(self, tag: Tag, nodes: Sequence[Node]) -> None:
        super().__init__(nodes)
        self.tag = tag

    def render(self, context: Context) -> SafeString:
        self.tag.shows = True
        return super().render(context)


class UnrecordedPath(Fragment):
    """The path to a fragment. Tests and other tools do not record its rendering."""

    def __init__(self, fragment: Fragment, path: NodeList) -> None:
        super().__init__(str(fragment.name), fragment.templates, fragment.defined_in, path)

    def _render(self, context: Context) -> str:
        return self.nodelist.render(context)


def branch_name(at: int, condition: Any) -> str:
    if condition is None:
        return "else"
    return "elif" if at else ""
