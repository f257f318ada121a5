"""Django's test client, asking as htmx asks."""

from __future__ import annotations

from typing import Any

from django.test import Client

from .versions import VERSIONS


class HtmxClient(Client):
    """
    `django.test.Client` with three more arguments on each verb.

    `htmx`: a version sends its headers, `True` those of the first that is played. `target`: the id of the
    target, as in `hx-target="#results"`. `boosted`: as a link or form under `hx-boost`. A target or a boost
    alone means `htmx=True`. Headers given in `headers=` win.

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
        """Ask. Raises `ValueError` for a version of htmx that is not played."""
        if htmx or target or boosted:
            version = min(VERSIONS) if htmx in (True, False) else htmx
            if version not in VERSIONS:
                raise ValueError(f"htmx={htmx!r}: the versions of htmx are {tuple(VERSIONS)}.")
            headers = {**VERSIONS[version].client_headers(target, boosted=boosted), **(headers or {})}
        return super().generic(method, path, *args, headers=headers, **kwargs)
