from collections.abc import Iterator
from itertools import batched, islice
from time import monotonic, sleep
from uuid import uuid4

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from contacts.forms import ContactForm
from contacts.models import Contact, Event
from imports.files import Layout, LineError, layout_of, values_of
from imports.models import Import, Problem

BATCH = 20

type Lines = tuple[tuple[int, str], ...]


def start(job: Import) -> None:
    """Leave the rest of the file to a task, and to no earlier one. In the transaction in which the job was read."""
    job.status = Import.Status.WAITING
    job.token = uuid4()
    job.seen_at = timezone.now()
    job.save()
    import_contacts.enqueue(job.pk, str(job.token))


@task
def import_contacts(pk: int, token: str) -> None:
    """Import what is left of a file, for as long as nobody has cancelled that or started it again."""
    own = Import.objects.filter(pk=pk, token=token)
    if not own.filter(status=Import.Status.WAITING).update(status=Import.Status.RUNNING, seen_at=timezone.now()):
        return
    job = own.get()
    try:
        lines = job.text.split("\n")
        layout = layout_of(lines[0])
        for batch in batched(islice(enumerate(lines, 1), job.line, None), BATCH):
            began = monotonic()
            if not import_batch(job, batch, layout):
                return
            sleep(min(monotonic() - began, 0.1))  # as long again at most, in which others may write
    except Exception:
        own.filter(status=Import.Status.RUNNING).update(status=Import.Status.FAILED)
        raise


@transaction.atomic
def import_batch(task_of: Import, batch: Lines, layout: Layout) -> bool:
    """Import some lines and note how far that is, both or neither. False where the job is not this task's any more."""
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
    """A contact by the rules that hold for the form, too. Raises `LineError`."""
    form = ContactForm(values)
    if not form.is_valid():
        raise LineError(" ".join(reasons(form)))
    contact: Contact = form.save()
    return contact


def reasons(form: ContactForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = f"{form[name].label}: " if name in form.fields else ""
        yield label + " ".join(map(str, errors))
