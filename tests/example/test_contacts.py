import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contacts.models import Contact
from tests.example.markup import one, text, tree
from tests.versions import needs_django_6

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
        "/static/htmx_partials/live.js",
    ]


@needs_django_6(reason="Django 5.2 has no content security policy")
def test_the_pages_ask_browsers_for_nothing_from_elsewhere(client: Client) -> None:
    assert client.get("/contacts/")["Content-Security-Policy"] == (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )


@pytest.fixture
def editor(client: Client) -> Client:
    """A client whose user may add and change contacts."""
    client.force_login(User.objects.get(username="demo"))
    client.get("/contacts/")  # takes the message about signing in
    return client


def htmx_for(target: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": target}


def test_a_row_costs_the_session_the_user_and_the_contact(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    contact = Contact.objects.all()[0]
    with django_assert_num_queries(3):
        response = editor.get("/contacts/?q=an", headers=htmx_for(f"row-{contact.pk}"))
    assert one(response.text, "tr")["id"] == f"row-{contact.pk}"
    assert one(response.text, "td.act a").has_attr("autofocus")


def test_archiving_in_the_row_costs_none_of_the_other_rows(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    contact = Contact.objects.search("an")[0]
    found = Contact.objects.search("an").count()
    # The session and the user; the contact, its change and its history, in a transaction; the user again, the contact
    # and the count.
    with django_assert_num_queries(10):
        response = editor.post(
            "/contacts/?q=an", {"_action": "archive", "contact": contact.pk}, headers=htmx_for(f"row-{contact.pk}")
        )
    assert tree(response.text).select("tbody, tr[id], th[scope=row]") == []
    assert text(response.text.replace("template>", "div>"), "#count") == f"{found - 1} contacts"
    assert text(response.text, ".toast p") == f"Archived {contact}."


def test_a_field_costs_nothing_of_the_list(editor: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    taken = Contact.objects.all()[0].email
    with django_assert_num_queries(4):  # the session, the user, who has that address, and the user again
        response = editor.post("/contacts/", {"_action": "check", "email": taken}, headers=htmx_for("errors-email"))
    assert [element.name for element in tree(response.text).find_all(recursive=False)] == ["ul", "title"]
    assert text(response.text, "ul") == "Contact with this Email already exists."


@pytest.mark.parametrize("target", ["errors-password", "errors-", "rows"])
def test_what_is_no_field_cannot_be_checked(editor: Client, target: str) -> None:
    assert editor.post("/contacts/", {"_action": "check"}, headers=htmx_for(target)).status_code == 400


@pytest.mark.parametrize("action", ["add", "check", "edit", "archive", "restore"])
def test_whoever_may_not_change_contacts_runs_no_action(client: Client, action: str) -> None:
    contact = Contact.objects.all()[0]
    before = list(Contact.objects.values())
    sent = {"_action": action, "contact": contact.pk, "first_name": "A", "last_name": "B", "email": "a@example.org"}
    response = client.post("/contacts/?q=an", sent)
    assert response["Location"] == "/accounts/login/?next=/contacts/%3Fq%3Dan"
    fragment = client.post("/contacts/?q=an", sent, headers=htmx_for("rows"))
    assert (fragment.content, "HX-Redirect" in fragment) == (b"", True)
    assert list(Contact.objects.values()) == before


def test_whoever_may_change_contacts_may_not_for_that_add_one(client: Client) -> None:
    reader = User.objects.create_user("reader")
    reader.user_permissions.add(Permission.objects.get(codename="change_contact"))
    client.force_login(reader)
    sent = {"_action": "add", "first_name": "A", "last_name": "B", "email": "a@example.org"}
    assert client.post("/contacts/", sent).status_code == 403
    assert not Contact.objects.filter(email="a@example.org").exists()
    assert tree(client.get("/contacts/?new=1").text).select("#new, #add") == []


@pytest.mark.parametrize("number", ["0", "9" * 50])
def test_a_row_that_is_none_is_not_found(editor: Client, number: str) -> None:
    assert editor.get("/contacts/", headers=htmx_for(f"row-{number}")).status_code == 404
    assert editor.get("/contacts/", {"edit": number}).status_code == 404


@pytest.mark.parametrize("suffix", ["x", "", "-1"])
def test_what_is_no_number_names_no_row(editor: Client, suffix: str) -> None:
    fragment = editor.get("/contacts/", headers=htmx_for(f"row-{suffix}")).text
    assert names_of(fragment) == names_of(editor.get("/contacts/", headers=HTMX).text)
    assert editor.get("/contacts/", {"edit": suffix}).status_code == 404


def test_what_is_selected_and_is_no_contact_is_left_out(editor: Client) -> None:
    first, second, *_ = Contact.objects.all()[:3]
    selected = ["x", "", "9" * 50, str(second.pk), "0", str(first.pk)]
    editor.post("/contacts/", {"_action": "archive", "selected": selected})
    assert list(Contact.objects.exclude(archived_at=None)) == [first, second]
