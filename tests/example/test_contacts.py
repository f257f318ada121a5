import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contacts.models import Contact
from tests.example.markup import one, text, tree

HTMX = {"HX-Request": "true", "HX-Target": "rows"}
VARY = "HX-Request, HX-Boosted, HX-History-Restore-Request, HX-Request-Type, HX-Target"


def rows_of(html: str) -> list[str]:
    return [str(row) for row in tree(html).select("tr:has(th[scope=row], .more)")]


def names_of(html: str) -> list[str]:
    return [name.get_text(strip=True) for name in tree(html).select("th[scope=row]")]


def test_the_page_costs_two_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        response = client.get("/contacts/?q=an")
    assert response.content.decode().lstrip().startswith("<!doctype html>")


def test_a_search_costs_no_more_than_the_page(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the rows, and the count that follows
        client.get("/contacts/?q=an", headers=HTMX)


def test_further_rows_cost_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/contacts/?q=an&page=2", headers=HTMX)
    assert "<p" not in response.text
    assert "<thead" not in response.text


@pytest.mark.parametrize("further", [{"HX-Boosted": "true", "HX-Target": "content"}, {"HX-Target": "main#content"}])
def test_a_navigation_costs_what_the_page_costs_and_is_its_content(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, further: dict[str, str]
) -> None:
    page = client.get("/contacts/?q=an").text
    with django_assert_num_queries(2):
        response = client.get("/contacts/?q=an", headers={"HX-Request": "true"} | further)
    content = one(page, "#content").decode_contents()
    assert str(tree(response.text)).startswith(content)
    assert "<main" not in response.text
    assert text(response.text, "title") == text(page, "title")


def test_the_rows_are_those_of_the_page(client: Client) -> None:
    page = client.get("/contacts/?q=an&sort=city")
    fragment = client.get("/contacts/?q=an&sort=city", headers=HTMX)
    assert rows_of(fragment.text) == rows_of(page.text)
    assert len(rows_of(page.text)) == 51


@pytest.mark.parametrize("companion", ["#count", "#columns"])
def test_what_follows_the_rows_is_as_in_the_page(client: Client, companion: str) -> None:
    page = client.get("/contacts/?q=an&sort=city")
    fragment = client.get("/contacts/?q=an&sort=city", headers=HTMX)
    follower = one(fragment.text.replace("template>", "div>"), f"div > {companion}")  # selectors pass templates over
    assert follower.attrs.pop("hx-swap-oob") == "true"
    assert str(follower) == str(one(page.text, companion))


def test_page_and_fragment_say_what_they_vary_by(client: Client) -> None:
    for headers in ({}, HTMX):
        assert VARY in client.get("/contacts/", headers=headers)["Vary"]


def test_every_word_of_the_search_is_looked_for_in_every_field(client: Client) -> None:
    names = names_of(client.get("/contacts/?q=FALCON+lisbon").text)
    expected = Contact.objects.filter(company__startswith="Falcon", city="Lisbon")
    assert names == [str(contact) for contact in expected]
    assert names


def test_archived_contacts_are_not_listed(client: Client) -> None:
    contact = Contact.objects.all()[0]
    Contact.objects.filter(pk=contact.pk).update(archived_at="2026-01-01T00:00Z")
    assert text(client.get("/contacts/").text, "#count") == "999 contacts"


@pytest.mark.parametrize(
    ("sort", "fields"),
    [
        ("name", ["last_name", "first_name"]),
        ("-name", ["-last_name", "-first_name"]),
        ("company", ["company"]),
        ("-city", ["-city"]),
        ("email", ["email"]),
    ],
)
def test_columns_sort_both_ways(client: Client, sort: str, fields: list[str]) -> None:
    names = names_of(client.get("/contacts/", {"sort": sort}).text)
    assert names == [str(contact) for contact in Contact.objects.order_by(*fields, "pk")[:50]]


def test_the_column_sorted_by_leads_to_the_other_direction(client: Client) -> None:
    link = one(client.get("/contacts/?q=an&sort=city&page=2").text, "[aria-sort=ascending] a")
    assert link.get_text() == "City"
    assert link["href"] == "?q=an&sort=-city"


def test_pages_follow_each_other_without_gap_or_overlap(client: Client) -> None:
    names = [name for page in (1, 2, 3) for name in names_of(client.get("/contacts/", {"page": page}).text)]
    assert names == [str(contact) for contact in Contact.objects.all()[:150]]


def test_the_last_page_leads_to_no_further_one(client: Client) -> None:
    page = tree(client.get("/contacts/?page=20").text)
    assert len(page.select("th[scope=row]")) == 50
    assert page.select(".more") == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "1.5", "9" * 5000, "٣", "1\x00"])
def test_a_page_number_that_is_none_shows_the_first_page(client: Client, page: str) -> None:
    assert names_of(client.get("/contacts/", {"page": page}).text)[0] == str(Contact.objects.all()[0])


@pytest.mark.parametrize("sort", ["password", "--name", "-", "pk", "last_name", "name,city", "\x00"])
def test_an_order_that_is_none_is_the_usual_one(client: Client, sort: str) -> None:
    assert names_of(client.get("/contacts/", {"sort": sort}).text)[0] == str(Contact.objects.all()[0])


def test_what_is_searched_for_is_text_and_never_markup(client: Client) -> None:
    response = client.get("/contacts/", {"q": '"><script>alert(1)</script>'})
    assert one(response.text, "#q")["value"] == '"><script>alert(1)</script>'
    assert [script["src"] for script in tree(response.text).select("script")] == [
        "/static/contacts/dialog.js",
        "/static/django_htmx/htmx-2.min.js",
    ]


def test_the_pages_ask_browsers_for_nothing_from_elsewhere(client: Client) -> None:
    assert client.get("/contacts/")["Content-Security-Policy"] == (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )
