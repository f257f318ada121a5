"""What functions refer to, read from their code. Their source is not needed."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

from .nodes import has_contents

UNKNOWN: Final = object()


@cache
def is_outside_project(filename: str) -> bool:
    """Return whether this is a file of Python, of an installed package, or of this library."""
    paths = {sysconfig.get_path(each) for each in ("stdlib", "purelib", "platlib")}
    return filename.startswith(("<frozen", *paths, str(Path(__file__).parent)))


def is_of_project(function: Any) -> bool:
    return isinstance(function, FunctionType) and not is_outside_project(function.__code__.co_filename)


def all_code(function: FunctionType) -> Iterator[CodeType]:
    """The code of a function, and of the functions that are written inside it."""
    level = [function.__code__]
    while level:
        yield from level
        level = [each for code in level for each in code.co_consts if isinstance(each, CodeType)]


def strings_in(function: FunctionType) -> set[str]:
    """Return the strings in the code of a function, and the names of its arguments and variables."""
    found: set[str] = set()
    for code in all_code(function):
        found.update(code.co_varnames, code.co_cellvars)
        level: Sequence[Any] = code.co_consts
        while level:
            found.update(each for each in level if isinstance(each, str))
            level = [item for each in level if isinstance(each, (tuple, frozenset)) for item in each]
    return found


def names_in(function: FunctionType) -> set[str]:
    return {name for code in all_code(function) for name in (*code.co_names, *code.co_freevars)}


def values_named_in(function: FunctionType) -> list[Any]:
    """Return the values that the names in a function refer to: globals, what these contain, and closure variables."""
    names = names_in(function)
    found = [function.__globals__[name] for name in names if name in function.__globals__]
    found += closure_values(function)
    for value in [*found]:
        if isinstance(value, ModuleType):
            found += [vars(value)[name] for name in names if name in vars(value)]
        elif isinstance(value, (dict, list, tuple)):
            found += value.values() if isinstance(value, dict) else value
    return found


def closure_values(function: Callable[..., Any]) -> list[Any]:
    """Return the values in a function's closure."""
    return [
        cell.cell_contents if has_contents(cell) else UNKNOWN for cell in getattr(function, "__closure__", None) or ()
    ]
