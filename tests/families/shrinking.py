"""Shrink a failing family by a greedy search."""

from collections.abc import Callable, Iterator
from functools import partial

from .drawing import Element, Site, Source

type Undo = Callable[[], None]


def shrink(site: Site, fails: Callable[[Site], bool], tries: int = 800) -> Site:
    """Remove from the site, in place, everything without which it still fails."""
    shrunk = True
    while shrunk:
        shrunk = False
        for undo in steps(site):
            tries -= 1
            if tries < 0:
                undo()
                return site
            if fails(site):
                shrunk = True
            else:
                undo()
    return site


def steps(site: Site) -> Iterator[Undo]:
    """Remove one thing after another. Each yielded function puts it back."""
    for template in list(site.templates.values()):
        if template.name != "page.html" and template.name in site.templates:
            yield without_template(site, template)
        if template.parent and site.templates.get(template.parent):
            yield without_parent(site, template)
            if template.is_variable_parent:
                template.is_variable_parent = False
                yield partial(setattr, template, "is_variable_parent", True)
    for at in reversed(range(len(site.contexts))):
        if len(site.contexts) > 1:
            yield partial(site.contexts.insert, at, site.contexts.pop(at))
    for body in list(site.bodies()):
        for element in list(body):
            if element in body:
                yield from without_element(body, element)
    for context in site.contexts:
        for name in list(context):
            yield partial(context.__setitem__, name, context.pop(name))


def without_template(site: Site, template: Source) -> Undo:
    templates = dict(site.templates)
    parents = {each: each.parent for each in templates.values()}
    del site.templates[template.name]
    for each in site.templates.values():
        if each.parent == template.name:
            each.parent = template.parent

    def undo() -> None:
        site.templates.clear()
        site.templates.update(templates)
        for each, parent in parents.items():
            each.parent = parent

    return undo


def without_parent(site: Site, template: Source) -> Undo:
    parent = template.parent
    template.parent = None
    return lambda: setattr(template, "parent", parent)


def without_element(body: list[Element], element: Element) -> Iterator[Undo]:
    before = list(body)

    def undo() -> None:
        body[:] = before

    at = body.index(element)
    del body[at]
    yield undo
    for inner in element.bodies:
        if body == before:
            body[at : at + 1] = inner
            yield undo
