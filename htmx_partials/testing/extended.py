"""The words in htmx's selectors that both versions have: `closest x`, `find x`, `next x`, `previous x`, `body`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from .parsing import Element
from .selectors import closest, following, preceding, query, query_all, sibling

if TYPE_CHECKING:
    from .browser import Browser

type Found = list[Element | None]


def find_all(browser: Browser, parts: Iterable[str], by_word: Callable[[str, str], Found | None]) -> list[Element]:
    """
    Return the elements that the parts of a selector match, in htmx's order: those of words first.

    `by_word` returns the elements of a word and the selector after it, or `None` if these are plain CSS.
    """
    found: Found = []
    plain = []
    for part in parts:
        word, _, css = part.partition(" ")
        of_word = by_word(word, css.strip())
        if of_word is None:
            plain.append(part)
        else:
            found += of_word
    if plain:
        found += query_all(browser.document, ",".join(plain))
    return list({id(one): one for one in found if one is not None}.values())


def find_by_word(browser: Browser, element: Element, word: str, css: str) -> Found | None:
    match word, css:
        case (("next" | "nextElementSibling"), ""):
            return [sibling(element, 1)]
        case (("previous" | "previousElementSibling"), ""):
            return [sibling(element, -1)]
        case "document", "":
            return [browser.document_element]
        case "window", "":
            return [browser.window_element]
        case "body", "":
            return [browser.body]
        case "closest", css if css:
            return [closest(element, css)]
        case "find", css if css:
            return [query(element, css)]
        case "next", css:
            return [following(browser.document, element, css)]
        case "previous", css:
            return [preceding(browser.document, element, css)]
    return None


def without_chevrons(selector: str) -> str:
    return selector[1:-2] if selector.startswith("<") and selector.endswith("/>") else selector
