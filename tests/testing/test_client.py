import pytest
from django.http import HttpResponse
from django.urls import path

from htmx_partials.testing import HtmxClient


def headers(request, **kwargs):
    return HttpResponse(
        "; ".join(f"{name}={value}" for name, value in sorted(request.headers.items()) if name.startswith("Hx"))
    )


urlpatterns = [path("", headers)]

pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ({}, ""),
        ({"htmx": True}, "Hx-Request=true"),
        ({"htmx": 2, "target": "rows"}, "Hx-Request=true; Hx-Target=rows"),
        ({"target": "rows"}, "Hx-Request=true; Hx-Target=rows"),
        ({"boosted": True}, "Hx-Boosted=true; Hx-Request=true"),
        ({"htmx": 4}, "Hx-Request=true; Hx-Request-Type=partial"),
        ({"htmx": 4, "target": "räume"}, "Hx-Request=true; Hx-Request-Type=partial; Hx-Target=div#r%C3%A4ume"),
        ({"htmx": 4, "boosted": True}, "Hx-Boosted=true; Hx-Request=true; Hx-Request-Type=full"),
        ({"htmx": True, "headers": {"HX-Request": "no"}}, "Hx-Request=no"),
    ],
)
def test_each_verb_asks_as_htmx_asks(asked, sent) -> None:
    client = HtmxClient()
    for verb in (client.get, client.post, client.put, client.patch, client.delete):
        assert verb("/", **asked).content.decode() == sent


def test_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match=r"htmx=3: the versions of htmx are \(2, 4\)"):
        HtmxClient().get("/", htmx=3)
