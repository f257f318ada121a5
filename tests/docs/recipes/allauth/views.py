from django.contrib.auth.decorators import login_required
from django.urls import include, path

from htmx_partials import render


@login_required
def home(request):
    return render(request, "home.html")


urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("allauth.account.urls")),
]
