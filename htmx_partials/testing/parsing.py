"""
Parse markup into a BeautifulSoup tree as a browser does, and serialize it.

The parser is turbohtml. It follows the HTML standard exactly, as Chromium does. It knows the contents of templates, the
scripting flag and fragments in a context, and is the fastest parser that does. BeautifulSoup's own builders lose a
bare `<tr>`, which htmx accepts, or take several times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import turbohtml
from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import (
    AttributeValueList,
    Comment,
    Doctype,
    HTMLAttributeDict,
    NavigableString,
    PageElement,
    Script,
    Stylesheet,
    Tag,
    nonwhitespace_re,
)

if TYPE_CHECKING:
    from .state import State
    from .values import Control

VOID = frozenset(HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ())
LISTS = HTMLTreeBuilder.DEFAULT_CDATA_LIST_ATTRIBUTES
LISTED_EVERYWHERE: frozenset[str] = frozenset(LISTS["*"] or ())
LISTED = {name: LISTED_EVERYWHERE | frozenset(attributes or ()) for name, attributes in LISTS.items()}
RAW_TEXT = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"))
STRINGS: dict[str, type[NavigableString]] = {"script": Script, "style": Stylesheet}


class Element(Tag):
    """
    A BeautifulSoup tag with what a browser keeps apart from the markup.

    `content` is the content of a `<template>`, which is not part of the page. `control` is the state of a form
    control and `state` is htmx's state of the element. Both are `None` until there is something to keep.
    """

    attrs: dict[str, Any]
    content: Element | None = None
    control: Control | None = None
    state: State | None = None
    listeners: dict[str, list[Any]] | None = None
    interesting_string_types = Tag.MAIN_CONTENT_STRING_TYPES

    # Attributes that BeautifulSoup sets on each tag, and that are the same for all tags here.
    parser_class = None
    namespace = None
    prefix = None
    sourceline = None
    sourcepos = None
    known_xml = False
    hidden = False
    can_be_empty_element = False
    cdata_list_attributes = None
    preserve_whitespace_tags = None
    attribute_value_list_class = AttributeValueList


def parse_document(markup: str, *, scripting: bool = True) -> BeautifulSoup:
    """Return the tree of a page. With `scripting` the content of `<noscript>` is text, as with JavaScript on."""
    document = BeautifulSoup("", "html.parser")
    graft(document, turbohtml.parse(markup, positions=False, scripting=scripting), comments=True)
    return document


def parse_answer(markup: str, *, comments: bool = False) -> BeautifulSoup:
    """
    Return the tree of a page that htmx parses.

    htmx uses `Document.parseHTMLUnsafe()`, in which JavaScript is off. By default it drops comments.
    """
    document = BeautifulSoup("", "html.parser")
    graft(document, turbohtml.parse(markup, positions=False, scripting=False), comments=comments)
    return document


def parse_fragment(markup: str, *, comments: bool = False) -> Element:
    """
    Return an element that holds the nodes of `markup`, parsed by htmx as the content of a `<template>`.

    Any element may stand at the top level there, even a `<tr>` or a `<td>`. Comments are dropped by default.
    """
    fragment = new_element("template")
    fragment.hidden = True
    graft(fragment, turbohtml.parse_fragment(markup, "template", positions=False), comments=comments)
    return fragment


def new_element(name: str, attributes: dict[str, str] | None = None) -> Element:
    element = Element(name=name, can_be_empty_element=name in VOID, is_xml=False)
    for attribute, value in (attributes or {}).items():
        set_attribute(element, attribute, value)
    return element


def get_attribute(element: Tag, name: str) -> str | None:
    value = element.attrs.get(name)
    return " ".join(value) if isinstance(value, list) else value


def set_attribute(element: Tag, name: str, value: str) -> None:
    listed = name in LISTED.get(element.name, LISTED_EVERYWHERE)
    element.attrs[name] = AttributeValueList(nonwhitespace_re.findall(value)) if listed else value


def children(element: Tag) -> list[Element]:
    return [child for child in element.contents if isinstance(child, Element)]


def descendants(element: Tag) -> Iterator[Element]:
    """The elements below this one, in document order, without the contents of templates."""
    waiting = element.contents[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Element):
            yield node
            waiting += node.contents[::-1]


def graft(root: Tag, source: Any, *, comments: bool) -> None:
    """Build BeautifulSoup's tree below `root`. The links are set here, because BeautifulSoup would set them twice."""
    last: PageElement = root

    def build(parent: Tag, nodes: Any) -> None:
        nonlocal last
        string = STRINGS.get(parent.name, NavigableString)
        previous: PageElement | None = None
        for node in nodes:
            made: PageElement
            kind = type(node)
            if kind is turbohtml.Text:
                made = str.__new__(string, node.data)
                made.hidden = False
            elif kind is turbohtml.Element:
                made = built_element(node)
            elif kind is turbohtml.Comment:
                if not comments:
                    continue
                made = Comment(node.data)
            else:
                made = Doctype(node.name)
            made.parent = parent
            made.next_element = None
            made.next_sibling = None
            made.previous_element = last
            made.previous_sibling = previous
            last.next_element = made
            if previous is not None:
                previous.next_sibling = made
            parent.contents.append(made)
            last = previous = made
            if isinstance(made, Element):
                if made.name == "template":
                    fill_template(made, node, comments=comments)
                else:
                    build(made, node.children)

    build(root, source.children)


def built_element(node: Any) -> Element:
    element = Element.__new__(Element)
    element.name = name = node.tag
    element.contents, element._namespaces = [], {}
    element.attrs = attributes = HTMLAttributeDict(node.attrs.items()) if node.attrs else HTMLAttributeDict()
    for key, value in attributes.items():
        if type(value) is list:
            attributes[key] = AttributeValueList(value)
    if name in VOID:
        element.can_be_empty_element = True
    return element


def fill_template(template: Element, source: Any, *, comments: bool) -> None:
    template.content = new_element("template")
    template.content.hidden = True
    graft(template.content, next(iter(source.children)), comments=comments)


def copy(element: Element) -> Element:
    """Return a deep copy, as `cloneNode(true)` does: without listeners, with the state of controls."""
    return copy_of(element, deep=True)


def shallow_copy(element: Element) -> Element:
    return copy_of(element, deep=False)


def copy_of(element: Element, *, deep: bool) -> Element:
    clone = element.copy_self()
    if element.control is not None:
        clone.control = element.control.copy()
    if deep:
        if element.content is not None:
            clone.content = copy(element.content)
        for child in element.contents:
            clone.append(copy(child) if isinstance(child, Element) else child.__copy__())
    return clone


def equal(one: PageElement, other: PageElement) -> bool:
    """Return whether two nodes have the same name, attributes and children, as `isEqualNode` does."""
    if isinstance(one, Element) and isinstance(other, Element):
        return (
            one.name == other.name
            and one.attrs == other.attrs
            and len(one.contents) == len(other.contents)
            and all(map(equal, one.contents, other.contents))
        )
    return type(one) is type(other) and str(one) == str(other)


def serialize(node: PageElement) -> str:
    """Return the node as markup, as `outerHTML` does, or the content of a document or fragment."""
    pieces: list[str] = []
    write(node, pieces)
    return "".join(pieces)


def serialize_contents(element: Tag) -> str:
    """Return the content of the element as markup, as `innerHTML` does."""
    pieces: list[str] = []
    for child in inside(element).contents:
        write(child, pieces)
    return "".join(pieces)


def inside(element: Tag) -> Tag:
    """Return the element that holds the children of this element: the content of a `<template>`, else itself."""
    content = element.content if isinstance(element, Element) else None
    return element if content is None else content


def write(node: PageElement, pieces: list[str]) -> None:
    if isinstance(node, Tag):
        shown = not node.hidden and not isinstance(node, BeautifulSoup)
        if shown:
            pieces.append(f"<{node.name}")
            for name in node.attrs:
                value = escaped(get_attribute(node, name) or "").replace('"', "&quot;")
                pieces.append(f' {name}="{value}"')
            pieces.append(">")
        if node.name not in VOID:
            for child in inside(node).contents:
                write(child, pieces)
            if shown:
                pieces.append(f"</{node.name}>")
    elif isinstance(node, Doctype):
        pieces.append(f"<!DOCTYPE {node}>")
    elif isinstance(node, Comment):
        pieces.append(f"<!--{node}-->")
    elif node.parent is not None and node.parent.name in RAW_TEXT:
        pieces.append(str(node))
    else:
        pieces.append(escaped(str(node)))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace("<", "&lt;").replace(">", "&gt;")
