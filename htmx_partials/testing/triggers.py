"""``hx-trigger``: what it says in each version, and the conditions in brackets."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from htmx_partials.testing import hcon, values
from htmx_partials.testing.events import Event
from htmx_partials.testing.parsing import Element, get_attribute
from htmx_partials.testing.selectors import matches


@dataclass(frozen=True)
class Trigger:
    """One of the triggers of an ``hx-trigger``; times in seconds. ``every`` is how often a poll asks."""

    event: str
    condition: str | None = None
    every: float | None = None
    delay: float = 0
    throttle: float = 0
    changed: bool = False
    once: bool = False
    stop: bool = False
    prevent: bool = False
    origin: str | None = None
    target: str | None = None
    queue: str | None = None


TRIGGER_2 = re.compile(r"\s*(?P<event>[^\s,\[]+)(?:\[(?P<condition>(?:[^\[\]]|\[[^\]]*\])*)\])?")
MODIFIER_2 = re.compile(
    r"\s+(?P<name>[a-z]+)(?::(?P<value>[({][^)}]*[)}]|(?:closest|find|next|previous)\s+(?:[({][^)}]*[)}]|[^\s,]+)|[^\s,]*))?"
)
FLAGS_2 = {"changed": "changed", "once": "once", "consume": "stop"}
TIMES_2 = {"delay": "delay", "throttle": "throttle"}
TEXTS_2 = {"from": "origin", "target": "target", "queue": "queue"}
IGNORED = frozenset(("root", "threshold", "rootMargin", "passive", "capture"))
FIELDS_4 = {"changed", "once", "target"}


@cache
def parse_2(text: str) -> tuple[Trigger, ...]:
    """Return what version 2 makes of an ``hx-trigger``. Raises ``AssertionError`` where it would log a syntax error."""
    triggers = []
    place = 0
    while text[place:].strip():
        start = TRIGGER_2.match(text, place)
        if not start:
            raise AssertionError(f"hx-trigger={text!r} is not understood at {text[place:]!r}.")
        place = start.end()
        said: dict[str, Any] = {"event": start["event"], "condition": start["condition"]}
        if start["event"] == "every":
            given = re.compile(r"\s+([\w.]+)(?:\s*\[((?:[^\[\]]|\[[^\]]*\])*)\])?").match(text, place)
            if not given:
                raise AssertionError(f"hx-trigger={text!r} does not say how often.")
            place = given.end()
            said |= {"every": hcon.interval(given[1]), "condition": given[2]}
        while modifier := MODIFIER_2.match(text, place):
            place = modifier.end()
            said |= _modifier_2(text, modifier["name"], modifier["value"] or "")
        triggers.append(Trigger(**said))
        rest = re.compile(r"\s*(,|\Z)").match(text, place)
        if not rest:
            raise AssertionError(f"hx-trigger={text!r} is not understood at {text[place:]!r}.")
        place = rest.end()
    return tuple(triggers)


def _modifier_2(text: str, name: str, value: str) -> dict[str, Any]:
    if name in FLAGS_2:
        return {FLAGS_2[name]: True}
    if name in TIMES_2:
        return {TIMES_2[name]: hcon.interval(value) or 0}
    if name in TEXTS_2:
        return {TEXTS_2[name]: re.sub(r"[({](.*)[)}]\Z", r"\1", value).strip()}
    if name in IGNORED:
        return {}
    raise AssertionError(f"hx-trigger={text!r} has an unknown modifier {name!r}.")


@cache
def parse_4(text: str) -> tuple[Trigger, ...]:
    """Return what version 4 makes of an ``hx-trigger``."""
    triggers = []
    for part in hcon.split(text):
        found = re.match(r"\s*(\S+\[[^\]]*\]|\S+)\s*(.*?)\s*\Z", part, re.DOTALL)
        if not found:
            continue
        name, rest = found.groups()
        named = re.match(r"([^\[]*)\[([^\]]*)\]", name)
        modifiers = hcon.parse(rest)
        every = None
        if (named[1] if named else name) == "every":
            every = hcon.interval(next(iter(modifiers), ""))
            modifiers = {}
        halt = bool(modifiers.get("halt"))
        triggers.append(
            Trigger(
                event=named[1] if named else name,
                condition=named[2] if named else None,
                every=every,
                delay=_seconds(modifiers.get("delay")),
                throttle=_seconds(modifiers.get("throttle")),
                changed=bool(modifiers.get("changed")),
                once=bool(modifiers.get("once")),
                stop=halt or bool(modifiers.get("stop")) or bool(modifiers.get("consume")),
                prevent=halt or bool(modifiers.get("prevent")),
                origin=modifiers.get("from"),
                target=modifiers.get("target"),
            )
        )
    return tuple(triggers)


def _seconds(given: object) -> float:
    return (hcon.interval(given) or 0) if given else 0


QUIET = {"ctrlKey": False, "shiftKey": False, "altKey": False, "metaKey": False, "key": "", "code": "", "button": 0}
OPERATORS = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(===|!==|&&|\|\||!(?!=)|\btrue\b|\bfalse\b|\bnull\b|\bthis\b)"""
)
PYTHON = {
    "===": "==", "!==": "!=", "&&": " and ", "||": " or ", "!": " not ",
    "true": "True", "false": "False", "null": "None", "this": "this_",
}  # fmt: skip


def holds(condition: str, event: Event, element: Element) -> bool:
    """Return whether a condition of ``hx-trigger`` holds: ``ctrlKey``, ``key=='Enter'``, ``target.value.length > 2``.

    Raises ``NotImplementedError`` for JavaScript beyond names, comparisons, ``&&``, ``||`` and ``!``.
    """
    source = OPERATORS.sub(lambda found: found[1] or PYTHON[found[2]], condition).strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        raise _unplayed(condition) from None
    return bool(_evaluate(tree, event, element, condition))


def _evaluate(node: ast.expr, event: Event, element: Element, condition: str) -> Any:
    def value(inner: ast.expr) -> Any:
        return _evaluate(inner, event, element, condition)

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
            return _named(node.id, event, element, condition)
        case ast.Attribute():
            return _property(value(node.value), node.attr, condition)
    raise _unplayed(condition)


COMPARISONS: dict[type[ast.cmpop], Any] = {
    ast.Eq: lambda one, other: one == other,
    ast.NotEq: lambda one, other: one != other,
    ast.Lt: lambda one, other: one < other,
    ast.LtE: lambda one, other: one <= other,
    ast.Gt: lambda one, other: one > other,
    ast.GtE: lambda one, other: one >= other,
}


def _named(name: str, event: Event, element: Element, condition: str) -> Any:
    known = {"event": event, "this_": element, "target": event.target, "detail": event.detail, "type": event.type}
    for place in (known, event.properties, QUIET):
        if name in place:
            return place[name]
    raise _unplayed(condition)


def _property(owner: Any, name: str, condition: str) -> Any:
    if isinstance(owner, Event):
        return _named(name, owner, owner.target, condition)
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
    raise _unplayed(condition)


def _unplayed(condition: str) -> NotImplementedError:
    return NotImplementedError(f"The testing kit runs no JavaScript, and hx-trigger has a condition [{condition}].")


def target_fits(trigger: Trigger, event: Event) -> bool:
    return trigger.target is None or matches(event.target, trigger.target)
