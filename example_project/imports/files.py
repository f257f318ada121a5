"""Read a CSV file line by line. Each line is a contact of its own, so that a bad line spoils no other."""

import csv
from typing import NamedTuple

from contacts.forms import ContactForm

COLUMNS: list[str] = list(ContactForm.base_fields)
NEEDED = [name for name, field in ContactForm.base_fields.items() if field.required]


class LineError(Exception):
    """Why a line cannot be used, in words for the reader."""


class Layout(NamedTuple):
    """What the first line of a file says: the separator of values, and the columns."""

    delimiter: str
    columns: list[str]


def text_of(content: bytes) -> str:
    """Return the text of a file with lines separated by `\n`, without empty lines at the end. Raises `LineError`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LineError(f"This file is not in UTF-8 (see line {line}). Save it as “CSV UTF-8”.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def layout_of(line: str) -> Layout:
    """Return the layout that the first line of a file describes. Raises `LineError`."""
    delimiter = max(",;\t", key=line.count)
    columns = [name.lower().replace(" ", "_") for name in split(line, delimiter)]
    if missing := [name for name in NEEDED if name not in columns]:
        raise LineError(f"The first line has to name the columns, and does not name {listed(missing)}.")
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise LineError(f"Contacts have no {listed(unknown)}. The columns may be {listed(COLUMNS)}.")
    if len(set(columns)) < len(columns):
        raise LineError("The first line names a column twice.")
    return Layout(delimiter, columns)


def values_of(line: str, layout: Layout) -> dict[str, str]:
    """Return the values of a line by their columns. Raises `LineError`."""
    values = split(line, layout.delimiter)
    if len(values) != len(layout.columns):
        raise LineError(f"{len(values)} values for {len(layout.columns)} columns.")
    return dict(zip(layout.columns, values, strict=True))


def split(line: str, delimiter: str) -> list[str]:
    try:
        values = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise LineError("The quotation marks do not match." if '"' in line else f"This is no CSV: {error}.") from error
    return [value.strip() for value in values]


def listed(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
