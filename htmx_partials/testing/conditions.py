"""The conditions in brackets in `hx-trigger`."""

from __future__ import annotations

import ast
import re
from typing import Any

from . import values
from .events import Event
from .parsing import Element, get_attribute

QUIET = {"ctrlKey": False, "shiftKey": False, "altKey": False, "metaKey": False, "key": "", "code": "", "button": 0}
OPERATORS = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(===|!==|&&|\|\||!(?!=)|\btrue\b|\bfalse\b|\bnull\b|\bthis\b)"""
)
PYTHON = {
    "===": "==", "!==": "!=", "&&": " and ", "||": " or ", "!": " not ",
    "true": "True", "false": "False", "null": "None", "this": "this_",
}  # fmt: skip


def is_met(condition: str, event: Event, element: Element) -> bool:
    """
    Return whether a condition of `hx-trigger` is met: `ctrlKey`, `key=='Enter'`, `target.value.length > 2`.

    Raises `NotImplementedError` for JavaScript beyond names, comparisons, `&&`, `||` and `!`.
    """
    source = OPERATORS.sub(lambda found: found[1] or PYTHON[found[2]], condition).strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        raise unplayed_error(condition) from None
    return bool(evaluate(tree, event, element, condition))


def evaluate(node: ast.expr, event: Event, element: Element, condition: str) -> Any:
    def value(inner: ast.expr) -> Any:
        return evaluate(inner, event, element, condition)

    match node:
        case ast.Constant():
            return node.value
        case ast.BoolOp():
            results = [value(inner) for inner in node.values]
            return all(results) if isinstance(node.op, ast.And) else any(results)
        case ast.UnaryOp(op=ast.Not()):
            return not value(node.operand)
        case ast.Compare(ops=[operator]) if type(operator) in COMPARISONS:
            return COMPARISONS[type(operator)](value(node.left), value(node.comparators[0]))
        case ast.Name():
            return named(node.id, event, element, condition)
        case ast.Attribute():
            return property_of(value(node.value), node.attr, condition)
    raise unplayed_error(condition)


COMPARISONS: dict[type[ast.cmpop], Any] = {
    ast.Eq: lambda one, other: one == other,
    ast.NotEq: lambda one, other: one != other,
    ast.Lt: lambda one, other: one < other,
    ast.LtE: lambda one, other: one <= other,
    ast.Gt: lambda one, other: one > other,
    ast.GtE: lambda one, other: one >= other,
}


def named(name: str, event: Event, element: Element, condition: str) -> Any:
    known = {"event": event, "this_": element, "target": event.target, "detail": event.detail, "type": event.type}
    for properties in (known, event.properties, QUIET):
        if name in properties:
            return properties[name]
    raise unplayed_error(condition)


def property_of(owner: Any, name: str, condition: str) -> Any:
    if isinstance(owner, Event):
        return named(name, owner, owner.target, condition)
    if isinstance(owner, dict):
        return owner.get(name)
    if isinstance(owner, str) and name == "length":
        return len(owner)
    if isinstance(owner, Element):
        match name:
            case "value":
                return values.value_of(owner)
            case "checked":
                return values.is_checked(owner)
            case "id" | "name":
                return get_attribute(owner, name) or ""
            case "tagName":
                return owner.name.upper()
    raise unplayed_error(condition)


def unplayed_error(condition: str) -> NotImplementedError:
    return NotImplementedError(f"The testing kit runs no JavaScript, and hx-trigger has a condition [{condition}].")
