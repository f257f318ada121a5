"""A file to try the import with: 2,000 invented contacts, always the same ones, and seven bad lines."""

import csv
import random
from io import StringIO

from contacts.seeds import CITIES, COMPANIES, FIRST_NAMES, LAST_NAMES
from imports.files import COLUMNS

LINES = 2000
EMAIL = COLUMNS.index("email")
BAD_LINES = {
    120: "Vera,Voss,vera.voss(at)example.org,,,",
    455: "Otto,Orth,,+44 1632 960011,,Graz",
    790: "Lone,Lund,lone.lund@example.org",
    1203: 'Ruth,"Rau,ruth.rau@example.org,,,',
    1640: ",Zander,zander@example.org,,Amber Works,",
    1900: f"Nils,Nagel,nils.nagel@example.org,{'0' * 40},,",
}


def sample() -> str:
    """Return the text of the file."""
    chance = random.Random(2000)
    contacts = [invented(chance, number) for number in range(LINES)]
    contacts[-1][EMAIL] = contacts[-2][EMAIL]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line, contact in enumerate(contacts, 2):
        if line in BAD_LINES:
            text.write(BAD_LINES[line] + "\n")
        else:
            writer.writerow(contact)
    return text.getvalue()


def invented(chance: random.Random, number: int) -> list[str]:
    first_name, last_name = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    email = f"{first_name}.{last_name}.{number + 1}@example.org".lower()
    phone = f"+44 1632 {chance.randrange(960000, 961000)}"
    return [first_name, last_name, email, phone, chance.choice(COMPANIES), chance.choice(CITIES)]
