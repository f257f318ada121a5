from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from htmx_partials import partial_response, render


@partial_response("form")
def contacts(request):
    return render(request, "redirects.html", {})


@contacts.action
def leave(request):
    return redirect(request.POST["to"])


def elsewhere(request):
    return HttpResponse("elsewhere")


urlpatterns = [path("", contacts), path("radio/", elsewhere), path("elsewhere/", elsewhere)]
