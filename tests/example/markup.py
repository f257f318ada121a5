from bs4 import BeautifulSoup, Tag


def tree(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def one(html: str, css: str) -> Tag:
    """The one element that `css` selects."""
    (element,) = tree(html).select(css)
    return element


def text(html: str, css: str) -> str:
    return " ".join(one(html, css).get_text(" ", strip=True).split())
