import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from contacts.models import Contact
from tests.example.markup import one, text, tree


@pytest.fixture
def contact(address_book: None) -> Contact:
    return Contact.objects.filter(notes__isnull=False)[0]


@pytest.mark.parametrize(("tab", "queries"), [("details", 1), ("notes", 2), ("history", 2)])
def test_a_tab_costs_the_contact_and_what_it_shows(
    client: Client, contact: Contact, django_assert_num_queries: DjangoAssertNumQueries, tab: str, queries: int
) -> None:
    with django_assert_num_queries(queries):
        response = client.get(
            contact.get_absolute_url(), {"tab": tab}, headers={"HX-Request": "true", "HX-Target": "tabs"}
        )
    assert [element.name for element in tree(response.text).find_all(recursive=False)] == ["section", "title"]
    assert text(response.text, "#tabs [aria-current]") == tab.capitalize()


@pytest.fixture
def editor(client: Client) -> Client:
    """A client whose user may edit contacts."""
    client.force_login(User.objects.get(username="demo"))
    return client


def changes(contact: Contact, **fields: str) -> dict[str, str]:
    names = ["first_name", "last_name", "email", "phone", "company", "city"]
    return {name: getattr(contact, name) for name in names} | fields | {"_action": "edit"}


def modal(version: int = 2) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": "modal" if version == 2 else "div#modal"}


def test_the_page_costs_the_contact_alone_and_leaves_the_statistics_for_later(
    client: Client, contact: Contact, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        page = client.get(contact.get_absolute_url()).text
    assert tree(page).select("#statistics dd") == []


def test_statistics_cost_the_contact_and_three_counts(
    client: Client, contact: Contact, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    headers = {"HX-Request": "true", "HX-Target": "statistics"}
    with django_assert_num_queries(4):
        fragment = client.get(contact.get_absolute_url(), headers=headers).text
    numbers = [int(number.get_text()) for number in tree(fragment).select("dd")]
    assert numbers == list(contact.statistics().values())


def test_a_navigation_costs_what_the_page_costs(
    client: Client, contact: Contact, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    headers = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "content"}
    with django_assert_num_queries(1):
        response = client.get(contact.get_absolute_url(), headers=headers)
    assert text(response.text, "h1") == str(contact)
    assert text(response.text, "title") == f"{contact} · Address book"


def test_the_form_costs_the_contact_the_session_and_the_user(
    editor: Client, contact: Contact, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    editor.get("/contacts/")  # takes the message about signing in
    with django_assert_num_queries(3):
        response = editor.get(contact.get_absolute_url(), {"edit": "1", "_partial": "edit"}, headers=modal())
    assert one(response.text, "#modal > dialog[open] input[name=email]")["value"] == contact.email


def test_a_link_within_the_form_leads_to_the_page_and_names_no_fragment(editor: Client, contact: Contact) -> None:
    url = f"{contact.get_absolute_url()}?tab=notes&edit=1&_partial=edit"
    form = one(editor.get(url, headers=modal()).text, "form#edit")
    assert form["action"] == "?tab=notes"
    assert form["hx-post"] == "?tab=notes&_partial=edit"


def test_whoever_may_not_edit_gets_no_form(client: Client, contact: Contact) -> None:
    response = client.get(contact.get_absolute_url(), {"edit": "1", "_partial": "edit"}, headers=modal())
    assert [element.name for element in tree(response.text).find_all()] == ["title"]
    assert "email" not in response.text
    assert tree(client.get(contact.get_absolute_url(), {"edit": "1"}).text).select("dialog") == []


def test_whoever_may_not_edit_is_sent_to_sign_in(client: Client, contact: Contact) -> None:
    response = client.post(contact.get_absolute_url(), changes(contact, first_name="Changed"))
    assert response["Location"] == f"/accounts/login/?next={contact.get_absolute_url()}"
    assert Contact.objects.get(pk=contact.pk).first_name == contact.first_name


def test_whoever_may_not_edit_is_sent_to_sign_in_from_the_modal(client: Client, contact: Contact) -> None:
    url = contact.get_absolute_url()
    headers = modal() | {"HX-Current-URL": f"http://testserver{url}?tab=notes"}
    response = client.post(url, changes(contact, first_name="Changed"), headers=headers)
    assert response["HX-Redirect"] == f"/accounts/login/?next={url}%3Ftab%3Dnotes"
    assert Contact.objects.get(pk=contact.pk).first_name == contact.first_name


def test_saving_redirects_to_the_page(editor: Client, contact: Contact) -> None:
    response = editor.post(contact.get_absolute_url(), changes(contact, first_name="Changed"))
    assert (response.status_code, response["Location"]) == (303, contact.get_absolute_url())
    assert Contact.objects.get(pk=contact.pk).first_name == "Changed"


@pytest.mark.parametrize("version", [2, 4])
def test_saving_in_the_modal_answers_with_what_has_changed(editor: Client, contact: Contact, version: int) -> None:
    headers = modal(version) | ({"HX-Request-Type": "partial"} if version == 4 else {})
    url = f"{contact.get_absolute_url()}?_partial=edit"
    response = editor.post(url, changes(contact, first_name="Changed"), headers=headers)
    html = response.text
    assert response["HX-Trigger"] == '{"contactChanged": {}}'
    assert text(html, "#modal") == ""
    assert text(html, "#heading h1") == f"Changed {contact.last_name}"
    assert text(html, "#tabs [aria-current]") == "Details"
    assert text(html, ".toast") == f"Saved Changed {contact.last_name}."
    assert text(html, "title") == f"Changed {contact.last_name} · Address book"


def test_a_wrong_form_shows_its_errors_and_the_page_what_is_saved(editor: Client, contact: Contact) -> None:
    wrong = changes(contact, first_name="Changed", email="nowhere")
    page = editor.post(contact.get_absolute_url(), wrong).text
    assert text(page, "h1") == str(contact)
    assert text(page, "dialog .errorlist") == "Enter a valid email address."
    fragment = editor.post(f"{contact.get_absolute_url()}?_partial=edit", wrong, headers=modal()).text
    assert text(fragment, "dialog .errorlist") == "Enter a valid email address."
    assert tree(fragment).select("#heading, #tabs") == []


@pytest.mark.parametrize("tab", ["details", "notes", "history"])
def test_a_tab_is_that_of_the_page(client: Client, contact: Contact, tab: str) -> None:
    page = client.get(contact.get_absolute_url(), {"tab": tab})
    fragment = client.get(contact.get_absolute_url(), {"tab": tab}, headers={"HX-Request": "true", "HX-Target": "tabs"})
    assert str(one(fragment.text, "#tabs")) == str(one(page.text, "#tabs"))


def test_a_tab_that_is_none_shows_the_details(client: Client, contact: Contact) -> None:
    page = client.get(contact.get_absolute_url(), {"tab": "passwords"}).text
    assert text(page, "[aria-current]") == "Details"
    assert contact.email in text(page, "#tabs dl")


def test_a_contact_that_is_none_is_not_found(client: Client) -> None:
    assert client.get("/contacts/5000000/").status_code == 404


@pytest.mark.parametrize("action", ["edit", "add_note", "delete_note"])
def test_whoever_may_not_change_contacts_runs_no_action(client: Client, contact: Contact, action: str) -> None:
    note = contact.notes.all()[0]
    sent = changes(contact, first_name="Changed") | {"_action": action, "text": "New", "note": str(note.pk)}
    url = contact.get_absolute_url()
    assert client.post(url, sent)["Location"] == f"/accounts/login/?next={url}"
    assert client.delete(f"{url}?_action={action}&note={note.pk}").status_code == 302
    assert Contact.objects.filter(pk=contact.pk, first_name=contact.first_name, notes=note).exists()
    assert not contact.notes.filter(text="New").exists()


def test_the_note_of_another_contact_is_not_found(editor: Client, contact: Contact) -> None:
    note = Contact.objects.filter(notes__isnull=False).exclude(pk=contact.pk)[0].notes.all()[0]
    for number in (str(note.pk), "x", "", "9" * 50):
        url = f"{contact.get_absolute_url()}?_action=delete_note&note={number}"
        assert editor.delete(url).status_code == 404
    assert Contact.objects.filter(notes=note).exists()


def test_a_note_costs_what_it_changes_and_its_tab(
    editor: Client, contact: Contact, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    editor.get("/contacts/")  # takes the message about signing in
    headers = {"HX-Request": "true", "HX-Target": "tabs"}
    # The session and the user; the contact and the new note; the user and the contact again, and its notes.
    with django_assert_num_queries(7):
        response = editor.post(
            f"{contact.get_absolute_url()}?tab=notes", {"_action": "add_note", "text": "New"}, headers=headers
        )
    assert [element.name for element in tree(response.text).find_all(recursive=False)] == ["section", "title", "div"]
    assert response["HX-Trigger"] == '{"contactChanged": {}}'
