"""Read the answers of the example tag by tag, so that a fragment may begin with a table row."""

from bs4 import BeautifulSoup, Tag


def tree(html: str) -> BeautifulSoup:
    """Return the elements, but for what says when each was rendered."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select("[data-live]"):
        del element["data-live"]
    return soup


def one(html: str, css: str) -> Tag:
    """Return the only element that matches `css`."""
    (element,) = tree(html).select(css)
    return element


def text(html: str, css: str) -> str:
    return " ".join(one(html, css).get_text(" ", strip=True).split())
