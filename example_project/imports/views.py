from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from htmx_partials import partial_response, render
from imports.files import COLUMNS, NEEDED
from imports.forms import UploadForm
from imports.models import Import
from imports.sample import sample
from imports.tasks import start


class SignedInRequest(HttpRequest):
    user: User


@permission_required("contacts.add_contact")
@partial_response("job")
def contacts_import(request: SignedInRequest) -> HttpResponse:
    if "sample" in request.GET:
        disposition = "attachment; filename=contacts.csv"
        return HttpResponse(sample(), content_type="text/csv", headers={"Content-Disposition": disposition})
    context = {
        "job": latest(request).first(),
        "hears_worker": bool(getattr(settings, "HTMX_PARTIALS_LIVE", None)),
        "form": UploadForm(),
        "columns": COLUMNS,
        "needed": NEEDED,
    }
    return render(request, "imports/import.html", context)


def latest(request: SignedInRequest) -> QuerySet[Import]:
    """Return the imports of the reader, the last one first. The page is about that one."""
    return Import.objects.filter(user=request.user).order_by("-pk").defer("text")


@contacts_import.action(form=UploadForm)
@transaction.atomic
def upload(request: SignedInRequest, form: UploadForm) -> None:
    job = latest(request).select_for_update().first()
    if job and job.is_active:
        messages.error(request, f"{job} is not done yet. Wait for it, or cancel it.")
    else:
        form.instance.user = request.user
        start(form.instance)


@contacts_import.action
@transaction.atomic
def cancel(request: SignedInRequest) -> None:
    job = latest(request).select_for_update().first()
    if job and job.is_active:
        job.status = Import.Status.CANCELLED
        job.save()


@contacts_import.action
@transaction.atomic
def restart(request: SignedInRequest) -> None:
    job = latest(request).select_for_update().first()
    if job and job.can_go_on:
        start(job)
