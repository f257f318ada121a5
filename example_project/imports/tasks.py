from collections.abc import Iterator
from itertools import batched, islice
from time import monotonic, sleep
from uuid import uuid4

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from contacts.forms import ContactForm
from contacts.models import Contact, Event
from htmx_partials.live import changed
from imports.files import Layout, LineError, layout_of, values_of
from imports.models import Import, Problem

BATCH = 20

type Lines = tuple[tuple[int, str], ...]


def start(job: Import) -> None:
    """
    Leave the rest of the file to a new task, and to no earlier one. Runs in the transaction that has read the job.
    """
    job.status = Import.Status.WAITING
    job.token = uuid4()
    job.seen_at = timezone.now()
    job.save()
    import_contacts.enqueue(job.pk, str(job.token))


@task
def import_contacts(pk: int, token: str) -> None:
    """Import the rest of a file, until it is cancelled or started again."""
    own = Import.objects.filter(pk=pk, token=token)
    if not own.filter(status=Import.Status.WAITING).update(status=Import.Status.RUNNING, seen_at=timezone.now()):
        return
    job = own.get()
    changed(job)
    try:
        lines = job.text.split("\n")
        layout = layout_of(lines[0])
        for batch in batched(islice(enumerate(lines, 1), job.line, None), BATCH):
            began = monotonic()
            if not import_batch(job, batch, layout):
                return
            sleep(min(monotonic() - began, 0.1))  # at most as long again, so that others may write
    except Exception:
        own.filter(status=Import.Status.RUNNING).update(status=Import.Status.FAILED)
        changed(job)
        raise


@transaction.atomic
def import_batch(task_of: Import, batch: Lines, layout: Layout) -> bool:
    """
    Import some lines and store the progress, both or neither. Return false if the job no longer belongs to this task.
    """
    running = Import.objects.filter(token=task_of.token, status=Import.Status.RUNNING)
    job = running.select_for_update().filter(pk=task_of.pk).select_related("user").defer("text").first()
    if job is None:
        return False
    contacts = []
    for number, line in batch:
        try:
            if line.strip():
                contacts.append(save_contact(values_of(line, layout)))
        except LineError as problem:
            Problem.objects.create(of=job, line=number, reason=str(problem))
    Event.objects.bulk_create(Event(contact=contact, what=f"Imported by {job.user}") for contact in contacts)
    job.line = batch[-1][0]
    job.kept += len(contacts)
    job.seen_at = timezone.now()
    if job.line == job.last_line:
        job.status = Import.Status.DONE
        job.text = ""
    job.save()
    return True


def save_contact(values: dict[str, str]) -> Contact:
    """Save a contact by the rules of the form. Raises `LineError`."""
    form = ContactForm(values)
    if not form.is_valid():
        raise LineError(" ".join(reasons(form)))
    contact: Contact = form.save()
    return contact


def reasons(form: ContactForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = f"{form[name].label}: " if name in form.fields else ""
        yield label + " ".join(map(str, errors))
