"""What a recording depends on: the file of htmx, and the source of the scenario with all that it calls."""

import ast
import hashlib
import json
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from django.http import HttpResponse

from tests.differential.playing import Play

PLAIN = (str, bytes, int, float, bool, type(None))


def key_of(play: Play) -> str:
    scenario, release = play.scenario, play.release
    parts = [release.sha256 if release else None, source_of(scenario.routes), source_of(scenario.steps)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def source_of(value: Any) -> Any:
    """Return the source as JSON data: a function is its text, with its closure and the test helpers that it names."""
    match value:
        case str() | bytes() | int() | float() | None:
            return repr(value)
        case tuple() | list():
            return [source_of(each) for each in value]
        case dict():
            return [[source_of(name), source_of(each)] for name, each in value.items()]
        case HttpResponse():
            return [value.status_code, sorted(value.items()), repr(value.content)]
        case partial():
            return [source_of(part) for part in (value.func, value.args, value.keywords)]
        case FunctionType():
            return _source_of_function(value)
    raise TypeError(f"A scenario holds {value!r}, and tests/differential/keys.py does not know what that depends on.")


def _source_of_function(function: FunctionType) -> list[Any]:
    closed = [cell.cell_contents for cell in function.__closure__ or ()]
    names = sorted({name for code in _codes(function.__code__) for name in code.co_names})
    named = [(name, function.__globals__[name]) for name in names if name in function.__globals__]
    return [
        _texts(function.__code__.co_filename)[function.__code__.co_firstlineno],
        [source_of(each) for each in closed if each is not function],
        source_of(function.__defaults__),
        [[name, source_of(each)] for name, each in named if _is_of_the_tests(each)],
    ]


def _is_of_the_tests(value: Any) -> bool:
    if isinstance(value, FunctionType):
        return value.__module__.startswith("tests.")
    return isinstance(value, (*PLAIN, tuple, list, dict))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


@cache
def _texts(path: str) -> dict[int, list[str]]:
    """Return the texts of a file's functions by their first lines. There may be several in one line."""
    text = Path(path).read_text()
    texts: dict[int, list[str]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Lambda | ast.FunctionDef):
            decorators = [each.lineno for each in getattr(node, "decorator_list", [])]
            texts.setdefault(min([node.lineno, *decorators]), []).append(ast.get_source_segment(text, node) or "")
    return texts
