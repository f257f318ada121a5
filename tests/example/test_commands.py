import hashlib
from io import StringIO

import pytest
from django.core.management import call_command

from contacts.management.commands import costs
from contacts.models import Contact, Event, Note
from contacts.seeds import seed


def output_of(*command: str) -> str:
    output = StringIO()
    call_command(*command, stdout=output)
    return output.getvalue()


def fingerprint() -> str:
    rows = [
        *Contact.objects.order_by("pk").values_list("first_name", "last_name", "email", "phone", "company", "city"),
        *Event.objects.order_by("pk").values_list("contact__email", "what", "created_at"),
        *Note.objects.order_by("pk").values_list("contact__email", "text", "created_at"),
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_the_seed_is_the_same_each_time() -> None:
    first = fingerprint()
    Contact.objects.all().delete()
    seed()
    assert fingerprint() == first


def test_seed_fills_an_empty_address_book() -> None:
    Contact.objects.all().delete()
    assert output_of("seed") == "1,000 contacts, and the user demo with the password demo.\n"
    assert Contact.objects.count() == 1000


def test_seed_leaves_an_address_book_with_contacts_alone() -> None:
    Contact.objects.all()[0].delete()
    assert output_of("seed") == "The address book has contacts already.\n"
    assert Contact.objects.count() == 999


def test_models_and_migrations_agree() -> None:
    assert "No changes detected" in output_of("makemigrations", "contacts", "imports", "--check", "--dry-run")


def test_costs_prints_what_page_and_fragment_cost() -> None:
    lines = [(line[:34].strip(), line[34:].split()) for line in output_of("costs").splitlines()]
    assert lines[0] == ("", ["bytes", "queries", "ms"])
    assert [name for name, _ in lines[1:]] == ["/contacts/?q=an, the page", "#rows, as one types"]
    assert [queries for _, (_, queries, _) in lines[1:]] == ["2", "2"]


def test_costs_prints_every_fragment_with_fewer_bytes_than_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(costs, "RUNS", 1)
    page = 0
    for line in output_of("costs", "--all").splitlines()[1:]:
        size = int(line[34:].split()[0].replace(",", ""))
        if not line.startswith("  "):
            page = size
        assert size <= page
