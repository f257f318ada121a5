"""htmx's own words in a selector: ``closest x``, ``find x``, ``next x``, ``previous x``, ``body`` and the like."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from htmx_partials.testing import hcon
from htmx_partials.testing.parsing import Element
from htmx_partials.testing.selectors import closest, following, preceding, query, query_all, sibling

if TYPE_CHECKING:
    from htmx_partials.testing.browser import Browser


@dataclass(frozen=True)
class ExtendedSelectors:
    """The words of one version of htmx: 4 knows ``findAll x`` and ``this``, and 2 ``next <x/>`` for ``next x``."""

    version: int

    def find(self, browser: "Browser", element: Element, selector: str) -> list[Element]:
        """Return the elements that the selector means, seen from ``element``, as htmx orders them."""
        found: list[Element | None] = []
        plain = []
        for part in hcon.split(selector.removeprefix("global ")):
            words = _without_chevrons(part.strip())
            special = self._special(browser, element, words)
            if special is None:
                plain.append(words)
            else:
                found += special
        if plain:
            found += query_all(browser.document, ",".join(plain))
        return list({id(one): one for one in found if one is not None}.values())

    def _special(self, browser: "Browser", element: Element, words: str) -> list[Element | None] | None:
        word, _, css = words.partition(" ")
        css = css.strip()
        if self.version == 2:
            css = _without_chevrons(css)
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
            case "this", "" if self.version == 4:
                return [element]
            case "closest", css if css:
                return [closest(element, css)]
            case "find", css if css:
                return [query(element, css)]
            case "findAll", css if css and self.version == 4:
                return [*query_all(element, css)]
            case "next", css:
                return [following(browser.document, element, css)]
            case "previous", css:
                return [preceding(browser.document, element, css)]
        return None


def _without_chevrons(selector: str) -> str:
    return selector[1:-2] if selector.startswith("<") and selector.endswith("/>") else selector
