"""How htmx 4 morphs elements: those that are alike stay, with their state."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from bs4.element import Comment, NavigableString, PageElement, Tag

from .. import values
from ..parsing import Element, descendants, equal, get_attribute, new_element, set_attribute
from ..selectors import ancestors, contains, matches, parent_of, query_all
from ..swapping import next_node
from .state import clean_up

if TYPE_CHECKING:
    from . import Htmx4


@dataclass
class Morph:
    """
    The state of one morph.

    `lasting` are the ids in both the old and the new content. `ids` are the lasting ids inside each element. `pantry`
    holds elements that are set aside, and `wanted_later` those that match a later sibling.
    """

    htmx: Htmx4
    target: Element
    lasting: set[str]
    ids: dict[int, set[str]]
    pantry: Element = field(default_factory=lambda: new_element("div"))
    wanted_later: list[Element] = field(default_factory=list)

    def of(self, node: PageElement) -> set[str]:
        return self.ids.get(id(node), set())


def morph(htmx: Htmx4, target: Element, fragment: Element, *, inner: bool) -> None:
    """Make `target`, or with `inner` its content, the same as the new content (`#morph`)."""
    old = [element for element in [target, *descendants(target)] if element.attrs.get("id")]
    new = query_all(fragment, "[id]")
    lasting = lasting_ids(old, new)
    ids: dict[int, set[str]] = {}
    parent = parent_of(target)
    note_lasting_ids(ids, lasting, parent, old)
    note_lasting_ids(ids, lasting, fragment, new)
    state = Morph(htmx, target, lasting, ids)
    if inner:
        morph_children(state, target, fragment, None, None)
    else:
        morph_children(state, parent, fragment, target, next_node(target))
    clean_up(state.pantry)


def copy_attributes(htmx: Htmx4 | None, destination: Element, source: Element) -> None:
    """
    Give the element exactly the attributes of another one (`#copyAttributes`).

    The attribute `value` of an input becomes its current value.
    """
    ignored = tuple(htmx.config["morphIgnore"]) if htmx else ()
    changed = False
    spared = htmx is not None and not htmx.is_beta and htmx.browser.focused is destination
    for name in list(source.attrs):
        value = get_attribute(source, name) or ""
        if name.startswith(ignored):
            continue
        if get_attribute(destination, name) != value:
            changed = changed or name.startswith(("hx-", "data-hx-"))
            set_attribute(destination, name, value)
            if name == "value" and values.type_of(destination) != "file" and destination.name == "input" and not spared:
                values.control(destination).value = value
    for name in list(destination.attrs):
        if name not in source.attrs and not name.startswith(ignored):
            changed = changed or name.startswith(("hx-", "data-hx-"))
            del destination.attrs[name]
    if changed:
        clean_up(destination, force=True)


def lasting_ids(old: list[Element], new: list[Element]) -> set[str]:
    """Return the ids that one element of the same name has before and after (`#createPersistentIds`)."""
    names: dict[str, str] = {}
    twice: set[str] = set()
    for element in old:
        identifier = get_attribute(element, "id") or ""
        if identifier in names:
            twice.add(identifier)
        names.setdefault(identifier, element.name)
    lasting: set[str] = set()
    for element in new:
        identifier = get_attribute(element, "id") or ""
        if identifier in lasting:
            twice.add(identifier)
        elif names.get(identifier) == element.name:
            lasting.add(identifier)
    return lasting - twice


def note_lasting_ids(ids: dict[int, set[str]], lasting: set[str], root: Tag, elements: list[Element]) -> None:
    """Note each lasting id for the elements around it (`#populateIdMapWithTree`)."""
    for element in elements:
        identifier = get_attribute(element, "id") or ""
        if identifier in lasting:
            for place in takewhile(lambda place: place is not root, [element, *ancestors(element)]):
                ids.setdefault(id(place), set()).add(identifier)


def morph_children(
    state: Morph, old_parent: Tag, new_parent: Tag, start: PageElement | None, end: PageElement | None
) -> None:
    """Make the content of the old parent the same as that of the new one (`#morphChildren`)."""
    old_parent, new_parent = contents_of(old_parent), contents_of(new_parent)
    place = start if start is not None else next(iter(old_parent.contents), None)
    for new in list(new_parent.contents):
        matched = match(state, new, place, end) if place is not None and place is not end else None
        if matched is not None:
            skip_to(state, old_parent, new, place, matched, end)
        elif isinstance(new, Element) and get_attribute(new, "id") in state.lasting:
            matched = fetch(state, old_parent, get_attribute(new, "id") or "", place)
        if matched is not None:
            place = next_node(morph_node(state, matched, new))
        elif isinstance(new, Element) and state.of(new):
            made = new_element(new.name)
            put(old_parent, made, place)
            place = next_node(morph_node(state, made, new))
            state.htmx.process(made)
        else:
            put(old_parent, new.extract(), place)
    while place is not None and place is not end:
        removed, place = place, next_node(place)
        remove(state, removed)


def contents_of(parent: Tag) -> Tag:
    return parent.content if isinstance(parent, Element) and parent.content is not None else parent


def put(parent: Tag, node: PageElement, before: PageElement | None) -> None:
    if before is None:
        parent.append(node)
    else:
        before.insert_before(node)


def skip_to(
    state: Morph,
    parent: Tag,
    new: PageElement,
    start: PageElement | None,
    matched: PageElement,
    end: PageElement | None,
) -> None:
    """Remove the nodes before the match, except those that are wanted later."""
    place = start
    while place is not None and place is not matched:
        skipped, place = place, next_node(place)
        if isinstance(skipped, Element) and (state.of(skipped) or is_wanted_later(state, skipped, new)):
            put(parent, skipped.extract(), end)
        else:
            remove(state, skipped)


def fetch(state: Morph, parent: Tag, identifier: str, before: PageElement | None) -> PageElement:
    """Move the old element with this id to the place of the new one."""
    everywhere = [state.target, *descendants(state.target), *descendants(state.pantry)]
    found = next(element for element in everywhere if element.attrs.get("id") == identifier)
    for outer in ancestors(found):
        state.of(outer).discard(identifier)
    if before is not found:
        put(parent, found.extract(), before)
    return found


def match(state: Morph, new: PageElement, start: PageElement, end: PageElement | None) -> PageElement | None:
    """Return the old node that becomes the new one, `None` if there is none (`#findBestMatch`)."""
    if not isinstance(new, Element):
        return start if isinstance(start, NavigableString) and not isinstance(start, Comment) else None
    wanted = state.of(new)
    if get_attribute(new, "id") and not wanted:
        return None
    similar: Element | None = None
    displaced, scans = 0, state.htmx.config["morphScanLimit"]
    place: PageElement | None = start
    while place is not None and place is not end:
        ids = state.of(place)
        if isinstance(place, Element) and is_similar(place, new):
            if ids & wanted:
                return place
            if not ids:
                if scans > 0 and equal(place, new):
                    return place
                similar = similar if similar is not None else place
        displaced += len(ids)
        if displaced > len(wanted) or has_typing(state, place):
            break
        scans -= 1
        if scans < 1 and not wanted:
            break
        place = next_node(place)
    if similar is not None and is_wanted_later(state, similar, new):
        return None
    return similar


def is_similar(old: Element, new: Element) -> bool:
    """Return whether the old element may become the new one (`#isSoftMatch`)."""
    if old.name != new.name or (old.name == "script" and not equal(old, new)):
        return False
    identifier = get_attribute(old, "id")
    return not identifier or identifier == get_attribute(new, "id")


def has_typing(state: Morph, place: PageElement) -> bool:
    focused = state.htmx.browser.focused
    textual = focused is not None and (
        focused.name == "textarea" or values.type_of(focused) in values.SINGLE_LINE - {"email"}
    )
    return focused is not None and textual and contains(place, focused)


def is_wanted_later(state: Morph, old: Element, new: PageElement) -> bool:
    """Return whether the old element equals a later sibling of the new one (`#matchesUpcomingSibling`)."""
    if any(one is old for one in state.wanted_later):
        return True
    following = next_node(new)
    for _ in range(state.htmx.config["morphScanLimit"]):
        if following is None:
            return False
        if isinstance(following, Element) and equal(old, following):
            state.wanted_later.append(old)
            return True
        following = next_node(following)
    return False


def remove(state: Morph, node: PageElement) -> None:
    """Remove a node, or set it aside if it has lasting ids (`#removeNode`)."""
    if state.of(node):
        state.pantry.append(node.extract())
        return
    if isinstance(node, Element):
        clean_up(node)
    node.extract()


def morph_node(state: Morph, old: PageElement, new: PageElement) -> PageElement:
    """
    Make the old node the same as the new one, and return it (`#morphNode`).

    A text cannot be changed here, and is replaced.
    """
    if not isinstance(old, Element) or not isinstance(new, Element):
        if str(old) == str(new):
            return old
        text = NavigableString(str(new))
        old.replace_with(text)
        return text
    config = state.htmx.config
    if config["morphSkip"] and matches(old, config["morphSkip"]):
        return old
    copy_attributes(state.htmx, old, new)
    spared = not state.htmx.is_beta and state.htmx.browser.focused is old
    if old.name == "textarea" and old.get_text() != new.get_text() and not spared:
        values.control(old).value = values.value_of(new)
    if not (config["morphSkipChildren"] and matches(old, config["morphSkipChildren"])) and (
        not equal(old, new) or new.name == "template" or query_all(new, "template")
    ):
        morph_children(state, old, new, None, None)
    return old
