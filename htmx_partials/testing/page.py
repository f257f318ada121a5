"""`HtmxPage`: a page as in a browser with htmx, without one. What a test of a project talks to."""

from __future__ import annotations

from typing import Any

from django.test import Client

from . import activation, selectors, urls, values
from .browser import Browser
from .client import HtmxClient
from .network import Exchange, Network, Request
from .parsing import Element, serialize
from .versions import VERSIONS


class HtmxPage:
    """
    A page of the site under test, as a reader has it before them.

    `url` is fetched with `client`, Django's test client or `HtmxClient`; without one, with a new client that
    checks CSRF tokens as the site does. `htmx` is the version that the page is played with, or `None` for a
    browser in which JavaScript is off. A page that loads another version raises `AssertionError`.

    What a selector does not find, and a swap whose target is not there, raise `AssertionError` with what was on the
    page; an attribute that the kit does not play raises `NotImplementedError` and names it.

    Scripts are not run: one whose turn comes raises `NotImplementedError`, or with `scripts="ignore"` is left out.
    An out-of-band swap whose target is not there is left out, as by htmx, and noted in `requests`; with
    `missing_targets="error"` it raises `AssertionError`. Time stands still but for `tick()`. What is `revealed`
    is so when the test says `trigger(selector, "revealed")`.
    """

    def __init__(
        self,
        url: str,
        *,
        htmx: int | None = 2,
        client: Client | None = None,
        scripts: str = "error",
        missing_targets: str = "ignore",
    ) -> None:
        if htmx is not None and htmx not in VERSIONS:
            raise ValueError(f"htmx={htmx!r}: the versions that are played are {sorted(VERSIONS)}, and None.")
        self.client = client or HtmxClient(enforce_csrf_checks=True)
        self._network = Network(self.client)
        for name, given, known in (
            ("scripts", scripts, ("error", "ignore")),
            ("missing_targets", missing_targets, ("error", "ignore")),
        ):
            if given not in known:
                raise ValueError(f"{name}={given!r}: say one of {known}.")
        self._browser = Browser(self._network, scripts=scripts, missing_targets=missing_targets)
        if htmx is not None:
            self._browser.htmx = VERSIONS[htmx](self._browser)
        self.goto(url)

    # What is on the page

    @property
    def url(self) -> str:
        """The path, query and fragment in the address bar; of another site, the whole URL."""
        location = self._browser.location
        return urls.path_of(location) if self._network.is_same_origin(location.partition("#")[0]) else location

    @property
    def title(self) -> str:
        return self._browser.title

    @property
    def html(self) -> str:
        """The document as markup, as it is now."""
        return serialize(self._browser.document)

    @property
    def document(self) -> Any:
        """The document as a `BeautifulSoup` tree, as it is now."""
        return self._browser.document

    @property
    def requests(self) -> list[Exchange]:
        """What was asked and answered so far, redirects one by one, the first page included."""
        return self._network.exchanges

    def select(self, css: str) -> list[Element]:
        """Return the elements that match, in document order; there may be none."""
        return selectors.query_all(self._browser.document, css)

    def find(self, css: str) -> Element:
        """Return the first element that matches. Raises `AssertionError` where there is none."""
        return selectors.one(self._browser.document, css)

    def text(self, css: str) -> str:
        """Return the text of the first match, white space collapsed."""
        return " ".join(self.find(css).get_text().split())

    def value(self, css: str) -> str:
        """Return what is in a form control now."""
        return values.value_of(self.find(css))

    # What a reader does

    def goto(self, url: str) -> None:
        """Open a URL of the site, as one typed into the address bar."""
        self._browser.visit(Request("GET", urls.join(url, self._network.origin + "/")))
        self._browser.settle()

    def click(self, css: str, **properties: object) -> None:
        """Click on the first match. `properties` are the event's: `ctrlKey=True`."""
        activation.click(self._browser, self.find(css), **properties)
        self._browser.settle()

    def fill(self, css: str, value: object) -> None:
        """
        Put a value into a text control, or files into a file input, and leave it.

        Sends what typing sends: `keydown`, `input`, `keyup`, then `change` if it is another value, and
        `blur`. For a file input `value` is a file (with `name` and `read()`), or a list of them.
        """
        control = self._control(css)
        activation.fill(self._browser, control, value)

    def check(self, css: str, checked: bool = True) -> None:
        """Check a checkbox or a radio button, or with `False` uncheck a checkbox, unless it is so already."""
        control = self._control(css)
        if values.is_checked(control) != checked:
            self.click(css)

    def choose(self, css: str, *choices: str) -> None:
        """
        Choose options of a `<select>`, by value or by what they say.

        Raises `AssertionError` where there is no such option.
        """
        activation.choose(self._browser, self._control(css), choices)

    def submit(self, css: str = "form") -> None:
        """Submit a form as the Enter key does: with its first submit button, if it has one."""
        form = self.find(css)
        if form.name != "form":
            form = values.form_owner(form) or selectors.closest(form, "form") or form
        if form.name != "form":
            raise AssertionError(f"{selectors.describe(form)} is no form and stands in none.")
        activation.submit(self._browser, form)
        self._browser.settle()

    def trigger(self, css: str, event: str, **properties: object) -> None:
        """Send an event to the first match. `properties` are the event's: `key="Enter"`; `detail` its detail."""
        detail: Any = properties.pop("detail", {})
        if event == "click":
            activation.synthetic_click(self._browser, self.find(css), **properties)
        else:
            self._browser.dispatch(self.find(css), event, detail=detail, properties=properties)
        self._browser.settle()

    def tick(self, seconds: float) -> None:
        """Let time pass: what `delay:`, `throttle:` and `every` wait for comes due."""
        self._browser.clock.tick(seconds, self._browser.settle)

    def back(self) -> None:
        """Press the back button. Raises `AssertionError` where there is no page to go back to."""
        self._browser.traverse(-1)
        self._browser.settle()

    def forward(self) -> None:
        """Press the forward button."""
        self._browser.traverse(1)
        self._browser.settle()

    def reload(self) -> None:
        """Load the page anew."""
        self._browser.reload()
        self._browser.settle()

    def answer(self, *answers: object) -> None:
        """Answer the next dialogs: `True` or `False` for `hx-confirm`, text or `None` for `hx-prompt`."""
        self._browser.dialogs.extend(answers)

    def _control(self, css: str) -> Element:
        control = self.find(css)
        if not values.type_of(control):
            raise AssertionError(f"{selectors.describe(control)} is not a form control.")
        if values.is_disabled(control):
            raise AssertionError(f"{selectors.describe(control)} is disabled.")
        return control
