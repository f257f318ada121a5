"""What a request asks for: page or fragment, which target, which version of htmx."""

from copy import copy
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.test import AsyncRequestFactory, RequestFactory
from django_htmx.middleware import HtmxDetails

from htmx_partials.requests import (
    VARY,
    asks_for_fragment,
    current_page_url,
    hide_partial_parameter,
    is_boosted,
    is_htmx,
    is_htmx_4,
    partial_parameter,
    replaces_part,
    take_parameter,
    target_id,
)

FORM_URLENCODED = "application/x-www-form-urlencoded"


def request_with(path: str = "/", **headers: str):
    request: Any = RequestFactory().get(
        path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    request.htmx = HtmxDetails(request)
    return request


def post(data, **kwargs):
    request: Any = RequestFactory().post("/", data, **kwargs)
    request.htmx = HtmxDetails(request)
    return request


def test_the_vary_line_names_each_header_that_decides():
    assert VARY == "HX-Request, HX-Boosted, HX-History-Restore-Request, HX-Request-Type, HX-Target"


@pytest.mark.parametrize(("header", "answer"), [("true", True), ("false", False), ("", False)])
def test_a_request_is_htmxs_by_its_header(header, answer):
    assert is_htmx(request_with(HX_Request=header)) is answer


def test_an_ordinary_request_is_not_htmxs():
    assert is_htmx(request_with()) is False


@pytest.mark.parametrize("htmx", [True, False])
def test_a_plain_bool_as_tests_set_it_is_understood(htmx):
    request: Any = RequestFactory().get("/")
    request.htmx = htmx

    assert is_htmx(request) is htmx


def test_a_plain_bool_goes_before_the_header():
    request = request_with(HX_Request="true")
    request.htmx = False

    assert is_htmx(request) is False


def test_a_subclass_of_htmx_details_decides_for_itself():
    class Never(HtmxDetails):
        def __bool__(self):
            return False

    request = request_with(HX_Request="true")
    request.htmx = Never(request)

    assert is_htmx(request) is False


def test_a_request_of_asgi_is_understood():
    request: Any = AsyncRequestFactory().get("/", headers={"HX-Request": "true", "HX-Target": "row-5"})
    request.htmx = HtmxDetails(request)

    assert (is_htmx(request), target_id(request)) == (True, "row-5")


def test_a_missing_middleware_is_named():
    with pytest.raises(ImproperlyConfigured) as error:
        is_htmx(RequestFactory().get("/"))

    assert str(error.value) == ("request.htmx is missing. Add 'django_htmx.middleware.HtmxMiddleware' to MIDDLEWARE.")


def test_what_is_no_request_is_told_what_to_use_on_a_method():
    with pytest.raises(TypeError) as error:
        is_htmx(object())  # type: ignore[arg-type]

    assert str(error.value) == (
        "partial_response() expected a request as the view's first argument, not 'object'. On a method of a "
        "class-based view use PartialResponseMixin, or @method_decorator(partial_response(…), name='dispatch') on the "
        "class."
    )


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({}, False),
        ({"HX_Request": "true"}, True),
        ({"HX_Request": "true", "HX_Request_Type": "partial"}, True),
        ({"HX_Request": "true", "HX_Request_Type": "full"}, False),
        ({"HX_Request": "true", "HX_History_Restore_Request": "true"}, False),
        ({"HX_Request": "true", "HX_History_Restore_Request": "false"}, True),
        ({"HX_History_Restore_Request": "true"}, False),
        ({"HX_Request": "true", "HX_Boosted": "true"}, True),
    ],
)
def test_page_or_fragment(headers, answer):
    assert asks_for_fragment(request_with(**headers)) is answer


@pytest.mark.parametrize(
    ("headers", "answer"), [({}, False), ({"HX_Boosted": "true"}, True), ({"HX_Boosted": "1"}, False)]
)
def test_boosted(headers, answer):
    assert is_boosted(request_with(**headers)) is answer


@pytest.mark.parametrize(
    ("headers", "answer"), [({}, False), ({"HX_Request_Type": "partial"}, True), ({"HX_Request_Type": "full"}, True)]
)
def test_htmx_4_is_known_by_its_request_type(headers, answer):
    assert is_htmx_4(request_with(**headers)) is answer


@pytest.mark.parametrize(
    ("headers", "target"),
    [
        ({}, ""),
        ({"HX_Target": "row-5"}, "row-5"),
        ({"HX_Target": "100%25"}, "100%25"),
        ({"HX_Target": "caf%C3%A9", "HX_Target_URI_AutoEncoded": "true"}, "caf%C3%A9"),
        ({"HX_Target": "%E6%9C%88-5%25", "HX_Target_URI_AutoEncoded": "true"}, "月-5%"),
        ({"HX_Target": "%E6%9C%88-5%25"}, "月-5%"),
        ({"HX_Target": "div#row-5", "HX_Request_Type": "partial"}, "row-5"),
        ({"HX_Target": "div#row-5"}, "row-5"),
        ({"HX_Target": "div#caf%C3%A9%23", "HX_Request_Type": "partial"}, "café#"),
        ({"HX_Target": "div", "HX_Request_Type": "partial"}, ""),
        ({"HX_Target": "div#", "HX_Request_Type": "partial"}, ""),
    ],
)
def test_the_id_of_the_target(headers, target):
    assert target_id(request_with(**headers)) == target


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({}, False),
        ({"HX_Request": "true"}, True),
        ({"HX_Request": "true", "HX_History_Restore_Request": "true"}, False),
        ({"HX_Request": "true", "HX_Boosted": "true"}, False),
        ({"HX_Request": "true", "HX_Boosted": "true", "HX_Target": "main"}, True),
        ({"HX_Request": "true", "HX_Request_Type": "full", "HX_Target": "body"}, False),
        ({"HX_Request": "true", "HX_Request_Type": "full", "HX_Target": "main#main"}, True),
        ({"path": "/?_partial=modal", "HX_Request": "true", "HX_Request_Type": "full", "HX_Target": "body"}, True),
        (
            {"path": "/?_partial=modal", "HX_Request": "true", "HX_Request_Type": "full", "HX_Target": "body"}
            | {"HX_Boosted": "true"},
            False,
        ),
    ],
)
def test_less_than_the_whole_body_is_replaced(headers, answer):
    request = request_with(**headers)
    hide_partial_parameter(request)

    assert replaces_part(request) is answer


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("http://testserver/contacts/?q=an", "/contacts/?q=an"),
        ("http://elsewhere.example/contacts/", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_the_page_that_the_reader_is_on(url, answer):
    assert current_page_url(request_with(HX_Current_URL=url)) == answer


# -- Our own parameter --------------------------------------------------------------------


def test_a_parameter_is_taken_from_the_query_and_nothing_else():
    request = request_with("/?q=a&_partial=row&q=b&_partial=rows")

    values = take_parameter(request, "_partial")

    assert (values, request.GET) == (["row", "rows"], QueryDict("q=a&q=b"))
    assert request.get_full_path() == "/?q=a&_partial=row&q=b&_partial=rows"
    assert request.META["QUERY_STRING"] == "q=a&_partial=row&q=b&_partial=rows"


def test_a_parameter_whose_name_is_percent_encoded_is_taken():
    request = request_with("/?%5Fpartial=row&q=a")

    assert (take_parameter(request, "_partial"), request.GET) == (["row"], QueryDict("q=a"))


def test_what_is_left_cannot_be_changed():
    request = request_with("/?q=a&_partial=row")
    take_parameter(request, "_partial")

    with pytest.raises(AttributeError, match=r"^This QueryDict instance is immutable$"):
        request.GET["q"] = "b"


def test_a_query_without_the_parameter_is_not_read():
    request = request_with("/?q=a")

    assert take_parameter(request, "_partial") == []
    assert "GET" not in vars(request)


def test_a_parameter_is_taken_from_a_form_that_has_been_read():
    request = post({"q": "a", "_partial": "row"})
    assert request.POST

    assert (take_parameter(request, "_partial"), request.POST) == (["row"], QueryDict("q=a"))


def test_a_form_that_nobody_has_read_is_left_to_the_view():
    request = post({"_partial": "row"})

    assert take_parameter(request, "_partial") == []
    assert not hasattr(request, "_post")


def test_a_form_set_by_a_test_counts_as_read():
    request: Any = HttpRequest()
    request.method, request.POST = "POST", QueryDict("_partial=row&q=a")

    assert (take_parameter(request, "_partial"), request.POST) == (["row"], QueryDict("q=a"))


# -- Our own parameter, kept from a view that may read the body


def url_encoded(data, **kwargs):
    return post(data, content_type=FORM_URLENCODED, **kwargs)


FORMS = [
    lambda **kwargs: post({"q": "a", "_partial": "row"}, **kwargs),
    lambda **kwargs: url_encoded("q=a&_partial=row", **kwargs),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", [RequestFactory, AsyncRequestFactory])
def test_the_view_sees_no_parameter_of_ours_when_it_reads_the_form(form, kind, monkeypatch):
    monkeypatch.setattr("tests.test_requests.RequestFactory", kind)
    request = form(query_params={"_partial": "query"})
    hide_partial_parameter(request)

    assert request.POST.dict() == {"q": "a"}
    assert partial_parameter(request) == ["query", "row"]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_the_view_did_not_read_is_read_for_the_parameter(form):
    request = form()
    hide_partial_parameter(request)

    assert partial_parameter(request) == ["row"]
    assert request.POST.dict() == {"q": "a"}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_was_read_before_is_kept_clean_too(form):
    request = form()
    assert request.POST
    hide_partial_parameter(request)

    assert (partial_parameter(request), request.POST) == (["row"], QueryDict("q=a"))


def test_a_view_may_set_upload_handlers():
    request = post({"_partial": "row", "file": SimpleUploadedFile("text.txt", b"text")})
    hide_partial_parameter(request)
    request.upload_handlers = [MemoryFileUploadHandler(request)]

    assert request.FILES["file"].read() == b"text"
    assert (partial_parameter(request), request.POST) == (["row"], QueryDict())


@pytest.mark.parametrize("form", FORMS)
def test_a_view_may_read_the_body_as_it_came(form):
    request = form()
    body = form().body
    hide_partial_parameter(request)

    assert request.body.split(b"\r\n")[1:-2] == body.split(b"\r\n")[1:-2]
    assert partial_parameter(request) == ["row"]


def test_a_body_that_the_view_has_read_as_a_stream_has_no_parameter():
    request = post({"_partial": "row"})
    hide_partial_parameter(request)

    assert b"row" in request.read()
    assert not partial_parameter(request)


def test_a_request_whose_form_is_unread_may_be_copied():
    request = post({"q": "a", "_partial": "row"})
    hide_partial_parameter(request)

    assert copy(request).POST.dict() == {"q": "a"}


def test_a_request_stays_of_its_kind():
    request = post({"_partial": "row"})
    hide_partial_parameter(request)

    assert isinstance(request, WSGIRequest)
    assert type(request).__name__ == "WSGIRequest"
    assert request.POST == {}
    assert type(request) is WSGIRequest


def test_a_body_that_is_broken_is_a_bad_request_as_for_any_view():
    request = post(b"no form", content_type="multipart/form-data; boundary=x" + "y" * 300)
    hide_partial_parameter(request)

    with pytest.raises(MultiPartParserError):
        partial_parameter(request)
    assert request.POST == {}


@pytest.mark.parametrize(("method", "content_type"), [("post", "application/json"), ("put", FORM_URLENCODED)])
def test_what_is_no_form_is_left_alone(method, content_type):
    request = getattr(RequestFactory(), method)("/", b"_partial=row", content_type=content_type)
    hide_partial_parameter(request)

    assert not partial_parameter(request)
    assert "_post" not in vars(request)
    assert request.body == b"_partial=row"


def test_a_body_that_is_no_form_stays_the_views_to_read():
    request = post('{"_partial": "row"}', content_type="application/json", headers={"HX-Request": "true"})

    assert take_parameter(request, "_partial") == []
    assert request.body == b'{"_partial": "row"}'
