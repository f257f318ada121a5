from typing import Any

from django.core.management.base import BaseCommand

from contacts.models import Contact
from contacts.seeds import seed


class Command(BaseCommand):
    help = "Fill an empty address book with 1,000 contacts, always the same ones."

    def handle(self, *args: Any, **options: Any) -> None:
        if Contact.objects.exists():
            self.stdout.write("The address book has contacts already.")
        else:
            seed()
            self.stdout.write(f"{Contact.objects.count():,} contacts, and the user demo with the password demo.")
