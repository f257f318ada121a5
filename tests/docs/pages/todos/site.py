"""An action that every page has."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path

from htmx_partials import site_actions


def home(request):
    return render(request, "base.html")


of_site = login_required(site_actions("base.html", oob=["notifications"]))


@of_site.action
def read_all(request):
    request.user.notifications.update(read=True)


urlpatterns = [path("actions/", of_site, name="actions"), path("", home, name="home")]
