"""How htmx 4 puts an answer into the page: swap styles, out-of-band swaps, `<hx-partial>` and titles."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bs4.element import Comment, PageElement

from ..attributes import own
from ..parsing import (
    Element,
    children,
    copy,
    get_attribute,
    inside,
    new_element,
    parse_answer,
    parse_fragment,
    shallow_copy,
)
from ..selectors import (
    ancestors,
    connected,
    describe,
    one,
    parent_of,
    query,
    query_all,
)
from ..swapping import (
    detach_preserved,
    element_nodes,
    focus_automatically,
    insert,
    keep_focus,
    next_node,
    restore_preserved,
)
from . import hcon, morphing, requests
from .extensions import extension_error
from .state import clean_up

if TYPE_CHECKING:
    from . import Htmx4

TEMPLATE_START = re.compile(r"<hx-([a-z]+)(\s+|>)", re.IGNORECASE)
TEMPLATE_END = re.compile(r"</hx-[a-z]+>", re.IGNORECASE)
HEAD = re.compile(r"<head(\s[^>]*)?>[\s\S]*?</head>", re.IGNORECASE)
START_TAG = re.compile(r"<([a-z][^/>\x20\t\r\n\f]*)", re.IGNORECASE)
OOB = "[hx-swap-oob], [data-hx-swap-oob]"
STYLE_AND_SELECTOR = re.compile(r"(\S+):(.+)")
SHORT = {"before": "beforebegin", "after": "afterend", "prepend": "afterbegin", "append": "beforeend"}
STYLES = (
    "innerHTML", "outerHTML", "textContent", "innerMorph", "outerMorph", "outerSync",
    "beforebegin", "afterbegin", "beforeend", "afterend", "delete", "none",
)  # fmt: skip


@dataclass
class Task:
    """One part of an answer, with its target and swap style."""

    fragment: Element
    target: Element | None
    style: str
    strip: bool | None = None
    ignores_title: bool = False


@dataclass(frozen=True)
class Specification:
    """What `hx-swap` says: the style, and other options."""

    style: str
    options: dict[str, Any]


def specification(htmx: Htmx4, text: str) -> Specification:
    """Parse `hx-swap` (`#parseSwapSpec`)."""
    text, style = text.strip(), htmx.config["defaultSwap"]
    if text and not re.match(r"\S*:", text):
        style, _, text = text.partition(" ")
    options = hcon.parse(text.strip())
    style = str(options.get("style", style))
    return Specification(SHORT.get(style, style), options)


def swap(htmx: Htmx4, pending: requests.PendingRequest, markup: str, update_url: Callable[[], object]) -> None:
    """Put the answer into the page: the main part, then out-of-band swaps, then partials (`swap`)."""
    if htmx.is_beta:
        update_url()
    fragment, title = make_fragment(htmx, markup)
    out_of_band = out_of_band_tasks(htmx, pending, fragment)
    partials = partial_tasks(htmx, pending, fragment)
    spec = specification(htmx, pending.swap or htmx.config["defaultSwap"])
    has_other_tasks = bool(partials)
    if not htmx.is_beta and not htmx.config["allowEmptySwapAfterOOB"]:
        has_other_tasks = has_other_tasks or bool(out_of_band)
    main = main_task(htmx, pending, fragment, spec, has_other_tasks=has_other_tasks)
    if not htmx.trigger(pending.element, "htmx:before:swap"):
        return
    if not htmx.is_beta:
        update_url()
    for task in [*([main] if main else []), *out_of_band, *partials]:
        if task.target is None:
            continue
        if connected(task.target):
            insert_content(htmx, task)
        else:  # the main swap removed it
            htmx.browser.skip_target(describe(task.target), pending.element)
    if not htmx.is_beta and main and not connected(pending.element) and main.target and connected(main.target):
        pending.element = main.target
    htmx.trigger(pending.element, "htmx:after:swap")
    if title and not title_is_ignored(htmx, pending, spec, [main, *partials]):
        htmx.browser.title = title
    htmx.trigger(pending.element, "htmx:finally:swap")


def title_is_ignored(
    htmx: Htmx4, pending: requests.PendingRequest, spec: Specification, tasks: list[Task | None]
) -> bool:
    if htmx.is_beta:
        return bool(tasks[0] and spec.options.get("ignoreTitle"))
    ignored = bool(spec.options.get("ignoreTitle")) or any(task and task.ignores_title for task in tasks)
    return ignored or pending.swap == "none"


def make_fragment(htmx: Htmx4, markup: str) -> tuple[Element, str]:
    """Return the nodes of an answer, for a whole page its `<body>`, and the title (`#makeFragment`)."""
    comments = not htmx.is_beta
    text = TEMPLATE_END.sub("</template>", TEMPLATE_START.sub(r'<template hx type="\1"\2', markup))
    title = ""
    head = HEAD.search(text)
    if head:
        element = query(parse_answer(head[0], comments=comments), "title")
        title = " ".join(element.get_text().split()) if element else ""
        text = text[: head.start()] + text[head.end() :]
    start = START_TAG.search(text)
    if start and start[1].lower() in ("html", "body"):
        fragment = new_element("template")
        fragment.append(one(parse_answer(text, comments=comments), "body"))
    else:
        fragment = parse_fragment(text, comments=comments)
    if not title:
        for element in query_all(fragment, "title"):
            if not any(outer.name == "svg" for outer in ancestors(element)):
                title = element.get_text()
                element.extract()
                break
    return fragment, title


def out_of_band_tasks(htmx: Htmx4, pending: requests.PendingRequest, fragment: Element) -> list[Task]:
    """Return the tasks of `hx-select-oob` and `hx-swap-oob` (`#processOOB`)."""
    tasks: list[Task] = []
    for selected in pending.select_oob.split(",") if pending.select_oob else []:
        selector, _, how = selected.partition(":")
        for element in query_all(fragment, selector.strip()):
            tasks += tasks_of_element(htmx, pending, element, how or "true")
    for element in query_all(fragment, OOB):
        marked = own(element, "hx-swap-oob")
        element.attrs.pop("hx-swap-oob" if "hx-swap-oob" in element.attrs else "data-hx-swap-oob", None)
        tasks += tasks_of_element(htmx, pending, element, marked or "true")
    return tasks


def tasks_of_element(htmx: Htmx4, pending: requests.PendingRequest, element: Element, how: str) -> list[Task]:
    """Return the tasks of one element (`#createOOBTask`)."""
    identifier = get_attribute(element, "id")
    selector = f'[id="{identifier}"]' if identifier else ""
    if htmx.is_beta:
        if how != "true" and " " not in how and ":" in how:
            how, _, selector = how.partition(":")
    elif named := STYLE_AND_SELECTOR.match(how):
        how, selector = named[1], named[2]
    spec = specification(htmx, "outerHTML" if how in ("true", "") else how)
    selector = str(spec.options.get("target") or selector)
    if not selector:
        return []
    strip = bool(spec.options.get("strip", not spec.style.startswith("outer")))
    tasks = []
    for target in targets_of(htmx, pending, selector, element):
        fragment = new_element("template")
        fragment.append(copy(element))
        tasks.append(Task(fragment, target, spec.style, strip))
    element.extract()
    return tasks


def partial_tasks(htmx: Htmx4, pending: requests.PendingRequest, fragment: Element) -> list[Task]:
    """Return the tasks of each `<hx-partial>` (`#processPartials`)."""
    tasks = []
    for template in query_all(fragment, "template[hx]"):
        kind, identifier = get_attribute(template, "type"), get_attribute(template, "id")
        if kind != "partial":
            raise NotImplementedError(f"The testing kit does not play <hx-{kind}>, which is an extension's.")
        selector = own(template, "hx-target") or (f'[id="{identifier}"]' if identifier else "")
        spec = specification(htmx, own(template, "hx-swap") or htmx.config["defaultSwap"])
        if selector:
            targets: list[Element | None] = [*targets_of(htmx, pending, selector, template)]
            for target in targets or ([] if htmx.is_beta else [None]):
                ignores_title = bool(spec.options.get("ignoreTitle"))
                tasks.append(Task(content_of(template), target, spec.style, spec.options.get("strip"), ignores_title))
        template.extract()
    return tasks


def content_of(template: Element) -> Element:
    fragment = new_element("template")
    insert(
        fragment,
        None,
        [node.__copy__() if not isinstance(node, Element) else copy(node) for node in inside(template).contents],
    )
    return fragment


def targets_of(htmx: Htmx4, pending: requests.PendingRequest, selector: str, element: Element) -> list[Element]:
    targets = query_all(htmx.browser.document, selector) if htmx.is_beta else htmx.find(pending.element, selector)
    if not targets:
        htmx.browser.skip_target(selector, element)
    return targets


def main_task(
    htmx: Htmx4, pending: requests.PendingRequest, fragment: Element, spec: Specification, *, has_other_tasks: bool
) -> Task | None:
    """
    Return the main task, `None` if only out-of-band swaps and partials are left of the answer (`#processMainSwap`).
    """
    holder = fragment if htmx.is_beta else query(fragment, "body") or fragment
    if spec.style != "delete" and not children(holder) and not fragment.get_text().strip():
        swap_empty = spec.options.get("swapEmpty", htmx.config["defaultSwapEmpty"] if htmx.is_beta else None)
        if not (not has_other_tasks if swap_empty is None else swap_empty):
            return None
    if pending.select:
        chosen = query_all(fragment, pending.select)
        fragment = new_element("template")
        insert(fragment, None, list(chosen))
    target = requests.resolve_target(htmx, pending.element, spec.options.get("target") or pending.target)
    return Task(fragment, target, spec.style, spec.options.get("strip"))


def insert_content(htmx: Htmx4, task: Task) -> None:
    """Put one part into the page (`#insertContent`)."""
    style, target, fragment, strip = task.style, task.target, task.fragment, task.strip
    if style == "none" or target is None:
        return
    if style not in STYLES:
        if htmx.extensions:
            raise extension_error(htmx, f"hx-swap={style!r}")
        raise AssertionError(f"{style!r} is not a way to swap that htmx 4 knows ({', '.join(STYLES)}).")
    first = next(iter(children(fragment)), None)
    if first is not None and first.name == "body":
        keeps_body = style.startswith("outer") and (htmx.is_beta or target is htmx.browser.body)
        if keeps_body and style == "outerHTML":
            style = "outerSync"
        if htmx.is_beta:
            strip = strip or not keeps_body
        elif strip is None:
            strip = not keeps_body
    if strip and first is not None:
        fragment = new_element("template")
        insert(fragment, None, list((first if first.content is None else first.content).contents))
    if style == "delete":
        clean_up(target)
        target.extract()
        return
    document, focused = htmx.browser.document, htmx.browser.focused
    restore = start_css_transitions(fragment, target) if htmx.is_beta and style in ("innerHTML", "outerHTML") else []
    kept = detach_preserved(document, fragment)
    parent = next(ancestors(target), target)
    fresh = place_nodes(htmx, style, target, fragment)
    restore_preserved(document, kept)
    if focused is not None and not connected(focused):
        htmx.browser.focused = None
        if style in ("innerHTML", "outerHTML"):
            keep_focus(htmx.browser, focused)
    place = target if connected(target) else next(iter(element_nodes(fresh)), parent)
    task.target = place
    htmx.trigger(place, "htmx:before:settle")
    for element, clone in restore:
        morphing.copy_attributes(htmx, element, clone)
    htmx.trigger(place, "htmx:after:settle")
    for element in element_nodes(fresh):
        htmx.process(element)
        focus_automatically(htmx.browser, element)


def place_nodes(htmx: Htmx4, style: str, target: Element, fragment: Element) -> list[PageElement]:
    """Put the nodes into the page, and return the new ones."""
    nodes, parent = list(fragment.contents), parent_of(target)
    match style:
        case "innerHTML":
            replace_children(target, nodes)
        case "textContent":
            text = "".join(each for each in fragment.find_all(string=True) if not isinstance(each, Comment))
            replace_children(target, [])
            if text:
                target.append(text)
        case "outerHTML":
            insert(parent, target, nodes)
            clean_up(target)
            target.extract()
        case "outerSync":
            source = next(iter(children(fragment)))
            morphing.copy_attributes(htmx, target, source)
            replace_children(target, list(source.contents))
            return [target]
        case "innerMorph":
            morphing.morph(htmx, target, fragment, inner=True)
            return list(target.contents)
        case "outerMorph":
            morphing.morph(htmx, target, fragment, inner=False)
            return [*nodes, target]
        case "beforebegin":
            insert(parent, target, nodes)
        case "afterbegin":
            insert(target, target.contents[0] if target.contents else None, nodes)
        case "beforeend":
            insert(target, None, nodes)
        case _:
            insert(parent, next_node(target), nodes)
    return nodes


def replace_children(target: Element, nodes: list[PageElement]) -> None:
    for child in children(target):
        clean_up(child)
    target.clear()
    insert(target, None, nodes)


def start_css_transitions(fragment: Element, target: Element) -> list[tuple[Element, Element]]:
    """
    Give new elements the attributes of old ones with the same id for a moment (`#startCSSTransitions`).

    This has a lasting effect: a value that is copied to an `<input>` counts as typed in.
    """
    old = {get_attribute(element, "id"): element for element in query_all(target, "[id]")}
    restore = []
    for element in query_all(fragment, "[id]"):
        existing = old.get(get_attribute(element, "id"))
        if existing is not None and existing.name == element.name:
            restore.append((element, shallow_copy(element)))
            morphing.copy_attributes(None, element, existing)
    return restore
