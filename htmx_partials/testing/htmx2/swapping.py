"""How htmx 2 puts an answer into the page: swap styles, out-of-band swaps, titles and preserved elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4.element import PageElement, Tag

from .. import selectors
from ..attributes import own
from ..parsing import (
    Element,
    children,
    copy,
    descendants,
    get_attribute,
    new_element,
    parse_answer,
    parse_fragment,
)
from ..selectors import connected, describe, one, query, query_all
from ..state import is_boosted
from ..swapping import detach_preserved, focus_automatically, insert, keep_focus, move_all, next_node, restore_preserved
from .extensions import active_extensions, extension_error
from .state import clean_up

if TYPE_CHECKING:
    from . import Htmx2

HEAD = re.compile(r"<head(\s[^>]*)?>[\s\S]*?</head>", re.IGNORECASE)
START_TAG = re.compile(r"<([a-z][^/>\x00\x20\t\r\n\f]*)", re.IGNORECASE)
TEMPLATE_START = re.compile(r"<hx-([a-z]+)((?:\s[^>]*)?)>", re.IGNORECASE)
TEMPLATE_END = re.compile(r"</hx-[a-z]+>", re.IGNORECASE)
OOB = "[hx-swap-oob], [data-hx-swap-oob]"
STYLES = ("innerHTML", "outerHTML", "beforebegin", "afterbegin", "beforeend", "afterend", "delete", "none")
MODIFIERS = ("swap:", "settle:", "transition:", "ignoreTitle:", "scroll:", "show:", "focus-scroll:")


@dataclass(frozen=True)
class Specification:
    """What `hx-swap` says."""

    style: str
    ignore_title: bool | None = None


@dataclass(frozen=True)
class SwapOptions:
    """Options of a swap, apart from its target and style."""

    element: Element
    select: str | None = None
    select_oob: str | None = None
    title: str = ""
    ignore_title: bool = False
    history: bool = False
    before: Callable[[], object] = lambda: None
    after_swap: Callable[[], object] = lambda: None
    after_settle: Callable[[], object] = lambda: None


@dataclass
class Settling:
    """The targets of a swap, and the new elements that htmx has to process."""

    targets: list[Element]
    fresh: list[Element]


def specification(htmx: Htmx2, element: Element, override: str | None) -> Specification:
    """Parse `hx-swap`. Raises `AssertionError` for an unknown modifier (`getSwapSpecification`)."""
    style = "innerHTML" if is_boosted(element) else htmx.config["defaultSwapStyle"]
    ignore_title = None
    for index, word in enumerate((override or htmx.attributes.value(element, "hx-swap") or "").split()):
        if word.startswith(MODIFIERS):
            if word.startswith("ignoreTitle:"):
                ignore_title = word == "ignoreTitle:true"
        elif index == 0:
            style = word
        else:
            raise AssertionError(f"Unknown modifier {word!r} in hx-swap, for {describe(element)}.")
    return Specification(style, ignore_title)


def swap(htmx: Htmx2, target: Element, content: str | Element, spec: Specification, options: SwapOptions) -> None:
    """Put markup, or nodes, into the page. Out-of-band parts go first (`swap`)."""
    options.before()
    focused = htmx.browser.focused
    settling = Settling([target], [])
    title = options.title
    if spec.style == "textContent":
        target.clear()
        target.append(content if isinstance(content, str) else "[object DocumentFragment]")
    else:
        fragment, found = make_fragment(htmx, content) if isinstance(content, str) else (content, "")
        title = title or found
        if options.history:
            fragment = query(fragment, "[hx-history-elt], [data-hx-history-elt]") or fragment
        swap_oob(htmx, fragment, options, settling)
        only_partials = htmx.has_partials and swap_partials(htmx, fragment, options.element, settling)
        if options.select:
            chosen = new_element("template")
            insert(chosen, None, list(query_all(fragment, options.select)))
            fragment = chosen
        kept = detach_preserved(htmx.browser.document, fragment)
        if not (only_partials and not children(fragment) and not fragment.get_text().strip()):
            swap_with_style(htmx, spec.style, target, fragment, settling)
        restore_preserved(htmx.browser.document, kept)
    if focused is not None and not connected(focused):
        keep_focus(htmx.browser, focused)
    for place in settling.targets:
        htmx.trigger(place, "htmx:afterSwap")
    options.after_swap()
    ignored = options.ignore_title if spec.ignore_title is None else spec.ignore_title
    if title and not ignored:
        htmx.browser.title = title
    for element in settling.fresh:
        settle(htmx, element)
    for place in settling.targets:
        htmx.trigger(place, "htmx:afterSettle")
    options.after_settle()


def make_fragment(htmx: Htmx2, markup: str) -> tuple[Element, str]:
    """Return the nodes of an answer, for a whole page those of its body, and the title (`makeFragment`)."""
    if htmx.has_partials:
        markup = TEMPLATE_END.sub("</template>", TEMPLATE_START.sub(r'<template hx type="\1"\2>', markup))
    headless = HEAD.sub("", markup, count=1)
    start = START_TAG.search(headless)
    kind = start[1].lower() if start else ""
    if kind in ("html", "body"):
        document = parse_answer(markup if kind == "html" else headless)
        fragment = new_element("template")
        title = query(document, "title")
        move_all(one(document, "body"), fragment)
        return fragment, " ".join(title.get_text().split()) if title else ""
    fragment = parse_fragment(headless)
    title = query(fragment, "title")
    if title is None or title.parent is not fragment:
        return fragment, ""
    title.extract()
    return fragment, title.get_text()


def swap_oob(htmx: Htmx2, fragment: Element, options: SwapOptions, settling: Settling) -> None:
    for selected in options.select_oob.split(",") if options.select_oob else []:
        name, *style = selected.split(":")
        element = query(fragment, "#" + name.strip().removeprefix("#"))
        if element is not None:
            swap_out_of_band(htmx, style[0] if style else "true", element, settling)
    swap_marked(htmx, fragment, settling)
    for template in query_all(fragment, "template"):
        if template.content is not None and swap_marked(htmx, template.content, settling):
            template.extract()


def swap_partials(htmx: Htmx2, fragment: Element, source: Element, settling: Settling) -> bool:
    """Swap each `<hx-partial>`, and return whether there was one (`findAndSwapPartials`)."""
    templates = query_all(fragment, "template[hx]")
    for template in templates:
        identifier = get_attribute(template, "id")
        selector = own(template, "hx-target") or (f'[id="{identifier}"]' if identifier else "")
        if get_attribute(template, "type") != "partial":
            raise extension_error("its own", f"<hx-{get_attribute(template, 'type')}>")
        targets = htmx.find_all(source, selector) if selector else []
        if selector and not targets:
            htmx.browser.skip_target(selector, template)
            htmx.trigger(htmx.browser.body, "htmx:partialErrorNoTarget")
        for target in targets:
            swap_partial(htmx, template, target, settling)
        template.extract()
    return bool(templates)


def swap_partial(htmx: Htmx2, template: Element, target: Element, settling: Settling) -> None:
    detail = {"shouldSwap": True}
    if not htmx.trigger(target, "htmx:partialBeforeSwap", detail):
        return

    def after_swap() -> None:
        for place in settling.targets:
            htmx.trigger(place, "htmx:partialAfterSwap", detail)

    nodes = copy(template).content
    spec = specification(htmx, template, own(template, "hx-swap"))
    swap(htmx, target, nodes or new_element("template"), spec, SwapOptions(target, after_swap=after_swap))


def swap_marked(htmx: Htmx2, fragment: Element, settling: Settling) -> bool:
    """Swap each element with `hx-swap-oob`, and return whether there was one (`findAndSwapOobElements`)."""
    marked = query_all(fragment, OOB)
    for element in marked:
        if htmx.config["allowNestedOobSwaps"] or element.parent is fragment:
            value = htmx.attributes.own(element, "hx-swap-oob")
            if value is not None:
                swap_out_of_band(htmx, value, element, settling)
        else:
            unmark(element)
    return bool(marked)


def unmark(element: Element) -> None:
    element.attrs.pop("hx-swap-oob", None)
    element.attrs.pop("data-hx-swap-oob", None)


def swap_out_of_band(htmx: Htmx2, value: str, element: Element, settling: Settling) -> None:
    """Put one element into each of its targets (`oobSwap`)."""
    identifier = get_attribute(element, "id")
    style, selector = "outerHTML", ""
    if ":" in value[1:]:
        style, _, selector = value.partition(":")
    elif value != "true":
        style = value
    unmark(element)
    if selector:
        targets = htmx.find_all(htmx.browser.body, selector)
    else:
        everything = descendants(htmx.browser.document)
        targets = [place for place in everything if identifier and place.attrs.get("id") == identifier]
    if not targets:
        htmx.browser.skip_target(selector or f"#{identifier}", element)
        htmx.trigger(htmx.browser.body, "htmx:oobErrorNoTarget")
    for target in targets:
        clone = copy(element)
        fragment = clone
        if style == "outerHTML":
            fragment = new_element("template")
            fragment.append(clone)
        detail = {"shouldSwap": True}
        if not htmx.trigger(target, "htmx:oobBeforeSwap", detail):
            continue
        kept = detach_preserved(htmx.browser.document, fragment)
        swap_with_style(htmx, style, target, fragment, settling)
        restore_preserved(htmx.browser.document, kept)
        for place in settling.targets:
            htmx.trigger(place, "htmx:oobAfterSwap", detail)
    element.extract()


def swap_with_style(htmx: Htmx2, style: str, target: Element, fragment: Tag, settling: Settling) -> None:
    """Put nodes where the style says (`swapWithStyle`)."""
    nodes = list(fragment.contents)
    parent = target.parent
    match style:
        case "none":
            pass
        case "outerHTML" if target.name != "body":
            if parent is not None:
                insert_fresh(parent, target, nodes, settling)
                settling.targets = [place for place in settling.targets if place is not target]
                settling.targets += [node for node in nodes if isinstance(node, Element)]
                clean_up(target)
                target.extract()
        case "beforebegin":
            insert_fresh(selectors.parent_of(target), target, nodes, settling)
        case "afterbegin":
            insert_fresh(target, target.contents[0] if target.contents else None, nodes, settling)
        case "beforeend":
            insert_fresh(target, None, nodes, settling)
        case "afterend":
            insert_fresh(selectors.parent_of(target), next_node(target), nodes, settling)
        case "delete":
            clean_up(target)
            target.extract()
        case "innerHTML" | "outerHTML":
            for child in children(target):
                clean_up(child)
            target.clear()
            insert_fresh(target, None, nodes, settling)
        case _:
            if extensions := active_extensions(target):
                raise extension_error(", ".join(extensions), f"hx-swap={style!r}")
            raise AssertionError(f"{style!r} is not a way to swap that htmx 2 knows ({', '.join(STYLES)}).")


def insert_fresh(parent: Tag, before: PageElement | None, nodes: list[PageElement], settling: Settling) -> None:
    """Insert nodes, to be processed when the swap settles (`insertNodesBefore`)."""
    insert(parent, before, nodes)
    settling.fresh += [node for node in nodes if isinstance(node, Element)]


def settle(htmx: Htmx2, element: Element) -> None:
    """Process a new element (`makeAjaxLoadTask`)."""
    if not connected(element):
        return
    htmx.process(element)
    focus_automatically(htmx.browser, element)
    htmx.trigger(element, "htmx:load")
