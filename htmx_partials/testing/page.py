"""`HtmxPage`: a page as in a browser with htmx, without a browser. Tests of a project use this class."""

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
    A page of the site under test, as a reader sees it.

    `url` is requested with `client`, which is Django's test client or an `HtmxClient`. The default is a new client
    that checks CSRF tokens as the site does. `htmx` is the version of htmx, or `None` for a browser without
    JavaScript. A page that loads another version raises `AssertionError`.

    A selector without a match, and a swap without a target, raise `AssertionError` with what is on the page. An
    attribute that the kit does not play raises `NotImplementedError` and is named.

    Scripts are not run: a script that a browser would run raises `NotImplementedError`, or is skipped with
    `scripts="ignore"`. An out-of-band swap without a target is skipped, as by htmx, and noted in `requests`. With
    `missing_targets="error"` it raises `AssertionError`. Time stands still until `tick()`. An element is `revealed`
    when the test says `trigger(selector, "revealed")`.
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
        """The path, query and fragment in the address bar. For another site it is the whole URL."""
        location = self._browser.location
        return urls.path_of(location) if self._network.is_same_origin(location.partition("#")[0]) else location

    @property
    def title(self) -> str:
        return self._browser.title

    @property
    def html(self) -> str:
        """The current document as markup."""
        return serialize(self._browser.document)

    @property
    def document(self) -> Any:
        """The current document as a `BeautifulSoup` tree."""
        return self._browser.document

    @property
    def requests(self) -> list[Exchange]:
        """All requests so far with their responses: the first page included, and each redirect."""
        return self._network.exchanges

    def select(self, css: str) -> list[Element]:
        """Return the elements that match, in document order. There may be none."""
        return selectors.query_all(self._browser.document, css)

    def find(self, css: str) -> Element:
        """Return the first element that matches. Raises `AssertionError` if there is none."""
        return selectors.one(self._browser.document, css)

    def text(self, css: str) -> str:
        """Return the text of the first match, with white space collapsed."""
        return " ".join(self.find(css).get_text().split())

    def value(self, css: str) -> str:
        """Return the current value of a form control."""
        return values.value_of(self.find(css))

    # What a reader does

    def goto(self, url: str) -> None:
        """Open a URL of the site, as if it were typed into the address bar."""
        self._browser.visit(Request("GET", urls.join(url, self._network.origin + "/")))
        self._browser.settle()

    def click(self, css: str, **properties: object) -> None:
        """Click on the first match. `properties` are those of the event, such as `ctrlKey=True`."""
        activation.click(self._browser, self.find(css), **properties)
        self._browser.settle()

    def fill(self, css: str, value: object) -> None:
        """
        Put a value into a text control, or files into a file input, and leave it.

        Dispatches the events of typing: `keydown`, `input`, `keyup`, then `change` if the value is another one, and
        `blur`. For a file input, `value` is a file (with `name` and `read()`), or a list of files.
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
        Choose options of a `<select>`, by their values or by their texts.

        Raises `AssertionError` if there is no such option.
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
        """
        Dispatch an event on the first match. `properties` are those of the event, such as `key="Enter"` and `detail`.
        """
        detail: Any = properties.pop("detail", {})
        if event == "click":
            activation.synthetic_click(self._browser, self.find(css), **properties)
        else:
            self._browser.dispatch(self.find(css), event, detail=detail, properties=properties)
        self._browser.settle()

    def tick(self, seconds: float) -> None:
        """Let time pass, in seconds, for `delay:`, `throttle:` and `every`."""
        self._browser.clock.tick(seconds, self._browser.settle)

    def back(self) -> None:
        """Press the back button. Raises `AssertionError` if there is no page to go back to."""
        self._browser.traverse(-1)
        self._browser.settle()

    def forward(self) -> None:
        """Press the forward button. Raises `AssertionError` if there is no page to go forward to."""
        self._browser.traverse(1)
        self._browser.settle()

    def reload(self) -> None:
        """Reload the page."""
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
