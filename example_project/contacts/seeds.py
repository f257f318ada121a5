"""A thousand invented contacts, the same on every machine."""

import random
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from contacts.models import Contact, Event, Note

FIRST_NAMES = """
    Ada Alan Amina Anders Andrea Anna Antonio Aoife Arjun Astrid Beatriz Benjamin Boris Carmen Chen Clara Daniel
    Dara Edith Elena Emil Esra Fatima Felix Freya Gabriel Grace Hana Hannah Hassan Ines Ivan Jana Joan Jonas Julia
    Kamal Karin Keiko Lars Leila Lena Louis Lucia Maja Marco Maria Mateo Mei Mina Nadia Nils Noor Olga Omar Oscar
    Paula Pavel Priya Rafael Rosa Samira Sofia Sven Tanja Tariq Teresa Tomas Uma Viktor Wanda Yara Yusuf Zoe
""".split()
LAST_NAMES = """
    Abbott Almeida Andersson Baker Banerjee Bauer Bianchi Brandt Castillo Chandra Costa Dahl Delgado Dubois Eriksen
    Evans Ferrari Fischer Fontaine Garcia Gruber Haddad Hansen Hoffmann Horvat Ito Ivanova Jansen Jensen Kaplan
    Keller Khan Kowalski Kraus Larsen Lefebvre Lindgren Mancini Marin Martin Mehta Mendes Meyer Moreau Nakamura
    Novak Nowak Okafor Olsen Ortiz Patel Petrov Popescu Quinn Rahman Reyes Romano Rossi Santos Sato Schmidt Silva
    Svensson Tanaka Torres Vargas Vogel Walker Weber Yamamoto Zhang
""".split()
COMPANIES = [
    f"{name} {kind}"
    for name in "Amber Birch Cobalt Delta Ember Falcon Garnet Harbour Indigo Juniper Krypton Lantern".split()
    for kind in ("Works", "& Sons", "Labs", "Press")
]
CITIES = """
    Aarhus Antwerp Athens Barcelona Bergen Bologna Bratislava Brno Cork Dresden Gdansk Geneva Ghent Graz Hamburg
    Helsinki Krakow Leeds Lisbon Ljubljana Lyon Malmo Milan Nantes Porto Riga Rotterdam Salzburg Seville Tallinn
    Turin Utrecht Valencia Vienna Vilnius Zagreb Zurich
""".split()
NOTES = [
    "Prefers to be called in the morning.",
    "Met at the spring fair. Wants the new price list.",
    "Sent the contract; an answer is due within two weeks.",
    "Moved to another department, same telephone number.",
    "Asked about delivery times for larger orders.",
    "Would like to be invited to the next workshop.",
]
EVENTS = ["Telephone number corrected", "Moved to another company", "Email address confirmed", "Met in person"]

START = datetime(2025, 1, 1, 9, tzinfo=UTC)


@transaction.atomic
def seed(count: int = 1000) -> None:
    """Fill an empty database with `count` contacts, their notes and histories, and the user `demo`."""
    chance = random.Random(1000)
    contacts = Contact.objects.bulk_create([_contact(chance, number) for number in range(count)])
    Event.objects.bulk_create([event for contact in contacts for event in _events(chance, contact)])
    Note.objects.bulk_create([note for contact in contacts for note in _notes(chance, contact)])
    if not User.objects.filter(username="demo").exists():
        User.objects.create_superuser("demo", password="demo")


def _contact(chance: random.Random, number: int) -> Contact:
    first_name, last_name = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    mailbox = f"{first_name}.{last_name}.{number + 1}".lower()
    return Contact(
        first_name=first_name,
        last_name=last_name,
        email=f"{mailbox}@example.com",
        phone=f"+44 1632 {chance.randrange(960000, 961000)}",
        company=chance.choice(COMPANIES),
        city=chance.choice(CITIES),
    )


def _events(chance: random.Random, contact: Contact) -> list[Event]:
    added = START + timedelta(hours=chance.randrange(4000))
    later = sorted(chance.sample(range(1, 300), chance.randrange(3)))
    return [
        Event(contact=contact, what="Added to the address book", created_at=added),
        *(
            Event(contact=contact, what=chance.choice(EVENTS), created_at=added + timedelta(days=days))
            for days in later
        ),
    ]


def _notes(chance: random.Random, contact: Contact) -> list[Note]:
    return [
        Note(contact=contact, text=text, created_at=START + timedelta(hours=chance.randrange(5000, 14000)))
        for text in chance.sample(NOTES, chance.randrange(4))
    ]
