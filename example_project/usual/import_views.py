"""The import of a file of contacts: the page, its progress, and its actions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from imports.files import COLUMNS, NEEDED
from imports.forms import UploadForm
from imports.models import Import
from imports.sample import sample
from imports.tasks import start
from usual.guards import permission_required
from usual.requests import HtmxRequest

importers_only = permission_required("contacts.add_contact", lambda request: reverse("import"))


class SignedInRequest(HtmxRequest):
    user: User


def import_context(request: SignedInRequest, **further: Any) -> dict[str, Any]:
    return {"job": latest(request).first(), "form": UploadForm(), "columns": COLUMNS, "needed": NEEDED} | further


def latest(request: SignedInRequest) -> QuerySet[Import]:
    """Return the imports of the reader, the last one first. The page is about that one."""
    return Import.objects.filter(user=request.user).order_by("-pk").defer("text")


def answer(request: SignedInRequest) -> HttpResponse:
    """Return the answer after an action."""
    return job(request) if request.htmx else redirect("import")


@importers_only
def page(request: SignedInRequest) -> HttpResponse:
    return render(request, "imports/import.html", import_context(request))


@importers_only
def job(request: SignedInRequest) -> HttpResponse:
    return render(request, "imports/job.html", import_context(request))


@importers_only
def download_sample(request: SignedInRequest) -> HttpResponse:
    disposition = "attachment; filename=contacts.csv"
    return HttpResponse(sample(), content_type="text/csv", headers={"Content-Disposition": disposition})


@require_POST
@importers_only
@transaction.atomic
def upload(request: SignedInRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        template = "imports/job.html" if request.htmx else "imports/import.html"
        return render(request, template, import_context(request, form=form))
    latest_job = latest(request).select_for_update().first()
    if latest_job and latest_job.is_active:
        messages.error(request, f"{latest_job} is not done yet. Wait for it, or cancel it.")
    else:
        form.instance.user = request.user
        start(form.instance)
    return answer(request)


@require_POST
@importers_only
@transaction.atomic
def cancel(request: SignedInRequest) -> HttpResponse:
    latest_job = latest(request).select_for_update().first()
    if latest_job and latest_job.is_active:
        latest_job.status = Import.Status.CANCELLED
        latest_job.save()
    return answer(request)


@require_POST
@importers_only
@transaction.atomic
def restart(request: SignedInRequest) -> HttpResponse:
    latest_job = latest(request).select_for_update().first()
    if latest_job and latest_job.can_go_on:
        start(latest_job)
    return answer(request)
