"""Which partials a page has, and by which ids their elements are known in a browser, read from its templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

from django.template.base import Node, NodeList

from ..elements import Element, pattern
from ..fragments import Location, location_of
from ..markup import HOLE
from ..nodes import AnyTemplate, blocks_of, partials_of
from ..pages import Page
from ..selection import Partials, bare_name, beginning_of, normalized_id, site_wide

# Where a compiled template keeps its page as it is written.
PAGE = "_htmx_partials_page"


class Outlined(NamedTuple):
    """
    A partial of a page.

    `ids` are those of its elements, or of an element that it is the content of, with a
    `*` for what template code writes.
    """

    name: str
    location: Location
    ids: tuple[str, ...]


def outline(template: AnyTemplate, context: dict[str, Any], partials: Partials) -> list[Outlined]:
    """
    Return the partials that a page has, and the blocks that are declared as such.

    `template` is the compiled template of the page, `context` what its variables may
    extend and include, and `partials` what its view declares.
    """
    page = read_page(template, context)
    return [
        Outlined(name, location_of(node), ids_of(page, name, node, partials))
        for name, node in named_nodes(page, partials)
    ]


def read_page(template: AnyTemplate, context: dict[str, Any]) -> Page:
    """Return the page as its templates are written, read once if no variable decides which these are."""
    if kept := vars(template).get(PAGE):
        return cast(Page, kept)
    page = Page(template, context)
    if page.included.page.literal and page.included.is_cacheable and not page.included.variable_includes:
        page = Page(template, {})  # which keeps nothing of this request
        setattr(template, PAGE, page)
    return page


def named_nodes(page: Page, partials: Partials) -> Iterator[tuple[str, Any]]:
    declared = {bare_name(name) for each in (partials, site_wide()) for name in (*each.by_name, *each.oob)}
    templates = [template for family in page.included.families for template in family.templates]
    found: dict[str, Node] = {}
    for template in templates:
        found = {**partials_of(template), **found}
    for template in templates:
        found |= {name: node for name, node in blocks_of(template).items() if name in declared and name not in found}
    yield from found.items()


def ids_of(page: Page, name: str, node: Any, partials: Partials) -> tuple[str, ...]:
    """Return the ids of the partial's own elements if all have one, or else those of what it stands in."""
    roots = root_elements(page, node.nodelist)
    own = known_ids(roots)
    if own and all("id" in each.attributes for each in roots):
        return own
    targets = [
        beginning_of(target) + ("" if beginning_of(target) == target else "*")
        for each in (partials, site_wide())
        for target, named in each.targets.items()
        if named is not None and bare_name(named) == name
    ]
    same = [each for each in sorted(page.elements.ids) if normalized_id(each) == normalized_id(name)]
    return tuple(dict.fromkeys([*targets, *same])) or own or known_ids(each.parent for each in roots[:1] if each.parent)


def root_elements(page: Page, nodelist: NodeList) -> list[Element]:
    """Return the elements of a partial that are in no other element of it."""
    start, end = page.written.spans.get(id(nodelist), (0, 0))
    inside = [each for each in page.elements.all if start <= each.position < end]
    return [each for each in inside if each.parent is None or each.parent.position < start]


def known_ids(elements: Iterable[Element]) -> tuple[str, ...]:
    """Return the ids of elements, as far as something of them is known."""
    ids = [pattern(each.attributes["id"]).replace(HOLE, "*") for each in elements if "id" in each.attributes]
    return tuple(dict.fromkeys(each for each in ids if each.strip("*")))
