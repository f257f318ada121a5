"""Django's test client, sending the headers of htmx."""

from __future__ import annotations

from typing import Any

from django.test import Client

from .versions import VERSIONS


class HtmxClient(Client):
    """
    `django.test.Client` with three more arguments for each method.

    `htmx` is a version of htmx whose headers are sent, or `True` for the first that is played. `target` is the id of
    the target, as in `hx-target="#results"`. `boosted` sends the request as a link or form under `hx-boost`. A target
    or `boosted` alone implies `htmx=True`. Headers in `headers=` override these.

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
        """Send a request. Raises `ValueError` for a version of htmx that is not played."""
        if htmx or target or boosted:
            version = min(VERSIONS) if htmx in (True, False) else htmx
            if version not in VERSIONS:
                raise ValueError(f"htmx={htmx!r}: the versions of htmx are {tuple(VERSIONS)}.")
            headers = {**VERSIONS[version].client_headers(target, boosted=boosted), **(headers or {})}
        return super().generic(method, path, *args, headers=headers, **kwargs)
