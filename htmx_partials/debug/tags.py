"""The tags around a fragment, and which of them hid it."""

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

    `branch` says in which part of it the partial stands, "else" say. `shows` is whether
    that part is shown, `None` where it is not known. One that `is_whole` is of another
    package, and runs with all that it holds.
    """

    source: str
    location: Location
    branch: str = ""
    is_whole: bool = False
    shows: bool | None = True

    def __str__(self) -> str:
        return f"{self.source}{f' … {{% {self.branch} %}}' if self.branch else ''} ({self.location})"


class Ways:
    """
    The ways from the root of a page down to a fragment, each the tags around one place of it, outermost first.

    Without a context all of them are taken to show the fragment. `find_hidden()` asks
    the tags themselves, and renders nothing of what the fragment holds.
    """

    def __init__(self, fragment: Fragment) -> None:
        self.fragment = fragment
        self.ends = {id(node.nodelist) for node in fragment.nodes}  # type: ignore[attr-defined]
        self.all: list[list[Tag]] = []
        self.path = self.nodelist(fragment.nodelist, ())

    def find_hidden(self, context: Context) -> None:
        """
        Find out which tags show what they hold, in a context that is bound to the page.

        Tags of other packages are not run, as nobody knows what else they do.
        """
        tags = [tag for way in self.all for tag in way]
        for tag in tags:
            tag.shows = None if tag.is_whole else False
        try:
            with context.push():
                PathAlone(self.fragment, self.path).render(context)
        except Exception:  # noqa: BLE001 - rendering the fragment has said so, or will
            for tag in tags:
                tag.shows = None

    # -- A copy of the path, which notes what is reached --------------------------------

    def nodelist(self, nodelist: NodeList, around: Sequence[Tag]) -> NodeList:
        if id(nodelist) in self.ends:
            self.all.append([*around])
            return NodeList()
        return NodeList([self.node(node, around) for node in nodelist])

    def node(self, node: Any, around: Sequence[Tag]) -> Node:
        match node:
            case WholeNode():
                whole = node.nodelist[0]
                self.all.append([*around, Tag(tag_of(whole), location_of(whole), is_whole=True)])
                return TextNode("")
            case SilentNode():
                return node
            case FirstShownNode():
                return FirstShownNode([self.nodelist(place, around) for place in node.places])
            case IfNode():
                conditions = [
                    (condition, self.inside(node, branch, around, branch_name(at, condition)))
                    for at, (condition, branch) in enumerate(node.conditions_nodelists)
                ]
                return copy_with(node, conditions_nodelists=conditions)
            case ForNode():
                return copy_with(
                    node, nodelist_empty=self.inside(node, cast(NodeList, node.nodelist_empty), around, "empty")
                )
            case IncludeNode() if isinstance(node.template, IncludedFragment):
                included = copy(node.template)
                included.nodelist = self.inside(node, included.nodelist, around)
                return copy_with(node, template=included)
            case Step() if not isinstance(node, (FilteredNode, ValuesNode)):
                return copy_with(node, nodelist=self.nodelist(node.nodelist, around))  # type: ignore[attr-defined]
        return copy_with(node, nodelist=self.inside(node, node.nodelist, around))

    def inside(self, node: Node, nodelist: NodeList, around: Sequence[Tag], branch: str = "") -> NodeList:
        before = len(self.all)
        tag = Tag(tag_of(node), location_of(node), branch)
        path = self.nodelist(nodelist, (*around, tag))
        # What leads nowhere sets names at most.
        return ReachedNodeList(tag, path) if len(self.all) > before else nodelist


class ReachedNodeList(NodeList):
    """Notes that a tag shows what it holds."""

    def __init__(self, tag: Tag, nodes: Sequence[Node]) -> None:
        super().__init__(nodes)
        self.tag = tag

    def render(self, context: Context) -> SafeString:
        self.tag.shows = True
        return super().render(context)


class PathAlone(Fragment):
    """The path to a fragment, of which tests and other tools hear nothing."""

    def __init__(self, fragment: Fragment, path: NodeList) -> None:
        super().__init__(str(fragment.name), fragment.templates, fragment.defined_in, path)

    def _render(self, context: Context) -> str:
        return self.nodelist.render(context)


def branch_name(at: int, condition: Any) -> str:
    if condition is None:
        return "else"
    return "elif" if at else ""
