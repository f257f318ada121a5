"""
What the source of a view says: the templates that it renders, and the names that it puts into their context.

Nothing is run. Source is parsed with `ast`, and a name in it has its value in the
function's globals. A value that is not written literally is `UNKNOWN`.
"""

from __future__ import annotations

import ast
import builtins
import linecache
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from inspect import unwrap
from itertools import chain, islice, product
from types import FunctionType, ModuleType
from typing import Any, NamedTuple, TypeGuard

from django import shortcuts
from django.template.response import SimpleTemplateResponse, TemplateResponse

from .actions import Rerender
from .references import UNKNOWN, closure_values, is_of_project, values_named_in
from .rendering import render_partial_to_string
from .shortcuts import render

type Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

# How many values of one expression are looked at, at most.
MAX_VALUES = 100


class Rendering(NamedTuple):
    """
    A call that renders a template, with all values that each of its arguments may have.

    `is_finished` says that the response is rendered at once, so that no partial of it can be asked for.
    """

    templates: list[Any]
    using: str | None
    contexts: list[Any]
    partial: list[Any]
    targets: list[Any]
    oob: list[Any]
    is_finished: bool = False


class Sources:
    """The source of functions. Each file is parsed once."""

    def __init__(self) -> None:
        self.files: dict[str, dict[int, list[Definition]]] = {}
        self.named: dict[FunctionType, list[Any]] = {}
        self.visiting: list[FunctionType] = []

    def definition(self, function: FunctionType) -> Definition | None:
        code = function.__code__
        if code.co_filename not in self.files:
            self.files[code.co_filename] = definitions_in(code.co_filename, function.__globals__)
        found = self.files[code.co_filename].get(code.co_firstlineno, [])
        named = [each for each in found if getattr(each, "name", "<lambda>") == code.co_name]
        return named[0] if len(named) == 1 else None

    def renderings(self, function: FunctionType, view_class: type | None = None) -> list[Rendering]:
        """Return the calls of `render()` and of template responses in a function."""
        definition = self.definition(function)
        if definition is None:
            return []
        evaluate = Evaluator(self, function, definition, view_class)
        return [
            *filter(None, (evaluate.rendering(node) for node in ast.walk(definition) if isinstance(node, ast.Call)))
        ]

    def rerenders(self, function: FunctionType) -> list[tuple[list[Any], list[Any]]]:
        """Return the values that each `Rerender(…)` in a function may have as `partial=` and `oob=`."""
        return [
            (evaluate.argument(call, "partial"), evaluate.argument(call, "oob"))
            for evaluate, call in self.calls(function, Rerender)
        ]

    def rendered_to_strings(self, function: FunctionType) -> list[tuple[list[Any], list[Any]]]:
        """Return the templates and partials that each `render_partial_to_string(…)` in a function may have."""
        return [
            (evaluate.argument(call, "template_name", 0), evaluate.argument(call, "partial", 1))
            for evaluate, call in self.calls(function, render_partial_to_string)
        ]

    def calls(self, function: FunctionType, called: Any) -> Iterator[tuple[Evaluator, ast.Call]]:
        """The calls of `called` in a function, with what evaluates their arguments."""
        if any(each is called for each in self.referred_to(function)) and (definition := self.definition(function)):
            evaluate = Evaluator(self, function, definition)
            for node in ast.walk(definition):
                if isinstance(node, ast.Call) and any(each is called for each in evaluate.values(node.func)):
                    yield evaluate, node

    def returned(self, function: FunctionType, view_class: type | None = None) -> list[Any]:
        """Return all values that a function may return."""
        definition = self.definition(function)
        if definition is None:
            return [UNKNOWN]
        evaluate = Evaluator(self, function, definition, view_class)
        if isinstance(definition, ast.Lambda):
            return evaluate.values(definition.body)
        returns = [node.value for node in ast.walk(definition) if isinstance(node, ast.Return) and node.value]
        return [value for each in returns for value in evaluate.values(each)]

    def values_returned_by(self, function: Any) -> list[Any]:
        """Return all values that a call of a function in the project's source may return."""
        if not is_of_project(function) or function in self.visiting:
            return [UNKNOWN]
        self.visiting.append(function)
        found = self.returned(function)
        self.visiting.pop()
        return found

    def called_in_return(self, function: FunctionType) -> list[FunctionType]:
        """Return the project's functions whose result this function returns."""
        definition = self.definition(function)
        if definition is None:
            return []
        evaluate = Evaluator(self, function, definition)
        calls = [
            node.value.func
            for node in ast.walk(definition)
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Call)
        ]
        called = [value for call in calls for value in evaluate.values(call)]
        return [each for each in called if is_of_project(each)]

    def referred_to(self, function: FunctionType) -> list[Any]:
        if function not in self.named:
            self.named[function] = values_named_in(function)
        return self.named[function]

    def reached_from(self, functions: Iterable[Any]) -> list[FunctionType]:
        """Return these functions, and those of the project that they refer to, directly or indirectly."""
        found: dict[FunctionType, None] = {}
        level = [*functions]
        while level:
            inner = [unwrap(each) for each in level if isinstance(each, FunctionType)]
            new = [each for each in dict.fromkeys(inner) if is_of_project(each) and each not in found]
            found |= dict.fromkeys(new)
            level = [each for function in new for each in self.referred_to(function)]
        return [*found]


def definitions_in(filename: str, module: dict[str, Any]) -> dict[int, list[Definition]]:
    """Return the functions that a file defines, by their first line, which may be that of a decorator."""
    try:
        tree = ast.parse("".join(linecache.getlines(filename, module)))
    except SyntaxError:
        return {}
    definitions: dict[int, list[Definition]] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            lines = [each.lineno for each in (node, *getattr(node, "decorator_list", ()))]
            definitions.setdefault(min(lines), []).append(node)
    return definitions


class Evaluator:
    """Finds the values that expressions in a function may have, as far as its source tells."""

    def __init__(
        self, sources: Sources, function: FunctionType, definition: Definition, view_class: type | None = None
    ) -> None:
        self.sources = sources
        self.view_class = view_class
        closure = dict(zip(function.__code__.co_freevars, closure_values(function), strict=True))
        self.namespace = ChainMap(closure, function.__globals__, vars(builtins))
        arguments = definition.args
        self.parameters = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        self.parameters += [each.arg for each in (arguments.vararg, arguments.kwarg) if each]
        self.assigned: dict[str, list[ast.expr | None]] = {name: [None] for name in self.parameters}
        for argument, default in defaults_of(arguments):
            self.assigned[argument.arg].append(default)
        for name, value in chain.from_iterable(map(assignments, ast.walk(definition))):
            self.assigned.setdefault(name, []).append(value)
        self.visiting: list[str] = []

    def values(self, expression: ast.expr | None) -> list[Any]:
        match expression:
            case ast.Constant(value):
                return [value]
            case ast.Name(name):
                return self.of_name(name)
            case ast.IfExp(_, yes, no):
                return [*self.values(yes), *self.values(no)]
            case ast.BoolOp(_, parts):
                return [value for part in parts for value in self.values(part)]
            case ast.List(items) | ast.Tuple(items) | ast.Set(items):
                return [tuple(chain.from_iterable(map(self.items, items)))]
            case ast.Dict():
                return [self.of_dict(expression)]
            case ast.Attribute(owner, name):
                return self.of_attribute(owner, name)
            case ast.BinOp(left, ast.Add() | ast.BitOr(), right):
                pairs = islice(product(self.values(left), self.values(right)), MAX_VALUES)
                return [concatenated(one, other) for one, other in pairs]
            case ast.Subscript(owner):
                mappings = [each for each in self.values(owner) if isinstance(each, Mapping)]
                return [value for each in mappings for value in each.values()] or [UNKNOWN]
            case ast.Call(ast.Name("dict"), [], keywords) if all(each.arg for each in keywords):
                return [{each.arg: self.first(each.value) for each in keywords}]
            case ast.Call(called):
                returned = [self.sources.values_returned_by(each) for each in self.values(called)]
                return [*chain.from_iterable(returned)] or [UNKNOWN]
        return [UNKNOWN]

    def first(self, expression: ast.expr) -> Any:
        return next(iter(self.values(expression)), UNKNOWN)

    def items(self, item: ast.expr) -> list[Any]:
        if not isinstance(item, ast.Starred):
            return self.values(item)
        several = self.values(item.value)
        return [each for value in several for each in (value if isinstance(value, (list, tuple)) else [UNKNOWN])]

    def of_dict(self, expression: ast.Dict) -> dict[Any, Any]:
        """Return a dict, with the key `UNKNOWN` if it may have others."""
        found: dict[Any, Any] = {}
        for key, value in zip(expression.keys, expression.values, strict=True):
            if key is None:
                for each in self.values(value):
                    found |= each if isinstance(each, dict) else {UNKNOWN: UNKNOWN}
            else:
                found |= {name: self.first(value) for name in self.values(key) if isinstance(name, str)}
        return found

    def of_name(self, name: str) -> list[Any]:
        if name not in self.assigned:
            return [self.namespace.get(name, UNKNOWN)]
        if name in self.visiting:
            return []
        self.visiting.append(name)
        found = [value for each in self.assigned[name] for value in self.values(each)]
        self.visiting.pop()
        return found

    def of_attribute(self, owner: ast.expr, name: str) -> list[Any]:
        if isinstance(owner, ast.Name) and self.view_class and owner.id in self.parameters[:1]:
            return [getattr(self.view_class, name, UNKNOWN)]
        owners = [each for each in self.values(owner) if isinstance(each, (ModuleType, type))]
        try:
            return [getattr(each, name, UNKNOWN) for each in owners] or [UNKNOWN]
        except Exception:  # noqa: BLE001 - what a descriptor raises
            return [UNKNOWN]

    def rendering(self, call: ast.Call) -> Rendering | None:
        called = self.first(call.func)
        if called is render or called is shortcuts.render:
            at, keyword = 1, "template_name"
        elif isinstance(called, type) and issubclass(called, SimpleTemplateResponse):
            at, keyword = (1 if issubclass(called, TemplateResponse) else 0), "template"
        else:
            return None
        using = self.argument(call, "using")
        return Rendering(
            self.argument(call, keyword, at),
            using[0] if using and isinstance(using[0], str) else None,
            self.argument(call, "context", at + 1),
            self.argument(call, "partial") if called is render else [],
            self.argument(call, "targets") if called is render else [],
            self.argument(call, "oob") if called is render else [],
            is_finished=called is shortcuts.render,
        )

    def argument(self, call: ast.Call, keyword: str, at: int | None = None) -> list[Any]:
        """Return all values that an argument of a call may have, none if it is not given."""
        given = {each.arg: each.value for each in call.keywords}
        if keyword in given:
            return self.values(given[keyword])
        if at is not None and at < len(call.args):
            starred = any(isinstance(each, ast.Starred) for each in call.args[: at + 1])
            return [UNKNOWN] if starred else self.values(call.args[at])
        return [UNKNOWN] if None in given else []


def defaults_of(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr]]:
    """The arguments that have a default, and the default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    yield from zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True)
    yield from ((name, value) for name, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value)


def assignments(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """The names that a statement assigns to, with the value, or `None` if that is not known."""
    match node:
        case ast.Assign(targets, value):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, value
                else:
                    yield from ((each.id, None) for each in ast.walk(target) if is_stored(each))
        case ast.AnnAssign(ast.Name(name), _, value) if value:
            yield name, value
        case ast.NamedExpr(ast.Name(name), value) | ast.AugAssign(ast.Name(name), _, value):
            yield name, value
        case ast.For(target) | ast.AsyncFor(target) | ast.comprehension(target):
            yield from ((each.id, None) for each in ast.walk(target) if is_stored(each))
        case ast.withitem(_, target) if target:
            yield from ((each.id, None) for each in ast.walk(target) if is_stored(each))


def is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def concatenated(one: Any, other: Any) -> Any:
    if isinstance(one, str) and isinstance(other, str):
        return one + other
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return (*one, *other)
    if isinstance(one, dict) or isinstance(other, dict):
        parts = (each if isinstance(each, dict) else {UNKNOWN: UNKNOWN} for each in (one, other))
        return {name: value for part in parts for name, value in part.items()}
    return UNKNOWN
