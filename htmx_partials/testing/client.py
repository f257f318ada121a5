"""Django's test client, asking as htmx asks."""

from typing import Any
from urllib.parse import quote

from django.test import Client

VERSIONS = (2, 4)


class HtmxClient(Client):
    """``django.test.Client`` with three more arguments on each verb.

    ``htmx``: ``True`` or ``2`` sends the headers of version 2, ``4`` those of version 4. ``target``: the id of the
    target, as in ``hx-target="#results"``. ``boosted``: as a link or form under ``hx-boost``. A target or a boost
    alone means ``htmx=True``. Headers given in ``headers=`` win.

        client.get("/contacts/", {"q": "ann"}, htmx=True, target="results")
    """

    def generic(  # type: ignore[override]
        self,
        method: str,
        path: str,
        *args: Any,
        htmx: bool | int = False,
        target: str = "",
        boosted: bool = False,
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Ask. Raises ``ValueError`` for another version of htmx than 2 and 4."""
        if htmx or target or boosted:
            headers = {**_headers(htmx, target, boosted=boosted), **(headers or {})}
        return super().generic(method, path, *args, headers=headers, **kwargs)


def _headers(htmx: bool | int, target: str, *, boosted: bool) -> dict[str, str]:
    version = 2 if htmx in (True, False) else htmx
    if version not in VERSIONS:
        raise ValueError(f"htmx={htmx!r}: the versions of htmx are {VERSIONS}.")
    headers = {"HX-Request": "true"}
    if boosted:
        headers["HX-Boosted"] = "true"
    if version == 4:
        headers["HX-Request-Type"] = "partial" if target or not boosted else "full"
    if target:
        headers["HX-Target"] = f"div#{quote(target)}" if version == 4 else target
    return headers
