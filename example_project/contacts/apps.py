from django.apps import AppConfig

from htmx_partials.live import watch


class ContactsConfig(AppConfig):
    name = "contacts"

    def ready(self) -> None:
        from contacts import receivers  # noqa: F401
        from contacts.models import Contact

        watch(Contact)
