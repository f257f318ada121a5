"""
Find a partial by its name: in a page's template, and in those that it extends or includes.

A fragment is found once in a page's family of templates (`families.py`), with the path
that leads to it (`paths.py`), and lives with the compiled template.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from django.template import Context
from django.template.loader_tags import BlockNode, IncludeNode

from .compat import PartialDefNode
from .families import Family, Included, are_unchanged, family_of
from .fragments import Fragment
from .nodes import AnyTemplate, blocks_of, nodes_of, partials_of
from .paths import Path, path_to

# The prefix of names that mean the block, even if there is a partial of that name.
BLOCK = "block:"

# For how many outcomes of its variable includes a page keeps a fragment.
MAX_VARIANTS = 16


def find_fragment(
    template: AnyTemplate, name: str, context: Context, *, root_first: bool = False
) -> AnyTemplate | None:
    """
    Return the fragment `name` of the page `template`, or `None` if there is no such partial or block.

    `context` is bound to the page. `"other.html#name"` is looked up in the family of that
    template instead, and `"other.html#"` is that template itself. `"block:name"` is never a
    partial. With `root_first` the root of the page's family is searched first, as for names
    of the whole site.
    """
    if "#" not in name:
        return find_in_family(family_of(template, context), name, context, root_first=root_first)
    other, name = other_template(template, name)
    return find_in_family(family_of(template, context), name, context, other=other) if name else other


def other_template(template: AnyTemplate, name: str) -> tuple[AnyTemplate, str]:
    template_name, _, name = name.partition("#")
    return template.engine.get_template(template_name), name


def no_fragment_message(template: AnyTemplate, name: str, context: Context) -> str:
    """
    Return what to say about a fragment that does not exist: what there is, and the closest name.

    Raises the error of an included template that cannot be loaded, in which it may be.
    """
    if "#" in name:
        template, name = other_template(template, name)
    page = family_of(template, context)
    included = Included(page, context)
    if included.errors:
        raise included.errors[0]
    partials = {each for family in included.families for template in family.templates for each in partials_of(template)}
    blocks = {each for template in page.templates for each in blocks_of(template)}
    origin = page.templates[0].origin
    kind, candidates, prefix = (
        ("block", blocks, BLOCK) if name.startswith(BLOCK) else ("partial or block", partials | blocks, "")
    )
    name = name.removeprefix(prefix)
    message = f"{origin.template_name or origin.name!s} has no {kind} {name!r}"
    closest = difflib.get_close_matches(name, sorted(candidates), n=1)
    if closest:
        message += f" (did you mean {prefix + closest[0]!r}?)"
    message += (
        f". Its partials: {', '.join(sorted(partials)) or 'none'}. Its blocks: {', '.join(sorted(blocks)) or 'none'}."
    )
    for node in included.unknown[:1]:
        message += (
            f" What {include_message(node)} is not known from the view's context: name a partial of it with its "
            f"template, as in 'other.html#{name}'."
        )
    return message


def include_message(node: IncludeNode) -> str:
    tag = " ".join(node.token.split_contents()) if node.token else ""
    return f"{{% {tag} %}} in {node.origin.template_name!s} includes"


# -- Finding, once ----------------------------------------------------------------------


def find_in_family(
    family: Family, name: str, context: Context, *, other: AnyTemplate | None = None, root_first: bool = False
) -> Fragment | None:
    """
    Return the nearest partial `name` of a page, or else the block of that name, or `None`.

    With `other` it is a partial that this template, or one that it extends or includes,
    defines. It is found at its place in the page, if the page has that template.
    """
    key = (name, other, root_first)
    if key in family.fragments:
        return family.fragments[key]
    known = family.fragments_by_includes.setdefault(key, [])
    for variable_includes, fragment in known:
        if are_unchanged(variable_includes, context):
            return fragment
    page = Included(family, context)
    fragment = find_in(page, name, context, other, root_first)
    if page.is_cacheable and page.variable_includes:
        del known[: max(0, len(known) - MAX_VARIANTS + 1)]
        known.append((page.variable_includes, fragment))
    elif page.is_cacheable:
        family.fragments[key] = fragment
    return fragment


class Definition(NamedTuple):
    """A partial, or all versions of a block, as they are written, and the template that defines it."""

    name: str
    template: AnyTemplate
    nodes: Sequence[PartialDefNode | BlockNode]


def find_in(
    page: Included, name: str, context: Context, other: AnyTemplate | None, root_first: bool
) -> Fragment | None:
    outer = page.page if other is None else page.family_with(other)
    source = page if other is None else Included(family_of(other, context), context)
    if outer is None:
        page, outer = source, source.page
    definition = definition_in(outer, source, name, root_first)
    return None if definition is None else fragment_of(page, definition)


def definition_in(outer: Family, source: Included, name: str, root_first: bool) -> Definition | None:
    if name.startswith(BLOCK):
        return definition_of_block(outer, name.removeprefix(BLOCK))
    return (
        (definition_in_root(outer, name) if root_first else None)
        or definition_of_partial(source, name)
        or definition_of_block(outer, name)
    )


def definition_in_root(family: Family, name: str) -> Definition | None:
    root = family.templates[-1]
    if partial := partials_of(root).get(name):
        return Definition(name, root, [partial])
    return definition_of_block(family, name) if name in blocks_of(root) else None


def definition_of_partial(included: Included, name: str) -> Definition | None:
    for family in included.families:
        for template in family.templates:
            if partial := partials_of(template).get(name):
                return Definition(name, template, [partial])
    return None


def definition_of_block(family: Family, name: str) -> Definition | None:
    """Return all versions of a block. Its path decides which of them the page shows."""
    versions = [
        block for template in family.templates for block in nodes_of(template.nodelist, BlockNode) if block.name == name
    ]
    return Definition(name, family.templates[0], versions) if versions else None


def fragment_of(page: Included, definition: Definition) -> Fragment:
    """
    Return the fragment, at its places in the page, or else at places that were overridden, or else without a place.
    """
    nodes = [*definition.nodes, *copies_of(definition, page)]
    wanted = [node.nodelist for node in nodes]
    find_path = partial(path_to, page.page, wanted, page.by_node.get, page.leading_to(definition.template))
    path = find_path() or find_path(include_overridden=True) or Path()
    return Fragment(definition.name, page.page.templates, definition.template, path.nodelist, nodes, path.enclosing)


def copies_of(definition: Definition, page: Included) -> list[PartialDefNode]:
    """
    Return a partial as other copies of its template have it.

    Each of the threads that load a template first compiles a copy. A page may include several of them.
    """
    [node, *_], origin = definition.nodes, definition.template.origin
    if isinstance(node, BlockNode) or origin.loader is None:
        return []
    templates = [each for family in page.families for each in family.templates if each.origin == origin]
    copies = {id(copy.nodelist): copy for each in templates if (copy := partials_of(each).get(definition.name))}
    return [copy for key, copy in copies.items() if key != id(node.nodelist)]
